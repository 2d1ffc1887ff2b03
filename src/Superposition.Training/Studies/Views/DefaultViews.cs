using System.Collections.Immutable;

namespace Superposition.Studies.Views;

/// <summary>
/// What is drawn of a study that says nothing of views: each measure against the coordinate with the most numbers, curves, maps, and one
/// table.
/// </summary>
public static class DefaultViews
{
    private const int MaxPanels = 6;

    // Of one measure by classes: more parts than this are left to the table.
    private const int MaxParts = 2;

    /// <summary>The views of a table, in the order in which a report shows them.</summary>
    public static ImmutableArray<View> Of(StudyTable table)
    {
        string[] varying = [.. table.CoordinateNames.Where(name => name != "seed" && table.Values(name).Length > 1)];
        var along = varying.Where(name => table.Values(name).All(value => value is StudyValue.Number))
            .MaxBy(name => table.Values(name).Length);
        var colour = varying.Contains("network") ? "network" : varying.FirstOrDefault(name => name != along) ?? "network";
        string[] others = [.. varying.Where(name => name != along && name != colour && table.Values(name).Length <= MaxPanels)
            .OrderBy(name => table.Values(name).Length)];
        var (columns, rows) = (others.FirstOrDefault(), others.Skip(1).FirstOrDefault());
        var views = ImmutableArray.CreateBuilder<View>();
        foreach (var measure in table.MeasureNames.Where(measure => IsDrawn(measure, table)))
        {
            switch (table.Rows.Select(row => row.Measures.GetValueOrDefault(measure)).First(value => value is not null))
            {
                case StudyValue.Number when along is not null:
                    views.Add(new LinesView { Y = measure, X = along, Colour = colour, Rows = rows, Columns = columns });
                    break;
                case StudyValue.Number:
                    views.Add(new PointsView { Y = measure, X = colour, Colour = colour, Rows = rows, Columns = columns });
                    break;
                case StudyValue.Series:
                    views.Add(new CurvesView { Y = measure, Colour = colour, Columns = along ?? columns });
                    break;
                case StudyValue.Map:
                    views.Add(new HeatView { Measure = measure, Columns = colour, Rows = along ?? columns });
                    break;
            }
        }

        views.Add(new TableView());
        return views.ToImmutable();
    }

    /// <summary>
    /// Whether a measure is drawn: it differs between rows, and is not one of many parts (<c>rms.none</c>, <c>rms.one</c>, …) of a
    /// measure.
    /// </summary>
    private static bool IsDrawn(string measure, StudyTable table)
    {
        var part = measure.IndexOf('.', StringComparison.Ordinal);
        return table.Rows.Select(row => row.Measures.GetValueOrDefault(measure)).OfType<StudyValue>().Distinct().Skip(1).Any()
            && (part < 0 || table.MeasureNames.Count(other =>
                other.StartsWith(measure[..(part + 1)], StringComparison.Ordinal)) <= MaxParts);
    }
}
