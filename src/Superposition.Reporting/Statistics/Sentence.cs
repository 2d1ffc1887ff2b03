namespace Superposition.Reporting.Statistics;

/// <summary>How lists are joined in sentences.</summary>
internal static class Sentence
{
    /// <summary>"a", "a and b", "a, b and c".</summary>
    public static string List(IEnumerable<string> items)
    {
        string[] all = [.. items];
        return all.Length <= 1 ? string.Concat(all) : $"{string.Join(", ", all[..^1])} and {all[^1]}";
    }

    /// <summary>"5 seeds", or "3 to 5 seeds" where some values are missing.</summary>
    public static string Seeds(IEnumerable<Estimate> estimates)
    {
        int[] counts = [.. estimates.Select(e => e.Seeds)];
        var (least, most) = (counts.DefaultIfEmpty(0).Min(), counts.DefaultIfEmpty(0).Max());
        return least == most ? Numbers.Of(most, "seed") : $"{least} to {most} seeds";
    }

    /// <summary>
    /// "mean over 5 seeds, 95 % confidence interval by Student's t in brackets", or that there is one seed and so no interval.
    /// </summary>
    public static string MeansAndIntervals(IReadOnlyCollection<Estimate> estimates) => estimates.All(e => e.HalfWidth is null)
        ? $"{Seeds(estimates)}, so there is no confidence interval"
        : $"mean over {Seeds(estimates)}, 95 % confidence interval by Student's t in brackets";

    /// <summary>The note on a figure: what its points and intervals are, and what was measured.</summary>
    /// <param name="estimates">The points.</param>
    /// <param name="looked">What was measured.</param>
    /// <param name="interval">How intervals are drawn.</param>
    public static string FigureNote(IReadOnlyCollection<Estimate> estimates, string looked, string interval = "band") =>
        estimates.All(e => e.HalfWidth is null)
        ? $"One seed, so no interval; {looked}"
        : $"Mean over {Seeds(estimates)}; {interval}: 95 % confidence interval of the mean (Student t); {looked}";
}
