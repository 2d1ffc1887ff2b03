using Superposition.Checkpoints;
using Superposition.Studies;

namespace Superposition.Cli.Runs;

/// <summary>
/// Takes what workers have finished into the records and times of their run: what is new since the last time, a record once.
/// </summary>
/// <param name="shards">What the workers write.</param>
/// <param name="results">The run's records.</param>
/// <param name="timings">The run's times.</param>
internal sealed class ShardMerge(ShardsFolder shards, ResultsFile results, string timings)
{
    private readonly Dictionary<int, Tail> tails = [];

    /// <summary>Takes over the records that workers have finished since the last time.</summary>
    public void Merge()
    {
        foreach (var worker in shards.Workers)
        {
            if (!tails.TryGetValue(worker, out var tail))
            {
                tails[worker] = tail = new Tail(new LineTail(shards.Results(worker)), new LineTail(shards.Timings(worker)));
            }

            // A cell's time is written before its record, so it is there when the record is, but a time may come ahead of its record.
            var records = tail.Results.ReadNew();
            foreach (var content in tail.Timings.ReadNew().Select(CellKeeper.Read<CellContent>).OfType<CellContent>())
            {
                tail.Contents[content.Cell] = content;
            }

            foreach (var line in records)
            {
                // What a disk has damaged is not merged: its cell is lost, and computed again.
                if (CheckedRecords.CellOf(line) is not { } cell || !tail.Contents.TryGetValue(cell, out var content))
                {
                    continue;
                }

                if (!tail.Rows.TryGetValue(cell, out var rows))
                {
                    tail.Rows[cell] = rows = [];
                }

                rows.Add(line);
                if (rows.Count == content.Rows)
                {
                    tail.Rows.Remove(cell);
                    if (!results.Has(cell) && content.Hash == CellLedger.Hash(rows))
                    {
                        // The time comes first here too: it tells what the cell has left.
                        AtomicFile.Append(timings, CellKeeper.JsonLine(content));
                        results.Append(rows, content);
                    }
                }
            }
        }
    }

    /// <summary>Why cells that a sweep should have computed have no record.</summary>
    /// <param name="cells">The cells.</param>
    /// <param name="ends">How workers ended that did not end well, as far as that is known: "ended with exit code 137".</param>
    public IReadOnlyList<CellRemark> Losses(IEnumerable<string> cells, IReadOnlyDictionary<int, string> ends)
    {
        var broken = shards.Workers.SelectMany(shards.LostBy).ToLookup(remark => remark.Cell, StringComparer.Ordinal);
        return [.. from cell in cells
                   where !results.Has(cell)
                   select broken[cell].LastOrDefault() ?? new CellRemark(cell, shards.TakenBy(cell) is { } worker
                       ? $"worker {worker}, which {ends.GetValueOrDefault(worker, "ended in the middle of it")} (its log: "
                           + $"{shards.Log(worker)})"
                       : "no worker left to take it")];
    }

    private sealed record Tail(LineTail Results, LineTail Timings)
    {
        public Dictionary<string, CellContent> Contents { get; } = new(StringComparer.Ordinal);

        /// <summary>Rows of cells that are not complete yet.</summary>
        public Dictionary<string, List<byte[]>> Rows { get; } = new(StringComparer.Ordinal);
    }
}
