using System.Text.Json;
using Superposition.Studies;

namespace Superposition.Cli.Runs;

/// <summary>The rows of one cell.</summary>
/// <param name="Lines">Its rows, a line each.</param>
/// <param name="Content">What is known of the cell.</param>
/// <param name="Refusal">Why there is nothing to measure, if there is nothing.</param>
/// <param name="Failure">Why the result is not sound, if it is not.</param>
internal sealed record CellRows(IReadOnlyList<byte[]> Lines, CellContent Content, string? Refusal, string? Failure)
{
    /// <summary>The name of the cell that the rows are of.</summary>
    public string Cell => Content.Cell;
}

/// <summary>
/// The rows of a <c>results.jsonl</c>, checked against what is known of the cells. A last cell that a kill cut short is no finding.
/// </summary>
/// <param name="Sound">Cells whose rows are those that were written, in the order of the file.</param>
/// <param name="Findings">What else the file holds, each in a few words that name the lines and the cell.</param>
/// <param name="IsWhole">Whether the file holds the rows of sound cells and nothing else.</param>
internal sealed record CheckedRecords(IReadOnlyList<CellRows> Sound, IReadOnlyList<string> Findings, bool IsWhole)
{
    /// <summary>Reads and checks a file.</summary>
    /// <param name="path">The file; it need not be there.</param>
    /// <param name="ledger">What is known of the cells.</param>
    /// <param name="cells">The cells of the grid.</param>
    public static CheckedRecords Of(string path, CellLedger ledger, IReadOnlySet<string> cells)
    {
        var (found, findings) = (new Dictionary<string, List<Row>>(StringComparer.Ordinal), new List<string>());
        var tail = new LineTail(path);
        var rows = new List<Row>();
        foreach (var (index, line) in tail.ReadNew().Index())
        {
            var row = Parse(line) with { Number = index + 1 };
            rows.Add(row);
            if (row.Cell is null || !cells.Contains(row.Cell))
            {
                findings.Add($"{path}, line {row.Number}: "
                    + $"{(row.Cell is null ? "this is not a record" : $"this is a record of {row.Cell}, which is no cell of this run")}");
                continue;
            }

            if (!found.TryGetValue(row.Cell, out var of))
            {
                found[row.Cell] = of = [];
            }

            of.Add(row);
        }

        var sound = new List<CellRows>();
        foreach (var (cell, of) in found)
        {
            if (ledger.Of(cell).FirstOrDefault(content => Fits(content, of)) is { } content)
            {
                var own = of[..content.Rows];
                sound.Add(new CellRows(
                    [.. own.Select(row => row.Line)], content, own.Select(row => row.Refusal).FirstOrDefault(said => said is not null),
                    own.Select(row => row.Failure).FirstOrDefault(said => said is not null)));
                findings.AddRange(of[content.Rows..].Select(row =>
                    $"{path}, line {row.Number}: this record of {cell} is one too many, after those that the run wrote"));
            }
            else if (of[^1] != rows[^1] || !ledger.Of(cell).Any(known => of.Count < known.Rows))
            {
                var many = of.Count == 1
                    ? $"line {of[0].Number}: this is not the record"
                    : $"lines {of[0].Number} to {of[^1].Number}: these are not the records";
                findings.Add($"{path}, {many} of {cell} that the run wrote");
            }
        }

        return new CheckedRecords(sound, findings, !tail.EndsInTheMiddle && sound.Sum(cell => cell.Lines.Count) == rows.Count);
    }

    /// <summary>The cell that a line belongs to; null when the line is no record.</summary>
    public static string? CellOf(byte[] line) => Parse(line).Cell;

    /// <summary>A cell as it is appended.</summary>
    public static CellRows Make(IReadOnlyList<byte[]> lines, CellContent content)
    {
        Row[] rows = [.. lines.Select(Parse)];
        return new CellRows(
            lines, content, rows.Select(row => row.Refusal).FirstOrDefault(said => said is not null),
            rows.Select(row => row.Failure).FirstOrDefault(said => said is not null));
    }

    private static bool Fits(CellContent content, List<Row> rows) =>
        content.Rows > 0 && rows.Count >= content.Rows
            && (content.Hash is null || content.Hash == CellLedger.Hash(rows.Take(content.Rows).Select(row => row.Line)));

    private static Row Parse(byte[] line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? new Row(line, Text("cell"), Text("refusal"), Text("failure"))
                : new Row(line, null, null, null);

            string? Text(string key) =>
                json.RootElement.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return new Row(line, null, null, null);
        }
    }

    private sealed record Row(byte[] Line, string? Cell, string? Refusal, string? Failure)
    {
        public int Number { get; init; }
    }
}
