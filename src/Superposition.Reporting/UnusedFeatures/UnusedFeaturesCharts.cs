using System.Collections.Immutable;
using Superposition.Experiments.UnusedFeatures;
using Superposition.Probing;
using Superposition.Reporting.Figures;
using Superposition.Reporting.Statistics;

namespace Superposition.Reporting.UnusedFeatures;

/// <summary>The figures of the experiment; one that would be empty is left out.</summary>
internal static class UnusedFeaturesCharts
{
    private static readonly Ink Controls = new("#8A8A8A", Dash.None, Glyph.Cross);

    public static IEnumerable<Chart> Of(UnusedFeaturesSpec spec, ImmutableArray<ProbedSeries> series)
    {
        if (series.IsEmpty)
        {
            yield break;
        }

        yield return Map(spec, series);
        if (series.Where(s => s.Records[0].Pairs.Any(PairCharts.Moves)).ToArray() is { Length: > 0 } moved)
        {
            yield return PairCharts.Effects($"{FirstSeed(series)}; {Setting(spec)}; each point is a pair", moved.Select(s => (s.Name, s.Records[0].Pairs)));
        }

        ImmutableArray<ProbedSeries> known = [.. series.Where(s => s.HasTruth && !s.Records[0].Metrics.IsEmpty)];
        if (!known.IsEmpty)
        {
            yield return Misleading(spec, known);
        }
    }

    private static Chart Map(UnusedFeaturesSpec spec, ImmutableArray<ProbedSeries> series) =>
        PairCharts.Map($"{FirstSeed(series)}; {Setting(spec)}", spec.Task.Features, series.Select(s => (s.Name, s.Records[0].Pairs))) with
        {
            Caption = PairCharts.MapCaption + " Nothing is drawn below the diagonal where outputs ask for nothing in particular (random) or no AND can be computed (linear).",
        };

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
                        Of(s, "of pairs that no output asks for", PairCharts.NotAskedFor, calls => calls.OnUnused),
                        Of(s, "of pairs that outputs ask for", PairCharts.AskedFor, calls => calls.OnUsed),
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
