using System.Globalization;
using System.Text;
using System.Text.Json;
using Superposition.Checkpoints;
using Superposition.Cli.Sweeps;
using Superposition.Specs;
using Superposition.Studies;

namespace Superposition.Cli.Runs;

/// <summary>
/// The folder of a run, held by one process at a time (a sweep's, together with its workers). Whole files appear under their name only when
/// they are complete.
/// </summary>
internal sealed class RunFolder : RunPaths, IDisposable
{
    /// <summary>The file that whoever is at work on the run holds.</summary>
    public const string LockName = ".lock";

    private static readonly string[] Folders = ["metrics", "networks", "figures", "checkpoints"];

    private readonly FileStream hold;

    private RunFolder(string path, FileStream hold)
        : base(path) => this.hold = hold;

    /// <summary>A new folder under <c>runs/</c>, with the next free number.</summary>
    public static RunFolder CreateNext(string experiment)
    {
        for (var number = RunList.Numbers(RunList.Root, experiment).DefaultIfEmpty(0).Max() + 1; ; number++)
        {
            var path = System.IO.Path.Combine(RunList.Root, string.Create(CultureInfo.InvariantCulture, $"{experiment}-{number}"));
            RequireName(path);
            if (!Directory.Exists(path) && TryHold(path) is { } folder)
            {
                if (folder.IsEmpty)
                {
                    return folder;
                }

                // Another process was faster, and is even done.
                folder.Dispose();
            }
        }
    }

