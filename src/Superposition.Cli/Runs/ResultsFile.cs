using Superposition.Studies;

namespace Superposition.Cli.Runs;

/// <summary>
/// <c>results.jsonl</c>: the table, a line a row, the rows of a cell appended together and flushed to the disk. When all are there, the
/// file is put into the order of the grid, so that the same spec gives bit-identical files in whatever order cells were finished.
/// </summary>
internal sealed class ResultsFile
{
    private readonly string path;
    private readonly Dictionary<string, CellRows> cells;

    private ResultsFile(string path, CheckedRecords records) =>
        (this.path, cells) = (path, records.Sound.ToDictionary(cell => cell.Cell, StringComparer.Ordinal));

    /// <summary>Continues with what is sound of the file; what else it held is taken out.</summary>
    /// <param name="path">The file; it need not be there.</param>
    /// <param name="records">What of it is sound.</param>
    public static ResultsFile Open(string path, CheckedRecords records)
    {
        var results = new ResultsFile(path, records);
        if (!records.IsWhole || !File.Exists(path))
        {
            results.WriteAll();
        }

        return results;
    }

    /// <summary>What the cells gave, in the order of the file.</summary>
    public IReadOnlyCollection<CellRows> Cells => cells.Values;

    /// <summary>Whether a cell has its rows.</summary>
    public bool Has(string cell) => cells.ContainsKey(cell);

    /// <summary>Appends the rows of a cell, unless it has them already.</summary>
    /// <param name="lines">The rows, each with its line feed.</param>
    /// <param name="content">What is known of the cell.</param>
    public void Append(IReadOnlyList<byte[]> lines, CellContent content)
    {
        if (!Has(content.Cell))
        {
            Checkpoints.AtomicFile.Append(path, (byte[])[.. lines.SelectMany(line => line)]);
            cells.Add(content.Cell, CheckedRecords.Make(lines, content));
        }
    }

    /// <summary>Puts the cells into an order; all of them must be in it.</summary>
    public void Sort(IEnumerable<string> order)
    {
        CellRows[] sorted = [.. order.Where(cells.ContainsKey).Select(cell => cells[cell])];
        if (sorted.SequenceEqual(cells.Values))
        {
            return;
        }

        cells.Clear();
        foreach (var cell in sorted)
        {
            cells.Add(cell.Cell, cell);
        }

        WriteAll();
    }

    private void WriteAll() => Checkpoints.AtomicFile.Write(path, stream =>
    {
        foreach (var line in cells.Values.SelectMany(cell => cell.Lines))
        {
            stream.Write(line);
        }
    });
}
