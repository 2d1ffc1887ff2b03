namespace Superposition.Probing;

/// <summary>
/// Keeps the share of false findings among all findings down when many features are tested at once (Benjamini and Hochberg, "Controlling
/// the false discovery rate", 1995).
/// </summary>
public static class FalseDiscovery
{
    /// <summary>
    /// How many hypotheses have to stand out together before any counts as a finding, where none can have a smaller p-value than a given
    /// one; more than there are where no finding is possible.
    /// </summary>
    /// <param name="smallestP">The smallest p-value that can come out.</param>
    /// <param name="hypotheses">How many are tested together.</param>
    /// <param name="rate">The false-discovery rate.</param>
    public static int MinFindings(double smallestP, int hypotheses, double rate) =>
        smallestP > rate ? hypotheses + 1 : Math.Max(1, (int)Math.Ceiling((smallestP * hypotheses / rate) - 1e-9));

    /// <summary>
    /// Adjusted p-values: calling everything with an adjusted p of at most q a finding keeps the expected share of false findings at q, for
    /// tests that are independent or positively dependent.
    /// </summary>
    /// <param name="p">p-values, each between 0 and 1.</param>
    /// <exception cref="ArgumentException">A p-value is NaN or not between 0 and 1.</exception>
    public static double[] Adjust(IReadOnlyList<double> p)
    {
        for (var i = 0; i < p.Count; i++)
        {
            if (!(p[i] >= 0 && p[i] <= 1))
            {
                throw new ArgumentException($"The p-value at place {i} is {p[i]}, expected a number between 0 and 1.", nameof(p));
            }
        }

        var order = Enumerable.Range(0, p.Count).OrderByDescending(i => p[i]).ToArray();
        var adjusted = new double[p.Count];
        var smallest = 1.0;
        for (var place = 0; place < order.Length; place++)
        {
            var rank = p.Count - place;
            smallest = Math.Min(smallest, p[order[place]] * p.Count / rank);
            adjusted[order[place]] = smallest;
        }

        return adjusted;
    }
}
