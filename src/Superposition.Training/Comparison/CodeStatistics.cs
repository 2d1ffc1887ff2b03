using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Comparison;

/// <summary>The code that a layer gives its features: which neurons stand for which feature, and how much features overlap.</summary>
/// <param name="Density">The share of weights at the higher of their neuron's two levels.</param>
/// <param name="MeanDegree">The mean number of such neurons a feature.</param>
/// <param name="MeanOverlap">The mean number of such neurons that two features share.</param>
/// <param name="LargestOverlap">The largest number that two features share.</param>
/// <param name="LargestCoherence">The largest absolute cosine between two features' columns.</param>
/// <param name="RmsCoherence">The root mean square cosine.</param>
/// <param name="LeverageRatio">
/// d/(m(m − d)) · (Σ 1/h_i − m) with leverages h = diag(W⁺W): 1 when all features have the same leverage, larger the less even they
/// are (Borobia et al., arXiv 2605.01192). Null unless there are more features than neurons.
/// </param>
public sealed record CodeStatistics(
    double Density, double MeanDegree, double MeanOverlap, double LargestOverlap, double LargestCoherence, double RmsCoherence,
    double? LeverageRatio)
{
    /// <summary>Statistics of a layer W [d, m], from the weights that are at their neuron's higher level.</summary>
    /// <param name="weight_dm">The weight on the features, float64, shape [d, m].</param>
    /// <param name="high_dm">1 where a weight is at its neuron's higher level, float64, shape [d, m].</param>
    public static CodeStatistics Of(Tensor weight_dm, Tensor high_dm)
    {
        using var scope = NewDisposeScope();
        var (d, m) = (weight_dm.shape[0], weight_dm.shape[1]);
        if (m < 2)
        {
            throw new ArgumentException(
                $"A code needs at least 2 features, found a weight of shape {Shapes.Describe(weight_dm)}.", nameof(weight_dm));
        }

        var different_mm = 1 - eye(m, dtype: float64);
        var columns_dm = weight_dm / weight_dm.norm(dim: 0, keepdim: true, p: 2).clamp_min(1e-150);
        var cosines_mm = columns_dm.t().matmul(columns_dm) * different_mm;
        var shared_mm = high_dm.t().matmul(high_dm) * different_mm;
        var pairs = (double)m * (m - 1);
        return new CodeStatistics(
            high_dm.mean().item<double>(),
            high_dm.sum().item<double>() / m,
            shared_mm.sum().item<double>() / pairs,
            shared_mm.max().item<double>(),
            cosines_mm.abs().max().item<double>(),
            Math.Sqrt(cosines_mm.square().sum().item<double>() / pairs),
            m > d ? Leverage(weight_dm, d, m) : null);
    }

    private static double Leverage(Tensor weight_dm, long d, long m)
    {
        var leverages_m = linalg.pinv(weight_dm, rtol: 1e-10).t().mul(weight_dm).sum([0]);
        return d / ((double)m * (m - d)) * (leverages_m.clamp_min(1e-12).reciprocal().sum().item<double>() - m);
    }
}
