using Superposition.Studies;

namespace Superposition.Cli.Runs;

/// <summary>What <c>run</c> and <c>sweep</c> say of an experiment, from its beginning to its end.</summary>
internal sealed class RunScreen(Screen screen, bool json)
{
    /// <summary>Prints what is about to be computed, in which folder, and how.</summary>
    /// <param name="run">The run.</param>
    /// <param name="how">How cells are computed, as "2 at a time".</param>
    public void Announce(ExperimentRun run, string how)
    {
        foreach (var finding in run.Findings)
        {
            screen.Warn(
                $"{finding}; what is not sound is computed again, and what was there is kept with the ending {RunInspection.Damaged}.");
        }

        if (run.Missing.Length > 0 && ComputingKind.Difference(run.Manifest) is { } difference)
        {
            screen.Warn(difference);
        }

        if (json)
        {
            return;
        }

        var kept = run.Cells.Length - run.Missing.Length;
        screen.Line($"{run.Manifest.Name}: {run.Manifest.Spec.Asks}");
        screen.Line($"{Wording.Count(run.Missing.Length, "cell")} to compute{(kept > 0 ? $", {kept:N0} kept" : "")}, {how}; into "
            + $"{run.Folder.Path}");
    }

    /// <summary>Shows progress while cells are computed.</summary>
    /// <param name="run">The run.</param>
    /// <param name="workers">Cells side by side.</param>
    /// <param name="compute">Computes them and tells the watcher.</param>
    public T Watch<T>(ExperimentRun run, int workers, Func<IRunWatcher, T> compute)
    {
        var console = screen.ForProgress(json);
        var pace = new Pace(run.Missing, workers);
        return console.Profile.Capabilities.Interactive && run.Missing.Length > 0
            ? ProgressBars.Around(console, pace, workers, compute)
            : compute(new ProgressLines(console, pace, workers));
    }

    /// <summary>Computes what is missing, from the announcement to the report.</summary>
    /// <param name="run">The run.</param>
    /// <param name="workers">Cells side by side; one a processor when null.</param>
    /// <param name="pause">How often the state of training is saved.</param>
    /// <param name="next">The command that resumes the run when it is stopped.</param>
    /// <param name="cancellation">Stops the run.</param>
    /// <returns>The exit code.</returns>
    public int Compute(ExperimentRun run, int? workers, TimeSpan pause, string next, CancellationToken cancellation)
    {
        var threads = Math.Min(workers ?? Environment.ProcessorCount, Math.Max(1, run.Missing.Length));
        Announce(run, $"{threads} at a time");
        try
        {
            return Conclude(run, Watch(run, threads, watcher => run.Compute(threads, watcher, pause, cancellation)));
        }
        catch (OperationCanceledException)
        {
            return Interrupted(run, next);
        }
    }

    /// <summary>Says how to resume a run that was stopped.</summary>
    /// <param name="run">The run.</param>
    /// <param name="next">The command that does it.</param>
    /// <returns>The exit code.</returns>
    public int Interrupted(ExperimentRun run, string next)
    {
        screen.Warn(
            $"Interrupted after {run.Manifest.CellsDone:N0} of {Wording.Count(run.Cells.Length, "cell")}, which are saved with the "
            + "training in flight; to resume:", next);
        return ExitCode.Interrupted;
    }

    /// <summary>Writes the report and prints the outcome.</summary>
    /// <param name="run">The run.</param>
    /// <param name="broken">Cells without a record.</param>
    /// <returns>The exit code.</returns>
    public int Conclude(ExperimentRun run, IReadOnlyList<CellRemark> broken)
    {
        var records = run.Rows;
        var report = screen.Working("drawing the report", json, () => ReportFolder.Draw(run.Manifest, records, run.Folder.Results));
        run.Name(ReportFolder.Names(report));
        ReportFolder.Write(run.Folder, report);
        var failures = records.Where(record => record.Failure is not null).ToArray();
        if (json)
        {
            screen.Json(new Summary(
                run.Folder.Path, run.Folder.Report, run.Manifest.State, run.Manifest.Cells, run.Manifest.CellsDone, run.Manifest.Seconds,
                report.Headline, report.Verdicts,
                [.. records.Where(record => record.Refusal is not null).Select(record => new CellRemark(record.Cell, record.Refusal!))],
                [.. failures.Select(record => new CellRemark(record.Cell, record.Failure!))], broken));
        }
        else
        {
            screen.Line();
            screen.Line(report.Headline);
            foreach (var verdict in report.Verdicts)
            {
                screen.Line($"  {verdict}");
            }

            screen.Line();
            if (records.Count(record => record.Refusal is not null) is > 0 and var refused)
            {
                screen.Line($"{Wording.Count(refused, "cell")} where a construction does not exist; the report says why.");
            }

            screen.Line($"{Wording.Count(run.Manifest.CellsDone, "cell")} in {Wording.Time(TimeSpan.FromSeconds(run.Manifest.Seconds))}.");
            screen.Line($"Report: {run.Folder.Report}");
        }

        if (broken.Count > 0)
        {
            screen.Warn(
                $"{Wording.Count(broken.Count, "cell")} broke, the first {broken[0].Cell} with {broken[0].Reason}; --resume tries again.");
        }
        else if (failures.Length > 0)
        {
            screen.Warn($"{Wording.Count(failures.Length, "cell")} failed, the first {failures[0].Cell}: {failures[0].Failure}");
        }

        return broken.Count + failures.Length > 0 ? ExitCode.Failed : ExitCode.Done;
    }

    private sealed record Summary(
        string Folder, string Report, RunState State, int Cells, int CellsDone, double Seconds, string Headline,
        IReadOnlyList<string> Verdicts, IReadOnlyList<CellRemark> Refused, IReadOnlyList<CellRemark> Failed,
        IReadOnlyList<CellRemark> Broken);
}
