using System.Collections.Immutable;
using Superposition.Reporting.Statistics;
using Superposition.Representation;

namespace Superposition.Reporting.SuperposedInputs;

/// <summary>The tables of the experiment.</summary>
internal static class SuperposedInputsTables
{
    public static IEnumerable<Table> Of(SuperposedGrid grid)
    {
        foreach (var sweep in grid.Sweeps)
        {
            yield return Epsilon(grid, sweep);
        }

        if (!grid.Points.IsEmpty)
        {
            yield return Directions(grid);
            yield return ClassTable.Of(
                "classes", "Errors by class of input, sampled pairs", ["construction", "directions", "m", "d0"],
                grid.Points.Where(point => point.Records[0].Sampled is not null).Select(point => new ClassTableRow(
                    [point.Construction, SuperposedGrid.NameOf(point.Encoding), Numbers.Count(point.Features), Numbers.Count(point.Dimension)], [.. point.Records.Select(record => record.Sampled!)])));
        }
    }

    private static Table Epsilon(SuperposedGrid grid, Sweep sweep)
    {
        int[] columns = [.. sweep.Points.Select(sweep.X).Distinct().Order()];
        ImmutableArray<string> Row(EncodingKind encoding, string name, IEnumerable<SuperposedPoint> points, Func<SuperposedPoint, string> cell)
        {
            var byX = points.ToDictionary(sweep.X);
            return [SuperposedGrid.NameOf(encoding), name, .. columns.Select(x => byX.GetValueOrDefault(x) is { } point ? cell(point) : "–")];
        }

        return new Table
        {
            Name = $"epsilon-by-{sweep.Name}",
            Title = $"ε against {sweep.Axis.Label}, {sweep.Rest}",
            Note = "Mean over seeds ± half the 95 % confidence interval (Student t), and in parentheses what the construction predicts for as many inputs and pairs. A dash: not measured.",
            Headers = 2,
            Columns = ["directions", "network", .. columns.Select(x => Numbers.Count(x))],
            Rows =
            [
                .. from encoding in sweep.Encodings
                   from row in (ImmutableArray<string>[])
                   [
                       .. grid.Spec.Scientific.Constructions.Select(kind => Row(encoding, kind, sweep.Along(kind, encoding), point => $"{Numbers.PlusMinus(point.Epsilon.Estimate)}{(point.PredictedEpsilon is { } predicted ? $" ({Numbers.Short(predicted)})" : "")}")),
                       Row(encoding, "raw state, linear", First(grid, sweep, encoding), point => Numbers.PlusMinus(point.Of(record => record.Linear?.Epsilon).Estimate)),
                       Row(encoding, "raw state, least squares", First(grid, sweep, encoding), point => Numbers.PlusMinus(point.Of(record => record.LinearLeastSquares?.Epsilon).Estimate)),
                   ]
                   select row,
            ],
        };
    }

    private static SuperposedPoint[] First(SuperposedGrid grid, Sweep sweep, EncodingKind encoding) =>
        grid.Spec.Scientific.Constructions.Select(kind => sweep.Along(kind, encoding).ToArray()).First(points => points.Length > 0);

    private static Table Directions(SuperposedGrid grid) => new()
    {
        Name = "directions",
        Title = "How much the directions of features overlap",
        Note = "|φ_k·φ_l| over all pairs, mean over seeds ± half the 95 % confidence interval. No unit vectors have a smaller largest overlap than Welch's bound √((m − d0)/(d0 (m − 1))) (Welch 1974); independent directions have a root mean square of 1/√d0.",
        Headers = 3,
        Columns = ["m", "d0", "directions", "largest", "root mean square", "Welch's bound"],
        Rows =
        [
            .. from point in grid.Points
               group point by (point.Features, point.Dimension, point.Encoding) into same
               let point = same.First()
               select (ImmutableArray<string>)
               [
                   Numbers.Count(point.Features), Numbers.Count(point.Dimension), SuperposedGrid.NameOf(point.Encoding),
                   Numbers.PlusMinus(point.Of(record => record.Coherence?.Largest).Estimate), Numbers.PlusMinus(point.Of(record => record.Coherence?.Rms).Estimate),
                   Numbers.Short(Bounds.WelchCrosstalk(point.Features, point.Dimension)),
               ],
        ],
    };
}
