using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Superposition.Cli.Sweeps;
using Superposition.Studies;

namespace Superposition.Cli.Runs;

/// <summary>An experiment on its way through the grid: what is done lies in its folder, whatever happens to the process.</summary>
internal sealed class ExperimentRun : IDisposable
{
    // The head is rewritten as cells are done, but not more often than this, and so seldom that it costs at most a fiftieth of the time.
    private static readonly TimeSpan PauseOfHead = TimeSpan.FromSeconds(2);
    private const int ShareOfHead = 50;

    private readonly ResultsFile results;
    private readonly CellKeeper keeper;
    private readonly Lock merging = new();
    private readonly long begun = Stopwatch.GetTimestamp();
    private readonly double secondsBefore;
    private TimeSpan pauseOfHead = PauseOfHead;
    private long saved;

    private ExperimentRun(RunFolder folder, RunManifest manifest, CancellationToken cancellation)
    {
        Folder = folder;
        secondsBefore = manifest.Seconds
            + (manifest.State == RunState.Submitted ? folder.Shards.TimeUntilLastRecord(manifest.Started).TotalSeconds : 0);
        Cells = [.. manifest.Spec.GridCells()];
        var inspection = RunInspection.Of(folder, manifest, Cells.Select(cell => cell.Id).ToHashSet(StringComparer.Ordinal), cancellation);
        Findings = [.. inspection.Findings];

        // Before anything is written, so that the run's list names it.
        Manifest = manifest with
        {
            Started = DateTimeOffset.UtcNow,
            Cells = Cells.Length,
            Files = manifest.Files.Union(inspection.SetAside(folder))
        };
        Folder.Save(Manifest);
        Folder.CreateFolders();
        results = ResultsFile.Open(
            folder.Results,
            inspection.Records with
            {
                Sound = inspection.Sound,
                IsWhole = inspection.Records.IsWhole
            && inspection.Sound.Count == inspection.Records.Sound.Count
            });
        keeper = new CellKeeper(folder, manifest, results, folder.Timings);
        new ShardMerge(folder.Shards, results, folder.Timings).Merge();
        Missing = [.. Cells.Where(cell => !results.Has(cell.Id))];
        folder.ForgetStates(results.Cells.Select(cell => cell.Cell));
    }

    /// <summary>The folder of the run, held by this process.</summary>
    public RunFolder Folder { get; }

    /// <summary>The head of the run, as it was last written.</summary>
    public RunManifest Manifest { get; private set; }

    /// <summary>The cells of the grid, in the order of its axes.</summary>
    public ImmutableArray<GridCell> Cells { get; }

    /// <summary>Cells that had no record when the run was opened.</summary>
    public ImmutableArray<GridCell> Missing { get; }

    /// <summary>What of an earlier process's work was not as it had been written, and is computed again: each in a few words.</summary>
    public ImmutableArray<string> Findings { get; }

    /// <summary>What cells have given so far.</summary>
    public IReadOnlyList<CellRows> Rows => [.. results.Cells];

    /// <summary>Begins a run in a folder, which it takes over.</summary>
    public static ExperimentRun Begin(RunFolder folder, string name, StudySpec spec, bool isSmoke, string command) =>
        new(folder, new RunManifest
        {
            Files = [RunPaths.ManifestName, RunPaths.ResultsName, RunPaths.TimingsName],
            Name = name,
            Command = command,
            Spec = spec,
            PredictionsHash = spec.PredictionsHash,
            IsSmoke = isSmoke,
            Version = Version,
            Libraries = ComputingKind.Libraries,
            Machine = $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, "
                + $"{Wording.Count(Environment.ProcessorCount, "processor")}",
            Arithmetic = Torch.Arithmetic,
            Started = DateTimeOffset.UtcNow,
            Seconds = 0,
            State = RunState.Running,
            CellsDone = 0,
            Cells = 0,
        }, CancellationToken.None);

