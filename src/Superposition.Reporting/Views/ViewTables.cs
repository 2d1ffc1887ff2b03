using System.Collections.Immutable;
using System.Globalization;
using Superposition.Reporting.Statistics;
using Superposition.Studies;
using Superposition.Studies.Views;

namespace Superposition.Reporting.Views;

/// <summary>Sets table views: means over seeds, rounded to their intervals.</summary>
internal static class ViewTables
{
    // A table of everything with more cells than this is shown only when asked for.
    private const int MaxOpenCells = 200;

    /// <summary>The table of a view; null when it has no row.</summary>
    public static Table? Of(TableView view, StudyTable table, string name)
    {
        StudyRow[] rows = [.. table.Where(view.Where)];
        if (rows.Length == 0)
        {
            return null;
        }

        ImmutableArray<string> measures = !view.Measures.IsEmpty ? view.Measures
            : [.. table.MeasureNames.Where(measure => rows.Any(row => Value(row, measure) is not null))];
        string[] varying = [.. table.CoordinateNames.Where(c =>
            c != "seed" && c != view.Columns && rows.Select(row => row.Coordinates.GetValueOrDefault(c)).Distinct().Count() > 1)];
        ImmutableArray<string> names = !view.Rows.IsEmpty ? view.Rows : varying.Length > 0 ? [.. varying] : ["network"];
        ImmutableArray<StudyValue?> columns = view.Columns is null
            ? [null]
            : [.. rows.Select(row => row.Coordinates.GetValueOrDefault(view.Columns)).Distinct()
            .OrderBy(value => value is null).ThenBy(value => value, StudyValue.Order!)];
        var groups = rows.GroupBy(row =>
            string.Join('\n', names.Select(n => row.Coordinates.GetValueOrDefault(n)?.ToString())), StringComparer.Ordinal)
            .OrderBy(group => names.Select(n => group.First().Coordinates.GetValueOrDefault(n))
                .ToArray(), Comparer<StudyValue?[]>.Create(Compare)).ToArray();
        var cells = from column in columns from measure in measures select (column, measure);
        var pooled = varying.Except(names, StringComparer.Ordinal).Select(Quantities.Label).ToArray();
        var pooling = pooled.Length > 0 ? $", pooled over {Sentence.List(pooled)}" : "";
        return new Table
        {
            Name = name,
            Title = view.Title ?? "Results",
            Note = $"Means over seeds ± half of the 95 % confidence interval (Student t){pooling}.",
            Headers = names.Length,
            IsFolded = view.Measures.IsEmpty && groups.Length * measures.Length > MaxOpenCells,
            Columns = [.. names.Select(Quantities.Label), "seeds",
                .. cells.Select(cell => Heading(view, cell.column, cell.measure, measures.Length))],
            Rows =
            [
                .. from @group in groups
                   let first = @group.First()
                   select (ImmutableArray<string>)
                   [
                       .. names.Select(n => first.Coordinates.GetValueOrDefault(n)?.ToString() ?? "–"),
                       Seeds(@group),
                       .. cells.Select(cell =>
                           Cell(@group.Where(row => view.Columns is null || row.Coordinates.GetValueOrDefault(view.Columns) == cell.column),
                               cell.measure)),
                   ],
            ],
        };
    }

    private static string Heading(TableView view, StudyValue? column, string measure, int measures) => (view.Columns, measures) switch
    {
        (null, _) => Quantities.Label(measure),
        (_, 1) => ViewRows.Name(view.Columns, column) ?? "–",
        _ => $"{Quantities.Label(measure)}, {ViewRows.Name(view.Columns, column) ?? "–"}",
    };

    private static string Seeds(IEnumerable<StudyRow> rows) =>
        rows.Select(row => row.Seed).Distinct().Count().ToString(CultureInfo.InvariantCulture);

    private static string Cell(IEnumerable<StudyRow> rows, string measure)
    {
        var all = rows.ToArray();
        var values = all.Where(row => row.Failure is null).Select(row => Value(row, measure)).OfType<double>().ToArray();
        return values.Length > 0 ? Numbers.PlusMinus(SeedInterval.Of(values)!)
            : all.Any(row => row.Failure is not null) ? "failed"
            : all.Any(row => row.Refusal is not null) ? "refused"
            : "–";
    }

    private static double? Value(StudyRow row, string measure) =>
        row[measure] switch { StudyValue.Number number => number.Value, StudyValue.Flag flag => flag.Value ? 1 : 0, _ => null };

    private static int Compare(StudyValue?[] first, StudyValue?[] second) =>
        first.Zip(second, (a, b) => StudyValue.Order.Compare(a, b)).FirstOrDefault(order => order != 0);
}
