using System.Collections.Immutable;
using Superposition.Reporting.Statistics;

namespace Superposition.Reporting.ConstructionErrors;

/// <summary>The tables of the experiment.</summary>
internal static class ConstructionErrorsTables
{
    public static IEnumerable<Table> Of(ErrorGrid grid)
    {
        if (grid.Points.IsEmpty)
        {
            yield break;
        }

        yield return Epsilon(grid);
        foreach (var setting in grid.Settings)
        {
            yield return Classes(grid, setting);
        }
    }

    private static Table Epsilon(ErrorGrid grid)
    {
        int[] widths = [.. grid.Superposed.Select(point => point.Neurons).Distinct().Order()];
        return new Table
        {
            Name = "epsilon",
            Title = "ε by construction and width",
            Note = "Mean over seeds ± half the 95 % confidence interval (Student t), and in parentheses what the construction predicts for as many inputs and pairs. A dash: no seed gave a network (see the refusals), or no record yet.",
            Headers = 3,
            Columns = ["m", "s", "construction", .. widths.Select(d => $"d = {Numbers.Count(d)}"), "d = C(m,2)"],
            Rows =
            [
                .. from setting in grid.Settings
                   from kind in grid.Points.Where(point => (point.Features, point.Active) == setting).Select(point => point.Construction).Distinct()
                   select Row(grid, setting, kind, widths),
            ],
        };
    }

    private static ImmutableArray<string> Row(ErrorGrid grid, (int Features, int Active) setting, string kind, int[] widths)
    {
        var points = grid.Along(kind, setting.Features, setting.Active).ToDictionary(point => point.Neurons);
        var naive = kind == "naive" ? points.Values.FirstOrDefault() : null;
        return
        [
            Numbers.Count(setting.Features), Numbers.Count(setting.Active), kind,
            .. widths.Select(d => naive is null && points.GetValueOrDefault(d) is { } point ? Cell(point) : "–"),
            naive is null ? "–" : Cell(naive),
        ];
    }

    private static string Cell(GridPoint point) => $"{Numbers.PlusMinus(point.Epsilon.Estimate)}{(point.PredictedEpsilon is { } predicted ? $" ({Numbers.Short(predicted)})" : "")}";

    private static Table Classes(ErrorGrid grid, (int Features, int Active) setting)
    {
        var points = grid.Points.Where(point => (point.Features, point.Active) == setting).ToArray();
        return ClassTable.Of(
            $"classes-m{setting.Features}-s{setting.Active}",
            $"Errors by class, m = {Numbers.Count(setting.Features)}, s = {setting.Active}",
            ["construction", "d"],
            points.Select(point => new ClassTableRow([point.Construction, Numbers.Count(point.Neurons)], [.. point.Records.Select(record => record.Analytic!)])));
    }
}
