using System.Diagnostics;
using System.Globalization;
using Superposition.Cli.Runs;
using Superposition.Studies;

namespace Superposition.Cli.Sweeps;

/// <summary>
/// The workers of a sweep on this machine. Each is a process of its own, so that one that dies takes no other with it; each stops, with its training
/// saved, when its standard input ends, which it does however this process ends.
/// </summary>
/// <param name="run">The run, whose sweep is planned.</param>
/// <param name="count">Processes.</param>
/// <param name="watcher">Is told how they go on.</param>
/// <param name="merge">Merges records that are new.</param>
internal sealed class WorkerProcesses(ExperimentRun run, int count, IRunWatcher watcher, Action merge)
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
        var threads = Enumerable.Range(0, count).Select(worker => new Thread(() => Guard(() => Attend(worker, stop.Token), stop)) { IsBackground = true, Name = $"worker {worker}" }).ToArray();
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

    private void Attend(int worker, CancellationToken stop)
    {
        using var process = Start(worker);
        using var log = new FileStream(run.Folder.Shards.Log(worker), FileMode.Create, FileAccess.Write, FileShare.Read);
        var complaints = new Thread(() => process.StandardError.BaseStream.CopyTo(log)) { IsBackground = true, Name = $"log of worker {worker}" };
        complaints.Start();
        using (stop.Register(process.StandardInput.Close))
        {
            try
            {
                Listen(worker, process.StandardOutput);
            }
            finally
            {
                process.StandardInput.Close();
                process.WaitForExit();
                complaints.Join();
            }
        }

        if (process.ExitCode != 0)
        {
            lock (order)
            {
                ends.Add(worker, $"ended with exit code {process.ExitCode}");
            }
        }
    }

    private Process Start(int worker)
    {
        string[] words = [.. ThisProgram.Words, "sweep-task", Path.GetFullPath(run.Folder.Path), worker.ToString(CultureInfo.InvariantCulture), "--watched"];
        return Process.Start(new ProcessStartInfo(words[0], words[1..])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }

    private void Listen(int worker, StreamReader output)
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
}
