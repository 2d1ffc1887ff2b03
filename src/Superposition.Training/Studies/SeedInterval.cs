using MathNet.Numerics.Distributions;

namespace Superposition.Studies;

/// <summary>An estimate over seeds with its 95 % confidence interval.</summary>
/// <param name="Value">The estimate.</param>
/// <param name="Low">The lower end of the interval; the estimate itself where there is no interval.</param>
/// <param name="High">The upper end.</param>
/// <param name="Seeds">How many seeds it rests on; 0 for a number that depends on none.</param>
public sealed record SeedInterval(double Value, double Low, double High, int Seeds)
{
    private const double Confidence = 0.95;

    /// <summary>Whether the interval says anything: one seed alone shows no spread.</summary>
    public bool IsKnown => Seeds != 1;

    /// <summary>A number that depends on no seed.</summary>
    public static SeedInterval Exact(double value) => new(value, value, value, Seeds: 0);

    /// <summary>
    /// The mean of one value a seed with its interval by Student's t, which takes the values to be independent and about normal; null for
    /// none.
    /// </summary>
    public static SeedInterval? Of(IEnumerable<double> values)
    {
        double[] sample = [.. values];
        return sample.Length == 0 ? null : OfMoments(sample.Length, sample.Average(), Deviation(sample));
    }

    /// <summary>Student's interval of a mean.</summary>
    /// <param name="seeds">How many seeds, at least 1.</param>
    /// <param name="mean">Their mean.</param>
    /// <param name="deviation">Their standard deviation with n − 1 in the denominator; 0 for one seed.</param>
    public static SeedInterval OfMoments(int seeds, double mean, double deviation)
    {
        var half = seeds > 1 ? StudentT.InvCDF(0, 1, seeds - 1, (1 + Confidence) / 2) * deviation / Math.Sqrt(seeds) : 0;
        return new SeedInterval(mean, mean - half, mean + half, seeds);
    }

    /// <summary>
    /// A share of cases with its exact binomial interval, the cases clustered by seed. Clopper and Pearson's interval is taken at the
    /// effective number of cases, the number divided by the design effect that the seeds' own shares show (Korn and Graubard 1998). Where
    /// all seeds agree on a share of 0 or 1, nothing shows how alike the cases of a seed are, and each seed counts as one case.
    /// </summary>
    /// <param name="bySeed">For each seed how many cases hold, and how many there are.</param>
    public static SeedInterval? OfShare(IReadOnlyCollection<(int Hold, int Cases)> bySeed)
    {
        double cases = bySeed.Sum(seed => seed.Cases);
        return cases == 0 ? null : OfShare(bySeed.Sum(seed => seed.Hold) / cases, Effective(bySeed), bySeed.Count);
    }

    /// <summary>Clopper and Pearson's interval of a share at an effective number of cases.</summary>
    public static SeedInterval OfShare(double share, double effectiveCases, int seeds)
    {
        var hold = share * effectiveCases;
        var low = share <= 0 ? 0 : Beta.InvCDF(hold, effectiveCases - hold + 1, (1 - Confidence) / 2);
        var high = share >= 1 ? 1 : Beta.InvCDF(hold + 1, effectiveCases - hold, (1 + Confidence) / 2);
        return new SeedInterval(share, low, high, seeds);
    }

    /// <summary>The number of independent cases that carry as much as the cases of these seeds.</summary>
    public static double Effective(IReadOnlyCollection<(int Hold, int Cases)> bySeed)
    {
        double cases = bySeed.Sum(seed => seed.Cases);
        var share = bySeed.Sum(seed => seed.Hold) / cases;
        var seeds = bySeed.Count;
        if (share is <= 0 or >= 1 || seeds == 1)
        {
            return seeds;
        }

        // The variance of a ratio of sums over clusters, linearized; with one case a seed it is the binomial one, so that the interval is
        // Clopper and Pearson's.
        var residuals = bySeed.Sum(seed => Math.Pow(seed.Hold - (share * seed.Cases), 2));
        var variance = residuals / (cases * cases);
        return variance > 0 ? Math.Min(cases, share * (1 - share) / variance) : cases;
    }

    /// <summary>The standard deviation of one value a seed, n − 1 in the denominator; 0 for a single one.</summary>
    internal static double Deviation(double[] sample)
    {
        // Equal values have a deviation of exactly 0, whatever their mean rounds to.
        if (sample.Length < 2 || sample.All(value => value == sample[0]))
        {
            return 0;
        }

        var mean = sample.Average();
        return Math.Sqrt(sample.Sum(value => (value - mean) * (value - mean)) / (sample.Length - 1));
    }
}
