using System.Collections.Immutable;
using Superposition.Experiments.HighFanInAndCircuits;
using Superposition.Measurement;
using Superposition.Reporting.Figures;
using Superposition.Reporting.Statistics;

namespace Superposition.Reporting.HighFanInAndCircuits;

/// <summary>The figures on circuits.</summary>
internal static class CircuitCharts
{
    private static readonly ImmutableArray<(LayerArm Arm, string Label, Ink Ink)> Arms =
    [
        (LayerArm.Analytic, "banks, analytic read-off", new Ink("#0072B2", Glyph: Glyph.Disc)),
        (LayerArm.LeastSquares, "banks, least squares", new Ink("#56B4E9", Glyph: Glyph.Ring)),
        (LayerArm.Minimax, "banks, smallest possible ε", new Ink("#009E73", Glyph: Glyph.Square)),
        (LayerArm.UntrainedLeastSquares, "random layer, least squares", new Ink("#E69F00", Dash.Dashed, Glyph.Triangle)),
        (LayerArm.UntrainedMinimax, "random layer, smallest possible ε", new Ink("#D55E00", Dash.Dashed, Glyph.Wedge)),
    ];

    private static readonly ImmutableArray<(LayerArm Arm, string Label, Ink Ink)> Controls =
    [
        (LayerArm.Zero, "zero", Palette.Zero), (LayerArm.Linear, "raw features, least squares", Palette.LinearLeastSquares), (LayerArm.LinearMinimax, "raw features, smallest possible ε", Palette.Linear),
    ];

    public static IEnumerable<Chart> Of(LayerGrid grid) => grid.Circuits.IsEmpty ? [] :
    [
        Errors(
            grid, "circuit-epsilon", "Worst error ε of circuits in one layer against width", "ε, largest |error|", errors => errors.Epsilon,
            "The same neurons, read three ways, beside a random Gaussian layer that was never told of ANDs. Below the dashed line no read-off of the raw features alone can come."),
        Errors(
            grid, "circuit-rms", "Root mean square error of circuits in one layer against width", "rms error", errors => errors.Rms,
            "A small rms can hide a large ε: least squares has the smallest rms of all read-offs and often a worst error above ½."),
        Quiet(grid),
    ];

    private static Chart Errors(LayerGrid grid, string name, string title, string axis, Func<ErrorReport, double> value, string caption) => new()
    {
        Name = name,
        Title = title,
        Note = Note(grid),
        Caption = caption,
        X = Axis.Neurons,
        Y = Axis.Logarithmic(axis) with { Floor = 0.005 },
        Columns = 2,
        Panels =
        [
            .. from circuit in Circuits(grid)
               let points = grid.Circuits.Where(point => point.Circuit == circuit).ToArray()
               select new Panel(
                   Title(points[0]),
                   [
                       .. from control in Controls
                          let estimate = grid.CircuitControl(circuit, control.Arm, value).Estimate
                          where estimate is { Mean: > 0 }
                          select new Level(control.Label, control.Ink, estimate.Mean),
                       .. Arms.Select(arm => LayerPoint.Curve(arm.Label, arm.Ink, points, point => point.Of(arm.Arm, value))),
                   ]),
        ],
    };

    private static Chart Quiet(LayerGrid grid) => new()
    {
        Name = "circuit-quiet-deviation",
        Title = "Analytic read-off where no feature of an output is active",
        Note = Note(grid),
        Caption = "Dashed: the prediction √(Σ c_T² κ_t²/n_t), the mean over outputs and over banks that may have been drawn; one drawn bank reads the same neurons for every input and keeps its luck.",
        X = Axis.Neurons,
        Y = Axis.Logarithmic("rms error of quiet outputs"),
        Columns = 2,
        Panels =
        [
            .. from circuit in Circuits(grid)
               let points = grid.Circuits.Where(point => point.Circuit == circuit).ToArray()
               let ink = Arms[0].Ink
               select new Panel(
                   Title(points[0]),
                   [
                       new Curve("as predicted", Ink.AnyPrediction, []),
                       LayerPoint.Prediction(ink, points, point => point.Records[0].PredictedQuietStd),
                       LayerPoint.Curve("measured", ink, points, point => point.OfClass("quiet", errors => errors.Rms)),
                   ]),
        ],
    };

    private static IEnumerable<string> Circuits(LayerGrid grid) => grid.Circuits.Select(point => point.Circuit).Distinct();

    private static string Title(LayerPoint point) => point.Records[0].Shape is { } shape
        ? $"{point.Circuit}: {Numbers.Of(shape.Outputs, "output")}, depth {shape.Depth}, {shape.Terms} ANDs of up to {shape.Degree}"
        : point.Circuit;

    private static string Note(LayerGrid grid)
    {
        var setting = grid.Spec.Circuits;
        var errors = grid.Circuits[0].Records[0].Arms[0].Errors;
        return Sentence.FigureNote([.. grid.Circuits.Select(point => point.Epsilon.Estimate!)], $"m = {setting.Features}, at most {setting.Active} active; {(errors.AllInputs ? "all " : "")}{Numbers.Of(errors.Inputs, "input")}");
    }
}
