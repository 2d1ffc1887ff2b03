using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.UniversalAnd;

/// <summary>
/// Neurons (w·b)² instead of ReLUs, with fair signs W_ik = ±1: E[W_k W_l (W·b)²] = 2 b_k b_l whatever else is active, so the read-off
/// (W_ik W_il − W_k·W_l/d)/(2d) gives exact products of boolean or continuous features, with no normaliser that depends on the sparsity.
/// κ = √(2s(s − 1))/2 with none of the pair active. (The authors of arXiv 2408.05451 ask, in their post on it, whether ReLU is so much
/// worse; these are their quadratic neurons with random weights.)
/// </summary>
public sealed class QuadraticLayer : IUniversalAndConstruction
{
    /// <inheritdoc/>
    public string Kind => "quadratic";

    /// <inheritdoc/>
    public string Summary => "quadratic neurons (W b)² with dense signs W = ±1, the mean activation subtracted before it is read";

    /// <inheritdoc/>
    public bool UsesDensity => false;

    /// <inheritdoc/>
    public int? RequiredNeurons(int features) => null;

    /// <inheritdoc/>
    public ReluNetwork Build(UniversalAndSize size, Generator generator)
    {
        using var scope = NewDisposeScope();
        var weight_dm = ((rand(size.Neurons, size.Features, generator: generator) < 0.5).to(float32) * 2) - 1;
        var readOff = new PairReadOff(
            weight_dm, 1 / (2.0 * size.Neurons), PairNormalisation.Constant, PairAnds.All(size.Features),
            correction_cm: weight_dm / Math.Sqrt(size.Neurons));
        return new ReluNetwork([new ReluLayer(weight_dm, zeros(size.Neurons), activation: Activation.Quadratic)], readOff);
    }

    /// <summary>
    /// Errors to expect: mean zero; with s_b active features E a = s_b and E a² = 3s_b² − 2s_b, so the variance is (2s_b² −
    /// 2s_b)/(4d), and 4/(4d) less with both features active.
    /// </summary>
    public PredictedErrors Predict(UniversalAndSize size) => PairClasses.Mix(size.Inputs, (active, members) =>
    {
        double s = active;
        return (0, ((2 * s * s) - (2 * s) - (members == 2 ? 4 : 0)) / (4.0 * size.Neurons));
    });
}
