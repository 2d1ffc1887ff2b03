using System.Collections.Immutable;
using Superposition.Studies;
using Superposition.Studies.Views;

namespace Superposition.Reporting.Views;

/// <summary>
/// The rows of a view, parted into panels and within a panel into series. Nothing is averaged but seeds: whatever else differs gives a
/// series of its own.
/// </summary>
internal sealed class ViewRows
{
    private const string SeedName = "seed";
    private readonly ImmutableArray<string> varying;

    /// <summary>The rows that a view takes and that have the measures it needs.</summary>
    public ViewRows(View view, StudyTable table, params ReadOnlySpan<string?> measures)
    {
        var needed = measures.ToArray();
        StudyRow[] taken = [.. table.Where(view.Where)];
        Rows = [.. taken.Where(row => row.Failure is null && needed.All(measure => measure is null || row[measure] is not null))];
        Refused = taken.Count(row => row.Refusal is not null);
        Failed = taken.Count(row => row.Failure is not null);
        varying = [.. table.CoordinateNames.Where(name =>
            name != SeedName && Rows.Select(row => row.Coordinates.GetValueOrDefault(name)).Distinct().Count() > 1)];
    }

    /// <summary>The rows that can be drawn.</summary>
    public ImmutableArray<StudyRow> Rows { get; }

    /// <summary>Rows of the view whose construction does not exist.</summary>
    public int Refused { get; }

    /// <summary>Rows of the view that failed.</summary>
    public int Failed { get; }

    /// <summary>
    /// Panels: rows of them by one coordinate, columns by another; one panel where the view names none. Combinations without rows are left
    /// out.
    /// </summary>
    public ImmutableArray<ViewPanel> Panels(PanelView view)
    {
        var all = from down in Values(view.Rows)
                  from across in Values(view.Columns)
                  let rows = Rows.Where(row => Has(row, view.Rows, down) && Has(row, view.Columns, across)).ToImmutableArray()
                  select new ViewPanel(string.Join(", ", new[] { Name(view.Columns, across), Name(view.Rows, down) }.OfType<string>()),
                      rows);
        ImmutableArray<ViewPanel> panels = [.. all];
        return panels.Any(panel => !panel.Rows.IsEmpty) && Values(view.Columns).Length > 1
            ? panels
            : [.. panels.Where(panel => !panel.Rows.IsEmpty)];
    }

    /// <summary>How many panels stand side by side.</summary>
    public int ColumnsOf(PanelView view) => view.Columns is not null && Values(view.Columns).Length is > 1 and <= 4 and var columns
        ? columns
        : 0;

    /// <summary>The series of a panel: rows that agree in everything but the seed and the coordinates given.</summary>
    /// <param name="panel">The panel.</param>
    /// <param name="colour">The coordinate that colours tell apart.</param>
    /// <param name="apart">Coordinates that do not part series: the axis, the panels.</param>
    public IEnumerable<ViewSeries> Series(ViewPanel panel, string colour, params ReadOnlySpan<string?> apart)
    {
        var others = varying.Except([.. apart.ToArray().OfType<string>(), colour], StringComparer.Ordinal).ToArray();
        var all = from row in panel.Rows
                  let rest = string.Join(", ", others.Select(name => Name(name, row.Coordinates.GetValueOrDefault(name))).OfType<string>())
                  group row by (Value: row.Coordinates.GetValueOrDefault(colour), Remainder: rest) into rows
                  select new ViewSeries(rows.Key.Value, rows.Key.Remainder, [.. rows]);
        return all.OrderBy(series => series.Colour is null).ThenBy(series => series.Colour, StudyValue.Order!)
            .ThenBy(series => new StudyValue.Text(series.Rest), StudyValue.Order);
    }

    /// <summary>Whether two coordinates tell a third, which need not be named then: a network's width, where it has one.</summary>
    public bool IsTold(string coordinate, string along, string colour) => Rows
        .GroupBy(row => (row.Coordinates.GetValueOrDefault(along), row.Coordinates.GetValueOrDefault(colour)))
        .All(rows => rows.Select(row => row.Coordinates.GetValueOrDefault(coordinate)).Distinct().Count() == 1);

    /// <summary>What a value of a coordinate is called: a text by itself, a number with its name; null where there is none.</summary>
    public static string? Name(string? coordinate, StudyValue? value) =>
        coordinate is null || value is null ? null : Quantities.Value(coordinate, value);

    private static bool Has(StudyRow row, string? coordinate, StudyValue? value) =>
        coordinate is null || row.Coordinates.GetValueOrDefault(coordinate) == value;

    private ImmutableArray<StudyValue?> Values(string? coordinate) => coordinate is null
        ? [null]
        : [.. Rows.Select(row => row.Coordinates.GetValueOrDefault(coordinate)).Distinct().OrderBy(value => value, StudyValue.Order!)];
}

/// <summary>The rows of one panel.</summary>
/// <param name="Title">What tells it from the others; may be empty.</param>
/// <param name="Rows">Its rows.</param>
internal sealed record ViewPanel(string Title, ImmutableArray<StudyRow> Rows);

/// <summary>The rows of one series: of one colour, and alike in all that is not drawn along an axis.</summary>
/// <param name="Colour">The value of the coordinate that colours tell apart; null where the rows have none.</param>
/// <param name="Rest">What else tells it apart; may be empty.</param>
/// <param name="Rows">Its rows.</param>
internal sealed record ViewSeries(StudyValue? Colour, string Rest, ImmutableArray<StudyRow> Rows)
{
    /// <summary>Its entry in a legend.</summary>
    /// <param name="coordinate">The coordinate that colours tell apart.</param>
    public string Label(string coordinate) =>
        string.Join(", ", new[] { ViewRows.Name(coordinate, Colour) ?? "", Rest }.Where(part => part.Length > 0));
}
