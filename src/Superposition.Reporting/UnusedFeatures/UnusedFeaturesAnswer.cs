using System.Collections.Immutable;
using Superposition.Experiments.UnusedFeatures;
using Superposition.Probing;
using Superposition.Reporting.Statistics;

namespace Superposition.Reporting.UnusedFeatures;

/// <summary>The answer in sentences, every number of it from the records.</summary>
internal static class UnusedFeaturesAnswer
{
    // What the question asks of a verdict: right on at least this share.
    private const double Right = 0.95;

    public static Answer Of(UnusedFeaturesSpec spec, ImmutableArray<ProbedSeries> series)
    {
        var trained = series.FirstOrDefault(s => s.Network == ProbedNetwork.Trained);
        AnswerPoint?[] points =
        [
            trained is null ? null : Misleading(trained),
            trained is null ? null : Fainter(trained),
            series.FirstOrDefault(s => s.Network == ProbedNetwork.FrozenLayer) is { } frozen ? new AnswerPoint("Frozen random layer", $"Under a read-off trained on {frozen.Targets} pairs, a layer that was never trained: {Verdicts(frozen)}.") : null,
            series.FirstOrDefault(s => s.Network == ProbedNetwork.LowRank) is { } lowRank ? Certified(lowRank) : null,
            series.FirstOrDefault(s => s.Network == ProbedNetwork.Random) is { } random ? Random(random) : null,
            series.FirstOrDefault(s => s.Network == ProbedNetwork.Linear) is { } linear ? Linear(linear) : null,
            series.IsEmpty ? null : FalseDiscoveries(spec, series),
        ];
        return new Answer(trained is null ? series.IsEmpty ? "There is no answer yet: no network has been probed." : "No network trained whole has been probed." : Headline(trained), [.. points.OfType<AnswerPoint>()]);
    }

    private static string Headline(ProbedSeries trained)
    {
        var used = trained.Share(true, Verdict.Used).Estimate!;
        var unused = trained.Share(false, Verdict.ReadableButUnused).Estimate!;
        var absent = trained.ControlsAbsent.Estimate!;
        var read = trained.Share(false, pair => pair.Probe?.Auc > Right).Estimate!;
        var verdict = new[] { used, unused, absent }.All(share => share.Mean >= Right) ? "Not necessarily, and the difference can be told" : "Not necessarily, and the difference cannot always be told";
        return $"{verdict}: in networks trained on {trained.Targets} of {trained.Targets + trained.Others} ANDs a probe reads {Percent(read)} of the other {trained.Others} with a held-out AUC above 0.95, though no output asks for them. "
            + $"Interventions call {Percent(unused)} of those unused, {Percent(used)} of the trained pairs used, and {Percent(absent)} of control labels absent. "
            + $"({Sentence.MeansAndIntervals([used, unused, absent, read])}.)".Replace("(mean", "(Mean", StringComparison.Ordinal);
    }

    private static AnswerPoint? Misleading(ProbedSeries trained)
    {
        var metrics = trained.Records[0].Metrics.Select((metric, i) => (metric.Metric, OnUnused: trained.Calls(i, calls => calls.OnUnused).Estimate!)).ToArray();
        (string Share, Func<double, bool> Holds)[] groups = [("more than half", share => share > 0.5), ("a tenth to a half", share => share is > 0.1 and <= 0.5), ("less than a tenth", share => share <= 0.1)];
        var said = from share in groups
                   let own = metrics.Where(m => share.Holds(m.OnUnused.Mean)).Select(m => $"{m.Metric} ({Percent(m.OnUnused)})").ToArray()
                   where own.Length > 0
                   select $"{share.Share} of them: {Sentence.List(own)}";
        return metrics.Length == 0 ? null : new AnswerPoint("What misleads", $"Taken alone as a sign of use, numbers call unused pairs used. On {string.Join(". On ", said)}.");
    }

    private static AnswerPoint Fainter(ProbedSeries trained)
    {
        var (now, before) = (trained.Mean(false, pair => pair.Probe?.R2), trained.Mean(false, pair => pair.Untrained?.R2));
        var (usedNow, usedBefore) = (trained.Mean(true, pair => pair.Probe?.R2), trained.Mean(true, pair => pair.Untrained?.R2));
        return new AnswerPoint(
            "What training does to unused ANDs",
            $"Held-out R² of the probe: on pairs that no output asks for {Numbers.Interval(before.Estimate!)} before training and {Numbers.Interval(now.Estimate!)} after it, on trained pairs {Numbers.Interval(usedBefore.Estimate!)} and {Numbers.Interval(usedNow.Estimate!)}. "
                + $"Of what is left of the unused ones, {Numbers.Interval(trained.Mean(false, pair => pair.BeyondInputR2).Estimate!)} of the label's variance is beyond every affine function of the raw input.");
    }

