using Superposition.Cli.Runs;
using Superposition.Server;
using Superposition.Specs;
using Superposition.Studies;

namespace Superposition.Cli.Serving;

/// <summary>A run's folder, read again only where it has changed.</summary>
/// <param name="path">The folder.</param>
internal sealed class WatchedRun(string path)
{
    private static readonly TimeSpan PatienceWithSlurm = TimeSpan.FromSeconds(10);

    private readonly Lock order = new();
    private readonly RunPaths paths = new(path);
    private DateTime read;
    private RunManifest? manifest;
    private GridCell[] grid = [];
    private WatchedRows rows = new(new RunPaths(path), null);
    private (string Words, DateTime Until) slurm;

    /// <summary>The path of the run's folder.</summary>
    public string Path { get; } = path;

    /// <summary>The files of the run that may be shown and sent.</summary>
    public RunFiles Files { get; } = new(path);

    private string Name => System.IO.Path.GetFileName(Path);

    /// <summary>The run's line in a list; null when its head cannot be read.</summary>
    /// <param name="firsts">The spec of the first run of each name; a run with a new name is added.</param>
    public RunSummary? Summary(Dictionary<string, StudySpec>? firsts = null)
    {
        lock (order)
        {
            if (!Refresh())
            {
                return null;
            }

            var run = manifest!;
            var isAtWork = RunControl.IsAtWork(Path);
            var difference =
                firsts is null || firsts.TryAdd(run.Name, run.Spec) ? null : SpecDifference.Between(firsts[run.Name], run.Spec);
            var seconds = run.Seconds + (isAtWork ? Math.Max(0, (DateTime.UtcNow - read).TotalSeconds) : 0);
            return new RunSummary(
                Name, run.Name, run.Spec.Asks, StateOf(run, isAtWork), StateInWords(run), run.Cells, run.CellsDone, seconds,
                isAtWork ? Left(run, seconds) : null, run.Started,
                File.Exists(paths.Answer) ? File.ReadLines(paths.Answer).FirstOrDefault() : null,
                difference is null ? null : $"{difference.Path} = {difference.Second ?? "nothing"}, first {difference.First ?? "nothing"}",
                isAtWork && run.State == RunState.Running, RunControl.CanResume(run, isAtWork));
        }
    }

    /// <summary>All of the run; null when its head cannot be read.</summary>
    public RunDetail? Detail()
    {
        lock (order)
        {
            if (Summary() is not { } summary)
            {
                return null;
            }

            rows.Read();
            var cells = Cells();
            return new RunDetail(
                summary with { Done = cells.Count(cell => cell.State is "done" or "refused" or "failed") }, manifest!.Command,
                $"{manifest.Machine}; {manifest.Libraries}; {manifest.Arithmetic}",
                manifest.Spec.ToJsonNode().ToJsonString(SpecJson.Indented),
                File.Exists(paths.Answer) ? [.. File.ReadLines(paths.Answer).Skip(1)] : [], cells, rows.Table, Files.Figures,
                Files.Networks, Files.Logs, Files.Reports);
        }
    }

    /// <summary>One cell; null when the grid has none of that name.</summary>
    public CellDetail? Cell(string cell)
    {
        lock (order)
        {
            if (!Refresh())
            {
                return null;
            }

            rows.Read();
            return Cells().FirstOrDefault(known => known.Id == cell) is { } found
                ? new CellDetail(
                    found, grid.FirstOrDefault(known => known.Id == cell)?.Spec.ToJsonString(SpecJson.Indented) ?? "", rows.Text(cell),
                    rows.Curve(cell),
                    [.. Files.Networks.Where(file => file.Name.StartsWith($"networks/{cell}", StringComparison.Ordinal))])
                : null;
        }
    }

    /// <summary>Points of the curves of cells in flight, and of those that were in flight while the run was watched.</summary>
    public IReadOnlyList<(string Cell, IReadOnlyList<CurvePoint> Points)> LivePoints()
    {
        lock (order)
        {
            return [.. rows.ReadLive().Select(live => (live.Key, (IReadOnlyList<CurvePoint>)[.. live.Value]))];
        }
    }

    private CellView[] Cells()
    {
        rows.ReadLive();
        var isAtWork = RunControl.IsAtWork(Path) || paths.Shards.IsAtWork;
        var ids = grid.Select(cell => cell.Id).ToArray();
        return [.. (ids.Length > 0 ? ids : rows.Cells).Select(cell => rows.View(cell, isAtWork))];
    }

    /// <summary>Reads the head again if it has changed.</summary>
    private bool Refresh()
    {
        var written = File.GetLastWriteTimeUtc(paths.Manifest);
        if (written != read || manifest is null)
        {
            var before = manifest;
            read = written;
            manifest = RunFolder.ReadManifest(Path);
            if (manifest is not null
                && (before?.Started != manifest.Started || before.Cells != manifest.Cells || before.State != manifest.State))
            {
                // A run that ends puts its rows into another order.
                grid = [.. manifest.Spec.GridCells()];
                rows = new WatchedRows(paths, manifest.Spec as StudySpec);
            }
        }

        return manifest is not null;
    }

    private string StateInWords(RunManifest run)
    {
        if (run.State != RunState.Submitted)
        {
            return RunFolder.StateInWords(Path, run);
        }

        if (DateTime.UtcNow > slurm.Until)
        {
            slurm = (RunFolder.StateInWords(Path, run), DateTime.UtcNow + PatienceWithSlurm);
        }

        return slurm.Words;
    }

    private static string StateOf(RunManifest run, bool isAtWork) => run.State switch
    {
        RunState.Running => isAtWork ? "running" : "stopped",
        RunState.Submitted => "waiting",
        RunState.Interrupted => "stopped",
        RunState.Broken or RunState.FinishedWithFailures => "failed",
        _ => "finished",
    };

    /// <summary>The time left, from what cells cost; null until enough is done to tell.</summary>
    private double? Left(RunManifest run, double seconds)
    {
        var total = grid.Sum(cell => cell.Cost);
        rows.Read();
        rows.ReadLive();
        var share = total > 0
            ? grid.Sum(cell => cell.Cost * rows.ShareOf(cell.Id)) / total
            : run.Cells == 0
            ? 0
            : (double)run.CellsDone / run.Cells;
        return share < 0.01 || seconds < 1 ? null : Math.Max(0, seconds * (1 - share) / share);
    }
}
