using System.Diagnostics;

namespace Superposition.Cli.Sweeps;

/// <summary>Numbers of submitted jobs.</summary>
/// <param name="Array">The array job.</param>
/// <param name="End">The job that merges.</param>
internal sealed record SlurmJobs(string Array, string End);

/// <summary>Slurm's <c>sbatch</c>, where there is one.</summary>
/// <param name="program">Its path.</param>
internal sealed class SlurmQueue(string program)
{
    /// <summary>Finds it on PATH; null when it is not there.</summary>
    public static SlurmQueue? Find() =>
        (from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
         let program = Path.Combine(folder, "sbatch")
         where File.Exists(program)
         select new SlurmQueue(program)).FirstOrDefault();

    /// <summary>Submits both jobs of a sweep.</summary>
    /// <exception cref="IOException">Slurm refuses one.</exception>
    public SlurmJobs Submit(SlurmScripts scripts)
    {
        var array = Submit("--parsable", scripts.Array);
        return new SlurmJobs(array, Submit("--parsable", $"--dependency=afterany:{array}", scripts.End));
    }

    private string Submit(params string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo(program, words) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var complaint = "";
        var listener = new Thread(() => complaint = process.StandardError.ReadToEnd()) { IsBackground = true };
        listener.Start();

        // "123", or "123;cluster".
        var job = process.StandardOutput.ReadToEnd().Trim().Split(';')[0];
        process.WaitForExit();
        listener.Join();
        return process.ExitCode == 0 && job.Length > 0
            ? job
            : throw new IOException($"sbatch does not take {words[^1]} (exit code {process.ExitCode}: {complaint.Trim().Split('\n')[0].TrimEnd('.')}), expected the number of a job; --resume submits anew.");
    }
}
