using System.Globalization;
using System.Text;
using System.Text.Json;
using Superposition.Checkpoints;
using Superposition.Cli.Sweeps;
using Superposition.Experiments;
using Superposition.Specs;

namespace Superposition.Cli.Runs;

/// <summary>
/// The folder of a run, held by one process at a time (a sweep's, together with its workers). Whole files appear under their name only when they are
/// complete.
/// </summary>
internal sealed class RunFolder : RunPaths, IDisposable
{
    /// <summary>The file that whoever is at work on the run holds.</summary>
    public const string LockName = ".lock";

    private static readonly string[] FoldersOfRun = ["metrics", "networks", "figures", "checkpoints"];
    private static readonly string[] FilesOfRun = ["run.json", "results.jsonl", "report.html", "answer.txt", .. SlurmScripts.Files];

    private readonly FileStream hold;

    private RunFolder(string path, FileStream hold)
        : base(path) => this.hold = hold;

    /// <summary>A new folder under <c>runs/</c>, with the next free number.</summary>
    public static RunFolder CreateNext(string experiment)
    {
        for (var number = RunList.Numbers(RunList.Root, experiment).DefaultIfEmpty(0).Max() + 1; ; number++)
        {
            var path = System.IO.Path.Combine(RunList.Root, string.Create(CultureInfo.InvariantCulture, $"{experiment}-{number}"));
            if (!Directory.Exists(path))
            {
                return Create(path, force: false);
            }
        }
    }

    /// <summary>A folder for a new run: one that does not exist, an empty one, or (by force) one whose run is thrown away.</summary>
    /// <exception cref="CallerException">The folder cannot be used for that.</exception>
    public static RunFolder Create(string path, bool force)
    {
        RequireName(path);

        if (Directory.Exists(path) && !force && Directory.EnumerateFileSystemEntries(path).Any(entry => System.IO.Path.GetFileName(entry) != LockName))
        {
            throw new CallerException(ReadManifest(path) is { } run
                ? $"{path}: this folder holds a run already ({StateInWords(path, run)}, {run.CellsDone:N0} of {Wording.Count(run.Cells, "cell")}), expected a new folder, --resume to go on with it or --force to replace it."
                : $"{path}: this folder is not empty, expected a new or empty one, or --force to write beside what is there.");
        }

        var folder = Hold(path, create: true);
        folder.Clear();
        return folder;
    }

