using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.UniversalAnd;

/// <summary>
/// Sparse ternary weights {−1, 0, +1} with bias −1, read by products of weights with the mean activation subtracted: the family of the
/// appendix proofs of arXiv 2408.05451. Independent entries, or drawn from a graph: every feature reaches equally many neurons. The
/// read-off and its moments are derived here; at p = 1 these are dense signs.
/// </summary>
public sealed class TernarySubsets : IUniversalAndConstruction
{
    private readonly bool fromGraph;

    /// <summary>One of the two ways to draw them.</summary>
    /// <param name="fromGraph">Whether every feature reaches exactly ⌈pd⌋ neurons; otherwise each weight is drawn by itself.</param>
    public TernarySubsets(bool fromGraph) => this.fromGraph = fromGraph;

    /// <inheritdoc/>
    public string Kind => fromGraph ? "ternary-graph" : "ternary";

    /// <inheritdoc/>
    public string Summary =>
        $"sparse ternary weights, ±1 with probability p{(fromGraph ? ", every feature on equally many neurons" : "")}, bias −1, the "
        + "mean activation subtracted before it is read";

    /// <inheritdoc/>
    public bool UsesDensity => true;

    /// <inheritdoc/>
    public int? RequiredNeurons(int features) => null;

    /// <inheritdoc/>
    public ReluNetwork Build(UniversalAndSize size, Generator generator)
    {
        using var scope = NewDisposeScope();
        var weight_dm = Draw(Kind, size, fromGraph, generator);
        var weights = new TernaryWeights(size.DensityOrDefault, Bias: -1);
        var signal = CentredReadOff.Signal(Kind, size.Inputs, weights.Signal);
        var readOff = new PairReadOff(
            weight_dm, 1 / (size.Neurons * signal), PairNormalisation.Constant, PairAnds.All(size.Features),
            correction_cm: weight_dm / Math.Sqrt(size.Neurons));
        return new ReluNetwork([new ReluLayer(weight_dm, full(size.Neurons, -1f))], readOff);
    }

    /// <inheritdoc/>
    public PredictedErrors Predict(UniversalAndSize size)
    {
        var weights = new TernaryWeights(size.DensityOrDefault, Bias: -1);
        return CentredReadOff.Predict(size, CentredReadOff.Signal(Kind, size.Inputs, weights.Signal), weights.CentredRowProduct);
    }

    /// <summary>W [d, m] with entries −1, 0 and 1; every pair of features shares a neuron.</summary>
    internal static Tensor Draw(string kind, UniversalAndSize size, bool fromGraph, Generator generator)
    {
        using var scope = NewDisposeScope();
        var p = size.DensityOrDefault;
        if (p is not (> 0 and <= 1))
        {
            throw new ConstructionFailedException($"{kind}: the density is {p:G4}, expected a probability above 0.");
        }

        var signs_dm = ((rand(size.Neurons, size.Features, generator: generator) < 0.5).to(float32) * 2) - 1;
        var order_dm = rand(size.Neurons, size.Features, generator: generator);
        var isSet_dm = fromGraph
            ? order_dm.argsort(0).argsort(0) < (long)Math.Max(1, Math.Round(p * size.Neurons))
            : order_dm < p;
        SubsetLayer.RequireShared(kind, isSet_dm.to(float32), size);
        return (signs_dm * isSet_dm.to(float32)).MoveToOuterDisposeScope();
    }
}
