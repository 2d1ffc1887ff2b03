using System.Collections.Immutable;
using System.ComponentModel;
using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Probing;
using Superposition.Specs;
using Superposition.Studies.Networks;
using Superposition.Studies.ReadOffs;

namespace Superposition.Studies.Measures;

/// <summary>
/// What a network uses of what it holds: the AND of every pair of features is probed for in the last hidden layer and removed from it, and
/// gets a verdict.
/// </summary>
[Description("Verdicts on the AND of every pair of features, for tasks of pairs: shares asked.used, asked.unused, asked.absent and so "
    + "on of the pairs that outputs ask for, others.… of all others, controls.… of labels of no meaning; what single numbers would "
    + "have said as calls.asked.NAME, calls.others.NAME, calls.controls.NAME; every pair as pairs.….")]
public sealed record UseMeasure : MeasureSpec
{
    private const int MaxFeatures = 48;

    /// <summary>How pairs are probed, and when they are called readable and used.</summary>
    [Description("How pairs are probed, and from when on they are called readable and used.")]
    public required ProbeSettings Probing { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path) => Probing.Problems($"{path}.probing");

    /// <inheritdoc/>
    public override void Measure(ReadNetwork read, StudyBench bench, CellContext context, MeasuredNumbers numbers)
    {
        if (bench.Task.Boolean is not PairAnds pairs || pairs.Features > MaxFeatures || read.Network.Layers.Count == 0)
        {
            return;
        }

        context.Progress.Report(new CellProgress(0.5, "probing"));
        var site = new NetworkSite(read.Network, read.Network.Layers.Count - 1).StoppedBy(context.Cancellation);
        var untrained =
            read.Drawn.Untrained is { } before && !before.Layers[^1].Weight.equal(read.Network.Layers[^1].Weight).all().item<bool>()
            ? new NetworkSite(before, before.Layers.Count - 1)
            : null;
        var all = PairAnds.All(pairs.Features);
        var report = FeatureProbing.OfPairs(site, untrained, all, bench.Measured, Probing, bench.Seed.For("probing"));
        bool[] isAsked = [.. AskedPairs(read.Drawn, pairs)];
        var found = ProbedPair.Of(report, all, isAsked);
        numbers.Add("read.dimensions", report.ReadDimensions);
        AddVerdicts("asked", [.. found.Where(pair => pair.IsTarget)], numbers);
        AddVerdicts("others", [.. found.Where(pair => !pair.IsTarget)], numbers);
        AddControls(report.Controls, numbers);
        foreach (var calls in MetricCalls.Of(report, [.. Places(isAsked, true)], [.. Places(isAsked, false)]))
        {
            numbers.Add($"calls.asked.{calls.Key}", isAsked.Contains(true) ? calls.OnUsed : null);
            numbers.Add($"calls.others.{calls.Key}", isAsked.Contains(false) ? calls.OnUnused : null);
            numbers.Add($"calls.controls.{calls.Key}", report.Controls.IsEmpty ? null : calls.OnControls);
        }

        AddPairs(found, pairs.Features, numbers);
    }

    /// <summary>Which of all pairs, in lexicographic order, outputs were trained or built to give.</summary>
    internal static IEnumerable<bool> AskedPairs(DrawnNetwork drawn, PairAnds pairs) =>
        PairAnds.All(pairs.Features).Pairs.Select(pair =>
            (drawn.IsTrained || drawn.Construction is not null) && pairs.IndexOf(pair.First, pair.Second) >= 0);

    private static IEnumerable<int> Places(bool[] isAsked, bool asked) =>
        Enumerable.Range(0, isAsked.Length).Where(i => isAsked[i] == asked);

    private void AddVerdicts(string group, ImmutableArray<ProbedPair> pairs, MeasuredNumbers numbers)
    {
        numbers.Add($"{group}.pairs", pairs.Length);
        if (pairs.IsEmpty)
        {
            return;
        }

        foreach (var (verdict, name) in new[]
        {
            (Verdict.Used, "used"), (Verdict.ReadableButUnused, "unused"), (Verdict.WeaklyReadable, "weak"), (Verdict.Absent, "absent"),
            (Verdict.Undecided, "undecided"), (Verdict.CannotBeJudged, "unjudged"),
        })
        {
            numbers.Add($"{group}.{name}", pairs.Average(pair => pair.Verdict == verdict ? 1.0 : 0.0));
        }

        numbers.Add($"{group}.proved", pairs.Average(pair => pair.IsProved ? 1.0 : 0.0));
        numbers.Add($"{group}.auc", pairs.Average(pair => pair.Probe?.Auc));
        numbers.Add($"{group}.r2", pairs.Average(pair => pair.Probe?.R2));
        numbers.Add($"{group}.r2.untrained", pairs.Average(pair => pair.Untrained?.R2));
        numbers.Add($"{group}.r2.beyond-input", pairs.Average(pair => pair.BeyondInputR2));
        numbers.Add($"{group}.effect", pairs.Average(pair => pair.Effect));
        numbers.Add($"{group}.hidden", pairs.Average(pair => IsHidden(pair) ? 1.0 : 0.0));

        bool IsHidden(ProbedPair pair) => pair.HiddenAuc >= Probing.ReadableAuc && pair.HiddenP <= Probing.FalseDiscoveryRate;
    }

    private void AddControls(ImmutableArray<FeatureVerdict> controls, MeasuredNumbers numbers)
    {
        numbers.Add("controls.labels", controls.Length);
        Share("absent", control => control.Verdict == Verdict.Absent);
        Share("readable", control => control.ReadableP <= Probing.FalseDiscoveryRate);
        Share("used", control => control.UsedP <= Probing.FalseDiscoveryRate);
        Share("readable.p05", control => control.Readability!.BeyondInputP <= 0.05);
        Share("used.p05", control => control.Use.Removal.P <= 0.05);
        numbers.Add("controls.auc", controls.IsEmpty ? null : controls.Average(control => control.Readability!.HeldOut.Auc));
        numbers.Add("controls.auc.in-sample", controls.IsEmpty ? null : controls.Average(control => control.Readability!.InSample.Auc));

        void Share(string name, Func<FeatureVerdict, bool> has) =>
            numbers.Add($"controls.{name}", controls.IsEmpty ? null : controls.Average(control => has(control) ? 1.0 : 0.0));
    }

    /// <summary>
    /// Every pair in lexicographic order, and a map: above the diagonal the share of contexts in which the pair is used, below it 1 where
    /// an output asks for it.
    /// </summary>
    private static void AddPairs(ImmutableArray<ProbedPair> pairs, int features, MeasuredNumbers numbers)
    {
        numbers.Add("pairs.auc", StudyValue.Of(pairs.Select(pair => pair.Probe?.Auc ?? 0)));
        numbers.Add("pairs.r2", StudyValue.Of(pairs.Select(pair => pair.Probe?.R2 ?? 0)));
        numbers.Add("pairs.effect", StudyValue.Of(pairs.Select(pair => pair.Effect)));
        numbers.Add("pairs.contexts", StudyValue.Of(pairs.Select(pair => pair.InContexts!.Share)));
        var map = new double[features, features];
        foreach (var pair in pairs)
        {
            (map[pair.First, pair.Second], map[pair.Second, pair.First]) = (pair.InContexts!.Share, pair.IsTarget ? 1 : 0);
        }

        numbers.Add(
            "pairs.map", StudyValue.Of(Enumerable.Range(0, features).Select(i => Enumerable.Range(0, features).Select(j => map[i, j]))));
    }
}
