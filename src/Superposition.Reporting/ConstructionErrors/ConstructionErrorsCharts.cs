using System.Collections.Immutable;
using Superposition.Experiments.ConstructionErrors;
using Superposition.Measurement;
using Superposition.Reporting.Figures;
using Superposition.Reporting.Statistics;

namespace Superposition.Reporting.ConstructionErrors;

/// <summary>The figures of the experiment; one that would be empty is left out.</summary>
internal static class ConstructionErrorsCharts
{
    private static readonly ImmutableArray<string> InputClasses = ["none", "one", "both"];

    public static IEnumerable<Chart> Of(ErrorGrid grid) =>
        grid.Superposed.Any() ? new[] { Epsilon(grid), Deviations(grid), Bias(grid), Independence(grid), LeastSquares(grid) }.OfType<Chart>() : [];

    private static Chart Epsilon(ErrorGrid grid) => new()
    {
        Name = "epsilon-by-width",
        Title = "Worst error ε of universal-AND constructions against width",
        Note = Note(grid),
        Caption = "ε is the largest absolute error over all pairs and all inputs looked at. "
            + "Below the line at ¼ no read-off of the raw input alone can come; at the dotted vertical line one ReLU a pair makes the answer exact. "
            + "Solid grey lines are proved: with that few neurons no network of any kind has a smaller ε. The dotted grey line is an order of magnitude with its constant taken as 1: only its slope means something.",
        X = Axis.Neurons,
        Y = Axis.Logarithmic("ε, largest |error|"),
        Columns = Math.Max(1, grid.Settings.Select(setting => setting.Active).Distinct().Count()),
        Panels =
        [
            .. from setting in grid.Settings
               select new Panel(
                   Title(setting),
                   [
                       new Level("linear control, ¼", Palette.Linear, 0.25),
                       new Upright("one ReLU a pair: exact", Palette.NaiveWidth, ErrorGrid.NaiveWidth(setting.Features)),
                       .. BoundCurves.Of(grid.InputSet(setting), grid.Superposed.Min(point => point.Neurons), grid.Superposed.Max(point => point.Neurons)),
                       .. MeasuredAndPredicted(grid, setting, point => point.Epsilon, point => point.PredictedEpsilon),
                   ]),
        ],
    };

    private static Chart Deviations(ErrorGrid grid)
    {
        var features = grid.Superposed.Max(point => point.Features);
        return new Chart
        {
            Name = "deviation-by-class",
            Title = $"Standard deviation of the error by class of input, m = {Numbers.Count(features)}",
            Note = Note(grid),
            Caption = "None, one or both of the pair active. Dashed: predictions. The dotted guide falls as 1/√d. "
                + "Where a construction's error does not vary at all in a class it has no point there.",
            X = Axis.Neurons,
            Y = Axis.Logarithmic("std of error"),
            Columns = InputClasses.Length,
            Panels =
            [
                .. from active in grid.Superposed.Where(point => point.Features == features).Select(point => point.Active).Distinct()
                   from inputClass in InputClasses
                   select new Panel(
                       $"s = {active}, {inputClass} active",
                       [
                           .. MeasuredAndPredicted(grid, (features, active), point => point.Std(inputClass), point => point.PredictedClass(inputClass)?.Std),
                           .. Guide(grid, (features, active)),
                       ]),
            ],
        };
    }

    private static Chart Bias(ErrorGrid grid)
    {
        var features = grid.Superposed.Max(point => point.Features);
        return new Chart
        {
            Name = "bias-by-width",
            Title = $"Mean error where one of the pair is active, m = {Numbers.Count(features)}",
            Note = Note(grid),
            Caption = "The averaging read-off of the paper is biased by p(s − 1) whatever the width; centred read-offs are not. Dashed: predictions.",
            X = Axis.Neurons,
            Y = Axis.Linear("mean error (bias)"),
            Columns = Math.Max(1, grid.Superposed.Where(point => point.Features == features).Select(point => point.Active).Distinct().Count()),
            Panels =
            [
                .. from setting in grid.Settings
                   where setting.Features == features
                   select new Panel(
                       Title(setting),
                       [new Level("unbiased", Palette.Zero, 0), .. MeasuredAndPredicted(grid, setting, point => point.Mean("one"), point => point.PredictedClass("one")?.Mean)]),
            ],
        };
    }

