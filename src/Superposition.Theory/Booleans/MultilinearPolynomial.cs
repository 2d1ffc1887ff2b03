using System.Collections.Immutable;
using System.Numerics;

namespace Superposition.Booleans;

/// <summary>One term c_T Π_{j∈T} b_j.</summary>
/// <param name="Features">T, increasing; empty for the constant.</param>
/// <param name="Coefficient">c_T, not 0.</param>
public sealed record PolynomialTerm(ImmutableArray<int> Features, long Coefficient);

/// <summary>
/// A boolean function as a sum of ANDs: the one multilinear polynomial f(b) = Σ_T c_T Π_{j∈T} b_j that agrees with it, by the Möbius
/// transform c_T = Σ_{U⊆T} (−1)^{|T|−|U|} f(1_U). On inputs with at most s active features only terms with |T| ≤ s count, and
/// these are all that is computed.
/// </summary>
public sealed class MultilinearPolynomial
{
    /// <summary>The largest number of subsets that a transform goes through.</summary>
    public const int MaxSubsets = 1 << 20;

    private MultilinearPolynomial(ImmutableArray<PolynomialTerm> terms) => Terms = terms;

    /// <summary>The terms, smaller sets first.</summary>
    public ImmutableArray<PolynomialTerm> Terms { get; }

    /// <summary>The degree of the polynomial, its largest |T|; 0 for a constant.</summary>
    public int Degree => Terms.IsEmpty ? 0 : Terms[^1].Features.Length;

    /// <summary>c_∅, the coefficient of the empty product: the value where no feature is active.</summary>
    public long Constant => !Terms.IsEmpty && Terms[0].Features.IsEmpty ? Terms[0].Coefficient : 0;

    /// <summary>The AND of a set of features: one term.</summary>
    /// <param name="set">The features, increasing.</param>
    public static MultilinearPolynomial And(IEnumerable<int> set) => new([new PolynomialTerm([.. set], 1)]);

    /// <summary>The polynomial of a circuit's output on inputs with at most <paramref name="active"/> active features.</summary>
    /// <exception cref="ArgumentException">The output depends on so many features that it has too many terms.</exception>
    public static MultilinearPolynomial Of(BooleanCircuit circuit, int output, int active)
    {
        var support = circuit.Support(output);
        var degree = Math.Min(active, support.Length);
        var count = Enumerable.Range(0, degree + 1).Aggregate(BigInteger.Zero, (sum, t) => sum + Combinations.Count(support.Length, t));
        if (support.Length > 64 || count > MaxSubsets)
        {
            throw new ArgumentException(
                $"Output \"{circuit.OutputNames[output]}\" depends on {support.Length} features, which with at most {active} active "
                    + $"have {count:N0} subsets, expected at most 64 features and {MaxSubsets:N0} subsets.",
                nameof(output));
        }

        // Values of f on every subset, then one feature after the other: c_T −= c_{T∖j} for T ∋ j. Small sets come first, so the
        // order is safe.
        var subsets = new List<ulong>((int)count);
        var coefficients = new Dictionary<ulong, long>((int)count);
        var members = new int[degree];
        var function = circuit.Output(output);
        for (var t = 0; t <= degree; t++)
        {
            var chosen = Enumerable.Range(0, t).ToArray();
            do
            {
                var mask = 0UL;
                for (var i = 0; i < t; i++)
                {
                    mask |= 1UL << chosen[i];
                    members[i] = support[chosen[i]];
                }

                subsets.Add(mask);
                coefficients.Add(mask, function.Evaluate(members.AsSpan(0, t))[0] ? 1 : 0);
            }
            while (Combinations.Advance(support.Length, chosen));
        }

        for (var feature = 0; feature < support.Length; feature++)
        {
            var bit = 1UL << feature;
            foreach (var mask in subsets)
            {
                if ((mask & bit) != 0)
                {
                    coefficients[mask] -= coefficients[mask ^ bit];
                }
            }
        }

        return new MultilinearPolynomial([.. subsets.Where(mask => coefficients[mask] != 0)
            .Select(mask => new PolynomialTerm([.. support.Where((_, place) => ((mask >> place) & 1) == 1)], coefficients[mask]))]);
    }

    /// <summary>The polynomials of all outputs of a circuit.</summary>
    /// <exception cref="ArgumentException">An output depends on so many features that it has too many terms.</exception>
    /// <exception cref="OperationCanceledException">Cancelled between two outputs.</exception>
    public static ImmutableArray<MultilinearPolynomial> OfAll(BooleanCircuit circuit, int active, CancellationToken cancellation = default)
    {
        var polynomials = ImmutableArray.CreateBuilder<MultilinearPolynomial>(circuit.Count);
        for (var output = 0; output < circuit.Count; output++)
        {
            cancellation.ThrowIfCancellationRequested();
            polynomials.Add(Of(circuit, output, active));
        }

        return polynomials.MoveToImmutable();
    }

    /// <summary>The value of the polynomial on an input, given by its active features.</summary>
    /// <param name="active">The active features.</param>
    public long Evaluate(ReadOnlySpan<int> active)
    {
        var sum = 0L;
        foreach (var term in Terms)
        {
            var isOn = true;
            foreach (var feature in term.Features)
            {
                isOn &= active.Contains(feature);
            }

            sum += isOn ? term.Coefficient : 0;
        }

        return sum;
    }

    /// <inheritdoc/>
    public override string ToString() => Terms.IsEmpty ? "0" : string.Join(' ', Terms.Select((term, i) =>
        $"{(term.Coefficient < 0 ? "−" : i > 0 ? "+" : string.Empty)}"
            + $"{(Math.Abs(term.Coefficient) == 1 && !term.Features.IsEmpty ? string.Empty : Math.Abs(term.Coefficient))}"
            + $"{string.Concat(term.Features.Select(f => $"b{f}"))}"));
}
