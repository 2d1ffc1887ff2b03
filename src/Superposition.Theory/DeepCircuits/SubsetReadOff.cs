using MathNet.Numerics.Distributions;

namespace Superposition.DeepCircuits;

/// <summary>
/// Moments of a neuron a = ReLU(Σ_j W_j b_j − 1 + σZ), W ~ Bernoulli(p), that reads features in superposition: Z is the noise of its
/// pre-activation. The centred read-off (W_k − p)(W_l − p) a then has the mean F b_k b_l, where the noise smooths the ReLU in F.
/// </summary>
/// <param name="Density">p, the probability that a weight is not 0.</param>
/// <param name="Sigma">σ, standard deviation of the pre-activation's noise.</param>
internal sealed record SubsetReadOff(double Density, double Sigma)
{
    /// <summary>F for inputs with at most s active features: the middle of its range over 2 … s.</summary>
    public double Signal(int active)
    {
        double[] signals = [.. Enumerable.Range(2, Math.Max(1, active - 1)).Select(SignalAt)];
        return (signals.Min() + signals.Max()) / 2;
    }

    /// <summary>Variance of one neuron's contribution to the read-off of a pair of inactive features: (p (1 − p))² E a².</summary>
    public double VarianceOff(int active)
    {
        var centred = Density * (1 - Density);
        return centred * centred * Enumerable.Range(0, active + 1).Sum(t => Binomial.PMF(Density, active, t) * SquareAbove(t - 1));
    }

    /// <summary>(p (1 − p))² times the mean second difference of the smoothed ReLU, over the other active features of the
    /// neuron.</summary>
    private double SignalAt(int active)
    {
        var centred = Density * (1 - Density);
        var others = active - 2;
        return centred * centred * Enumerable.Range(0, others + 1).Sum(t =>
            Binomial.PMF(Density, others, t) * (MeanAbove(t + 1) - (2 * MeanAbove(t)) + MeanAbove(t - 1)));
    }

    // E (x + σZ)₊
    private double MeanAbove(double x) =>
        Sigma == 0 ? Math.Max(0, x) : (x * Normal.CDF(0, 1, x / Sigma)) + (Sigma * Normal.PDF(0, 1, x / Sigma));

    // E ((x + σZ)₊)²
    private double SquareAbove(double x) => Sigma == 0
        ? Math.Max(0, x) * Math.Max(0, x)
        : (((x * x) + (Sigma * Sigma)) * Normal.CDF(0, 1, x / Sigma)) + (x * Sigma * Normal.PDF(0, 1, x / Sigma));
}
