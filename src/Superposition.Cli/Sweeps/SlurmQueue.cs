using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Superposition.Studies;

namespace Superposition.Cli.Sweeps;

/// <summary>Slurm as this machine reaches it: sbatch, and its companions squeue, scancel and scontrol in the same folder.</summary>
/// <param name="folder">The folder that holds sbatch.</param>
internal sealed partial class SlurmQueue(string folder)
{
    /// <summary>Finds sbatch on PATH; null when it is not there.</summary>
    public static SlurmQueue? Find() =>
        (from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
         where File.Exists(Path.Combine(folder, "sbatch"))
         select new SlurmQueue(folder)).FirstOrDefault();

    /// <summary>The largest number of tasks an array job may have; null when scontrol does not say.</summary>
    public int? MaxArraySize =>
        Ask("scontrol", "show", "config") is { ExitCode: 0 } answer && MaxArraySizeLine().Match(answer.Output) is { Success: true } match
        && int.TryParse(match.Groups["n"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size > 0 ? size : null;

    /// <summary>Submits both jobs of a sweep. When the second is refused, the first is cancelled.</summary>
    /// <exception cref="IOException">Slurm refuses one.</exception>
    public SlurmJobs Submit(SlurmScripts scripts)
    {
        var array = Submit("--parsable", scripts.Array);
        try
        {
            return new SlurmJobs(array, Submit("--parsable", $"--dependency=afterany:{array}", scripts.End));
        }
        catch (IOException)
        {
            Cancel([array]);
            throw;
        }
    }

    /// <summary>
    /// The states of jobs that are still in the queue ("PENDING", "RUNNING", …), one an element of an array; null when the queue cannot
    /// be asked.
    /// </summary>
    public IReadOnlyList<string>? States(SlurmJobs jobs)
    {
        var answer = Ask("squeue", "--noheader", "--format=%T", $"--jobs={jobs.Array},{jobs.End}");
        return answer switch
        {
            { ExitCode: 0 } => answer.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),

            // Jobs that ended some minutes ago are unknown to the queue.
            { } when answer.Error.Contains("Invalid job id", StringComparison.OrdinalIgnoreCase) => [],
            _ => null,
        };
    }

    /// <summary>Cancels jobs; those that have ended are passed over.</summary>
    /// <exception cref="IOException">Slurm refuses.</exception>
    public void Cancel(params IReadOnlyList<string> jobs)
    {
        var answer = Ask("scancel", [.. jobs]) ?? throw new IOException($"There is no scancel in {folder}, expected it with sbatch.");
        if (answer.ExitCode != 0 && !answer.Error.Contains("Invalid job id", StringComparison.OrdinalIgnoreCase))
        {
            throw new IOException(
                $"scancel does not cancel {string.Join(", ", jobs)} (exit code {answer.ExitCode}: {answer.FirstComplaint}).");
        }
    }

    private string Submit(params string[] words)
    {
        var answer = Ask("sbatch", words)!;

        // "123", or "123;cluster".
        var job = answer.Output.Trim().Split(';')[0];
        return answer.ExitCode == 0 && JobNumber().IsMatch(job)
            ? job
            : throw new IOException($"sbatch does not take {words[^1]} (exit code {answer.ExitCode}: {answer.FirstComplaint}), expected "
                + "the number of a job; --resume submits anew.");
    }

    private Answer? Ask(string program, params string[] words)
    {
        var path = Path.Combine(folder, program);
        if (!File.Exists(path))
        {
            return null;
        }

        using var process = Process.Start(
            new ProcessStartInfo(path, words) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var complaint = "";
        var listener = new Thread(() => complaint = process.StandardError.ReadToEnd()) { IsBackground = true };
        listener.Start();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        listener.Join();
        return new Answer(process.ExitCode, output, complaint);
    }

    [GeneratedRegex(
        @"^\s*MaxArraySize\s*=\s*(?<n>\d+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MaxArraySizeLine();

    [GeneratedRegex(@"^\d+$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex JobNumber();

    private sealed record Answer(int ExitCode, string Output, string Error)
    {
        public string FirstComplaint => Error.Trim().Split('\n')[0].TrimEnd('.');
    }
}
