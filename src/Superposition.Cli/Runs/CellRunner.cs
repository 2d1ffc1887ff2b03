using System.Diagnostics;
using Superposition.Studies;
using Superposition.Training;

namespace Superposition.Cli.Runs;

/// <summary>
/// Why a cell has no result: its construction does not exist, its training failed, or it broke off with an exception and has no record.
/// </summary>
/// <param name="Cell">Its name.</param>
/// <param name="Reason">What happened, in a sentence.</param>
internal sealed record CellRemark(string Cell, string Reason);

/// <summary>
/// Computes cells side by side, each on one thread and from its own seed, so that the number of threads changes nothing but the time.
/// </summary>
/// <param name="cells">The cells, in the order in which they are begun.</param>
/// <param name="workers">Cells side by side.</param>
/// <param name="watcher">Is told of its progress.</param>
/// <param name="store">Where a cell's training keeps its state.</param>
internal sealed class CellRunner(IReadOnlyList<GridCell> cells, int workers, IRunWatcher watcher, Func<GridCell, ITrainingStore> store)
{
    private readonly Lock order = new();
    private Exception? failure;
    private int next = -1;

    /// <summary>Whether a cell may be begun; false leaves it to another process.</summary>
    public Func<GridCell, bool> Claim { get; init; } = _ => true;

    /// <summary>Where a cell writes down its progress.</summary>
    public required Func<GridCell, LiveLog> Live { get; init; }

    /// <summary>Runs all cells, as many at a time as there are workers.</summary>
    /// <param name="keep">Takes a result, one at a time; the result is disposed afterwards.</param>
    /// <param name="lose">Is told of a cell that ended with an exception, one at a time. The others continue.</param>
    /// <param name="cancellation">Stops the cells in flight; nothing of them is kept but the state of their training.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public void Run(Action<CellOutcome, TimeSpan> keep, Action<CellRemark> lose, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var threads = Enumerable.Range(0, Math.Min(workers, cells.Count)).Select(worker =>
            new Thread(() => Work(worker, keep, lose, stop)) { IsBackground = true, Name = $"cells {worker}" }).ToArray();
        foreach (var thread in threads)
        {
            thread.Start();
        }

        foreach (var thread in threads)
        {
            thread.Join();
        }

        if (failure is not null)
        {
            throw new IOException(failure.Message, failure);
        }

        cancellation.ThrowIfCancellationRequested();
    }

    private void Work(int worker, Action<CellOutcome, TimeSpan> keep, Action<CellRemark> lose, CancellationTokenSource stop)
    {
        while (!stop.IsCancellationRequested && Interlocked.Increment(ref next) is var index && index < cells.Count)
        {
            var cell = cells[index];
            var isOurs = false;
            Guard(() => isOurs = Claim(cell), stop);
            if (!isOurs)
            {
                continue;
            }

            var begun = Stopwatch.GetTimestamp();
            watcher.Begun(worker, cell);
            var live = Live(cell);
            live.Begin();
            try
            {
                using var outcome = cell.Run(new CellContext(new CellWatcher(watcher, worker, live), store(cell), stop.Token));
                var took = Stopwatch.GetElapsedTime(begun);
                lock (order)
                {
                    Guard(() => keep(outcome, took), stop);
                }

                watcher.Ended(worker, cell, took, outcome.Failure ?? outcome.Refusal);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                var reason = Complaint.FirstLine(e);
                lock (order)
                {
                    Guard(() => lose(new CellRemark(cell.Id, reason)), stop);
                }

                watcher.Ended(worker, cell, Stopwatch.GetElapsedTime(begun), reason);
            }
        }
    }

    /// <summary>What cannot be claimed or kept (the disk is full, say) ends the run: further cells would be lost the same way.</summary>
    private void Guard(Action write, CancellationTokenSource stop)
    {
        try
        {
            write();
        }
        catch (Exception e)
        {
            Interlocked.CompareExchange(ref failure, e, null);
            stop.Cancel();
        }
    }

    private sealed class CellWatcher(IRunWatcher watcher, int worker, LiveLog live) : IProgress<CellProgress>
    {
        public void Report(CellProgress value)
        {
            watcher.Moved(worker, value);
            live.Note(value);
        }
    }
}
