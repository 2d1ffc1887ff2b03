using System.Diagnostics;
using Superposition.Cli.Runs;
using Superposition.Cli.Sweeps;
using Superposition.Studies;

namespace Superposition.Cli.Serving;

/// <summary>Stops and resumes runs of other processes.</summary>
internal static class RunControl
{
    /// <summary>The file that a resumed run writes its progress to.</summary>
    public const string LogName = "resume.log";

    /// <summary>Whether a process of this machine or of one that shares the folder is at work on a run.</summary>
    public static bool IsAtWork(string path) => LockFile.IsHeld(Path.Combine(path, RunFolder.LockName));

    /// <summary>Whether a run can be resumed: it is neither finished nor at work, nor a cluster's.</summary>
    public static bool CanResume(RunManifest run, bool isAtWork) =>
        !isAtWork && (run.State is RunState.Running or RunState.Interrupted or RunState.Broken);

    /// <summary>Asks a run of another process to stop, by a file in its folder.</summary>
    /// <returns>What was done, or why nothing was.</returns>
    public static string Stop(string path)
    {
        if (!IsAtWork(path))
        {
            return "No process is at work on this run.";
        }

        StopRequest.Make(path);
        return "The run was asked to stop; it saves the training in flight first.";
    }

    /// <summary>Resumes a run, in a process that outlives this one.</summary>
    /// <returns>What was done, or why nothing was.</returns>
    public static string Resume(string path)
    {
        if (RunFolder.ReadManifest(path) is not { } run || !CanResume(run, IsAtWork(path)))
        {
            return "This run is at work or finished.";
        }

        string[] words = [.. ThisProgram.Words, "resume", Path.GetFullPath(path)];
        var start = OperatingSystem.IsWindows() ? new ProcessStartInfo(words[0], words[1..]) : Detached(words, Path.Combine(path, LogName));
        start.UseShellExecute = false;
        start.RedirectStandardInput = true;
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return "The run resumes.";
    }

    /// <summary>A process of its own session: Ctrl-C and the end of this one do not reach it.</summary>
    private static ProcessStartInfo Detached(string[] words, string log) => new("/bin/sh",
    [
        "-c", "log=$1; shift; if command -v setsid >/dev/null; then exec setsid \"$@\" >>\"$log\" 2>&1; else exec \"$@\" >>\"$log\" "
            + "2>&1; fi", "sh", Path.GetFullPath(log), .. words,
    ]);
}
