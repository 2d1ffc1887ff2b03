namespace Superposition.Probing;

/// <summary>
/// A sample from the null distribution of a statistic, and p-values against it. Where the observed value lies beyond all but a few null
/// values, a generalised Pareto distribution fitted to the largest of them continues the tail (Knijnenburg et al., "Fewer permutations,
/// more accurate P-values", 2009), provided it fits what it was fitted to; otherwise the p-value ends at 1/(draws + 1).
/// </summary>
public sealed class NullSample
{
    // Values closer than this are the same number computed in two ways: without it, rounding would be found significant where there is
    // nothing at all.
    private const double Rounding = 1e-6;

    // With fewer null values above the observed one than this the tail is asked.
    private const int FewExceedances = 10;

    // How far beyond the sample the fitted tail is trusted.
    private const double Beyond = 1000;

    private readonly double[] ascending;
    private readonly ParetoTail? tail;

    /// <summary>Takes the null values, in any order.</summary>
    /// <param name="values">The statistic under the null, larger being further from it.</param>
    public NullSample(IEnumerable<double> values)
    {
        ascending = [.. values.Order()];
        tail = ParetoTail.Fit(ascending);
    }

    /// <summary>How many null values there are.</summary>
    public int Count => ascending.Length;

    /// <summary>Whether all of them are the same, so that there is nothing to be found.</summary>
    public bool IsConstant => ascending[^1] - ascending[0] <= Rounding;

    /// <summary>The mean of the null values, in the units of the statistic.</summary>
    public double Mean => ascending.Average();

    /// <summary>The smallest p-value that can come out: no finding is possible among more than rate/this hypotheses.</summary>
    public double SmallestP => tail is null ? 1.0 / (Count + 1) : 1 / (Beyond * Count);

    /// <summary>The value that a share of the null values reaches or exceeds.</summary>
    /// <param name="share">Between 0 and 1.</param>
    public double Upper(double share) => ascending[Math.Clamp((int)Math.Ceiling((1 - share) * Count) - 1, 0, Count - 1)];

    /// <summary>
    /// (1 + how many null values are at least as large) / (1 + how many there are), valid at any number of null values because the observed
    /// value is counted as one of them (Phipson and Smyth, 2010); ties count against the observed value. Beyond nearly all of them, the
    /// fitted tail.
    /// </summary>
    /// <param name="observed">The statistic.</param>
    /// <exception cref="ArgumentException">The statistic is NaN.</exception>
    public double P(double observed)
    {
        if (double.IsNaN(observed))
        {
            throw new ArgumentException("The observed statistic is NaN.", nameof(observed));
        }

        // The first place whose value is at least the observed one.
        var least = observed - (Rounding * Math.Max(1, Math.Abs(observed)));
        int low = 0, high = ascending.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = ascending[middle] < least ? (middle + 1, high) : (low, middle);
        }

        var exceedances = ascending.Length - low;
        var counted = (1.0 + exceedances) / (1.0 + ascending.Length);
        return tail is null || exceedances >= FewExceedances ? counted : Math.Clamp(tail.Upper(observed), SmallestP, counted);
    }
}
