using System.Collections.Immutable;
using Superposition.Experiments.UnusedFeatures;
using Superposition.Probing;
using Superposition.Reporting.Statistics;

namespace Superposition.Reporting.UnusedFeatures;

/// <summary>The tables of the experiment.</summary>
internal static class UnusedFeaturesTables
{
    private const string OverSeeds = "Mean over seeds ± half the 95 % confidence interval (Student t).";

    public static IEnumerable<Table> Of(ImmutableArray<ProbedSeries> series)
    {
        if (series.IsEmpty)
        {
            yield break;
        }

        yield return Verdicts(series);
        yield return Evidence(series);
        yield return FalseDiscoveries(series);
        yield return NullSpace(series);
        foreach (var s in series.Where(s => s.HasTruth && !s.Records[0].Metrics.IsEmpty))
        {
            yield return Metrics(s);
        }
    }

    private static IEnumerable<(ProbedSeries Series, bool IsTarget, ImmutableArray<string> Headers)> Groups(ImmutableArray<ProbedSeries> series) =>
        from s in series
        from isTarget in s.Targets == 0 ? (ImmutableArray<bool>)[false] : [true, false]
        select (s, isTarget, (ImmutableArray<string>)[s.Name, isTarget ? "asked for" : "not asked for", Numbers.Count(isTarget ? s.Targets : s.Others)]);

    private static Table Verdicts(ImmutableArray<ProbedSeries> series) => new()
    {
        Name = "verdicts",
        Title = "Verdicts, in per cent of pairs",
        Note = $"{OverSeeds} Pairs that outputs ask for should be used, others readable but unused; on a linear layer all are absent.",
        Headers = 2,
        Columns = ["network", "pairs", "number", "used", "readable but unused", "weakly readable", "absent", "undecided"],
        Rows =
        [
            .. from s in series
               from row in Groups([s]).Select(own => (ImmutableArray<string>)
                   [.. own.Headers, .. new[] { Verdict.Used, Verdict.ReadableButUnused, Verdict.WeaklyReadable, Verdict.Absent, Verdict.Undecided }.Select(verdict => Percent(s.Share(own.IsTarget, verdict)))])
                   .Append([s.Name, "control labels", Numbers.Count(s.Records[0].Controls!.Count), "", "", "", Percent(s.ControlsAbsent), ""])
               select row,
        ],
    };

    private static Table Evidence(ImmutableArray<ProbedSeries> series) => new()
    {
        Name = "evidence",
        Title = "What the verdicts rest on",
        Note = $"{OverSeeds} AUC and R² are of least-squares probes on inputs that they were not fitted on. Beyond the input: the share of the label that the activations explain and no affine function of the raw input does. "
            + "Effect: what removing the pair's interaction does to the output that it moves most, in shares of that output's range.",
        Headers = 2,
        Columns = ["network", "pairs", "number", "AUC", "AUC > 0.95, %", "R²", "R² of raw input", "R² beyond input", "effect", "of strongest"],
        Rows =
        [
            .. from row in Groups(series)
               let s = row.Series
               let of = (Func<Func<ProbedPair, double?>, string>)(value => Numbers.PlusMinus(s.Mean(row.IsTarget, value).Estimate))
               select (ImmutableArray<string>)
               [
                   .. row.Headers, of(pair => pair.Probe?.Auc), Percent(s.Share(row.IsTarget, pair => pair.Probe?.Auc > 0.95)), of(pair => pair.Probe?.R2), of(pair => pair.RawInput?.R2),
                   of(pair => pair.BeyondInputR2), of(pair => pair.Effect), of(pair => pair.ShareOfStrongest),
               ],
        ],
    };

    private static Table FalseDiscoveries(ImmutableArray<ProbedSeries> series) => new()
    {
        Name = "false-discoveries",
        Title = "False discoveries",
        Note = "Falsely used: pairs that nothing uses among those called used, per cent. Networks with a control label that was found readable or used after adjustment; and the share of control labels with an unadjusted p ≤ 0.05, which is to be 5 %.",
        Columns = ["network", "falsely used", "networks", "with a readable control", "with a used control", "readable, p ≤ 0.05", "used, p ≤ 0.05", "AUC held out", "AUC in sample"],
        Rows =
        [
            .. from s in series
               let controls = s.Records.Select(record => record.Controls!).ToArray()
               select (ImmutableArray<string>)
               [
                   s.Name, s.HasTruth ? Percent(s.FalselyUsed) : "–", Numbers.Count(controls.Length), Numbers.Count(controls.Count(c => c.Readable > 0)), Numbers.Count(controls.Count(c => c.Used > 0)),
                   Numbers.Percent((double)controls.Sum(c => c.ReadableAt5Percent) / controls.Sum(c => c.Count)), Numbers.Percent((double)controls.Sum(c => c.UsedAt5Percent) / controls.Sum(c => c.Count)),
                   Numbers.Short(controls.Average(c => c.HeldOutAuc)), Numbers.Short(controls.Average(c => c.InSampleAuc)),
               ],
        ],
    };

    private static Table NullSpace(ImmutableArray<ProbedSeries> series) => new()
    {
        Name = "null-space",
        Title = "Unused by proof: what is read where no output sees anything",
        Note = $"{OverSeeds} The activations without their part in the row space of the read-off reach no output. Readable there: held-out AUC and adjusted p as the verdict asks for, in per cent of the pairs that no output asks for.",
        Columns = ["network", "read dimensions", "hidden dimensions", "mean AUC there", "readable there"],
        Rows =
        [
            .. from s in series
               let rank = s.Records[0].ReadDimensions
               let isHidden = s.Records.All(record => record.Pairs.All(pair => pair.HiddenAuc is not null))
               select (ImmutableArray<string>)
                   [s.Name, Numbers.Count(rank), Numbers.Count(s.Neurons - rank), isHidden ? Numbers.PlusMinus(s.Mean(false, pair => pair.HiddenAuc).Estimate) : "–", isHidden ? Percent(s.Share(false, s.IsReadableHidden)) : "–"],
        ],
    };

    private static Table Metrics(ProbedSeries s) => new()
    {
        Name = $"metrics-{string.Concat(s.Name.Where(char.IsLetterOrDigit))}",
        Title = $"What single numbers would have called used: {s.Name}",
        Note = $"{OverSeeds} In per cent: right on pairs that outputs ask for, misled on all others and on control labels.",
        IsFolded = true,
        Columns = ["number", "on used pairs", "on unused pairs", "on control labels"],
        Rows =
        [
            .. s.Records[0].Metrics.Select((metric, i) => (ImmutableArray<string>)
                [metric.Metric, Percent(s.Calls(i, calls => calls.OnUsed)), Percent(s.Calls(i, calls => calls.OnUnused)), Percent(s.Calls(i, calls => calls.OnControls))]),
        ],
    };

    private static string Percent(PerSeed share) => share.Estimate is { } estimate ? $"{Numbers.Fixed(100 * estimate.Mean, 1)}{(estimate.HalfWidth is > 0 ? $" ± {Numbers.Fixed(100 * estimate.HalfWidth.Value, 1)}" : "")}" : "–";
}
