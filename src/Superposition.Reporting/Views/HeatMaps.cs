using System.Collections.Immutable;
using System.Globalization;
using Superposition.Reporting.Figures;
using Superposition.Reporting.Statistics;
using Superposition.Studies;
using Superposition.Studies.Views;

namespace Superposition.Reporting.Views;

/// <summary>Draws heat views: maps that are measures themselves, or a measure over two coordinates.</summary>
internal static class HeatMaps
{
    private const int MaxPanels = 12;

    private const string ThroughTraining = " Neurons stand in the same order in every panel, that of the last panel (the network as it is "
        + "kept), and one colour is one weight throughout. Structure appears at the first panel that shows the pattern of the last; a "
        + "pattern that is there at step 0 was in the start, and panels that stay alike say that the layer hardly moved.";

    /// <summary>The figure of a view; null when no row has what it needs.</summary>
    public static HeatMap? Of(HeatView view, StudyTable table, string name)
    {
        var rows = new ViewRows(view, table, view.Measure, view.X, view.Y, view.Steps);
        var isGrid = view.X is not null;
        var all = rows.Panels(view).SelectMany(panel => isGrid ? Grid(view, rows, panel) : Maps(view, rows, panel)).ToImmutableArray();
        if (all.IsEmpty)
        {
            return null;
        }

        var of = Quantities.Label(view.Measure) + (isGrid ? $" over {Quantities.Label(view.X!)} and {Quantities.Label(view.Y!)}" : "");
        var first = rows.Rows.Select(row => row.Seed).OfType<ulong>().Order().FirstOrDefault();
        return new HeatMap
        {
            Name = name,
            Title = view.Title ?? Sentence.Capital(of),
            Note = isGrid
                ? "Mean over seeds; a cell without a row is left white"
                : $"Seed {first.ToString(CultureInfo.InvariantCulture)}; one scale of colours for all panels",
            Caption = ViewCaption.Of(view, of, rows, [], hasZeros: false) + (view.Steps is null ? "" : ThroughTraining)
                + (all.Length > MaxPanels ? $" The first {MaxPanels} of {Numbers.Of(all.Length, "panel")}." : ""),
            Across = isGrid ? Quantities.Label(view.X!) : view.Across ?? "column",
            Down = isGrid ? Quantities.Label(view.Y!) : view.Down ?? "row",
            Columns = rows.ColumnsOf(view) is > 0 and var columns
                ? columns
                : Math.Min(view.Steps is null ? 3 : 4, Math.Min(all.Length, MaxPanels)),
            Panels = [.. all.Take(MaxPanels)],
        };
    }

    private static IEnumerable<HeatPanel> Maps(HeatView view, ViewRows rows, ViewPanel panel) =>
        from series in rows.Series(panel, "network", view.Rows, view.Columns)
        let row = series.Rows.OrderBy(row => row.Seed).First()
        where row[view.Measure] is StudyValue.Map
        from part in Parts((StudyValue.Map)row[view.Measure]!, view.Steps is null ? null : row[view.Steps] as StudyValue.Series)
        select new HeatPanel(string.Join(", ", new[] { Title(view, panel, series), part.Title }.Where(title => title.Length > 0)),
            [.. part.Rows.Select(numbers => numbers.Select(number => (double?)number).ToImmutableArray())]);

    /// <summary>The whole map, or its parts at steps of training.</summary>
    private static IEnumerable<(string Title, IEnumerable<ImmutableArray<double>> Rows)> Parts(StudyValue.Map map, StudyValue.Series? steps)
    {
        if (steps is null)
        {
            return [("", map.Rows)];
        }

        var height = map.Rows.Length / steps.Values.Length;
        return steps.Values.Select((step, i) =>
            (string.Create(CultureInfo.InvariantCulture, $"step {step:N0}"), map.Rows.Skip(i * height).Take(height)));
    }

    private static IEnumerable<HeatPanel> Grid(HeatView view, ViewRows rows, ViewPanel panel)
    {
        ImmutableArray<StudyValue> across = Values(rows, view.X!), down = [.. Values(rows, view.Y!).Reverse()];
        foreach (var series in rows.Series(panel, "network", view.X, view.Y, view.Rows, view.Columns))
        {
            var means = series.Rows.Where(row => row[view.Measure]?.AsNumber is not null)
                .GroupBy(row => (row[view.X!]!, row[view.Y!]!))
                    .ToDictionary(here => here.Key, here => here.Average(row => row[view.Measure]!.AsNumber!.Value));
            yield return new HeatPanel(Title(view, panel, series),
                [.. down.Select(y => across.Select(x => means.TryGetValue((x, y), out var mean) ? mean : (double?)null)
                    .ToImmutableArray())])
            {
                RowNames = [.. down.Select(value => value.ToString())],
                ColumnNames = [.. across.Select(value => value.ToString())],
            };
        }
    }

    /// <summary>What tells a panel from the others; the network only where the view's panels do not name it already.</summary>
    private static string Title(HeatView view, ViewPanel panel, ViewSeries series)
    {
        var own = view.Columns == "network" || view.Rows == "network" ? series.Rest : series.Label("network");
        return string.Join(", ", new[] { panel.Title, own }.Where(part => part.Length > 0));
    }

    private static ImmutableArray<StudyValue> Values(ViewRows rows, string coordinate) =>
        [.. rows.Rows.Select(row => row[coordinate]!).Distinct().Order(StudyValue.Order)];
}
