using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Superposition.Reporting.Figures;
using Superposition.Reporting.Statistics;
using Superposition.Studies;
using Superposition.Studies.Views;
using Superposition.Training;

namespace Superposition.Reporting.Views;

/// <summary>The figures and tables of a study's views.</summary>
internal static partial class StudyDrawings
{
    private static readonly string MapLimit = $" (weights are kept as maps of up to {Numbers.Count(WeightSnapshot.MaxWeights)} cells)";

    /// <summary>Draws views; one that no row has numbers for is named instead.</summary>
    /// <param name="views">The views; the study's defaults where there is none.</param>
    /// <param name="table">The table.</param>
    /// <param name="sizeOf">The size of a row's task.</param>
    public static (ImmutableArray<Figure> Figures, ImmutableArray<Table> Tables, ImmutableArray<string> Empty) Of(
        ImmutableArray<View> views, StudyTable table, TaskSizeOf sizeOf)
    {
        var figures = ImmutableArray.CreateBuilder<Figure>();
        var tables = ImmutableArray.CreateBuilder<Table>();
        var empty = ImmutableArray.CreateBuilder<string>();
        var charts = new AxesCharts(table, sizeOf);
        foreach (var (index, view) in (views.IsEmpty ? DefaultViews.Of(table) : views).Index())
        {
            var name = NameOf(view, index);
            switch (view)
            {
                case AxesView axes when charts.Of(axes, name) is { } chart:
                    figures.Add(ChartRenderer.Draw(chart));
                    break;
                case HeatView heat when HeatMaps.Of(heat, table, name) is { } map:
                    figures.Add(HeatRenderer.Draw(map));
                    break;
                case TableView set when ViewTables.Of(set, table, name) is { } made:
                    tables.Add(made);
                    break;
                default:
                    empty.Add((view.Title ?? name) + (view is HeatView { X: null } ? MapLimit : ""));
                    break;
            }
        }

        return (figures.ToImmutable(), tables.ToImmutable(), empty.ToImmutable());
    }

    private static string NameOf(View view, int index)
    {
        var what = view switch { AxesView axes => axes.Y, HeatView heat => heat.Measure, _ => "table" };
        return string.Create(CultureInfo.InvariantCulture, $"{NotForFiles().Replace(what, "-")}-{index + 1}");
    }

    [GeneratedRegex("[^A-Za-z0-9]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NotForFiles();
}
