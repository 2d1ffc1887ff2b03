using System.Collections.Immutable;
using System.Numerics;
using Superposition.Booleans;

namespace Superposition.Representation;

/// <summary>What a bound on width is asked for.</summary>
/// <param name="Features">m, the number of features.</param>
/// <param name="Active">s, the most features that are active at once.</param>
/// <param name="Epsilon">ε, the largest error allowed.</param>
/// <param name="Gates">How many ANDs are computed: C(m, 2) for universal AND.</param>
public sealed record BoundSize(int Features, int Active, double Epsilon, double Gates)
{
    /// <summary>Universal AND: every pair of features.</summary>
    public static BoundSize UniversalAnd(int features, int active, double epsilon) =>
        new(features, active, epsilon, Bounds.NaiveWidth(features));
}

/// <summary>Whether a bound says what is needed or what is enough.</summary>
public enum BoundSide
{
    /// <summary>No network with fewer neurons does it.</summary>
    Needed,

    /// <summary>Some network with that many neurons does it.</summary>
    Enough,
}

/// <summary>One bound on the number of neurons, as a curve to be drawn.</summary>
/// <param name="Id">A short unique name.</param>
/// <param name="Formula">In the paper's symbols: m features, s active, ε error, g gates, N = C(m, 2).</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Side">Needed or enough.</param>
/// <param name="IsOrderOnly">
/// True when constants (and where the source writes Õ, logarithms) are unknown and taken as 1: only the slope means something.
/// </param>
/// <param name="Neurons">The number of neurons for a size.</param>
public sealed record WidthBound(
    string Id, string Formula, string Source, BoundSide Side, bool IsOrderOnly, Func<BoundSize, double> Neurons);

/// <summary>
/// Bounds on width and crosstalk. Those without "order" in their summary hold as they stand, constants included. Logarithms are natural.
/// </summary>
public static class Bounds
{
    /// <summary>Every bound on the width of a layer, in the order in which tables list them.</summary>
    public static ImmutableArray<WidthBound> All { get; } =
    [
        new("naive", "C(m, 2)", "one neuron ReLU(b_k + b_l − 1) a pair", BoundSide.Enough, IsOrderOnly: false, size =>
            NaiveWidth(size.Features)),
        new(
            "rank", "N/(1 + (N − 1)(ε/(1 − ε))²)", "trace against Frobenius norm, derived here", BoundSide.Needed,
                IsOrderOnly: false,
            size => RankBound(NaiveWidth(size.Features), size.Epsilon)),
        new(
            "perturbed-identity", "least r with C(r+k−1, k) ≥ N/(1 + (N − 1)(ε/(1 − ε))^2k for all k",
            "Alon, Perturbed identity matrices have high rank, 2009, constants derived here", BoundSide.Needed, IsOrderOnly: false, size =>
            PerturbedIdentityBound(NaiveWidth(size.Features), size.Epsilon)),
        new(
            "alon", "log N/(ε² log(1/ε))", "Alon, Perturbed identity matrices have high rank, 2009", BoundSide.Needed, IsOrderOnly: true,
            size => AlonOrder(NaiveWidth(size.Features), size.Epsilon)),
        new(
            "counting", "√(log₂ C(N, g)/(2·32))",
                "one network a choice of gates, 32-bit weights, after Adler and Shavit, arXiv 2409.15318",
            BoundSide.Needed, IsOrderOnly: false, size => CountingBound(size.Features, size.Gates, bitsPerWeight: 32)),
        new("adler-shavit-lower", "√(g log g)", "Adler and Shavit, arXiv 2409.15318", BoundSide.Needed, IsOrderOnly: true, size =>
            AdlerShavitLower(size.Gates)),
        new("adler-shavit-upper", "√g log g", "Adler and Shavit, arXiv 2409.15318", BoundSide.Enough, IsOrderOnly: true, size =>
            AdlerShavitUpper(size.Gates)),
        new("superposed-sqrt", "√m/ε²", "arXiv 2408.05451, inputs in superposition", BoundSide.Enough, IsOrderOnly: true, size =>
            SquareRootLaw(size.Features, size.Epsilon)),
        new("superposed-two-thirds", "m^(2/3)", "arXiv 2408.05451, abstract", BoundSide.Enough, IsOrderOnly: true, size =>
            TwoThirdsLaw(size.Features)),
        new("centred", "s² log m/ε²", "centred read-off of one layer, derived here", BoundSide.Enough, IsOrderOnly: true, size =>
            CentredReadOffLaw(size.Features, size.Active, size.Epsilon)),
    ];

    /// <summary>C(m, 2) neurons: one ReLU(b_k + b_l − 1) for every pair, exact.</summary>
    public static double NaiveWidth(int features) => features * (features - 1.0) / 2;

