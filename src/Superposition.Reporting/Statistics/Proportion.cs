using MathNet.Numerics.Distributions;

namespace Superposition.Reporting.Statistics;

/// <summary>
/// A share of successes with an exact 95 % interval (Clopper and Pearson, 1934), which never leaves [0, 1] and has a width where no
/// success, or no failure, was seen. Trials that share a seed are not independent: their number is brought down to that of independent
/// trials which would spread as much between the seeds (Korn and Graubard, 1998).
/// </summary>
/// <param name="Successes">How many trials succeeded.</param>
/// <param name="Trials">Of how many, at least 1.</param>
/// <param name="Low">The lower end of the interval.</param>
/// <param name="High">The upper end.</param>
public sealed record Proportion(long Successes, long Trials, double Low, double High)
{
    private const double Tail = 0.025;

    /// <summary>The share of successes among the trials, 0 … 1.</summary>
    public double Share => (double)Successes / Trials;

    /// <summary>The share of independent trials; null when there is none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are more successes than trials, or fewer than none.</exception>
    public static Proportion? Of(long successes, long trials) => OfClusters([(successes, trials)]);

    /// <summary>
    /// The share over clusters, one a seed. One cluster is taken as independent trials, because nothing is known of how seeds would differ.
    /// </summary>
    /// <param name="clusters">Successes and trials of each; those without trials do not count.</param>
    /// <returns>The share, or null when no cluster has a trial.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A cluster has more successes than trials, or fewer than none.</exception>
    public static Proportion? OfClusters(IEnumerable<(long Successes, long Trials)> clusters)
    {
        (long Successes, long Trials)[] counted = [.. clusters.Where(cluster => cluster.Trials != 0)];
        if (Array.Find(counted, cluster => cluster.Successes < 0 || cluster.Successes > cluster.Trials) is { Trials: not 0 } wrong)
        {
            throw new ArgumentOutOfRangeException(nameof(clusters), $"{wrong.Successes} of {wrong.Trials} is no share.");
        }

        if (counted.Length == 0)
        {
            return null;
        }

        var (successes, trials) = (counted.Sum(cluster => cluster.Successes), counted.Sum(cluster => cluster.Trials));
        var independent = Independent(counted, (double)successes / trials, trials);
        var yes = independent * successes / trials;
        return new Proportion(
            successes,
            trials,
            successes == 0 ? 0 : Beta.InvCDF(yes, independent - yes + 1, Tail),
            successes == trials ? 1 : Beta.InvCDF(yes + 1, independent - yes, 1 - Tail));
    }

    /// <summary>The number of independent trials that are worth as much as the clusters.</summary>
    private static double Independent((long Successes, long Trials)[] clusters, double share, long trials)
    {
        var count = clusters.Length;
        if (count == 1)
        {
            return trials;
        }

        // The variance of a ratio between clusters, next to that of independent trials.
        var squares = clusters.Sum(cluster => Math.Pow(cluster.Successes - (share * cluster.Trials), 2));
        var between = (double)count / (count - 1) * squares / ((double)trials * trials);
        var within = share * (1 - share) / trials;
        var effect = within > 0 ? Math.Max(1, between / within) : 1;

        // The variance between few clusters is itself uncertain.
        var fewer = trials == 1 ? 1 : Math.Pow(StudentT.InvCDF(0, 1, trials - 1, 1 - Tail) / StudentT.InvCDF(0, 1, count - 1, 1 - Tail), 2);
        return Math.Max(1, trials / effect * Math.Min(1, fewer));
    }
}
