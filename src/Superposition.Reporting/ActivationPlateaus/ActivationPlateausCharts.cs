using System.Collections.Immutable;
using Superposition.Experiments.ActivationPlateaus;
using Superposition.Reporting.Figures;
using Superposition.Reporting.Statistics;

namespace Superposition.Reporting.ActivationPlateaus;

/// <summary>The figures of the experiment; one that would be empty is left out.</summary>
internal static class ActivationPlateausCharts
{
    private const string FeatureStep = "step t along the feature";
    private static readonly Ink Corrected = new("#0072B2", Width: 2.2f);
    private static readonly Ink Rectified = new("#E69F00", Dash.Dashed);
    private static readonly Ink Uncorrected = new("#8A8A8A", Dash.Dotted);
    private static readonly Ink Predicted = new("#111111", Dash.Dashed, Width: 1.2f);
    private static readonly ImmutableArray<Ink> Noises = [new("#56B4E9"), new("#009E73"), new("#D55E00"), new("#CC79A7"), new("#6A5D4D")];

    public static IEnumerable<Chart> Of(PlateauRuns runs)
    {
        if (!runs.Corrected.IsEmpty)
        {
            yield return FeatureCurves(runs);
        }

        if (runs.Series.Any(series => !series.Index.IsEmpty))
        {
            yield return Index(runs);
        }

        if (!runs.Corrected.IsEmpty)
        {
            yield return Recovery(runs);
        }

        if (runs.Series.Length > 0)
        {
            yield return Distances(runs);
        }

        if (runs.Of(PlateauArm.Trained).Length > 0)
        {
            yield return TrainedCurves(runs);
        }
    }

    private static Chart FeatureCurves(PlateauRuns runs) => new()
    {
        Name = "feature-curves",
        Title = "A feature's own output while the feature is put in: predicted, measured, and without correction",
        Note = Note(runs.Corrected, $"m = {Numbers.Count(runs.Spec.Layers.Features)}, {runs.Spec.Layers.Active - 1} + t active, {Numbers.Count(2L * runs.Spec.Layers.Units)} ReLUs"),
        Caption = "The state is x = Φb + t φ. A layer that corrects answers flat, jumps at ½ and is flat again; the dashed prediction has nothing fitted. Fewer dimensions d mean more noise σ, which rounds the step off.",
        X = Axis.Linear(FeatureStep),
        Y = Axis.Linear("mean output") with { Least = -0.1, Most = 1.1, Cap = 1.6, Floor = -0.3 },
        Columns = Math.Min(3, runs.Corrected.Select(series => series.Theta).Distinct().Count()),
        Panels =
        [
            .. runs.Corrected.Select(series => new Panel(
                $"d = {Numbers.Count(series.Dimension)}, θ = {Numbers.Plain(series.Theta!.Value)}: σ = {Numbers.Short(series.Records[0].PredictedSigma!.Value)}",
                [
                    .. runs.Of(PlateauArm.Uncorrected).Where(other => other.Dimension == series.Dimension).Select(other => other.Curve("correction removed", Uncorrected, report => report.Target)),
                    .. runs.Of(PlateauArm.Rectified).Where(other => other.Dimension == series.Dimension && other.Theta == series.Theta).Select(other => other.Curve("half a clip unit", Rectified, report => report.Target)),
                    series.Curve("corrected, measured", Corrected, report => report.Target),
                    new Curve("predicted", Predicted, [.. series.Records[0].Plateaus.Target!.Steps.Zip(series.Records[0].PredictedCurve, (t, y) => new CurvePoint(t, y))]),
                ])),
        ],
    };

    private static Chart Index(PlateauRuns runs)
    {
        PlateauSeries[] rows = [.. runs.Series.Where(series => !series.Index.IsEmpty)];
        IEnumerable<Mark> Marks(PlateauSeries series, int row)
        {
            var ink = series.Arm switch
            {
                PlateauArm.Corrected => Corrected,
                PlateauArm.Trained => Palette.Trained,
                PlateauArm.Rectified => Rectified with { Dash = Dash.Solid },
                _ => new Ink("#777777"),
            };
            var values = series.Index.Values.Values;
            yield return new Spread("", ink with { Width = 3 }, [new SpreadBar(values.Min(), values.Max(), row)]);
            yield return new Curve("", ink with { Dash = Dash.None, Glyph = Glyph.Disc }, [new CurvePoint(values.Average(), row)]);
        }

        var key = new Ink("#444444");

        return new Chart
        {
            Name = "plateau-index",
            Title = "Plateau index of a feature's own output",
            Note = Note(rows, "1 − (larger slope at the two ends) / end-to-end slope"),
            Caption = "0 is a straight line, 1 a step that is flat at both ends, negative a unit that is off at one end only. Corrected layers should stand right of every control.",
            X = Axis.Linear("plateau index") with { Most = 1 },
            Y = Axis.Named([.. rows.Select(series => series.Label)]),
            Columns = 1,
            Panels = [new Panel("", [new Upright("straight line", Palette.Guide, 0), new Curve("smallest to largest over seeds", key with { Width = 3 }, []), new Curve("mean", key with { Dash = Dash.None, Glyph = Glyph.Disc }, []), .. rows.SelectMany(Marks)])],
        };
    }

