namespace Superposition.Probing;

/// <summary>
/// The largest values of a sample as a generalised Pareto distribution, P(X &gt; t + x) = share · (1 + ξx/σ)^(−1/ξ), fitted by
/// probability-weighted moments (Hosking and Wallis, "Parameter and quantile estimation for the generalized Pareto distribution", 1987).
/// </summary>
internal sealed class ParetoTail
{
    // The largest twentieth, at least so many values.
    private const int Least = 50;
    private const double Share = 0.05;

    // √n times the Kolmogorov–Smirnov distance above which a fit is refused. With both parameters estimated the 5 % point of the
    // statistic lies between 0.85 and 0.95.
    private const double WorstFit = 0.95;

    private readonly double threshold;
    private readonly double share;
    private readonly double scale;
    private readonly double shape;

    private ParetoTail(double threshold, double share, double scale, double shape)
    {
        this.threshold = threshold;
        this.share = share;
        this.scale = scale;
        this.shape = shape;
    }

    /// <summary>Fits the tail; null when there are too few values or the fit is bad.</summary>
    /// <param name="ascending">The sample in increasing order.</param>
    public static ParetoTail? Fit(double[] ascending)
    {
        var count = (int)(ascending.Length * Share);
        if (count < Least)
        {
            return null;
        }

        var from = (ascending[^count] + ascending[^(count + 1)]) / 2;
        var above = ascending[^count..].Select(value => value - from).ToArray();

        // α₀ = E X, α₁ = E X (1 − F(X)).
        double mean = above.Average(), weighted = 0;
        for (var i = 0; i < count; i++)
        {
            weighted += above[i] * (count - 1 - i) / (count - 1) / count;
        }

        var spread = mean - (2 * weighted);
        if (!(spread > 0) || !(mean > 0))
        {
            return null;
        }

        var fit = new ParetoTail(from, (double)count / ascending.Length, 2 * mean * weighted / spread, 2 - (mean / spread));
        var distance = 0.0;
        for (var i = 0; i < count; i++)
        {
            var below = 1 - fit.Survival(above[i]);
            distance = Math.Max(distance, Math.Max(Math.Abs(below - ((double)i / count)), Math.Abs(((i + 1.0) / count) - below)));
        }

        return distance * Math.Sqrt(count) <= WorstFit ? fit : null;
    }

    /// <summary>The probability of a value at least as large.</summary>
    public double Upper(double value) => share * Survival(value - threshold);

    private double Survival(double above) =>
        Math.Abs(shape) < 1e-9 ? Math.Exp(-above / scale) : Math.Pow(Math.Max(0, 1 + (shape * above / scale)), -1 / shape);
}
