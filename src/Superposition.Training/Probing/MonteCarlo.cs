namespace Superposition.Probing;

/// <summary>p-values against a sample from the null distribution.</summary>
public static class MonteCarlo
{
    // Values closer than this are the same number computed in two ways: without it, rounding would be found significant where there is nothing at all.
    private const double Rounding = 1e-9;

    /// <summary>
    /// (1 + how many null values are at least as large) / (1 + how many there are): valid at any number of null values, because the observed value
    /// is counted as one of them (Phipson and Smyth, 2010). Ties count against the observed value.
    /// </summary>
    /// <param name="observed">The statistic, larger being further from the null.</param>
    /// <param name="ascendingNull">The statistic under the null, in increasing order.</param>
    public static double P(double observed, ReadOnlySpan<double> ascendingNull)
    {
        if (double.IsNaN(observed))
        {
            throw new ArgumentException("The observed statistic is NaN.", nameof(observed));
        }

        // The first place whose value is at least the observed one.
        var least = observed - (Rounding * Math.Max(1, Math.Abs(observed)));
        int low = 0, high = ascendingNull.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = ascendingNull[middle] < least ? (middle + 1, high) : (low, middle);
        }

        return (1.0 + ascendingNull.Length - low) / (1.0 + ascendingNull.Length);
    }
}
