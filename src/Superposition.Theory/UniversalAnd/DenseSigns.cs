using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.UniversalAnd;

/// <summary>
/// Dense fair signs W_ik = ±1 with β = −1 and read-off r_kl,i = W_ik W_il/(d F). Every neuron serves every pair; for three or more
/// active features it is the least noisy of the families here, and the closest to what gradient descent finds.
/// </summary>
public sealed class DenseSigns : ICentredFamily
{
    private static readonly TwoLevelWeights Weights = new(Low: -1, High: 1, Density: 0.5, Bias: -1);

    /// <inheritdoc/>
    public string Kind => "sign";

    /// <inheritdoc/>
    public string Summary => "dense signs W = ±1, bias −1, read-off by products of weights";

    /// <inheritdoc/>
    public bool UsesDensity => false;

    /// <inheritdoc/>
    public int? RequiredNeurons(int features) => null;

    /// <inheritdoc/>
    public ReluNetwork Build(UniversalAndSize size, Generator generator)
    {
        using var scope = NewDisposeScope();
        var weight_dm = ((rand(size.Neurons, size.Features, generator: generator) < 0.5).to(float32) * 2) - 1;
        var signal = CentredReadOff.Signal(Kind, size.Inputs, Weights.Signal);
        var readOff = new PairReadOff(weight_dm, 1 / (size.Neurons * signal), PairNormalisation.Constant, PairAnds.All(size.Features));
        return new ReluNetwork([new ReluLayer(weight_dm, full(size.Neurons, -1f))], readOff);
    }

    /// <inheritdoc/>
    public PredictedErrors Predict(UniversalAndSize size) =>
        CentredReadOff.Predict(size, CentredReadOff.Signal(Kind, size.Inputs, Weights.Signal), Weights.CentredProduct);

    /// <inheritdoc/>
    PredictedErrors ICentredFamily.PredictMeanSubtracted(UniversalAndSize size) =>
        CentredReadOff.Predict(size, CentredReadOff.Signal(Kind, size.Inputs, Weights.Signal), Weights.CentredRowProduct);
}
