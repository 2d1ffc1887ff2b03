using Spectre.Console;
using Spectre.Console.Rendering;

namespace Superposition.Cli;

/// <summary>Widths of a table's columns at which no word is broken.</summary>
internal static class TableWidths
{
    private const int RightEdge = 1;

    /// <summary>Narrows columns of names, the widest first and none below its longest word, until the table fits.</summary>
    /// <param name="table">The table; columns that must not wrap keep their width.</param>
    /// <param name="options">How it is drawn.</param>
    /// <param name="width">The width of the terminal.</param>
    /// <returns>
    /// The width, its blank right edge included, that the table needs: more than the terminal has where words would be broken otherwise.
    /// </returns>
    public static int Fit(Table table, RenderOptions options, int width)
    {
        var columns = table.Columns.Select((column, index) => new
        {
            Column = column,
            Cells = table.Rows.Select(row => row[index]).Prepend(column.Header).Select(cell =>
                cell.Measure(options, int.MaxValue)).ToArray(),
        }).ToArray();
        var widths = columns.Select(column => column.Cells.Max(cell => cell.Max)).ToArray();
        var least = columns.Select((column, index) => column.Column.NoWrap ? widths[index] : column.Cells.Max(cell => cell.Min)).ToArray();
        var frame = ((IRenderable)table).Measure(options, int.MaxValue).Max - widths.Sum();
        for (var excess = widths.Sum() + frame - RightEdge - width; excess > 0; excess--)
        {
            var widest = Enumerable.Range(0, widths.Length).MaxBy(index => widths[index] > least[index] ? widths[index] : -1);
            if (widths[widest] == least[widest])
            {
                break;
            }

            widths[widest]--;
        }

        foreach (var (column, chosen) in columns.Zip(widths))
        {
            column.Column.Width = chosen;
        }

        return Math.Max(width, widths.Sum() + frame);
    }
}
