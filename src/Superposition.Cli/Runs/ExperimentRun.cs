using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Superposition.Booleans;
using Superposition.Checkpoints;
using Superposition.Experiments;

namespace Superposition.Cli.Runs;

/// <summary>An experiment on its way through the grid: what is done lies in its folder, whatever happens to the process.</summary>
internal sealed class ExperimentRun : IDisposable
{
    // The head is rewritten as cells are done, but not more often than this.
    private static readonly TimeSpan PauseOfHead = TimeSpan.FromSeconds(2);

    private readonly ResultsFile results;
    private readonly long begun = Stopwatch.GetTimestamp();
    private readonly double secondsBefore;
    private long saved;

    private ExperimentRun(RunFolder folder, RunManifest manifest)
    {
        Folder = folder;
        secondsBefore = manifest.Seconds;
        Cells = [.. manifest.Spec.Cells()];
        results = ResultsFile.Open(folder.Results);
        Manifest = manifest with { Started = DateTimeOffset.UtcNow, Cells = Cells.Length };
        Missing = [.. Cells.Where(cell => !results.Has(cell.Id))];
        folder.ForgetStates(cell => results.Has(cell));
    }

    /// <summary>Its folder.</summary>
    public RunFolder Folder { get; }

    /// <summary>Its head.</summary>
    public RunManifest Manifest { get; private set; }

    /// <summary>The grid.</summary>
    public ImmutableArray<Cell> Cells { get; }

    /// <summary>Cells that had no record when the run was opened.</summary>
    public ImmutableArray<Cell> Missing { get; }

    /// <summary>Records so far.</summary>
    public IReadOnlyList<CellRecord> Records => [.. results.Records];

    /// <summary>Begins a run in a folder, which it takes over.</summary>
    public static ExperimentRun Begin(RunFolder folder, string name, ExperimentSpec spec, bool isSmoke, string command) => new(folder, new RunManifest
    {
        Name = name,
        Command = command,
        Spec = spec,
        IsSmoke = isSmoke,
        Version = Version,
        Libraries = $"torch {Torch.Version}, .NET {Environment.Version}",
        Machine = $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, {Wording.Count(Environment.ProcessorCount, "processor")}",
        Started = DateTimeOffset.UtcNow,
        Seconds = 0,
        State = RunState.Running,
        CellsDone = 0,
        Cells = 0,
    });

    /// <summary>Goes on with a run in its folder, which it takes over.</summary>
    /// <exception cref="CallerException">The folder holds another experiment's run, or none.</exception>
    public static ExperimentRun Resume(string path, ExperimentSpec spec, bool isSmoke)
    {
        var (folder, manifest) = RunFolder.Open(path);
        try
        {
            if (SpecDifference.Between(manifest.Spec, spec) is { } difference)
            {
                throw new CallerException(
                    $"{path}: the run was begun with {difference.Path} = {difference.First ?? "nothing"}, but now it is {difference.Second ?? "nothing"}: expected the same spec and overrides, or another --out.");
            }

            return manifest.IsSmoke == isSmoke && manifest.Version == Version
                ? new ExperimentRun(folder, manifest)
                : throw new CallerException(manifest.IsSmoke != isSmoke
                    ? $"{path}: the run was begun {(manifest.IsSmoke ? "with" : "without")} --smoke, expected the same again."
                    : $"{path}: the run was begun with version {manifest.Version} of this program, expected the same version, not {Version}: results of two versions do not belong into one file.");
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Computes what is missing.</summary>
    /// <param name="workers">Cells side by side.</param>
    /// <param name="watcher">Is told how it goes on.</param>
    /// <param name="pause">How often the state of training is saved.</param>
    /// <param name="cancellation">Stops the run.</param>
    /// <returns>Cells that broke; the others have their record.</returns>
    /// <exception cref="OperationCanceledException">Stopped; what was finished is kept.</exception>
    public IReadOnlyList<CellRemark> Compute(int workers, IRunWatcher watcher, TimeSpan pause, CancellationToken cancellation)
    {
        SaveHead(RunState.Running);
        try
        {
            var broken = new CellRunner(Missing, workers, watcher, cell => new CellCheckpoint(Folder.States(cell.Id), pause)).Run(Keep, cancellation);
            if (broken.Count == 0)
            {
                results.Sort(Cells.Select(cell => cell.Id));
            }

            SaveHead(broken.Count > 0 ? RunState.Broken : results.Records.Any(record => record.Failure is not null) ? RunState.FinishedWithFailures : RunState.Finished);
            return broken;
        }
        catch (OperationCanceledException)
        {
            SaveHead(RunState.Interrupted);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        results.Dispose();
        Folder.Dispose();
    }

    private static string Version { get; } = typeof(ExperimentRun).Assembly.GetName().Version!.ToString(3);

    /// <summary>The record comes last: a cell that has one has everything else.</summary>
    private void Keep(CellResult result, TimeSpan took)
    {
        var record = result.Record;
        foreach (var named in result.Networks)
        {
            NetworkFile.Save(Folder.Network(named.Name), named.Network, new NetworkManifest
            {
                Task = named.Task,
                Origin = named.IsTrained ? NetworkOrigin.Trained : NetworkOrigin.Constructed,
                Start = named.Start,
                Inputs = named.Inputs,
                Outputs = named.Outputs,
                Spec = JsonSerializer.Serialize(Manifest.Spec, ExperimentJson.Line),
                Seed = new Seed(record.Seed),
            });
        }

        if (!result.Trace.IsEmpty)
        {
            RunFolder.Write(Folder.Trace(record.Cell), Lines(result.Trace));
        }

        File.AppendAllBytes(Folder.Timings, Lines([new { cell = record.Cell, seconds = Math.Round(took.TotalSeconds, 3) }]));
        results.Append(record);
        Folder.ForgetStates(cell => cell == record.Cell);
        if (Stopwatch.GetElapsedTime(saved) > PauseOfHead)
        {
            SaveHead(RunState.Running);
        }
    }

    private void SaveHead(RunState state)
    {
        saved = Stopwatch.GetTimestamp();
        Manifest = Manifest with { State = state, CellsDone = results.Records.Count(), Seconds = Math.Round(secondsBefore + Stopwatch.GetElapsedTime(begun).TotalSeconds, 1) };
        Folder.Save(Manifest);
    }

    private static byte[] Lines<T>(IEnumerable<T> values) => [.. values.SelectMany(value => (byte[])[.. JsonSerializer.SerializeToUtf8Bytes(value, ExperimentJson.Line), (byte)'\n'])];
}
