using System.Collections.Concurrent;
using Superposition.Cli.Runs;
using Superposition.Server;
using Superposition.Studies;

namespace Superposition.Cli.Serving;

/// <summary>
/// The runs in a folder, for the server. A run is found by comparing its name with those that are there, so no name can lead elsewhere.
/// </summary>
/// <param name="root">The folder.</param>
internal sealed class RunFolderSource(string root) : IRunSource
{
    private readonly ConcurrentDictionary<string, WatchedRun> watched = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public IReadOnlyList<RunSummary> Runs()
    {
        var firsts = new Dictionary<string, StudySpec>(StringComparer.Ordinal);
        return [.. Folders().Select(folder => Watch(folder).Summary(firsts)).OfType<RunSummary>().Reverse()];
    }

    /// <inheritdoc/>
    public RunDetail? Run(string run) => Find(run)?.Detail();

    /// <inheritdoc/>
    public CellDetail? Cell(string run, string cell) => Find(run)?.Cell(cell);

    /// <inheritdoc/>
    public ServedFile? File(string run, string file) => Find(run)?.Files.Find(file);

    /// <inheritdoc/>
    public ExplorerView? Explorer(string run, string file) =>
        Find(run) is { } found && found.Files.Networks.Any(known => known.Name == file)
        ? NetworkPage.Of(Path.Combine(found.Path, file))
        : null;

    /// <inheritdoc/>
    public ILiveCurves Follow(string run) => Find(run) is { } found ? new LiveCurves(found) : new NoCurves();

    /// <inheritdoc/>
    public string? Stop(string run) => Find(run) is { } found ? RunControl.Stop(found.Path) : null;

    /// <inheritdoc/>
    public string? Resume(string run) => Find(run) is { } found ? RunControl.Resume(found.Path) : null;

    // A link could lead out of the folder.
    private IEnumerable<string> Folders() => RunList.Folders(root).Where(folder => new DirectoryInfo(folder).LinkTarget is null);

    private WatchedRun? Find(string name) =>
        Folders().FirstOrDefault(folder => Path.GetFileName(folder) == name) is { } folder ? Watch(folder) : null;

    private WatchedRun Watch(string folder) => watched.GetOrAdd(folder, path => new WatchedRun(path));

    private sealed class NoCurves : ILiveCurves
    {
        public IReadOnlyList<CurvePoint> Read() => [];
    }

    private sealed class LiveCurves(WatchedRun run) : ILiveCurves
    {
        private readonly Dictionary<string, int> read = new(StringComparer.Ordinal);

        public IReadOnlyList<CurvePoint> Read()
        {
            var points = new List<CurvePoint>();
            foreach (var (cell, all) in run.LivePoints())
            {
                points.AddRange(all.Skip(read.GetValueOrDefault(cell)));
                read[cell] = all.Count;
            }

            return points;
        }
    }
}
