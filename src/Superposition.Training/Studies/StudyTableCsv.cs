using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Superposition.Studies;

/// <summary>
/// A study's table as comma-separated values (RFC 4180): cell, coordinates, measures, refusal, failure; a list is written as in JSON.
/// </summary>
public static class StudyTableCsv
{
    /// <summary>The columns of a table, in the order in which they are exported.</summary>
    public static ImmutableArray<string> Columns(StudyTable table) =>
        ["cell", .. table.CoordinateNames, .. table.MeasureNames, "refusal", "failure"];

    /// <summary>The table with a head line; every line ends with a line feed, and a value that a row does not have is empty.</summary>
    public static string Of(StudyTable table)
    {
        var text = new StringBuilder();
        var columns = Columns(table);
        text.AppendJoin(',', columns.Select(Quoted)).Append('\n');
        foreach (var row in table.Rows)
        {
            text.AppendJoin(',', columns.Select(column => Quoted(Value(row, column)))).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>
    /// A field, in quotes where it has to be. Text that a spreadsheet would take for a formula gets an apostrophe, which spreadsheets read
    /// as "this is text"; numbers stay as they are.
    /// </summary>
    /// <param name="field">The field.</param>
    public static string Quoted(string field)
    {
        var text = BeginsFormula(field) ? $"'{field}" : field;
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private static bool BeginsFormula(string field) =>
        field.TrimStart(' ') is ['=' or '@' or '+' or '-' or '\t' or '\r' or '\n', ..]
            && !double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static string Value(StudyRow row, string column) => column switch
    {
        "cell" => row.Cell,
        "refusal" => row.Refusal ?? "",
        "failure" => row.Failure ?? "",
        _ => row[column]?.ToString() ?? "",
    };
}
