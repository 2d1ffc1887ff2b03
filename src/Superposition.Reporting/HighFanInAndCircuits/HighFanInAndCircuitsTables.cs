using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Experiments.HighFanInAndCircuits;
using Superposition.Measurement;
using Superposition.Reporting.Statistics;

namespace Superposition.Reporting.HighFanInAndCircuits;

/// <summary>The tables of the experiment.</summary>
internal static class HighFanInAndCircuitsTables
{
    public static IEnumerable<Table> Of(LayerGrid grid)
    {
        if (!grid.FanIn.IsEmpty)
        {
            yield return FanIn(grid);
            yield return ClassTable.Of(
                "fan-in-classes", "ANDs of t features: errors by how many of the set are active", ["t", "bank", "d"],
                grid.FanIn.Select(point => new ClassTableRow([Numbers.Count(point.FanIn), FanInCharts.NameOf(point.Bank), Numbers.Count(point.Neurons)], [.. point.Records.Select(record => record.Arms[0].Errors)])));
        }

        if (!grid.Circuits.IsEmpty)
        {
            yield return Circuits(grid);
            yield return ClassTable.Of(
                "circuit-classes", "Circuits, analytic read-off: errors by class", ["circuit", "d"],
                grid.Circuits.Select(point => new ClassTableRow([point.Circuit, Numbers.Count(point.Neurons)], [.. point.Records.Select(record => record.Arms[0].Errors)])));
        }
    }

    private static Table FanIn(LayerGrid grid)
    {
        int[] widths = [.. grid.FanIn.Select(point => point.Neurons).Distinct().Order()];
        return new Table
        {
            Name = "fan-in",
            Title = "ANDs of t features: ε by bank and width",
            Note = "Mean over seeds ± half the 95 % confidence interval (Student t), in parentheses what is predicted. κ is √d times the standard deviation where none of the set is active, at the largest width, and in parentheses as predicted: the width for a given error grows as κ².",
            Headers = 3,
            Columns = ["t", "bank", "as drawn", .. widths.Select(d => $"d = {Numbers.Count(d)}"), "κ"],
            Rows =
            [
                .. from points in grid.FanIn.GroupBy(point => (point.FanIn, point.Bank))
                   let last = points.MaxBy(point => point.Neurons)!
                   let none = FanInAnds.ClassOf(0, last.FanIn)
                   let scale = Math.Sqrt(last.Neurons)
                   let byWidth = points.ToDictionary(point => point.Neurons)
                   select (ImmutableArray<string>)
                   [
                       Numbers.Count(points.Key.FanIn), FanInCharts.NameOf(points.Key.Bank), last.Records[0].Banks is [var bank] ? $"{bank.Weights}, bias {Numbers.Plain(bank.Bias)}" : "–",
                       .. widths.Select(d => byWidth.GetValueOrDefault(d) is { } point ? $"{Numbers.PlusMinus(point.Epsilon.Estimate)}{(point.Records[0].PredictedEpsilon is { } predicted ? $" ({Numbers.Short(predicted)})" : "")}" : "–"),
                       $"{(last.OfClass(none, errors => errors.Std).Estimate is { } std ? Numbers.Short(scale * std.Mean) : "–")}{(last.PredictedClass(none) is { } expected ? $" ({Numbers.Short(scale * expected.Std)})" : "")}",
                   ],
            ],
        };
    }

    private static Table Circuits(LayerGrid grid)
    {
        (string Name, LayerArm Arm)[] arms =
        [
            ("analytic", LayerArm.Analytic), ("least squares", LayerArm.LeastSquares), ("smallest ε", LayerArm.Minimax),
            ("random layer, least squares", LayerArm.UntrainedLeastSquares), ("random layer, smallest ε", LayerArm.UntrainedMinimax),
        ];
        (string Name, LayerArm Arm)[] controls = [("zero", LayerArm.Zero), ("raw features, least squares", LayerArm.Linear), ("raw features, smallest ε", LayerArm.LinearMinimax)];
        static string Cell(Func<Func<ErrorReport, double>, PerSeed> of) => $"{Numbers.PlusMinus(of(errors => errors.Epsilon).Estimate)} / {Numbers.PlusMinus(of(errors => errors.Rms).Estimate)}";
        return new Table
        {
            Name = "circuits",
            Title = "Circuits in one layer: ε / rms by width and read-off",
            Note = "Mean over seeds ± half the 95 % confidence interval (Student t). Controls have no neurons and, where all inputs are looked at, no spread. A dash: not measured at that width.",
            Headers = 2,
            Columns = ["circuit", "d", .. arms.Select(arm => arm.Name)],
            Rows =
            [
                .. from point in grid.Circuits
                   select (ImmutableArray<string>)[point.Circuit, Numbers.Count(point.Neurons), .. arms.Select(arm => Cell(value => point.Of(arm.Arm, value)))],
                .. from circuit in grid.Names
                   from control in controls
                   where !grid.CircuitControl(circuit, control.Arm, errors => errors.Epsilon).IsEmpty
                   select (ImmutableArray<string>)[circuit, "–", $"{control.Name}: {Cell(value => grid.CircuitControl(circuit, control.Arm, value))}", .. Enumerable.Repeat("–", arms.Length - 1)],
            ],
        };
    }
}
