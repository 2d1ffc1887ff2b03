using MathNet.Numerics;
using MathNet.Numerics.Distributions;
using Superposition.Booleans;
using Superposition.UniversalAnd;
using static TorchSharp.torch;

namespace Superposition.Circuits;

/// <summary>How the weights of an AND bank are drawn.</summary>
public enum BankWeights
{
    /// <summary>W_ij = 1 with probability p and 0 otherwise: the paper's random subsets.</summary>
    Subsets,

    /// <summary>Fair signs, W_ij = ±1.</summary>
    Signs,
}

/// <summary>
/// Neurons that serve every AND of t features at once. The AND of a set T is read by r_T ∝ Π_{j∈T} (W_j − E W)/Var W, whose
/// expectation is the t-th mixed difference of the activation in the weights of T: zero unless all of T is active (arXiv 2408.05451, ANDs
/// of higher fan-in; the centred form is derived for this project). With t = 1 the bank carries the features themselves.
/// </summary>
public sealed record AndBank
{
    private readonly double low;
    private readonly double high;

    private AndBank(BankWeights weights, int fanIn, int neurons, double density, double bias)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fanIn, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(neurons, 1);
        (Weights, FanIn, Neurons, Density, Bias) = (weights, fanIn, neurons, density, bias);
        (low, high) = weights == BankWeights.Subsets ? (0, 1) : (-1, 1);
    }

    /// <summary>The law that the bank's weights are drawn from.</summary>
    public BankWeights Weights { get; }

    /// <summary>t ≥ 1, the number of features of an AND.</summary>
    public int FanIn { get; }

    /// <summary>n ≥ 1, the number of ReLUs.</summary>
    public int Neurons { get; private init; }

    /// <summary>p, the probability of the higher weight.</summary>
    public double Density { get; }

    /// <summary>β, the bias of every neuron of the bank.</summary>
    public double Bias { get; private init; }

    /// <summary>
    /// Whether the bank serves other fan-ins, too. Then F_t may be negative, if it is so for every number of active features: its sign is
    /// taken into the read-off.
    /// </summary>
    public bool IsShared { get; private init; }

    /// <summary>The paper's bank: a neuron fires when at least t features of its random subset are active, β = −(t − 1).</summary>
    public static AndBank Subsets(int fanIn, int neurons, double density) => density is > 0 and < 1
        ? new AndBank(BankWeights.Subsets, fanIn, neurons, density, bias: 1 - fanIn)
        : throw new ArgumentOutOfRangeException(
            nameof(density), density, "A density is a probability strictly between 0 and 1 (at 0 or 1 all neurons are alike).");

    /// <summary>A bank whose weights are ±1 with probability ½ each, for ANDs of one fan-in.</summary>
    public static AndBank Signs(int fanIn, int neurons, double bias) => new(BankWeights.Signs, fanIn, neurons, density: 0.5, bias);

    /// <summary>
    /// The bank of bias −1 that serves every fan-in with the same neurons, here read for t ≥ 2. Of random subsets F_t = (−1)^t (1 −
    /// p)^(s_b − t), which never vanishes (derived here; that one such bank carries all fan-ins is stated in the post of the authors of
    /// arXiv 2408.05451); of signs F_t is known from their binomial sums only.
    /// </summary>
    public static AndBank Shared(BankWeights weights, int fanIn, int neurons, double density = 0.5)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fanIn, 2);
        return (weights == BankWeights.Subsets ? Subsets(fanIn, neurons, density) : Signs(fanIn, neurons, bias: -1)) with
        {
            Bias = -1,
            IsShared = true
        };
    }

    /// <summary>The same bank with another number of neurons.</summary>
    public AndBank WithNeurons(int neurons)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(neurons, 1);
        return this with { Neurons = neurons };
    }

    /// <summary>
    /// F_t(s_b), what the read-off gives for a true AND when s_b features are active: the t-th difference of the mean activation in the
    /// weights of T. For subsets it is Σ_M P(M) (−1)^M C(t−2, M) with M the other active features of a subset (t ≥ 2), and 1 when
    /// s_b = t. It can vanish or turn negative.
    /// </summary>
    public double Signal(int active)
    {
        double signal = 0;
        for (var own = 0; own <= FanIn; own++)
        {
            var sign = (FanIn - own) % 2 == 0 ? 1 : -1;
            for (var others = 0; others <= active - FanIn; others++)
            {
                signal += sign * SpecialFunctions.Binomial(FanIn, own) * Binomial.PMF(Density, active - FanIn,
                    others) * Activation(own + others, active);
            }
        }

        return signal / Math.Pow(high - low, FanIn);
    }

    /// <summary>F_t for every number of active features, t or more, that inputs of a set can have.</summary>
    public IReadOnlyList<(int Active, double Signal)> Signals(SparseInputs inputs) =>
        [.. Enumerable.Range(FanIn, Math.Max(0, inputs.Active - FanIn + 1)).Where(active => active >= inputs.MinActive).Select(active =>
            (active, Signal(active)))];

    /// <summary>Whether F_t keeps its sign over an input set, and does not vanish.</summary>
    public bool HasOneSign(SparseInputs inputs) =>
        Signals(inputs) is var signals && (signals.All(s => s.Signal > 1e-9) || signals.All(s => s.Signal < -1e-9));

    /// <summary>
    /// Whether F_t keeps its sign and varies by less than a factor of three over an input set: beyond that the best normaliser is off by
    /// more than ½ somewhere.
    /// </summary>
    public bool ReadsEvenly(SparseInputs inputs)
    {
        double[] signals = [.. Signals(inputs).Select(s => Math.Abs(s.Signal))];
        return signals.Length == 0 || (HasOneSign(inputs) && 3 * signals.Min() > signals.Max());
    }

    /// <summary>
    /// The middle of F_t's range over an input set: what read-offs are divided by. 1 where no input has t active features.
    /// </summary>
    /// <exception cref="ConstructionFailedException">F_t vanishes or is negative somewhere, so no normalisation reads the ANDs.</exception>
    public double Normaliser(SparseInputs inputs)
    {
        var signals = Signals(inputs);
        if (signals.Count == 0)
        {
            return 1;
        }

        if (IsShared && signals.All(s => s.Signal < -1e-9))
        {
            return (signals.Min(s => s.Signal) + signals.Max(s => s.Signal)) / 2;
        }

        var (active, worst) = signals.MinBy(s => s.Signal);
        return worst > 1e-9 ? (worst + signals.Max(s => s.Signal)) / 2 : throw new ConstructionFailedException(
            $"ANDs of {FanIn} features by {this}: with {active} active features F_{FanIn} = {worst:G3}, so the AND cannot be read off; "
                + $"expected F_{FanIn} > 0 for {inputs}, as a lower density or another bias may give it.");
    }

    /// <summary>
    /// Mean and mean square of Π_{j∈T} (W_j − E W)/Var W · (a − E a) for one neuron, when <paramref name="active"/> features are
    /// active and
    /// <paramref name="members"/> of them belong to T: exact sums over the weights.
    /// </summary>
    public (double Mean, double MeanSquare) Product(int active, int members)
    {
        double level = 0, mean = 0, meanSquare = 0;
        for (var on = 0; on <= active; on++)
        {
            level += Binomial.PMF(Density, active, on) * Activation(on, active);
        }

        for (var own = 0; own <= members; own++)
        {
            var product = Math.Pow(Factor(high), own) * Math.Pow(Factor(low), members - own);
            for (var others = 0; others <= active - members; others++)
            {
                var probability = Binomial.PMF(Density, members, own) * Binomial.PMF(Density, active - members, others);
                var value = product * (Activation(own + others, active) - level);
                mean += probability * value;
                meanSquare += probability * value * value;
            }
        }

        // A member that is not active has mean 0 and mean square 1/Var W, whatever the neuron does.
        return (members == FanIn ? mean : 0, meanSquare / Math.Pow(Variance, FanIn - members));
    }

    /// <inheritdoc/>
    public override string ToString() =>
        Weights == BankWeights.Subsets ? $"random subsets of density {Density:G4}" : $"signs with bias {Bias:G4}";

    /// <summary>Draws W, shape [n, m].</summary>
    internal Tensor DrawWeights(int features, Generator generator)
    {
        using var scope = NewDisposeScope();
        var isHigh_nm = (rand(Neurons, features, generator: generator) < Density).to(float32);
        return ((isHigh_nm * (high - low)) + low).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The rows r_T for some sets, each with its mean over the neurons subtracted (what all neurons have in common is not seen), so that a
    /// true AND reads 1 where F_t is the normaliser.
    /// </summary>
    /// <param name="weights_nm">W.</param>
    /// <param name="sets">g sets of t features.</param>
    /// <param name="normaliser">The value of F_t that reads 1.</param>
    /// <returns>Shape [g, n].</returns>
    internal Tensor Rows(Tensor weights_nm, IReadOnlyList<IReadOnlyList<int>> sets, double normaliser)
    {
        using var scope = NewDisposeScope();
        var factors_mn = ((weights_nm - MeanWeight) / Variance).t().contiguous();
        var rows_gn = ones(sets.Count, Neurons);
        for (var member = 0; member < FanIn; member++)
        {
            var place = member;
            rows_gn = rows_gn * factors_mn.index_select(0, tensor(sets.Select(set => (long)set[place]).ToArray()));
        }

        rows_gn = (rows_gn - rows_gn.mean([1], keepdim: true)) / (Neurons * normaliser);
        return rows_gn.MoveToOuterDisposeScope();
    }

    private double MeanWeight => low + (Density * (high - low));

    private double Variance => Density * (1 - Density) * (high - low) * (high - low);

    private double Factor(double weight) => (weight - MeanWeight) / Variance;

    /// <summary>The activation of a neuron with the higher weight on some of the active features.</summary>
    private double Activation(int on, int active) => Math.Max(0, (on * high) + ((active - on) * low) + Bias);
}
