using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.UniversalAnd;

/// <summary>One neuron a pair, ReLU(b_k + b_l − 1): exact on every boolean input, at a width of C(m, 2).</summary>
public sealed class Naive : IUniversalAndConstruction
{
    /// <inheritdoc/>
    public string Kind => "naive";

    /// <inheritdoc/>
    public string Summary => "one neuron a pair, exact, C(m,2) neurons";

    /// <inheritdoc/>
    public bool UsesDensity => false;

    /// <inheritdoc/>
    public bool DrawsWeights => false;

    /// <inheritdoc/>
    public int? RequiredNeurons(int features) => features * (features - 1) / 2;

    /// <inheritdoc/>
    public ReluNetwork Build(UniversalAndSize size, Generator generator) => size.Neurons == size.Pairs
        ? PairNeurons.Network(PairAnds.All(size.Features).Pairs, size.Features)
        : throw new ConstructionFailedException($"{Kind}: {size.Neurons} neurons were asked for, expected one a pair, "
            + $"C({size.Features},2) = {size.Pairs}; the kind \"dedicated\" computes fewer pairs.");

    /// <inheritdoc/>
    public PredictedErrors Predict(UniversalAndSize size) => PairClasses.Mix(size.Inputs, (_, _) => (0, 0));
}