    /// <summary>Resumes a run in its folder, which it takes over.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="spec">The spec that the run has to have.</param>
    /// <param name="isSmoke">Whether the run has to be one with <c>--smoke</c>.</param>
    /// <param name="command">The command, without folder, where it alone makes the spec; null where the spec is the user's.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="CallerException">The folder holds another experiment's run, or none.</exception>
    public static ExperimentRun Resume(
        string path, StudySpec spec, bool isSmoke, string? command, CancellationToken cancellation) => Open(path, manifest =>
    {
        if (SpecDifference.Between(manifest.Spec, spec) is { } difference)
        {
            var (first, second) = (difference.First ?? "nothing", difference.Second ?? "nothing");
            throw new CallerException(command is not null && $"{manifest.Command} ".StartsWith($"{command} ", StringComparison.Ordinal)
                ? $"{path}: the run was begun by an earlier build of this program, for which the same command meant {difference.Path} = "
                    + $"{first} and not {second}: expected \"{ShellLine.Of(["superposition", "resume", path])}\", which keeps the run's "
                    + "own spec, or another --out."
                : $"{path}: the run was begun with {difference.Path} = {first}, but now it is {second}: expected the same spec and "
                    + "overrides, or another --out.");
        }

        RequireLeftByCluster(path, manifest);
        if (manifest.IsSmoke != isSmoke)
        {
            throw new CallerException(
                $"{path}: the run was begun {(manifest.IsSmoke ? "with" : "without")} --smoke, expected the same again.");
        }
    }, cancellation);

    /// <summary>Resumes a run as its folder has it: its spec is in its head.</summary>
    /// <exception cref="CallerException">The folder holds none, or a cluster is at work on it.</exception>
    public static ExperimentRun Resume(string path, CancellationToken cancellation) =>
        Open(path, manifest => RequireLeftByCluster(path, manifest), cancellation);

    /// <summary>Takes over a run in its folder, whatever it is.</summary>
    /// <exception cref="CallerException">The folder holds none.</exception>
    public static ExperimentRun Reopen(string path, CancellationToken cancellation) => Open(path, _ => { }, cancellation);

    /// <summary>Refuses a run of another version of this program.</summary>
    /// <exception cref="CallerException">It is.</exception>
    public static RunManifest RequireSameVersion(string path, RunManifest manifest) => manifest.Version == Version
        ? manifest
        : throw new CallerException($"{path}: the run was begun with version {manifest.Version} of this program, and this is {Version}: "
            + $"expected version {manifest.Version}, or a new run, because results of two versions do not belong into one file.");

    /// <summary>Computes what is missing, on threads of this process.</summary>
    /// <param name="workers">Cells side by side.</param>
    /// <param name="watcher">Is told of its progress.</param>
    /// <param name="pause">How often the state of training is saved.</param>
    /// <param name="cancellation">Stops the run.</param>
    /// <returns>Cells that broke; the others have their record.</returns>
    /// <exception cref="OperationCanceledException">Stopped; what was finished is kept.</exception>
    public IReadOnlyList<CellRemark> Compute(int workers, IRunWatcher watcher, TimeSpan pause, CancellationToken cancellation) =>
        Finish(stop =>
    {
        Folder.Shards.Delete();
        var broken = new List<CellRemark>();
        new CellRunner(Missing, workers, watcher, cell => new CellCheckpoint(Folder.States(cell.Id), pause, watcher.Remark))
        {
            Live = cell => new LiveLog(Folder.States(cell.Id)),
        }.Run(Keep, broken.Add, stop);
        return broken;
    }, cancellation);

    /// <summary>Plans a sweep over what is missing. Workers may join it from now on.</summary>
    /// <param name="workers">Processes.</param>
    /// <param name="pause">How often the state of training is saved.</param>
    /// <param name="retries">How often what is lost is tried again.</param>
    /// <param name="options">Options of sbatch that the user added.</param>
    public void Plan(int workers, TimeSpan pause, int retries, IReadOnlyList<string> options) =>
        Folder.Shards.Begin(SweepPlan.For(Missing, workers, pause, retries, options));