    /// <summary>The folder of a run that is to go on.</summary>
    /// <exception cref="CallerException">There is no run in it.</exception>
    public static (RunFolder Folder, RunManifest Run) Open(string path)
    {
        if (!File.Exists(new RunPaths(path).Manifest))
        {
            throw NoRun(path);
        }

        var folder = Hold(path, create: false);
        try
        {
            folder.ClearPartial();
            return (folder, ReadManifest(path) ?? throw new CallerException($"{folder.Manifest}: this is not the head of a run of this version, expected the folder of a run."));
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>The head of a run, or null when the folder has none that can be read.</summary>
    public static RunManifest? ReadManifest(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<RunManifest>(File.ReadAllBytes(new RunPaths(path).Manifest), SpecJson.Indented);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>How far a run has come, in words.</summary>
    public static string StateInWords(string path, RunManifest run) => run.State switch
    {
        RunState.Running => LockFile.IsHeld(System.IO.Path.Combine(path, LockName)) ? "running" : "killed, --resume goes on",
        RunState.Submitted => new RunPaths(path).Shards.IsAtWork ? "running on Slurm" : QueuedInWords(run.Jobs),
        RunState.Interrupted => "interrupted, --resume goes on",
        RunState.Broken => "broken, --resume tries again",
        RunState.FinishedWithFailures => "finished, some cells failed",
        _ => "finished",
    };

    /// <summary>Takes away the states of cells that need them no longer.</summary>
    public void ForgetStates(Func<string, bool> isDone)
    {
        foreach (var cell in Directory.Exists(In("checkpoints")) ? Directory.EnumerateDirectories(In("checkpoints")) : [])
        {
            if (isDone(System.IO.Path.GetFileName(cell)))
            {
                Directory.Delete(cell, recursive: true);
            }
        }
    }

    /// <summary>Writes the head.</summary>
    public void Save(RunManifest run) => Write(Manifest, JsonSerializer.SerializeToUtf8Bytes(run, SpecJson.Indented));

    /// <summary>Changes the head of a run that no process holds at the moment.</summary>
    /// <param name="path">The run's folder.</param>
    /// <param name="change">Makes the new head of the old one.</param>
    /// <exception cref="CallerException">There is no run, or a process holds it.</exception>
    public static void Amend(string path, Func<RunManifest, RunManifest> change)
    {
        using var alone = HoldLock(path);
        Write(new RunPaths(path).Manifest, JsonSerializer.SerializeToUtf8Bytes(change(ReadManifest(path) ?? throw NoRun(path)), SpecJson.Indented));
    }

    /// <summary>Writes a whole file.</summary>
    public static void Write(string path, ReadOnlyMemory<byte> content) => AtomicFile.Write(path, stream => stream.Write(content.Span));

    /// <summary>Writes a whole file of text.</summary>
    public static void WriteText(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    /// <inheritdoc/>
    public void Dispose() => hold.Dispose();

    /// <summary>
    /// Refuses names that could become something else than a name where they are written down: control characters, which end lines of scripts and move
    /// cursors, and quotation marks.
    /// </summary>
    private static void RequireName(string path)
    {
        if (path.Length == 0)
        {
            throw new CallerException("--out is empty, expected the folder to write the run to.");
        }

        if (VisibleText.IsHiddenIn(path) || path.AsSpan().ContainsAny('"', '\'', '`'))
        {
            throw new CallerException($"{path}: the name holds a control character or a quotation mark, expected a folder's name without them.");
        }
    }

    private static CallerException NoRun(string path) => new($"{path}: there is no run.json here that can be read, expected the folder of a run.");

    /// <summary>What became of jobs that no worker shows at work.</summary>
    private static string QueuedInWords(SlurmJobs? jobs) => jobs is null ? "to be submitted to Slurm" : SlurmQueue.Find()?.States(jobs) switch
    {
        null => $"submitted to Slurm as job {jobs.Array}",
        [] => "no longer in Slurm's queue, --resume goes on",
        var states when states.Any(state => state is "RUNNING" or "COMPLETING") => "running on Slurm",
        var states => $"in Slurm's queue ({states[0].ToLowerInvariant()})",
    };

    private static FileStream HoldLock(string path)
    {
        try
        {
            return LockFile.Hold(System.IO.Path.Combine(path, LockName));
        }
        catch (UnauthorizedAccessException e)
        {
            throw new CallerException($"{path}: the folder cannot be written to ({e.Message.TrimEnd('.')}), expected a place to write the run to.", e);
        }
        catch (IOException e) when (LockFile.IsHeld(System.IO.Path.Combine(path, LockName)))
        {
            throw new CallerException($"{path}: another process is at work in this folder, expected to be alone there.", e);
        }
        catch (IOException e)
        {
            throw new CallerException($"{path}: the folder cannot be written to ({e.Message.TrimEnd('.')}), expected a place to write the run to.", e);
        }
    }

    private static RunFolder Hold(string path, bool create)
    {
        try
        {
            if (create)
            {
                foreach (var part in FoldersOfRun)
                {
                    Directory.CreateDirectory(System.IO.Path.Combine(path, part));
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CallerException($"{path}: the folder cannot be made ({e.Message.TrimEnd('.')}), expected a place to write the run to.", e);
        }

        var folder = new RunFolder(path, HoldLock(path));
        if (folder.Shards.ComesToRest())
        {
            return folder;
        }

        folder.Dispose();
        throw new CallerException($"{path}: workers of a sweep are still at work in this folder, expected to be alone there.");
    }

    /// <summary>Takes away what belongs to a run; what else lies in the folder is left alone.</summary>
    private void Clear()
    {
        foreach (var name in FilesOfRun)
        {
            File.Delete(In(name));
        }

        foreach (var name in FoldersOfRun)
        {
            foreach (var file in Directory.EnumerateFiles(In(name)))
            {
                File.Delete(file);
            }
        }

        ForgetStates(_ => true);
        Shards.Delete();
        ClearPartial();
    }

    /// <summary>Takes away files that a killed process was in the middle of writing.</summary>
    private void ClearPartial()
    {
        foreach (var folder in FoldersOfRun.Prepend(""))
        {
            if (Directory.Exists(In(folder)))
            {
                foreach (var file in Directory.EnumerateFiles(In(folder), "*.tmp", folder == "checkpoints" ? SearchOption.AllDirectories : SearchOption.TopDirectoryOnly))
                {
                    File.Delete(file);
                }
            }
        }
    }
}