    private static AnswerPoint Certified(ProbedSeries lowRank)
    {
        var certified = lowRank.Share(false, lowRank.IsReadableHidden).Estimate!;
        return new AnswerPoint(
            "Unused by proof",
            $"Under a read-off of rank {lowRank.Records[0].ReadDimensions}, {lowRank.Neurons - lowRank.Records[0].ReadDimensions} of {Numbers.Count(lowRank.Neurons)} dimensions reach no output. There alone a probe reads {Percent(certified)} of the pairs that no output asks for: these are unused whatever the inputs. "
                + $"The verdicts, which do not look at that: {Verdicts(lowRank)}.");
    }

    private static AnswerPoint Random(ProbedSeries random) => new(
        "Random throughout",
        $"Nothing is trained, so nothing is used more than chance has it. Called used: {Percent(random.Share(false, Verdict.Used).Estimate!)} of all {random.Others} pairs; readable but unused: {Percent(random.Share(false, Verdict.ReadableButUnused).Estimate!)}.");

    private static AnswerPoint Linear(ProbedSeries linear) => new(
        "Linear layer",
        $"No neuron ever switches off, so no AND is computed. A probe still reads {Percent(linear.Share(false, pair => pair.Probe?.Auc > Right).Estimate!)} of all pairs with a held-out AUC above 0.95; {Percent(linear.Share(false, Verdict.Absent).Estimate!)} are called absent.");

    private static AnswerPoint FalseDiscoveries(UnusedFeaturesSpec spec, ImmutableArray<ProbedSeries> series)
    {
        UnusedFeaturesRecord[] records = [.. series.SelectMany(s => s.Records)];
        ProbedControls[] notLinear = [.. records.Where(record => record.Network != ProbedNetwork.Linear).Select(record => record.Controls!)];
        string At5Percent(Func<ProbedControls, int> count) => Numbers.Percent((double)notLinear.Sum(count) / notLinear.Sum(controls => controls.Count));
        var truth = series.Where(s => s.HasTruth).Select(s => $"{Percent(s.FalselyUsed.Estimate!)} ({s.Name})").ToArray();
        return new AnswerPoint(
            "False discoveries",
            $"The stated rate is {Numbers.Percent(spec.Probing.FalseDiscoveryRate)}. Among pairs called used, {(truth.Length == 0 ? "none can be checked" : $"the share that nothing uses is {Sentence.List(truth)}")}. "
                + $"Of {Numbers.Of(records.Length, "network")} with {Numbers.Count(records[0].Controls!.Count)} control labels each, {records.Count(record => record.Controls!.Readable > 0)} had one that was found readable and {records.Count(record => record.Controls!.Used > 0)} one that was found used. "
                + (notLinear.Length == 0 ? "" : $"On layers that are not linear, p ≤ 0.05 without adjustment on {At5Percent(c => c.ReadableAt5Percent)} of {Numbers.Count(notLinear.Sum(controls => controls.Count))} control labels for readability and on {At5Percent(c => c.UsedAt5Percent)} for use, where a twentieth is expected."));
    }

    private static string Verdicts(ProbedSeries s) =>
        $"{Percent(s.Share(true, Verdict.Used).Estimate!)} of the {s.Targets} pairs that outputs ask for are called used, {Percent(s.Share(false, Verdict.ReadableButUnused).Estimate!)} of the other {s.Others} readable but unused and {Percent(s.Share(false, Verdict.Used).Estimate!)} used";

    /// <summary>A share with its interval, in per cent; both cut off at 0 and 100, where shares end.</summary>
    internal static string Percent(Estimate share)
    {
        var mean = $"{Numbers.Fixed(100 * share.Mean, share.Mean is 0 or 1 ? 0 : 1)}";
        return share.HalfWidth is null or 0 ? $"{mean} %" : $"{mean} [{Numbers.Fixed(100 * Math.Max(0, share.Low), 1)}, {Numbers.Fixed(100 * Math.Min(1, share.High), 1)}] %";
    }
}