    /// <summary>
    /// Neurons needed to read N functions within ε where, for each of them, some input makes it 1 and all others 0 (universal AND on
    /// inputs with two active features): N/(1 + (N − 1)δ²), δ = ε/(1 − ε). The N×N matrix of outputs has rank at most d; rows
    /// divided by their diagonal have 1 there and at most δ elsewhere, and rank ≥ (trace)²/‖·‖²_F. An affine read-off counts as
    /// one neuron more. Derived here.
    /// </summary>
    /// <param name="outputs">N, the number of outputs.</param>
    /// <param name="epsilon">ε, below 1.</param>
    public static double RankBound(double outputs, double epsilon) => RankOfPower(outputs, epsilon, power: 1);

    /// <summary>
    /// The same sharpened: the k-th powers of the matrix's entries have rank at most C(r + k − 1, k) if the matrix has rank r, and
    /// off-diagonal entries of at most δ^k, for every k ≥ 1 (N. Alon, "Perturbed identity matrices have high rank: proof and
    /// applications", 2009). Holds as it stands, constants included; k = 1 is the rank bound.
    /// </summary>
    /// <returns>Neurons needed.</returns>
    public static double PerturbedIdentityBound(double outputs, double epsilon)
    {
        double needed = 1;
        for (var power = 1; power <= 64; power++)
        {
            var least = RankOfPower(outputs, epsilon, power) * (1 - 1e-12);
            if (Choose(needed + power - 1, power) >= least)
            {
                continue;
            }

            // The least whole number that is enough: doubled until it is, then halved in.
            var (lacking, enough) = (needed, 2 * needed);
            while (Choose(enough + power - 1, power) < least)
            {
                (lacking, enough) = (enough, 2 * enough);
            }

            while (enough - lacking > 1)
            {
                var middle = Math.Floor((lacking + enough) / 2);
                (lacking, enough) = Choose(middle + power - 1, power) < least ? (middle, enough) : (lacking, middle);
            }

            needed = enough;
        }

        return needed;
    }

    /// <summary>log N/(ε² log(1/ε)), the order of neurons needed for N^(−1/2) ≤ ε &lt; 1/2 (Alon 2009).</summary>
    public static double AlonOrder(double outputs, double epsilon) => Math.Log(outputs) / (epsilon * epsilon * Math.Log(1 / epsilon));

    /// <summary>
    /// Neurons needed so that networks can tell all choices of g pairs out of N = C(m, 2) apart: d neurons between states of d numbers have
    /// 2d² weights, and 2d²·bits ≥ log₂ C(N, g). It speaks of the worst choice; for all pairs at once there is one choice and the
    /// bound is
    /// 0. After Adler and Shavit, arXiv 2409.15318.
    /// </summary>
    public static double CountingBound(int features, double gates, int bitsPerWeight)
    {
        var choices = Combinations.Count((int)NaiveWidth(features), (int)Math.Round(gates));
        return choices <= BigInteger.One ? 0 : Math.Sqrt(BigInteger.Log(choices) / Math.Log(2) / (2 * bitsPerWeight));
    }

    /// <summary>
    /// √(g log g), the order of neurons needed for the worst choice of g gates with inputs and outputs in superposition (arXiv
    /// 2409.15318).
    /// </summary>
    public static double AdlerShavitLower(double gates) => Math.Sqrt(gates * Math.Log(gates));

    /// <summary>√g log g, the order of neurons enough for any g pairwise ANDs (arXiv 2409.15318).</summary>
    public static double AdlerShavitUpper(double gates) => Math.Sqrt(gates) * Math.Log(gates);

    /// <summary>
    /// √m/ε², the order of neurons, up to logarithms, enough for universal AND with inputs in superposition (arXiv 2408.05451).
    /// </summary>
    public static double SquareRootLaw(int features, double epsilon) => Math.Sqrt(features) / (epsilon * epsilon);

    /// <summary>
    /// m^(2/3), the order of neurons, up to logarithms, enough for universal AND even with inputs in superposition (arXiv 2408.05451,
    /// abstract).
    /// </summary>
    public static double TwoThirdsLaw(int features) => Math.Pow(features, 2.0 / 3);

    /// <summary>
    /// s² log m/ε², the order of neurons enough for universal AND by one layer and a centred read-off, superposed inputs or not. Derived
    /// here.
    /// </summary>
    public static double CentredReadOffLaw(int features, int active, double epsilon) =>
        active * (double)active * Math.Log(features) / (epsilon * epsilon);

    private static double RankOfPower(double outputs, double epsilon, int power)
    {
        var off = epsilon / (1 - epsilon);
        return off >= 1 ? 1 : outputs / (1 + ((outputs - 1) * Math.Pow(off, 2 * power)));
    }

    private static double Choose(double n, int k)
    {
        double count = 1;
        for (var i = 1; i <= k; i++)
        {
            count = count * (n - k + i) / i;
        }

        return count;
    }
}
