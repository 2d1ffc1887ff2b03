using System.Globalization;
using Superposition.Booleans;
using Superposition.Experiments.HighFanInAndCircuits;
using Superposition.Reporting.Figures;
using Superposition.Reporting.Statistics;

namespace Superposition.Reporting.HighFanInAndCircuits;

/// <summary>The figures on ANDs of t features.</summary>
internal static class FanInCharts
{
    /// <summary>A bank's name.</summary>
    public static string NameOf(BankChoice bank) => bank switch
    {
        BankChoice.Subsets => "subsets, tuned density",
        BankChoice.Signs => "signs, tuned bias",
        _ => "subsets of density ½",
    };

    public static IEnumerable<Chart> Of(LayerGrid grid) => grid.FanIn.IsEmpty ? [] : [Epsilon(grid), Quiet(grid)];

    private static Chart Epsilon(LayerGrid grid) => new()
    {
        Name = "fan-in-epsilon",
        Title = "Worst error ε of ANDs of t features against width",
        Note = Note(grid),
        Caption = "Dashed: predictions. Banks whose true ANDs would read nothing or a negative number have no curve: they are refused. An ε of ½ or more cannot be thresholded.",
        X = Axis.Neurons,
        Y = Axis.Logarithmic("ε, largest |error|"),
        Columns = 2,
        Panels =
        [
            .. from t in Sizes(grid)
               select new Panel(
                   Title(grid, t),
                   [
                       .. from control in new (string Label, LayerArm Arm, Ink Ink)[] { ("zero", LayerArm.Zero, Palette.Zero), ("raw features, least squares", LayerArm.Linear, Palette.LinearLeastSquares) }
                          let estimate = grid.FanInControl(t, control.Arm, errors => errors.Epsilon).Estimate
                          where estimate is not null
                          select new Level(control.Label, control.Ink, estimate.Mean),
                       .. Banks(grid, t, point => point.Epsilon, point => point.Records[0].PredictedEpsilon),
                   ]),
        ],
    };

    private static Chart Quiet(LayerGrid grid) => new()
    {
        Name = "fan-in-deviation",
        Title = "Standard deviation of the error where none of the set is active",
        Note = Note(grid),
        Caption = "Dashed: predictions. The dotted guide falls as 1/√d. How much higher a curve stands than in the panel before is the cost of one more member of the set.",
        X = Axis.Neurons,
        Y = Axis.Logarithmic("std of error"),
        Columns = 2,
        Panels =
        [
            .. from t in Sizes(grid)
               let none = FanInAnds.ClassOf(0, t)
               select new Panel(
                   Title(grid, t),
                   [.. Guide(grid, t, none), .. Banks(grid, t, point => point.OfClass(none, errors => errors.Std), point => point.PredictedClass(none)?.Std)]),
        ],
    };

    private static IEnumerable<Mark> Banks(LayerGrid grid, int t, Func<LayerPoint, PerSeed> measured, Func<LayerPoint, double?> predicted)
    {
        yield return new Curve("as predicted", Ink.AnyPrediction, []);
        foreach (var bank in grid.Spec.FanIn.Banks)
        {
            var points = grid.FanIn.Where(point => point.FanIn == t && point.Bank == bank).ToArray();
            var ink = bank switch
            {
                BankChoice.Subsets => Palette.Of("subset"),
                BankChoice.Signs => Palette.Of("sign"),
                _ => new Ink("#CC79A7", Glyph: Glyph.Diamond),
            };
            yield return LayerPoint.Prediction(ink, points, predicted);
            yield return LayerPoint.Curve(NameOf(bank), ink, points, measured);
        }
    }

    private static IEnumerable<Mark> Guide(LayerGrid grid, int t, string none)
    {
        var points = grid.FanIn.Where(point => point.FanIn == t).ToArray();
        var (first, last) = (points.Min(point => point.Neurons), points.Max(point => point.Neurons));
        var height = points.Where(point => point.Neurons == first).Select(point => point.OfClass(none, errors => errors.Std).Estimate?.Mean ?? 0).DefaultIfEmpty(0).Max() * 1.5;
        return first < last && height > 0 ? [new Curve("1/√d", Palette.Guide, [new CurvePoint(first, height), new CurvePoint(last, height * Math.Sqrt((double)first / last))])] : [];
    }

    private static IEnumerable<int> Sizes(LayerGrid grid) => grid.FanIn.Select(point => point.FanIn).Distinct().Order();

    private static string Title(LayerGrid grid, int t)
    {
        var sets = Numbers.Count((long)Combinations.Count(grid.Spec.FanIn.Features, t));
        return string.Create(CultureInfo.InvariantCulture, $"t = {t} ({sets} sets)");
    }

    private static string Note(LayerGrid grid)
    {
        var setting = grid.Spec.FanIn;
        var errors = grid.FanIn[0].Records[0].Arms[0].Errors;
        return Sentence.FigureNote([.. grid.FanIn.Select(point => point.Epsilon.Estimate!)], $"m = {setting.Features}, exactly {setting.Active} active; {Numbers.Of(errors.Inputs, "input")}, up to {Numbers.Count(setting.Sets)} sets");
    }
}