    /// <summary>Computes what is missing by a sweep.</summary>
    /// <param name="sweep">
    /// Runs workers until none is left, and says how those ended that did not end well. It is given what merges their new records.
    /// </param>
    /// <param name="cancellation">Stops the sweep.</param>
    /// <returns>Cells without a record.</returns>
    /// <exception cref="OperationCanceledException">Stopped; what was finished is kept.</exception>
    public IReadOnlyList<CellRemark> Sweep(
        Func<Action, CancellationToken, IReadOnlyDictionary<int, string>> sweep, CancellationToken cancellation) => Finish(stop =>
    {
        var shards = new ShardMerge(Folder.Shards, results, Folder.Timings);
        IReadOnlyDictionary<int, string> ends;
        try
        {
            ends = sweep(() => Merge(shards), stop);
        }
        finally
        {
            Merge(shards);
        }

        var lost = shards.Losses(Missing.Select(cell => cell.Id), ends);
        if (lost.Count == 0)
        {
            Folder.Shards.Delete();
        }

        return lost;
    }, cancellation);

    /// <summary>Puts files on the run's list, before they are written.</summary>
    public void Name(IEnumerable<string> files)
    {
        Manifest = Manifest with { Files = Manifest.Files.Union(files) };
        Folder.Save(Manifest);
    }

    /// <summary>Leaves the planned sweep to a cluster, to which the user submits it.</summary>
    public void Leave() => SaveHead(RunState.Submitted);

    /// <inheritdoc/>
    public void Dispose() => Folder.Dispose();

    private static string Version { get; } = typeof(ExperimentRun).Assembly.GetName().Version!.ToString(3);

    private static void RequireLeftByCluster(string path, RunManifest manifest)
    {
        if (manifest is { State: RunState.Submitted, Jobs: { } jobs } && SlurmQueue.Find()?.States(jobs) is { Count: > 0 })
        {
            throw new CallerException($"{path}: its jobs {jobs.Array} and {jobs.End} are still in Slurm's queue, expected their end, or "
                + "\"superposition cancel\" first.");
        }
    }

    private static ExperimentRun Open(string path, Action<RunManifest> check, CancellationToken cancellation)
    {
        var (folder, manifest) = RunFolder.Open(path);
        try
        {
            // The version first: what another version has changed is not the user's doing.
            check(RequireSameVersion(path, manifest));
            return new ExperimentRun(folder, manifest, cancellation);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    private IReadOnlyList<CellRemark> Finish(Func<CancellationToken, IReadOnlyList<CellRemark>> compute, CancellationToken cancellation)
    {
        using var request = new StopRequest(Folder.Path, cancellation);
        SaveHead(RunState.Running);
        try
        {
            var broken = compute(request.Token);
            if (broken.Count == 0)
            {
                results.Sort(Cells.Select(cell => cell.Id));
            }

            SaveHead(broken.Count > 0
                ? RunState.Broken
                : results.Cells.Any(cell => cell.Failure is not null)
                ? RunState.FinishedWithFailures
                : RunState.Finished);
            return broken;
        }
        catch (OperationCanceledException)
        {
            SaveHead(RunState.Interrupted);
            throw;
        }
    }

    private void Keep(CellOutcome outcome, TimeSpan took)
    {
        keeper.Keep(outcome, took);
        SaveHeadNowAndThen();
    }

    private void Merge(ShardMerge shards)
    {
        lock (merging)
        {
            shards.Merge();
            SaveHeadNowAndThen();
        }
    }

    private void SaveHeadNowAndThen()
    {
        if (Stopwatch.GetElapsedTime(saved) > pauseOfHead)
        {
            SaveHead(RunState.Running);
        }
    }

    private void SaveHead(RunState state)
    {
        var start = Stopwatch.GetTimestamp();
        Manifest = Manifest with
        {
            State = state,
            Jobs = state == RunState.Submitted ? Manifest.Jobs : null,
            CellsDone = results.Cells.Count,
            Contents = [.. results.Cells.Select(cell => cell.Content)],
            Seconds = Math.Round(secondsBefore + Stopwatch.GetElapsedTime(begun).TotalSeconds, 1),
        };
        Folder.Save(Manifest);
        saved = Stopwatch.GetTimestamp();
        pauseOfHead = TimeSpan.FromTicks(Math.Max(PauseOfHead.Ticks, ShareOfHead * Stopwatch.GetElapsedTime(start).Ticks));
    }
}