    private static Chart? Independence(ErrorGrid grid)
    {
        var (fewest, most) = (grid.Superposed.Min(point => point.Features), grid.Superposed.Max(point => point.Features));
        if (fewest == most)
        {
            return null;
        }

        var families = grid.Families.ToArray();
        IEnumerable<Mark> Ratios(int active, Func<GridPoint, PerSeed> measured, Func<GridPoint, double?> predicted) => families.SelectMany((family, i) =>
        {
            var pairs = (from point in grid.Along(family, most, active)
                         from other in grid.Along(family, fewest, active)
                         where point.Neurons == other.Neurons
                         select (Large: point, Small: other, Ratio: measured(point).With(measured(other), (large, small) => large / small).Estimate)).Where(pair => pair.Ratio is not null).ToArray();

            // Families are set beside one another at each width, so that their intervals do not cover each other.
            var aside = Math.Pow(1.07, i - ((families.Length - 1) / 2.0));
            return (Mark[])
            [
                new Curve("", Palette.Of(family).AsPrediction, [.. from pair in pairs let ratio = predicted(pair.Large) / predicted(pair.Small) where ratio is not null select new CurvePoint(pair.Large.Neurons * aside, ratio.Value)]),
                new Curve(family, Palette.Of(family) with { Dash = Dash.None }, [.. pairs.Select(pair => new CurvePoint(pair.Large.Neurons * aside, pair.Ratio!))]),
            ];
        });
        var actives = grid.Superposed.Select(point => point.Active).Distinct().Order().ToArray();
        return new Chart
        {
            Name = "independence-of-features",
            Title = $"Errors at m = {Numbers.Count(most)} over errors at m = {Numbers.Count(fewest)}",
            Note = Note(grid, "bars") + "; ratios are taken seed by seed",
            Caption = "A ratio of 1 means that the error does not depend on the number of features. Above: standard deviation where none of the pair is active. "
                + "Below: root mean square over all pairs, which also moves because at larger m a smaller share of pairs has an active member, and those err more.",
            X = Axis.Neurons,
            Y = Axis.Linear("ratio"),
            Columns = actives.Length,
            Panels =
            [
                .. from measure in new (string Name, Func<GridPoint, PerSeed> Measured, Func<GridPoint, double?> Predicted)[]
                   {
                       ("std, none active", point => point.Std("none"), point => point.PredictedClass("none")?.Std),
                       ("rms, all pairs", point => point.Rms, point => point.PredictedRms),
                   }
                   from active in actives
                   select new Panel(
                       $"{measure.Name}, s = {active}",
                       [
                           new Strip("1 ± 2 %", Palette.Linear, 0.98, 1.02), new Curve("as the constructions predict", Ink.AnyPrediction, []),
                           .. Ratios(active, measure.Measured, measure.Predicted),
                       ]),
            ],
        };
    }

    private static Chart? LeastSquares(ErrorGrid grid)
    {
        var settings = grid.Superposed.Where(point => point.Records.Any(record => record.LeastSquares is not null)).Select(point => (point.Features, point.Active)).Distinct().ToArray();
        if (settings.Length == 0)
        {
            return null;
        }

        Curve Line(string family, (int Features, int Active) setting, string label, Ink ink, Func<ConstructionErrorsRecord, ErrorReport?> report, Func<ErrorReport, double> value) => new(
            label, ink, Points(grid.Along(family, setting.Features, setting.Active), point => point.Of(record => report(record) is { } errors ? value(errors) : null)));
        return new Chart
        {
            Name = "least-squares",
            Title = "The construction's own read-off against least squares on the same layer",
            Note = Note(grid),
            Caption = "Solid: the analytic read-off. Dashed, in the same colour: the affine read-off with the smallest mean squared error on the same layer, fitted on other draws than those it is measured on unless all inputs are looked at. "
                + "With as many ReLUs as there are inputs (the dotted line where it is in view) any targets can be fitted: from there on least squares says nothing of ANDs. Errors under 0.001 lie below the panels.",
            X = Axis.Neurons,
            Y = Axis.Logarithmic("error") with { Floor = 0.001 },
            Columns = settings.Length,
            Panels =
            [
                .. from measure in new (string Name, Func<ErrorReport, double> Of)[] { ("ε", errors => errors.Epsilon), ("rms", errors => errors.Rms) }
                   from setting in settings
                   select new Panel(
                       $"{measure.Name}, {Title(setting)}",
                       [
                           .. InputsInView(grid, setting),
                           new Curve("dashed: least squares on the same layer", new Ink("#555555", Dash.Dashed), []),
                           .. from family in grid.Families
                              from curve in (Curve[])
                              [
                                  Line(family, setting, family, Palette.Of(family), record => record.Analytic, measure.Of),
                                  Line(family, setting, "", Palette.Of(family) with { Dash = Dash.Dashed }, record => record.LeastSquares, measure.Of),
                              ]
                              select curve,
                       ]),
            ],
        };
    }

