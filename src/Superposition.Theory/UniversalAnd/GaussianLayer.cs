using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.UniversalAnd;

/// <summary>
/// A merely random layer, W_ik ~ N(0, 1) and β = 0, read by r_kl,i = W_ik W_il/(d F) (arXiv 2408.05451, random networks represent universal AND).
/// By Stein's lemma F(s_b) = 1/√(2π s_b), and a pair that is not active has mean zero.
/// </summary>
public sealed class GaussianLayer : IUniversalAndConstruction
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
        var signal = CentredReadOff.Signal(Kind, size.Inputs, Signal);
        var readOff = new PairReadOff(weight_dm, 1 / (size.Neurons * signal), PairNormalisation.Constant, PairAnds.All(size.Features));
        return new ReluNetwork([new ReluLayer(weight_dm, zeros(size.Neurons))], readOff);
    }

    /// <inheritdoc/>
    public PredictedErrors Predict(UniversalAndSize size) =>
        CentredReadOff.Predict(size, CentredReadOff.Signal(Kind, size.Inputs, Signal), Product);

    private static double Signal(int active) => 1 / Math.Sqrt(2 * Math.PI * active);

    /// <summary>
    /// Mean and mean square of W_k W_l ReLU(u), u the sum of the s active weights, u ~ N(0, s). A member of the pair that is active is, given u,
    /// normal with mean u/s and variance 1 − 1/s, and two of them have covariance −1/s; what is left are even moments of u over u > 0.
    /// </summary>
    private static (double Mean, double MeanSquare) Product(int active, int members)
    {
        double s = active, variance = 1 - (1 / s), covariance = -1 / s;
        return members switch
        {
            0 => (0, s / 2),
            1 => (0, (s + 2) / 2),
            _ => (Signal(active), (15 / (2 * s)) + (1.5 * ((2 * variance) + (4 * covariance))) + (s / 2 * ((variance * variance) + (2 * covariance * covariance)))),
        };
    }
}
