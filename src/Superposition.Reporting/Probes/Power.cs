using Superposition.Probing;
using Superposition.Reporting.Statistics;

namespace Superposition.Reporting.Probes;

/// <summary>Says so where control labels are too few for a feature to be called readable, whatever probes read of it.</summary>
internal static class Power
{
    /// <summary>The sentence; null where each feature can be found alone.</summary>
    /// <param name="readable">
    /// What was read of each feature that is tested together with the others; null where it cannot be judged.
    /// </param>
    /// <param name="settings">The false-discovery rate.</param>
    public static AnswerPoint? Of(IReadOnlyCollection<Readability?> readable, ProbeSettings settings)
    {
        Readability[] weak = [.. readable.OfType<Readability>().Where(read => Fewest(read) > 1)];
        if (weak.Length == 0)
        {
            return null;
        }

        var (worst, n) = (weak.MaxBy(Fewest)!, readable.Count);
        var rate = settings.FalseDiscoveryRate;
        var smallest =
            $"no p-value can come out below {Numbers.Short(worst.SmallestP)}, with {Numbers.Of(n, "label")} at a false-discovery rate "
            + $"of {Numbers.Percent(rate)}";
        return new AnswerPoint("Power", Fewest(worst) > n
            ? $"No finding is possible for {Numbers.Of(weak.Length, "label")}: {smallest}. More inputs with the label, or more control "
                + "labels, would change that."
            : $"For {Numbers.Of(weak.Length, "label")} {smallest}: {Fewest(worst)} of them have to be read together before one is "
                + $"called readable. At most {(int)(rate / worst.SmallestP)} labels at a time would change that.");

        int Fewest(Readability read) => FalseDiscovery.MinFindings(read.SmallestP, readable.Count, settings.FalseDiscoveryRate);
    }
}