    private static IEnumerable<Mark> InputsInView(ErrorGrid grid, (int Features, int Active) setting)
    {
        var inputs = grid.InputsOf(setting);
        return inputs <= grid.Superposed.Max(point => point.Neurons) ? [new Upright("as many ReLUs as inputs", Palette.NaiveWidth, inputs)] : [];
    }

    private static IEnumerable<Mark> MeasuredAndPredicted(ErrorGrid grid, (int Features, int Active) setting, Func<GridPoint, PerSeed> measured, Func<GridPoint, double?> predicted)
    {
        yield return new Curve("as the construction predicts", Ink.AnyPrediction, []);
        foreach (var family in grid.Families)
        {
            var points = grid.Along(family, setting.Features, setting.Active).ToArray();
            var ink = Palette.Of(family);
            yield return new Curve("", ink.AsPrediction, [.. from point in points let y = predicted(point) where y is not null select new CurvePoint(point.Neurons, y.Value)]);
            yield return new Curve(family, ink, Points(points, measured));
        }
    }

    private static ImmutableArray<CurvePoint> Points(IEnumerable<GridPoint> points, Func<GridPoint, PerSeed> value) =>
        [.. from point in points let estimate = value(point).Estimate where estimate is not null select new CurvePoint(point.Neurons, estimate)];

    /// <summary>A line that falls as 1/√d through the largest error in the panel's setting.</summary>
    private static IEnumerable<Mark> Guide(ErrorGrid grid, (int Features, int Active) setting)
    {
        var widths = grid.Superposed.Where(point => (point.Features, point.Active) == setting).Select(point => point.Neurons).ToArray();
        if (widths.Min() == widths.Max())
        {
            return [];
        }

        var height = grid.Superposed.Where(point => (point.Features, point.Active) == setting && point.Neurons == widths.Min()).Max(point => point.Std("none").Estimate?.Mean ?? 0) * 1.6;
        return [new Curve("1/√d", Palette.Guide, [new CurvePoint(widths.Min(), height), new CurvePoint(widths.Max(), height * Math.Sqrt((double)widths.Min() / widths.Max()))])];
    }

    private static string Title((int Features, int Active) setting) => $"m = {Numbers.Count(setting.Features)}, s = {setting.Active}";

    private static string Note(ErrorGrid grid, string interval = "band")
    {
        var estimates = grid.Superposed.Select(point => point.Epsilon.Estimate!).ToArray();
        var inputs = grid.Superposed.SelectMany(point => point.Records).Select(record => record.Analytic!).ToArray();
        var (least, most) = (inputs.Min(errors => errors.Inputs), inputs.Max(errors => errors.Inputs));
        var looked = least == most ? Numbers.Count(most) : $"{Numbers.Count(least)} to {Numbers.Count(most)}";
        var drawn = inputs.All(errors => errors.AllInputs) ? "all" : inputs.Any(errors => errors.AllInputs) ? "drawn or all" : "drawn";
        return Sentence.FigureNote(estimates, $"{looked} inputs{(estimates.All(e => e.HalfWidth is null) ? "" : " a seed")} ({drawn}), all pairs", interval);
    }
}
