using System.Diagnostics;
using System.Globalization;
using Superposition.Cli.Runs;
using Superposition.Studies;

namespace Superposition.Cli.Sweeps;

/// <summary>
/// The workers of a sweep on this machine. Each is a process of its own, so that one that dies takes no other with it; each stops, with its
/// training saved, when its standard input ends, which it does however this process ends. One that dies is started again, and tries its
/// cell again.
/// </summary>
/// <param name="run">The run, whose sweep is planned.</param>
/// <param name="count">Processes.</param>
/// <param name="retries">
/// How often a cell whose process died is tried again, and how often in a row a process may die before it has begun one.
/// </param>
/// <param name="watcher">Is told of their progress.</param>
/// <param name="merge">Merges records that are new.</param>
internal sealed class WorkerProcesses(ExperimentRun run, int count, int retries, IRunWatcher watcher, Action merge)
{
    private readonly Dictionary<string, GridCell> cells = run.Missing.ToDictionary(cell => cell.Id, StringComparer.Ordinal);
    private readonly Dictionary<int, string> ends = [];
    private readonly Lock order = new();
    private Exception? failure;

    /// <summary>Runs the workers until each has ended.</summary>
    /// <returns>How those ended that did not end well.</returns>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public IReadOnlyDictionary<int, string> Run(CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var threads = Enumerable.Range(0, count).Select(worker =>
            new Thread(() => Guard(() => Attend(worker, stop.Token), stop)) { IsBackground = true, Name = $"worker {worker}" }).ToArray();
        foreach (var thread in threads)
        {
            thread.Start();
        }

        foreach (var thread in threads)
        {
            thread.Join();
        }

        cancellation.ThrowIfCancellationRequested();
        return failure is null ? ends : throw new IOException(failure.Message, failure);
    }

    /// <summary>Keeps a worker going until it has nothing left to do, or dies too often.</summary>
    private void Attend(int worker, CancellationToken stop)
    {
        var deaths = new Dictionary<string, int>(StringComparer.Ordinal);
        while (RunOnce(worker, stop) is { } death && !stop.IsCancellationRequested)
        {
            var cell = death.Cell?.Id ?? "";
            var times = deaths[cell] = deaths.GetValueOrDefault(cell) + 1;
            var isGivenUp = times > retries;
            watcher.Remark($"Worker {worker} {death.End} "
                + $"{(death.Cell is null ? "before it had begun a cell" : $"while it computed {cell}")}; "
                + $"{(!isGivenUp ? $"it is started again ({times} of {Wording.Count(retries, "retry", "retries")})" : death.Cell is null
                    ? "it is not started again" : "the cell is given up")}.");
            if (isGivenUp && death.Cell is null)
            {
                lock (order)
                {
                    ends[worker] = death.End;
                }

                return;
            }

            if (isGivenUp)
            {
                run.Folder.Shards.Lose(worker, new CellRemark(
                    cell,
                    $"a process that {death.End} at each of {Wording.Count(times, "try", "tries")} (its log: "
                        + $"{run.Folder.Shards.Log(worker)})"));
            }
        }
    }

    /// <summary>Runs a worker's process to its end.</summary>
    /// <returns>How it died and in which cell; null when it ended as it should.</returns>
    private Death? RunOnce(int worker, CancellationToken stop)
    {
        using var process = Start(worker);
        using var log = new FileStream(run.Folder.Shards.Log(worker), FileMode.Append, FileAccess.Write, FileShare.Read);
        var complaints =
            new Thread(() => process.StandardError.BaseStream.CopyTo(log)) { IsBackground = true, Name = $"log of worker {worker}" };
        complaints.Start();
        GridCell? inFlight = null;
        using (stop.Register(process.StandardInput.Close))
        {
            try
            {
                inFlight = Listen(worker, process.StandardOutput);
            }
            finally
            {
                process.StandardInput.Close();
                process.WaitForExit();
                complaints.Join();
            }
        }

        return process.ExitCode == 0 ? null : new Death(inFlight, $"ended with exit code {process.ExitCode}");
    }

    private Process Start(int worker)
    {
        string[] words = [.. ThisProgram.Words, "sweep-task", Path.GetFullPath(run.Folder.Path),
            worker.ToString(CultureInfo.InvariantCulture), "--watched"];
        return Process.Start(new ProcessStartInfo(words[0], words[1..])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }

    /// <summary>Passes on what a worker tells.</summary>
    /// <returns>The cell that it had begun and not ended.</returns>
    private GridCell? Listen(int worker, StreamReader output)
    {
        GridCell? inFlight = null;
        while (output.ReadLine() is { } line)
        {
            if (WorkerEvent.Parse(line) is not { } what || !cells.TryGetValue(what.Cell, out var cell))
            {
                continue;
            }

            switch (what.Kind)
            {
                case WorkerEventKind.Begun:
                    inFlight = cell;
                    watcher.Begun(worker, cell);
                    break;
                case WorkerEventKind.Moved:
                    watcher.Moved(worker, new CellProgress(what.Done, what.Note, what.Steps));
                    break;
                case WorkerEventKind.Remark:
                    watcher.Remark(what.Note);
                    break;
                default:
                    inFlight = null;
                    merge();
                    watcher.Ended(worker, cell, TimeSpan.FromSeconds(what.Seconds), what.Failure);
                    break;
            }
        }

        if (inFlight is not null)
        {
            watcher.Ended(worker, inFlight, TimeSpan.Zero, "its worker ended");
        }

        return inFlight;
    }

    /// <summary>What cannot be kept (the disk is full, say) ends the sweep: further cells would be lost the same way.</summary>
    private void Guard(Action work, CancellationTokenSource stop)
    {
        try
        {
            work();
        }
        catch (Exception e)
        {
            lock (order)
            {
                failure ??= e;
            }

            stop.Cancel();
        }
    }

    /// <param name="Cell">The cell in flight; null when none was.</param>
    /// <param name="End">How the process ended, in words.</param>
    private sealed record Death(GridCell? Cell, string End);
}
