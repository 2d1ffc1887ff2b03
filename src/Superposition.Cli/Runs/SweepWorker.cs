using Superposition.Studies;

namespace Superposition.Cli.Runs;

/// <summary>
/// One process of a sweep: computes cells that no other has taken, one at a time, and leaves their records in its shard for the sweep to
/// merge.
/// </summary>
internal sealed class SweepWorker : IDisposable
{
    private readonly RunPaths run;
    private readonly int number;
    private readonly TimeSpan pause;
    private readonly FileStream hold;
    private readonly CellKeeper keeper;
    private readonly string? difference;

    private SweepWorker(RunPaths run, RunManifest manifest, SweepPlan plan, int number, FileStream hold)
    {
        this.run = run;
        this.number = number;
        this.hold = hold;
        pause = TimeSpan.FromSeconds(plan.SaveEvery);
        var cells = manifest.Spec.GridCells().ToDictionary(cell => cell.Id, StringComparer.Ordinal);
        var ledger = CellLedger.Read(run.Shards.Timings(number), []);
        ledger.Mend();
        var results = ResultsFile.Open(
            run.Shards.Results(number),
            CheckedRecords.Of(run.Shards.Results(number), ledger, cells.Keys.ToHashSet(StringComparer.Ordinal)));
        keeper = new CellKeeper(run, manifest, results, run.Shards.Timings(number));
        difference = ComputingKind.Difference(manifest);
        var lost = run.Shards.LostBy(number).Select(remark => remark.Cell).ToHashSet(StringComparer.Ordinal);
        Cells = [.. plan.Cells.Select(cell => cells[cell]).Where(cell => !results.Has(cell.Id) && !lost.Contains(cell.Id))];
    }

    /// <summary>Cells of the sweep that this worker has no record of.</summary>
    public IReadOnlyList<GridCell> Cells { get; }

    /// <summary>Joins the sweep in a run's folder.</summary>
    /// <exception cref="CallerException">There is none, or it has this worker already.</exception>
    public static SweepWorker Join(string path, int number)
    {
        var paths = new RunPaths(path);
        var plan = paths.Shards.ReadPlan() ?? throw new CallerException(
            $"{path}: no sweep is on here, expected the folder of a run that is swept.");
        if (number < 0 || number >= plan.Workers)
        {
            throw new CallerException($"{path}: {number} is no worker of this sweep, expected 0 to {plan.Workers - 1}.");
        }

        var head = RunFolder.ReadManifest(path) ?? throw new CallerException(
            $"{paths.Manifest}: this is not the head of a run of this version, expected the folder of a run.");
        var manifest = ExperimentRun.RequireSameVersion(path, head);
        try
        {
            return new SweepWorker(paths, manifest, plan, number, LockFile.Hold(paths.Shards.Lock(number)));
        }
        catch (IOException e) when (LockFile.IsHeld(paths.Shards.Lock(number)))
        {
            throw new CallerException($"{path}: worker {number} is at work already, expected it once.", e);
        }
    }

    /// <summary>Computes cells until none is left to take.</summary>
    /// <exception cref="OperationCanceledException">
    /// Stopped; what was finished is kept, and the state of the training in flight.
    /// </exception>
    public void Work(IRunWatcher watcher, CancellationToken cancellation)
    {
        if (difference is not null)
        {
            watcher.Remark(difference);
        }

        var runner = new CellRunner(Cells, workers: 1, watcher, cell => new CellCheckpoint(run.States(cell.Id), pause, watcher.Remark))
        {
            Claim = cell => run.Shards.Take(cell.Id, number),
            Live = cell => new LiveLog(run.States(cell.Id)),
        };
        runner.Run(keeper.Keep, remark => run.Shards.Lose(number, remark), cancellation);
    }

    /// <inheritdoc/>
    public void Dispose() => hold.Dispose();
}
