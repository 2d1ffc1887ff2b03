using System.Text.Json;
using Superposition.Checkpoints;

namespace Superposition.Cli.Runs;

/// <summary>The rows of one cell.</summary>
/// <param name="Cell">The cell's name.</param>
/// <param name="Lines">Its rows, a line each.</param>
/// <param name="Refusal">Why there is nothing to measure, if there is nothing.</param>
/// <param name="Failure">Why the result is not sound, if it is not.</param>
internal sealed record CellRows(string Cell, IReadOnlyList<byte[]> Lines, string? Refusal, string? Failure);

/// <summary>
/// <c>results.jsonl</c>: the table, a line a row, the rows of a cell appended together and flushed to the disk. When all are there, the file is put into
/// the order of the grid, so that the same spec gives the same bytes in whatever order cells were finished.
/// </summary>
internal sealed class ResultsFile : IDisposable
{
    private readonly string path;
    private readonly Dictionary<string, CellRows> cells = new(StringComparer.Ordinal);
    private FileStream? end;

    private ResultsFile(string path) => this.path = path;

    /// <summary>Opens the file, new or as an earlier process left it. A last line or cell that was cut off by a kill is dropped.</summary>
    /// <param name="path">The file.</param>
    /// <param name="timings">The file of times, which tells how many rows a cell has; a cell that it does not know is taken as it is.</param>
    /// <exception cref="CallerException">A complete line is not a row.</exception>
    public static ResultsFile Open(string path, string timings)
    {
        var results = new ResultsFile(path);
        var rows = RowsOfCells(timings);
        var number = 0;
        long length = 0;
        foreach (var line in new LineTail(path).ReadNew())
        {
            results.Take(line, $"{path}, line {++number}");
            length += line.Length;
        }

        foreach (var cut in results.cells.Values.Where(cell => cell.Lines.Count < rows.GetValueOrDefault(cell.Cell, 1)).ToArray())
        {
            // Rows are appended cell by cell, so only the last cell can have been cut off.
            length -= cut.Lines.Sum(line => line.Length);
            results.cells.Remove(cut.Cell);
        }

        results.end = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0);
        results.end.SetLength(length);
        results.end.Seek(0, SeekOrigin.End);
        return results;
    }

    /// <summary>Reads the rows of a run that is not to be changed.</summary>
    /// <inheritdoc cref="Open"/>
    public static IReadOnlyList<CellRows> Read(string path, string timings)
    {
        using var results = Open(path, timings);
        return [.. results.Cells];
    }

    /// <summary>What the cells gave, in the order of the file.</summary>
    public IEnumerable<CellRows> Cells => cells.Values;

    /// <summary>Whether a cell has its rows.</summary>
    public bool Has(string cell) => cells.ContainsKey(cell);

    /// <summary>Appends the rows of a cell, as they are or as another process wrote them.</summary>
    /// <param name="lines">The rows, each with its line feed.</param>
    /// <param name="source">Where they come from, for complaints.</param>
    /// <returns>The cell; null when it has its rows already.</returns>
    /// <exception cref="CallerException">A line is not a row.</exception>
    public string? Append(IReadOnlyList<byte[]> lines, string source)
    {
        var cell = CellOf(lines[0], source);
        if (Has(cell))
        {
            return null;
        }

        end!.Write((byte[])[.. lines.SelectMany(line => line)]);
        end.Flush(flushToDisk: true);
        foreach (var line in lines)
        {
            Take(line, source);
        }

        return cell;
    }

    /// <summary>Puts the cells into an order; all of them must be in it.</summary>
    public void Sort(IEnumerable<string> order)
    {
        CellRows[] sorted = [.. order.Where(cells.ContainsKey).Select(cell => cells[cell])];
        end!.Dispose();
        AtomicFile.Write(path, stream =>
        {
            foreach (var line in sorted.SelectMany(cell => cell.Lines))
            {
                stream.Write(line);
            }
        });
        cells.Clear();
        foreach (var cell in sorted)
        {
            cells.Add(cell.Cell, cell);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => end?.Dispose();

    /// <summary>The cell that a row belongs to.</summary>
    /// <exception cref="CallerException">The line is not a row.</exception>
    public static string CellOf(byte[] line, string source) => Parse(line, source).Cell;

    private static Dictionary<string, int> RowsOfCells(string timings)
    {
        var rows = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var time in new LineTail(timings).ReadNew().Select(CellKeeper.Read<CellTime>).OfType<CellTime>())
        {
            rows[time.Cell] = time.Rows;
        }

        return rows;
    }

    private void Take(byte[] line, string source)
    {
        var row = Parse(line, source);
        cells[row.Cell] = cells.TryGetValue(row.Cell, out var before)
            ? before with { Lines = [.. before.Lines, line], Refusal = before.Refusal ?? row.Refusal, Failure = before.Failure ?? row.Failure }
            : row;
    }

    private static CellRows Parse(byte[] line, string source)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return new CellRows(json.RootElement.GetProperty("cell").GetString()!, [line], Text("refusal"), Text("failure"));

            string? Text(string key) => json.RootElement.TryGetProperty(key, out var value) ? value.GetString() : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new CallerException($"{source}: this is not a cell's record ({line.Length} bytes), expected one JSON object a line; without the line, --resume computes its cell again.", e);
        }
    }
}