    /// <summary>A folder for a new run: one that does not exist, an empty one, or (by force) one whose run is thrown away.</summary>
    /// <exception cref="CallerException">The folder cannot be used for that.</exception>
    public static RunFolder Create(string path, bool force)
    {
        RequireName(path);
        RequireFree(path, force);
        var folder = Hold(path);
        try
        {
            // Once more, now that no other process can change it.
            RequireFree(path, force);
            folder.Clear();
            return folder;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>The folder of a run that is to be resumed.</summary>
    /// <exception cref="CallerException">There is no run in it.</exception>
    public static (RunFolder Folder, RunManifest Run) Open(string path)
    {
        if (!File.Exists(new RunPaths(path).Manifest))
        {
            throw NoRun(path);
        }

        var folder = Hold(path);
        try
        {
            folder.ClearPartial();
            return (folder, ReadManifest(path) ?? throw new CallerException(
                $"{folder.Manifest}: this is not the head of a run of this version, expected the folder of a run."));
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
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return null;
        }
    }

    /// <summary>The head of a run that is only read.</summary>
    /// <exception cref="CallerException">The folder has none that can be read.</exception>
    public static RunManifest RequireManifest(string path) => ReadManifest(path) ?? throw NoRun(path);

    /// <summary>Whether a process holds a run.</summary>
    public static bool IsAtWork(string path) =>
        LockFile.IsHeld(System.IO.Path.Combine(path, LockName)) || new RunPaths(path).Shards.IsAtWork;

    /// <summary>How far a run has come, in words.</summary>
    public static string StateInWords(string path, RunManifest run) => run.State switch
    {
        RunState.Running => IsAtWork(path) ? "running" : "killed, --resume continues",
        RunState.Submitted => new RunPaths(path).Shards.IsAtWork ? "running on Slurm" : QueuedInWords(run.Jobs),
        RunState.Interrupted => "interrupted, --resume continues",
        RunState.Broken => "broken, --resume tries again",
        RunState.FinishedWithFailures => "finished, some cells failed",
        _ => "finished",
    };

    /// <summary>Takes away the states of cells that need them no longer.</summary>
    public void ForgetStates(IEnumerable<string> cells)
    {
        if (Directory.Exists(In("checkpoints")))
        {
            foreach (var cell in cells.Where(cell => Directory.Exists(States(cell))))
            {
                CellCheckpoint.Forget(States(cell));
            }
        }
    }

    /// <summary>
    /// Makes the folders of a run; its head is written by then, so that a folder that holds one of them is known for a run's.
    /// </summary>
    public void CreateFolders()
    {
        foreach (var name in Folders)
        {
            AtomicFile.CreateFolder(In(name));
        }
    }

    /// <summary>Writes the head of the run, <c>run.json</c>, in place of the earlier one.</summary>
    public void Save(RunManifest run) => Write(Manifest, JsonSerializer.SerializeToUtf8Bytes(run, SpecJson.Indented));

    /// <summary>Changes the head of a run that no process holds at the moment.</summary>
    /// <param name="path">The run's folder.</param>
    /// <param name="change">Makes the new head of the old one.</param>
    /// <exception cref="CallerException">There is no run, or a process holds it.</exception>
    public static void Amend(string path, Func<RunManifest, RunManifest> change)
    {
        using var alone =
            TryHold(path) ?? throw new CallerException($"{path}: another process is at work in this folder, expected to be alone there.");
        Write(
            new RunPaths(path).Manifest,
            JsonSerializer.SerializeToUtf8Bytes(change(ReadManifest(path) ?? throw NoRun(path)), SpecJson.Indented));
    }

    /// <summary>Writes a file that appears under its name only when it is whole.</summary>
    public static void Write(string path, ReadOnlyMemory<byte> content) => AtomicFile.Write(path, stream => stream.Write(content.Span));

    /// <summary>Writes a whole file of text.</summary>
    public static void WriteText(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    /// <inheritdoc/>
    public void Dispose() => hold.Dispose();

    /// <summary>
    /// Refuses names that could become something else than a name where they are written down: control characters, which end lines of
    /// scripts and move cursors, and quotation marks.
    /// </summary>
    private static void RequireName(string path)
    {
        if (path.Length == 0)
        {
            throw new CallerException("--out is empty, expected the folder to write the run to.");
        }

        if (VisibleText.IsHiddenIn(path) || path.AsSpan().ContainsAny('"', '\'', '`'))
        {
            throw new CallerException(
                $"{path}: the name holds a control character or a quotation mark, expected a folder's name without them.");
        }
    }

    private static CallerException NoRun(string path) =>
        new($"{path}: there is no run.json here that can be read, expected the folder of a run.");

    /// <summary>What became of jobs that no worker shows at work.</summary>
    private static string QueuedInWords(SlurmJobs? jobs) =>
        jobs is null ? "to be submitted to Slurm" : SlurmQueue.Find()?.States(jobs) switch
        {
            null => $"submitted to Slurm as job {jobs.Array}",
            [] => "no longer in Slurm's queue, --resume continues",
            var states when states.Any(state => state is "RUNNING" or "COMPLETING") => "running on Slurm",
            var states => $"in Slurm's queue ({states[0].ToLowerInvariant()})",
        };

    private bool IsEmpty => Strangers(Path).Count == 0;

    /// <summary>What lies in a folder besides the lock, and the beginning of a head that a killed process left.</summary>
    private static IReadOnlyList<string> Strangers(string path) => Directory.Exists(path)
        ? [.. Directory.EnumerateFileSystemEntries(path)
            .Where(entry => System.IO.Path.GetFileName(entry) is var name && name != LockName
                && !(AtomicFile.IsPartial(entry) && name.StartsWith(ManifestName, StringComparison.Ordinal)))
            .Take(2)]
        : [];

    private static void RequireFree(string path, bool force)
    {
        var run = ReadManifest(path);
        if (Strangers(path).Count == 0 || (force && run is not null))
        {
            return;
        }

        throw new CallerException(run is not null
            ? $"{path}: this folder holds a run already ({StateInWords(path, run)}, {run.CellsDone:N0} of "
                + $"{Wording.Count(run.Cells, "cell")}), expected a new folder, --resume to continue it or --force to replace it."
            : force
            ? $"{path}: this folder is not empty and holds no run.json that can be read, expected a new or empty folder, since --force "
                + "replaces nothing but a run."
            : $"{path}: this folder is not empty, expected a new or empty one.");
    }

    private static RunFolder Hold(string path)
    {
        var folder =
            TryHold(path) ?? throw new CallerException($"{path}: another process is at work in this folder, expected to be alone there.");
        if (folder.Shards.ComesToRest())
        {
            return folder;
        }

        folder.Dispose();
        throw new CallerException($"{path}: workers of a sweep are still at work in this folder, expected to be alone there: wait for "
            + "them, or \"superposition cancel\" them where Slurm runs them.");
    }

    /// <summary>Holds a folder, which is made if it is not there; null when another process holds it.</summary>
    private static RunFolder? TryHold(string path)
    {
        try
        {
            AtomicFile.CreateFolder(path);
            return new RunFolder(path, LockFile.Hold(System.IO.Path.Combine(path, LockName)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            if (LockFile.IsHeld(System.IO.Path.Combine(path, LockName)))
            {
                return null;
            }

            throw new CallerException(
                $"{path}: {(Directory.Exists(path) ? "nothing can be written to the folder" : "the folder cannot be made")} "
                + $"({e.Message.TrimEnd('.')}), expected a place to write the run to.", e);
        }
    }

    /// <summary>Takes away what a run wrote, by its own list; what else lies in the folder is left alone.</summary>
    private void Clear()
    {
        if (ReadManifest(Path) is { } run)
        {
            var shards = Shards.Workers.SelectMany(worker => CellLedger.Read(Shards.Timings(worker), []).All);
            var contents = CellLedger.Read(Timings, run.Contents).All.Concat(shards);
            string[] files =
                [.. contents.SelectMany(content => content.Files.Keys).Concat(run.Files).Where(IsBelow).Distinct(StringComparer.Ordinal)];
            ForgetStates(run.Spec.GridCells().Select(cell => cell.Id));
            Shards.Delete();
            ClearPartial();

            // The head comes last: as long as it is there, a run that is half removed can be removed again.
            foreach (var name in files.Where(name => name != ManifestName))
            {
                AtomicFile.Delete(In(name));
            }

            foreach (var name in files.Select(name => System.IO.Path.GetDirectoryName(name)!).Concat(Folders).Where(name =>
                name.Length > 0).Distinct(StringComparer.Ordinal))
            {
                AtomicFile.DeleteEmptyFolder(In(name));
            }

            AtomicFile.Delete(Manifest);
        }
        else
        {
            ClearPartial();
        }
    }

    /// <summary>Whether a name on a run's list is that of a file in its folder: lists can be edited.</summary>
    private static bool IsBelow(string name) =>
        name.Length > 0 && name[0] != '/' && !name.Contains('\\', StringComparison.Ordinal) && !name.Split('/').Contains("..");

    /// <summary>Takes away files that a killed process was in the middle of writing.</summary>
    private void ClearPartial()
    {
        foreach (var folder in Folders.Prepend("").Select(In).Where(Directory.Exists))
        {
            foreach (var file in Directory.GetFiles(folder).Where(AtomicFile.IsPartial))
            {
                AtomicFile.Delete(file);
            }
        }
    }
}
