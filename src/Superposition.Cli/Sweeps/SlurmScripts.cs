using System.Globalization;
using Superposition.Cli.Runs;

namespace Superposition.Cli.Sweeps;

/// <summary>
/// The two batch scripts of a sweep on a cluster with Slurm: an array job whose tasks are the workers, and a job that merges what they have done and
/// draws the report when all of them have ended, however they did.
/// </summary>
internal sealed class SlurmScripts
{
    private const string ArrayName = "sweep.sbatch";
    private const string EndName = "sweep-end.sbatch";
    private const string LogName = "sweep-end.log";

    /// <summary>Names of the files that a sweep by Slurm leaves in the folder of its run.</summary>
    public static IReadOnlyList<string> Files { get; } = [ArrayName, EndName, LogName];

    private SlurmScripts(string folder)
    {
        Array = Path.Combine(folder, ArrayName);
        End = Path.Combine(folder, EndName);
    }

    /// <summary>The script of the array job.</summary>
    public string Array { get; }

    /// <summary>The script of the job that merges.</summary>
    public string End { get; }

    /// <summary>The line that submits both by hand.</summary>
    public string Submission => $"sbatch --dependency=afterany:$(sbatch --parsable {ShellLine.Of([Array])}) {ShellLine.Of([End])}";

    /// <summary>Writes both.</summary>
    /// <param name="run">The run, whose sweep is planned.</param>
    /// <param name="workers">Tasks of the array job.</param>
    /// <param name="options">Further options of sbatch, as "time=2:00:00".</param>
    public static SlurmScripts Write(ExperimentRun run, int workers, IReadOnlyList<string> options)
    {
        var folder = Path.GetFullPath(run.Folder.Path);
        var scripts = new SlurmScripts(folder);
        var name = $"superposition-{run.Manifest.Name}";
        var last = (workers - 1).ToString(CultureInfo.InvariantCulture);

        // A minute before its time is up a worker is told, so that it can save the state of its training.
        RunFolder.WriteText(scripts.Array, Text(
            [$"job-name={name}", $"array=0-{last}", "cpus-per-task=1", "signal=B:TERM@60", "open-mode=append", $"output={Path.Combine(Literal(folder), "shards", "%a", "log")}", .. options],
            $"exec {Command("sweep-task", folder)} \"$SLURM_ARRAY_TASK_ID\""));
        RunFolder.WriteText(scripts.End, Text(
            [$"job-name={name}-end", "cpus-per-task=1", $"output={Path.Combine(Literal(folder), LogName)}", .. options],
            $"exec {Command("sweep-end", folder)}"));
        return scripts;
    }

    private static string Command(string verb, string folder) => ShellLine.Of([.. ThisProgram.Words, verb, folder]);

    private static string Text(IEnumerable<string> options, string command) => string.Concat(["#!/bin/bash\n", .. options.Select(option => $"#SBATCH --{Quoted(option)}\n"), command, "\n"]);

    /// <summary>A percent sign begins a pattern in the names of Slurm's logs, and two stand for one.</summary>
    private static string Literal(string path) => path.Replace("%", "%%", StringComparison.Ordinal);

    private static string Quoted(string option) => option.Contains(' ', StringComparison.Ordinal) && option.Split('=', 2) is [var key, var value] ? $"{key}=\"{value}\"" : option;
}
