using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.Representation;
using static TorchSharp.torch;

namespace Superposition.UniversalAnd;

/// <summary>
/// Universal AND with inputs in superposition, by decoding each neuron's subset from the state: W_in = WΦᵀ with W ~ Bernoulli(p), β =
/// −1, read by the centred weights of W. A neuron sees (Wb)_i − 1 + ξ_i with Var ξ = p m s/d0, and works as long as that noise is
/// small compared with 1: this is the recipe whose width is Õ(m^⅔) in arXiv 2408.05451 (universal AND for inputs in superposition). The
/// read-off is normalised for the noise it will meet.
/// </summary>
public sealed class SuperposedSubsets : ICentredFamily
{
    /// <inheritdoc/>
    public string Kind => "superposed-subset";

    /// <inheritdoc/>
    public string Summary => "inputs in superposition, subsets decoded from the state (W_in = WΦᵀ), bias −1, centred read-off";

    /// <inheritdoc/>
    public bool UsesEncoding => true;

    /// <inheritdoc/>
    public bool UsesDensity => true;

    /// <inheritdoc/>
    public int? RequiredNeurons(int features) => null;

    /// <inheritdoc/>
    public ReluNetwork Build(UniversalAndSize size, Generator generator)
    {
        using var scope = NewDisposeScope();
        var encoding_em = FeatureEncodings.Draw(size.EncodingOrDefault, size.Features, generator);
        var weight_dm = SubsetLayer.Draw(Kind, size, generator);
        var readOff = new PairReadOff(
            weight_dm - size.DensityOrDefault, 1 / (size.Neurons * Signal(size)), PairNormalisation.Constant, PairAnds.All(size.Features));
        return new ReluNetwork([new ReluLayer(weight_dm.matmul(encoding_em.t()), full(size.Neurons, -1f))], readOff, encoding_em);
    }

    /// <inheritdoc/>
    public PredictedErrors Predict(UniversalAndSize size) => Predict(size, meanSubtracted: false);

    /// <inheritdoc/>
    PredictedErrors ICentredFamily.PredictMeanSubtracted(UniversalAndSize size) => Predict(size, meanSubtracted: true);

    private PredictedErrors Predict(UniversalAndSize size, bool meanSubtracted)
    {
        var signal = Signal(size);
        return PairClasses.Mix(size.Inputs, (active, members) =>
        {
            var moments = CrosstalkOfSubsets.CentredProduct(size, active, members, meanSubtracted);
            var bias = (moments.Mean / signal) - (members == 2 ? 1 : 0);
            return (bias, (bias * bias) + ((moments.VarianceOfMean + (moments.VarianceOfNeuron / size.Neurons)) / (signal * signal)));
        });
    }

    /// <summary>
    /// √(p m s_b/d0): the predicted standard deviation of ξ, the noise of a neuron's pre-activation, over neurons and inputs.
    /// </summary>
    public static double PreactivationNoise(UniversalAndSize size, int active) => CrosstalkOfSubsets.PreactivationNoise(size, active);

    /// <summary>The same as a network has it on some inputs.</summary>
    /// <param name="network">A network of this kind.</param>
    /// <param name="size">What it was built for.</param>
    /// <param name="inputs">The inputs.</param>
    public static double MeasurePreactivationNoise(ReluNetwork network, UniversalAndSize size, ActiveSets inputs)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var subsets_dm = ((PairReadOff)network.ReadOff).Factors + size.DensityOrDefault;
        var seen_nd = inputs.SumRows(network.Encoding!.t()).matmul(network.Layers[0].Weight.t());
        return (seen_nd - inputs.SumRows(subsets_dm.t())).std().item<float>();
    }

    private double Signal(UniversalAndSize size) =>
        CentredReadOff.Signal(Kind, size.Inputs, active => CrosstalkOfSubsets.CentredProduct(size, active, members: 2).Mean);
}
