using System.Collections.Immutable;
using Superposition.Experiments.UnusedFeatures;
using Superposition.Probing;
using Superposition.Reporting.Figures;
using Superposition.Reporting.Statistics;

namespace Superposition.Reporting.UnusedFeatures;

/// <summary>The figures of the experiment; one that would be empty is left out.</summary>
internal static class UnusedFeaturesCharts
{
    private static readonly Ink Target = new("#333333", Dash.None, Glyph.Square);
    private static readonly Ink Used = new("#D55E00", Dash.None, Glyph.Wedge);
    private static readonly Ink Unused = new("#0072B2", Dash.None, Glyph.Ring);
    private static readonly Ink Controls = new("#8A8A8A", Dash.None, Glyph.Cross);

    private static readonly ImmutableArray<(Verdict Verdict, string Label, Ink Ink)> Verdicts =
    [
        (Verdict.Used, "verdict: used", new Ink("#D55E00", Dash.None, Glyph.Square)),
        (Verdict.ReadableButUnused, "verdict: readable but unused", new Ink("#56B4E9", Dash.None, Glyph.Ring)),
        (Verdict.Absent, "verdict: absent", new Ink("#8A8A8A", Dash.None, Glyph.Cross)),
        (Verdict.Undecided, "verdict: undecided", new Ink("#E69F00", Dash.None, Glyph.Diamond)),
    ];

    public static IEnumerable<Chart> Of(UnusedFeaturesSpec spec, ImmutableArray<ProbedSeries> series)
    {
        if (series.IsEmpty)
        {
            yield break;
        }

        yield return Map(spec, series);
        if (series.Where(s => Points(s, isTarget: true).Concat(Points(s, isTarget: false)).Any()).ToImmutableArray() is { IsEmpty: false } moved)
        {
            yield return Effects(spec, moved);
        }

        ImmutableArray<ProbedSeries> known = [.. series.Where(s => s.HasTruth && !s.Records[0].Metrics.IsEmpty)];
        if (!known.IsEmpty)
        {
            yield return Misleading(spec, known);
        }
    }

    private static Chart Map(UnusedFeaturesSpec spec, ImmutableArray<ProbedSeries> series)
    {
        var end = spec.Task.Features - 0.5;
        return new Chart
        {
            Name = "map-of-pairs",
            Title = "Every pair of features: what outputs ask for, and what was found",
            Note = $"{FirstSeed(series)}; {Setting(spec)}",
            Caption = "Above the diagonal the verdict on the AND of each pair, below it the pairs that an output asks for: a right verdict is a mirror image. "
                + "Nothing is drawn below the diagonal where outputs ask for nothing in particular (random) or no AND can be computed (linear).",
            X = Axis.Linear("feature") with { Least = -0.5, Most = end },
            Y = Axis.Linear("feature") with { Least = -0.5, Most = end },
            Columns = Math.Min(3, series.Length),
            Panels =
            [
                .. series.Select(s => new Panel(
                    s.Name,
                    [
                        new Curve("", new Ink("#CCCCCC", Width: 1), [new CurvePoint(-0.5, -0.5), new CurvePoint(end, end)]),
                        .. Verdicts.Select(verdict => new Curve(verdict.Label, verdict.Ink, [.. s.Records[0].Pairs.Where(pair => pair.Verdict == verdict.Verdict).Select(pair => new CurvePoint(pair.First, pair.Second))])),
                        new Curve("truth: an output asks for it", Target, [.. s.Records[0].Pairs.Where(pair => pair.IsTarget).Select(pair => new CurvePoint(pair.Second, pair.First))]),
                    ])),
            ],
        };
    }

    private static Chart Effects(UnusedFeaturesSpec spec, ImmutableArray<ProbedSeries> series) => new()
    {
        Name = "read-and-used",
        Title = "How well a probe reads each pair, and what removing the pair does to outputs",
        Note = $"{FirstSeed(series)}; {Setting(spec)}; each point is a pair",
        Caption = "Along x the held-out R² of a least-squares probe (its held-out AUC is close to 1 nearly everywhere and tells nothing apart). Up: what removing the pair's interaction from the activations does to the output that it moves most, "
            + "in shares of that output's range, logarithmic. Networks where no pair moves anything (linear layers: there is no interaction to remove) have no panel.",
        X = Axis.Linear("held-out R² of the probe"),
        Y = Axis.Logarithmic("effect of removal") with { Floor = 1e-3 },
        Columns = Math.Min(3, series.Length),
        Panels =
        [
            .. series.Select(s => new Panel(
                s.Name,
                [
                    new Curve("no output asks for it", Unused, [.. Points(s, isTarget: false)]),
                    new Curve("an output asks for it", Used, [.. Points(s, isTarget: true)]),
                ])),
        ],
    };

    private static IEnumerable<CurvePoint> Points(ProbedSeries s, bool isTarget) =>
        s.Records[0].Pairs.Where(pair => pair.IsTarget == isTarget && pair.Effect > 1e-3).Select(pair => new CurvePoint(pair.Probe.R2, pair.Effect));

    private static Chart Misleading(UnusedFeaturesSpec spec, ImmutableArray<ProbedSeries> series)
    {
        var metrics = series[0].Records[0].Metrics;
        Curve Of(ProbedSeries s, string label, Ink ink, Func<MetricCalls, double> calls) =>
            new(label, ink, [.. metrics.Select((_, i) => new CurvePoint(100 * s.Calls(i, calls).Estimate!.Mean, i))]);
        return new Chart
        {
            Name = "what-misleads",
            Title = "What each number, taken alone, would have called used",
            Note = $"{(series[0].Records.Length == 1 ? "One seed" : $"Mean over {Numbers.Of(series[0].Records.Length, "seed")}")}; {Setting(spec)}",
            Caption = "The triangles should stand at 100 %, rings and crosses at 0. A number whose ring stands at 100 % calls every AND used that is merely there.",
            X = Axis.Linear("called used, %") with { Least = 0, Most = 100 },
            Y = Axis.Named([.. metrics.Select(metric => metric.Metric)]),
            Columns = Math.Min(3, series.Length),
            Panels =
            [
                .. series.Select(s => new Panel(
                    s.Name,
                    [
                        Of(s, "of control labels", Controls, calls => calls.OnControls),
                        Of(s, "of pairs that no output asks for", Unused, calls => calls.OnUnused),
                        Of(s, "of pairs that outputs ask for", Used, calls => calls.OnUsed),
                    ])),
            ],
        };
    }

    private static string Setting(UnusedFeaturesSpec spec) =>
        $"m = {Numbers.Count(spec.Task.Features)}, {(spec.Task.Sparsity == Booleans.Sparsity.Exactly ? "exactly" : "at most")} {spec.Task.Active} active, d = {Sentence.List(spec.Scientific.Neurons.Select(d => Numbers.Count(d)))}";

    private static string FirstSeed(ImmutableArray<ProbedSeries> series)
    {
        var seeds = series.Max(s => s.Records.Length);
        return seeds == 1 ? "One seed" : $"The first of {Numbers.Count(seeds)} seeds";
    }
}
