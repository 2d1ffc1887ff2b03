using System.Text.Json;
using Superposition.Checkpoints;
using Superposition.Experiments;
using Superposition.Specs;

namespace Superposition.Cli.Runs;

/// <summary>
/// <c>results.jsonl</c>: a line a cell, each appended whole and flushed to the disk. When all are there, the file is put into the order of the grid,
/// so that the same experiment gives the same bytes in whatever order cells were finished.
/// </summary>
internal sealed class ResultsFile : IDisposable
{
    private readonly string path;
    private readonly Dictionary<string, (byte[] Line, CellRecord Record)> cells = new(StringComparer.Ordinal);
    private FileStream? end;

    private ResultsFile(string path) => this.path = path;

    /// <summary>Opens the file, new or as an earlier process left it. A last line that was cut off by a kill is dropped.</summary>
    /// <exception cref="CallerException">A complete line is not a record.</exception>
    public static ResultsFile Open(string path)
    {
        var results = new ResultsFile(path);
        var number = 0;
        long length = 0;
        foreach (var line in new LineTail(path).ReadNew())
        {
            results.Take(line, ++number);
            length += line.Length;
        }

        results.end = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0);
        results.end.SetLength(length);
        results.end.Seek(0, SeekOrigin.End);
        return results;
    }

    /// <summary>Reads the records of a run that is not to be changed.</summary>
    /// <inheritdoc cref="Open"/>
    public static IReadOnlyList<CellRecord> Read(string path)
    {
        using var results = Open(path);
        return [.. results.Records];
    }

    /// <summary>The records, in the order of the file.</summary>
    public IEnumerable<CellRecord> Records => cells.Values.Select(cell => cell.Record);

    /// <summary>Whether a cell has its record.</summary>
    public bool Has(string cell) => cells.ContainsKey(cell);

    /// <summary>Appends a record.</summary>
    public void Append(CellRecord record) => Append(CellKeeper.JsonLine(record), record);

    /// <summary>Appends a record that another process wrote, byte for byte.</summary>
    /// <returns>Its cell; null when that cell has its record already.</returns>
    /// <exception cref="CallerException">The line is not a record.</exception>
    public string? Append(byte[] line, string source)
    {
        var record = Parse(line, source);
        if (Has(record.Cell))
        {
            return null;
        }

        Append(line, record);
        return record.Cell;
    }

    private void Append(byte[] line, CellRecord record)
    {
        end!.Write(line);
        end.Flush(flushToDisk: true);
        cells.Add(record.Cell, (line, record));
    }

    /// <summary>Puts the lines into an order; all of them must be in it.</summary>
    public void Sort(IEnumerable<string> order)
    {
        var sorted = order.Where(cells.ContainsKey).Select(cell => cells[cell]).ToArray();
        end!.Dispose();
        AtomicFile.Write(path, stream =>
        {
            foreach (var (line, _) in sorted)
            {
                stream.Write(line);
            }
        });
        cells.Clear();
        foreach (var (line, record) in sorted)
        {
            cells.Add(record.Cell, (line, record));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => end?.Dispose();

    private void Take(byte[] line, int number)
    {
        var record = Parse(line, $"{path}, line {number}");
        cells[record.Cell] = (line, record);
    }

    private static CellRecord Parse(byte[] line, string source)
    {
        try
        {
            return JsonSerializer.Deserialize<CellRecord>(line, SpecJson.Line)!;
        }
        catch (JsonException e)
        {
            throw new CallerException($"{source}: this is not a cell's record ({line.Length} bytes), expected one JSON object a line; without the line, --resume computes its cell again.", e);
        }
    }
}
