using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.Representation;
using static TorchSharp.torch;

namespace Superposition.UniversalAnd;

/// <summary>
/// Quadratic neurons (w·x)² with w ~ N(0, 1) that read a state x = Φb, and V = W_inΦ: E[((w·x)² − |x|²)(w·φ_k)(w·φ_l)] = 2
/// (x·φ_k)(x·φ_l), so the mean-subtracted products of V, divided by 2d, read (x·φ_k)(x·φ_l), as the exact basis of d0(d0 + 1)/2
/// squares does (the post of the authors of arXiv 2408.05451, on quadratic activations).
/// </summary>
public sealed class SuperposedQuadratic : IUniversalAndConstruction
{
    /// <inheritdoc/>
    public string Kind => "superposed-quadratic";

    /// <inheritdoc/>
    public string Summary =>
        "inputs in superposition, quadratic neurons with random weights, the mean activation subtracted before it is read";

    /// <inheritdoc/>
    public bool UsesEncoding => true;

    /// <inheritdoc/>
    public bool UsesDensity => false;

    /// <inheritdoc/>
    public int? RequiredNeurons(int features) => null;

    /// <inheritdoc/>
    public ReluNetwork Build(UniversalAndSize size, Generator generator)
    {
        using var scope = NewDisposeScope();
        var encoding_em = FeatureEncodings.Draw(size.EncodingOrDefault, size.Features, generator);
        var weight_de = randn(size.Neurons, size.EncodingOrDefault.Dimension, generator: generator);
        var factors_dm = weight_de.matmul(encoding_em);
        var readOff = new PairReadOff(
            factors_dm, 1 / (2.0 * size.Neurons), PairNormalisation.Constant, PairAnds.All(size.Features),
            correction_cm: factors_dm / Math.Sqrt(size.Neurons));
        return new ReluNetwork([new ReluLayer(weight_de, zeros(size.Neurons), activation: Activation.Quadratic)], readOff, encoding_em);
    }

    /// <inheritdoc/>
    public PredictedErrors Predict(UniversalAndSize size) => PairClasses.Mix(size.Inputs, (active, members) =>
    {
        var (bias, crosstalk) = Crosstalk(active, members, size.EncodingOrDefault.MeanSquareOverlap(size.Features));
        return (bias, (bias * bias) + crosstalk + (NeuronVariance(active, members) / size.Neurons));
    });

    /// <summary>
    /// Mean and variance of (x·φ_k)(x·φ_l) minus the AND: what infinitely many neurons, or the exact basis, are wrong by.
    /// </summary>
    /// <param name="active">s_b, the number of active features.</param>
    /// <param name="members">How many of the pair are active.</param>
    /// <param name="overlap">E (φ_k·φ_l)².</param>
    public static (double Mean, double Variance) Crosstalk(int active, int members, double overlap)
    {
        double s = active;
        return members switch
        {
            0 => (0, Math.Pow(s * overlap, 2)),
            1 => (0, s * overlap * (1 + ((s - 1) * overlap))),

            // Both decoded features share the overlap φ_k·φ_l: (1 + g + e)(1 + g + e') with g, e, e' of variances 1, s − 2, s − 2
            // overlaps.
            _ => (overlap, (overlap * 2 * s) + (overlap * overlap * (2 + (2 * (s - 2)) + Math.Pow(s - 2, 2)))),
        };
    }

    /// <summary>
    /// d times the variance over draws of the neurons: Var[((w·x)² − |x|²) (w·φ_k)(w·φ_l)]/4 for a state of s_b orthogonal
    /// directions, by moments of normal variables.
    /// </summary>
    private static double NeuronVariance(int active, int members)
    {
        double s = active, variance = 1 - (1 / s), covariance = -1 / s;
        return (members switch
        {
            0 => 2 * s * s,
            1 => (2 * s * s) + (8 * s),
            _ => 78 + (((2 * variance) + (4 * covariance)) * 10 * s)
                + (((variance * variance) + (2 * covariance * covariance)) * 2 * s * s) - 4,
        }) / 4;
    }
}
