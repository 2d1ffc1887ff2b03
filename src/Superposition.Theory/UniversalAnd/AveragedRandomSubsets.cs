using MathNet.Numerics.Distributions;
using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.UniversalAnd;

/// <summary>
/// Random subsets with the paper's read-off: the mean over Γ_kl, the neurons that respond to both features (arXiv 2408.05451, universal
/// AND). Simple, but biased: the other active features in a subset push the mean up by p(s−2) with both active, p(s−1) with one,
/// E(Bin(s,p)−1)₊ with none.
/// </summary>
public sealed class AveragedRandomSubsets : IUniversalAndConstruction
{
    /// <inheritdoc/>
    public string Kind => "subset-averaging";

    /// <inheritdoc/>
    public string Summary => "random subsets W ~ Bernoulli(p), bias −1, mean over the neurons that respond to both features";

    /// <inheritdoc/>
    public bool UsesDensity => true;

    /// <inheritdoc/>
    public int? RequiredNeurons(int features) => null;

    /// <inheritdoc/>
    public ReluNetwork Build(UniversalAndSize size, Generator generator)
    {
        using var scope = NewDisposeScope();
        var weight_dm = SubsetLayer.Draw(Kind, size, generator);
        var readOff = new PairReadOff(weight_dm, scale: 1, PairNormalisation.SharedNeurons, PairAnds.All(size.Features));
        return new ReluNetwork([new ReluLayer(weight_dm, full(size.Neurons, -1f))], readOff);
    }

    /// <inheritdoc/>
    public PredictedErrors Predict(UniversalAndSize size)
    {
        var weights = new TwoLevelWeights(Low: 0, High: 1, size.DensityOrDefault, Bias: -1);
        var inverse = MeanInverseShared(size.Neurons, size.DensityOrDefault * size.DensityOrDefault);
        return PairClasses.Mix(size.Inputs, (active, members) =>
        {
            var (mean, meanSquare) = weights.ActivationOfShared(active, members);
            var bias = mean - (members == 2 ? 1 : 0);
            return (bias, (bias * bias) + ((meanSquare - (mean * mean)) * inverse));
        });
    }

    /// <summary>E[1/|Γ_kl|] given that |Γ_kl| ≥ 1, with |Γ_kl| ~ Binomial(d, p²).</summary>
    private static double MeanInverseShared(int neurons, double probability)
    {
        double sum = 0, weight = 0;
        for (var shared = 1; shared <= neurons; shared++)
        {
            var mass = Binomial.PMF(probability, neurons, shared);
            sum += mass / shared;
            weight += mass;
        }

        return sum / weight;
    }
}