    private static Chart Recovery(PlateauRuns runs)
    {
        PlateauSeries[] layers = [.. runs.Corrected.Where(series => series.NoiseInWindows is not null).OrderBy(series => series.NoiseInWindows)];
        Panel Of(string title, Func<ActivationPlateausRecord, double> ratio) => new(
            title,
            [
                new Strip("within 10 %", new Ink("#56B4E9"), 0.9, 1.1),
                new Upright("σ = 0.4 windows", Palette.Guide, PlateauRuns.ResolvedUpTo),
                new Curve(
                    "mean, smallest and largest over seeds", new Ink("#0072B2", Dash.None, Glyph.Disc),
                    [.. layers.Select(series => (series.NoiseInWindows, Values: series.Records.Select(ratio).ToArray())).Select(layer => new CurvePoint(layer.NoiseInWindows!.Value, layer.Values.Average(), layer.Values.Min(), layer.Values.Max()))]),
            ]);
        return new Chart
        {
            Name = "fit-recovery",
            Title = "θ and σ fitted to the curve alone, over the true ones",
            Note = Note(runs.Corrected, "each point is one analytic layer; σ as predicted from its sizes"),
            Caption = "Both θ and σ widen the step; its shape tells them apart as long as σ is small beside the window 1 − 2θ. To the right of the dotted line only the width of the step is known.",
            X = Axis.Linear("σ in windows, σ / (1 − 2θ)") with { Least = 0 },
            Y = Axis.Linear("fitted over true") with { Least = 0.8, Most = 1.25 },
            Columns = 2,
            Panels = [Of("θ", record => record.Plateaus.Fit!.Theta / record.Theta!.Value), Of("σ", record => record.Plateaus.Fit!.Sigma / record.PredictedSigma!.Value)],
        };
    }

    private static Chart Distances(PlateauRuns runs)
    {
        var deepest = runs.Of(PlateauArm.Trained).Select(series => series.Depth).Max();
        PlateauSeries?[] shown =
        [
            runs.Corrected.MaxBy(series => series.Dimension), runs.Corrected.MinBy(series => series.Dimension), runs.Of(PlateauArm.Uncorrected).MinBy(series => series.Dimension),
            runs.Of(PlateauArm.UntrainedLayer).MinBy(series => series.Dimension),
            runs.Of(PlateauArm.Trained).Where(series => series.Depth == deepest).MinBy(series => series.Noise), runs.Of(PlateauArm.Trained).Where(series => series.Depth == deepest).MaxBy(series => series.Noise),
        ];
        PlateauSeries[] panels = [.. shown.OfType<PlateauSeries>().DefaultIfEmpty(runs.Series[0]).Distinct()];
        return new Chart
        {
            Name = "distances",
            Title = "How far all outputs move, |f(x + r u) − f(x)|, by direction",
            Note = Note(panels, "steps as long as a feature, or the whole way to another state"),
            Caption = "Error correction shows as directions that do nothing (random ones) beside directions that jump half-way (features, other states). Without it all of them grow in a straight line.",
            X = Axis.Linear("step r"),
            Y = Axis.Linear("distance of outputs") with { Least = 0 },
            Columns = Math.Min(3, panels.Length),
            Panels =
            [
                .. panels.Select(series => new Panel(
                    series.Label,
                    [
                        series.Curve("to another state", new Ink("#CC79A7"), report => report.BetweenStates), series.Curve("along a feature", Corrected, report => report.Feature),
                        series.Curve("in which states differ", new Ink("#009E73", Dash.Dashed), report => report.StateLike), series.Curve("random", new Ink("#333333", Dash.Dotted), report => report.Random),
                    ])),
            ],
        };
    }

    private static Chart TrainedCurves(PlateauRuns runs)
    {
        var trained = runs.Of(PlateauArm.Trained);
        int[] depths = [.. trained.Select(series => series.Depth!.Value).Distinct().Order()];
        double[] noises = [.. trained.Select(series => series.Noise!.Value).Distinct().Order()];
        return new Chart
        {
            Name = "trained-curves",
            Title = "Trained networks: a feature's own output while the feature is put in",
            Note = Note(trained, $"m = {Numbers.Count(runs.Spec.Trained.Features)} in d = {Numbers.Count(runs.Spec.Trained.Dimension)}, {runs.Spec.Trained.Active - 1} + t active, {Numbers.Count(runs.Spec.Trained.Neurons)} ReLUs a layer, no noise while looking"),
            Caption = "The networks were trained to give every feature back from its superposed encoding, under the mean squared error, with noise ν on the encoded input (and on later pre-activations) or without.",
            X = Axis.Linear(FeatureStep),
            Y = Axis.Linear("mean output"),
            Columns = Math.Min(3, depths.Length),
            Panels =
            [
                .. depths.Select(depth => new Panel(
                    Numbers.Of(depth, "layer"),
                    [
                        .. runs.Of(PlateauArm.Untrained).Where(series => series.Depth == depth).Select(series => series.Curve("untrained, fitted read-off", Uncorrected, report => report.Target)),
                        .. trained.Where(series => series.Depth == depth).Select(series => series.Curve($"ν = {Numbers.Plain(series.Noise!.Value)}", Noises[Array.IndexOf(noises, series.Noise!.Value) % Noises.Length], report => report.Target)),
                    ])),
            ],
        };
    }

    private static string Note(IEnumerable<PlateauSeries> series, string rest)
    {
        int[] seeds = [.. series.Select(s => s.Records.Length)];
        var (least, most) = (seeds.Min(), seeds.Max());
        return most == 1
            ? $"One seed, so no interval; {rest}"
            : $"Mean over {(least == most ? Numbers.Of(most, "seed") : $"{least} to {most} seeds")}; bands: 95 % confidence interval (Student t); {rest}";
    }
}
