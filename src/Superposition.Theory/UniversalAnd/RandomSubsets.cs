using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.UniversalAnd;

/// <summary>
/// Neurons that fire when at least two features of a random subset are active, W_ik ~ Bernoulli(p) and β = −1 (arXiv 2408.05451,
/// universal AND), read by centred weights r_kl,i = (W_ik − p)(W_il − p)/(d F). Unlike the mean over shared neurons it has no bias.
/// </summary>
public sealed class RandomSubsets : ICentredFamily
{
    /// <inheritdoc/>
    public string Kind => "subset";

    /// <inheritdoc/>
    public string Summary => "random subsets W ~ Bernoulli(p), bias −1, centred read-off";

    /// <inheritdoc/>
    public bool UsesDensity => true;

    /// <inheritdoc/>
    public int? RequiredNeurons(int features) => null;

    /// <inheritdoc/>
    public ReluNetwork Build(UniversalAndSize size, Generator generator)
    {
        using var scope = NewDisposeScope();
        var weight_dm = SubsetLayer.Draw(Kind, size, generator);
        var signal = CentredReadOff.Signal(Kind, size.Inputs, Weights(size).Signal);
        var readOff = new PairReadOff(
            weight_dm - size.DensityOrDefault, 1 / (size.Neurons * signal), PairNormalisation.Constant, PairAnds.All(size.Features));
        return new ReluNetwork([new ReluLayer(weight_dm, full(size.Neurons, -1f))], readOff);
    }

    /// <inheritdoc/>
    public PredictedErrors Predict(UniversalAndSize size) =>
        CentredReadOff.Predict(size, CentredReadOff.Signal(Kind, size.Inputs, Weights(size).Signal), Weights(size).CentredProduct);

    /// <inheritdoc/>
    PredictedErrors ICentredFamily.PredictMeanSubtracted(UniversalAndSize size) =>
        CentredReadOff.Predict(size, CentredReadOff.Signal(Kind, size.Inputs, Weights(size).Signal), Weights(size).CentredRowProduct);

    private static TwoLevelWeights Weights(UniversalAndSize size) => new(Low: 0, High: 1, size.DensityOrDefault, Bias: -1);
}
