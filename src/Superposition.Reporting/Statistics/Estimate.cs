using MathNet.Numerics.Distributions;

namespace Superposition.Reporting.Statistics;

/// <summary>
/// A mean over seeds with its 95 % confidence interval by Student's t, which takes the seeds' values to be independent and about normal.
/// </summary>
/// <param name="Seeds">How many seeds went into it.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="HalfWidth">Half the interval's width; null for one seed, which says nothing of the spread.</param>
public sealed record Estimate(int Seeds, double Mean, double? HalfWidth)
{
    private const double Confidence = 0.95;

    /// <summary>The lower end of the interval; the mean itself for one seed.</summary>
    public double Low => Mean - (HalfWidth ?? 0);

    /// <summary>The upper end of the interval; the mean itself for one seed.</summary>
    public double High => Mean + (HalfWidth ?? 0);

    /// <summary>The estimate from one value a seed; null when there is no value, or when one of them is not finite.</summary>
    public static Estimate? Of(IEnumerable<double> values)
    {
        double[] sample = [.. values];
        if (sample.Length == 0 || !sample.All(double.IsFinite))
        {
            return null;
        }

        var mean = sample.Average();
        if (sample.Length == 1)
        {
            return new Estimate(1, mean, null);
        }

        var variance = sample.Sum(value => (value - mean) * (value - mean)) / (sample.Length - 1);
        var quantile = StudentT.InvCDF(0, 1, sample.Length - 1, (1 + Confidence) / 2);
        return new Estimate(sample.Length, mean, quantile * Math.Sqrt(variance / sample.Length));
    }
}
