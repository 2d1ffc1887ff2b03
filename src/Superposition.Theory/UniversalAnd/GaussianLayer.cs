using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.UniversalAnd;

/// <summary>
/// A merely random layer, W_ik ~ N(0, 1) and β = 0, read by r_kl,i = W_ik W_il/(d F) (arXiv 2408.05451, random networks represent
/// universal AND). By Stein's lemma F(s_b) = 1/√(2π s_b), and a pair that is not active has mean zero.
/// </summary>
public sealed class GaussianLayer : ICentredFamily
{
    /// <inheritdoc/>
    public string Kind => "gaussian";

    /// <inheritdoc/>
    public string Summary => "random Gaussian layer, no bias, read-off by products of weights";

    /// <inheritdoc/>
    public bool UsesDensity => false;

    /// <inheritdoc/>
    public int? RequiredNeurons(int features) => null;

    /// <inheritdoc/>
    public ReluNetwork Build(UniversalAndSize size, Generator generator)
    {
        using var scope = NewDisposeScope();
        var weight_dm = randn(size.Neurons, size.Features, generator: generator);
        var signal = CentredReadOff.Signal(Kind, size.Inputs, GaussianWeights.Signal);
        var readOff = new PairReadOff(weight_dm, 1 / (size.Neurons * signal), PairNormalisation.Constant, PairAnds.All(size.Features));
        return new ReluNetwork([new ReluLayer(weight_dm, zeros(size.Neurons))], readOff);
    }

    /// <inheritdoc/>
    public PredictedErrors Predict(UniversalAndSize size) =>
        CentredReadOff.Predict(size, CentredReadOff.Signal(Kind, size.Inputs, GaussianWeights.Signal), GaussianWeights.CentredProduct);

    /// <inheritdoc/>
    PredictedErrors ICentredFamily.PredictMeanSubtracted(UniversalAndSize size) =>
        CentredReadOff.Predict(size, CentredReadOff.Signal(Kind, size.Inputs, GaussianWeights.Signal), GaussianWeights.CentredRowProduct);
}
