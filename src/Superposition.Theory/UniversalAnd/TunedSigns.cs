using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.UniversalAnd;

/// <summary>
/// Dense signs made as quiet as they get: W_ik = ±1, the bias β that is predicted to give the smallest ε for the input set, and read-off
/// rows from which their own mean over the neurons is subtracted, r_kl,i = (W_ik W_il − W_k·W_l/d)/(d F). A row that sums to zero does
/// not see the part of the activations that is the same in every neuron. Derived for this project.
/// </summary>
public sealed class TunedSigns : IUniversalAndConstruction
{
    /// <inheritdoc/>
    public string Kind => "sign-tuned";

    /// <inheritdoc/>
    public string Summary => "dense signs W = ±1, bias tuned to the sparsity, read-off rows that sum to zero";

    /// <inheritdoc/>
    public bool UsesDensity => false;

    /// <inheritdoc/>
    public int? RequiredNeurons(int features) => null;

    /// <inheritdoc/>
    public ReluNetwork Build(UniversalAndSize size, Generator generator)
    {
        using var scope = NewDisposeScope();
        var weights = Tune(size);
        var weight_dm = ((rand(size.Neurons, size.Features, generator: generator) < 0.5).to(float32) * 2) - 1;
        var signal = CentredReadOff.Signal(Kind, size.Inputs, weights.Signal);
        var readOff = new PairReadOff(
            weight_dm, 1 / (size.Neurons * signal), PairNormalisation.Constant, PairAnds.All(size.Features),
            correction_cm: weight_dm / Math.Sqrt(size.Neurons));
        return new ReluNetwork([new ReluLayer(weight_dm, full(size.Neurons, (float)weights.Bias))], readOff);
    }

    /// <inheritdoc/>
    public PredictedErrors Predict(UniversalAndSize size) => Predict(size, Tune(size));

    /// <summary>β for an input set: the half-integer between −s and 0 with the smallest predicted ε over 1000 inputs.</summary>
    public static double Bias(UniversalAndSize size) => Tune(size).Bias;

    private static TwoLevelWeights Tune(UniversalAndSize size) => Enumerable.Range(0, (2 * Math.Max(1, size.Inputs.Active)) + 1)
        .Select(step => new TwoLevelWeights(Low: -1, High: 1, Density: 0.5, Bias: -step / 2.0))
        .Where(weights => Enumerable.Range(2, Math.Max(1, size.Inputs.Active - 1)).All(active =>
            active < size.Inputs.MinActive || weights.Signal(active) > 1e-9))
        .MinBy(weights => Predict(size, weights).ExpectedMaximum(inputs: 1000))!;

    private static PredictedErrors Predict(UniversalAndSize size, TwoLevelWeights weights) =>
        CentredReadOff.Predict(size, CentredReadOff.Signal("sign-tuned", size.Inputs, weights.Signal), weights.CentredRowProduct);
}
