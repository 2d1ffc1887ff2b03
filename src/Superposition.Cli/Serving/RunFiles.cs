using Superposition.Cli.Runs;
using Superposition.Reporting.Explorer;
using Superposition.Server;

namespace Superposition.Cli.Serving;

/// <summary>
/// The files of a run that are shown. A file is found by comparing its name with those that are there; links are left out, for they could
/// lead elsewhere.
/// </summary>
/// <param name="path">The run's folder.</param>
internal sealed class RunFiles(string path)
{
    private static readonly string[] Single = [RunPaths.ReportName, ExplorerPage.BesideName, RunPaths.AnswerName, RunPaths.ResultsName,
        RunPaths.ManifestName, RunControl.LogName];

    /// <summary>Figures, as drawn for the page.</summary>
    public IReadOnlyList<FileView> Figures => In("figures", ".svg");

    /// <summary>The network files of the run, in its folder <c>networks</c>.</summary>
    public IReadOnlyList<FileView> Networks => In("networks", ".safetensors");

    /// <summary>What workers and resumed runs wrote.</summary>
    public IReadOnlyList<FileView> Logs =>
        [.. View(RunControl.LogName), .. new RunPaths(path).Shards.Workers.Order().SelectMany(worker =>
            View($"shards/{worker}/log")).Where(log => log.Bytes > 0)];

    /// <summary>The report and the table.</summary>
    public IReadOnlyList<FileView> Reports => [.. Single.Where(name => name != RunControl.LogName).SelectMany(View)];

    /// <summary>A file that may be shown; null when there is none of that name.</summary>
    public ServedFile? Find(string name) => All().Any(file => file.Name == name)
        ? new ServedFile(
            () => new FileStream(Path.Combine(path, name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete),
            ContentType(name))
        : null;

    private IEnumerable<FileView> All() => [.. Single.SelectMany(View), .. Figures, .. In("figures", ".png"), .. Networks, .. Logs];

    private FileView[] In(string folder, string ending)
    {
        var directory = new DirectoryInfo(Path.Combine(path, folder));
        return !directory.Exists || directory.LinkTarget is not null ? [] :
            [.. directory.EnumerateFiles().Where(file => file.Name.EndsWith(ending, StringComparison.Ordinal) && file.LinkTarget is null)
                .OrderBy(file => file.Name, StringComparer.Ordinal).Select(file => new FileView($"{folder}/{file.Name}", file.Length))];
    }

    private FileView[] View(string name) =>
        new FileInfo(Path.Combine(path, name)) is { Exists: true, LinkTarget: null } file ? [new FileView(name, file.Length)] : [];

    private static string ContentType(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".png" => "image/png",
        ".safetensors" => "application/octet-stream",
        _ => "text/plain; charset=utf-8",
    };
}
