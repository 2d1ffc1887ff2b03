namespace Superposition.UniversalAnd;

/// <summary>
/// Neurons without bias whose weights are independent standard normal: moments of W_k W_l ReLU(u), u the sum of the s_b active weights, u ~
/// N(0, s_b).
/// </summary>
internal static class GaussianWeights
{
    /// <summary>F(s_b) = E[W_k W_l a] = 1/√(2π s_b) with both features active, by Stein's lemma.</summary>
    public static double Signal(int active) => 1 / Math.Sqrt(2 * Math.PI * active);

    /// <summary>
    /// Mean and mean square of W_k W_l a for an input with <paramref name="active"/> active features, <paramref name="members"/> of them in
    /// the pair. A member that is active is, given u, normal with mean u/s and variance 1 − 1/s, and two of them have covariance −1/s;
    /// what is left are even moments of u over u > 0.
    /// </summary>
    public static (double Mean, double MeanSquare) CentredProduct(int active, int members)
    {
        double s = active, variance = 1 - (1 / s), covariance = -1 / s;
        return members switch
        {
            0 => (0, s / 2),
            1 => (0, (s + 2) / 2),
            _ => (Signal(active),
                (15 / (2 * s)) + (1.5 * ((2 * variance) + (4 * covariance)))
                + (s / 2 * ((variance * variance) + (2 * covariance * covariance)))),
        };
    }

    /// <summary>
    /// The same for W_k W_l (a − E a): the mean square falls by 2 E a E[W_k² W_l² a] − (E a)², with E[W_k² W_l² a] by the odd
    /// moments of u over u > 0.
    /// </summary>
    public static (double Mean, double MeanSquare) CentredRowProduct(int active, int members)
    {
        double s = active, variance = 1 - (1 / s), covariance = -1 / s;
        var (mean, meanSquare) = CentredProduct(active, members);
        var activation = Math.Sqrt(s / (2 * Math.PI));
        var weighted = activation * members switch
        {
            0 => 1,
            1 => 1 + (1 / s),
            _ => (8 / (s * s)) + (2 * ((2 * variance) + (4 * covariance)) / s) + (variance * variance) + (2 * covariance * covariance),
        };
        return (mean, meanSquare - (2 * activation * weighted) + (activation * activation));
    }
}
