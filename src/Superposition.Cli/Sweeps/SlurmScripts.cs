using System.Globalization;
using Superposition.Cli.Runs;

namespace Superposition.Cli.Sweeps;

/// <summary>
/// The two batch scripts of a sweep on a cluster with Slurm: an array job whose tasks are the workers, and a job that merges what they have
/// done and draws the report when all of them have ended, however they did.
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

    /// <summary>Writes both scripts into the folder of the run.</summary>
    /// <param name="run">The run, whose sweep is planned.</param>
    /// <param name="workers">Tasks of the array job.</param>
    /// <param name="options">Further options of sbatch, as "time=2:00:00".</param>
    public static SlurmScripts Write(ExperimentRun run, int workers, IReadOnlyList<string> options)
    {
        var folder = Path.GetFullPath(run.Folder.Path);
        RequirePlain(folder);
        var scripts = new SlurmScripts(folder);
        run.Name(Files);
        var name = JobName(run.Manifest.Name);
        var last = (workers - 1).ToString(CultureInfo.InvariantCulture);

        // A minute before its time is up a task is told by a signal of its own, so that its end is not taken for a cancellation: the worker
        // saves the state of its training, and the task goes back into the queue. What a task's node lost, Slurm queues again itself.
        RunFolder.WriteText(scripts.Array, Text(
            [
                $"job-name={name}", $"array=0-{last}", "cpus-per-task=1", "signal=B:USR1@60", "requeue", "open-mode=append",
                $"output={Path.Combine(Literal(folder), "shards", "%a", "log")}", .. options,
            ],
            $$"""
            trap 'again=yes; kill -TERM "$worker"' USR1
            trap 'kill -TERM "$worker"' TERM
            {{Command("sweep-task", folder)}} "$SLURM_ARRAY_TASK_ID" < /dev/null &
            worker=$!
            wait "$worker"; code=$?
            while kill -0 "$worker" 2> /dev/null; do wait "$worker"; code=$?; done
            if [ "${again:-}" ]; then exec scontrol requeue "${SLURM_ARRAY_JOB_ID}_${SLURM_ARRAY_TASK_ID}"; fi
            exit "$code"
            """));
        RunFolder.WriteText(scripts.End, Text(
            [$"job-name={name}-end", "cpus-per-task=1", "open-mode=append", $"output={Path.Combine(Literal(folder), LogName)}", .. options],
            $"exec {Command("sweep-end", folder)}"));
        return scripts;
    }

    private static string Command(string verb, string folder) => ShellLine.Of([.. ThisProgram.Words, verb, folder]);

    private static string Text(IEnumerable<string> options, string command) =>
        string.Concat(["#!/bin/bash\n", .. options.Select(option => $"#SBATCH --{Quoted(option)}\n"), command, "\n"]);

    /// <summary>
    /// The shell's quoting is one thing, sbatch's reading of its own lines another: a folder whose name means something there is refused.
    /// </summary>
    /// <exception cref="CallerException">It does.</exception>
    private static void RequirePlain(string folder)
    {
        if (VisibleText.IsHiddenIn(folder) || folder.AsSpan().ContainsAny("\"'`\\#"))
        {
            throw new CallerException($"{folder}: the name holds a control character, a quotation mark, a backslash or a #, which a "
                + "batch script cannot name, expected a folder without them.");
        }
    }

    /// <summary>The experiment's name as Slurm shows it.</summary>
    private static string JobName(string experiment) =>
        $"superposition-{string.Concat(experiment.Select(character =>
            char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.' ? character : '-'))}";

    /// <summary>A percent sign begins a pattern in the names of Slurm's logs, and two stand for one.</summary>
    private static string Literal(string path) => path.Replace("%", "%%", StringComparison.Ordinal);

    private static string Quoted(string option) =>
        option.Contains(' ', StringComparison.Ordinal) && option.Split('=', 2) is [var key, var value] ? $"{key}=\"{value}\"" : option;
}
