using Superposition.Booleans;

namespace Superposition.Reporting.Statistics;

/// <summary>
/// The exponent with which a mean over seeds changes between two sizes, ln(mean₂/mean₁)/ln(x₂/x₁), with a percentile interval by the bootstrap: seeds are
/// drawn with replacement, both sizes together where they share them.
/// </summary>
/// <param name="Slope">The exponent.</param>
/// <param name="Low">The 2.5 % quantile of resamples; the slope itself for one seed.</param>
/// <param name="High">The 97.5 % quantile.</param>
public sealed record LogSlope(double Slope, double Low, double High)
{
    private const int Resamples = 2000;

    /// <summary>The exponent between two sizes; null when the sizes have no seed in common or a value is not positive.</summary>
    /// <param name="x1">The first size, above 0.</param>
    /// <param name="first">What was measured there.</param>
    /// <param name="x2">The second size, above 0 and another one.</param>
    /// <param name="second">What was measured there.</param>
    public static LogSlope? Between(double x1, PerSeed first, double x2, PerSeed second)
    {
        ulong[] seeds = [.. first.Values.Keys.Where(second.Values.ContainsKey)];
        if (seeds.Length == 0 || seeds.Any(seed => !(first.Values[seed] > 0 && second.Values[seed] > 0)))
        {
            return null;
        }

        var slope = Of(seeds);
        if (seeds.Length == 1)
        {
            return new LogSlope(slope, slope, slope);
        }

        var random = new Seed(0).Stream("bootstrap");
        var resampled = Enumerable.Range(0, Resamples).Select(_ => Of([.. seeds.Select(_ => seeds[random.Next(seeds.Length)])])).ToArray();
        return new LogSlope(slope, MathNet.Numerics.Statistics.Statistics.Quantile(resampled, 0.025), MathNet.Numerics.Statistics.Statistics.Quantile(resampled, 0.975));

        double Of(ulong[] drawn) => Math.Log(drawn.Average(seed => second.Values[seed]) / drawn.Average(seed => first.Values[seed])) / Math.Log(x2 / x1);
    }
}
