using Superposition.Cli.Runs;
using Superposition.Studies;

namespace Superposition.Cli.Sweeps;

/// <summary>Hands a planned sweep to Slurm and keeps in the head of its run the result.</summary>
internal static class SlurmSubmission
{
    /// <summary>Submits both jobs. A run whose jobs are refused is not left as submitted.</summary>
    /// <param name="queue">Slurm.</param>
    /// <param name="scripts">The scripts.</param>
    /// <param name="folder">The run's folder, which no process holds.</param>
    /// <exception cref="IOException">Slurm refuses.</exception>
    public static SlurmJobs Submit(SlurmQueue queue, SlurmScripts scripts, string folder)
    {
        // Before any job can begin: the state that a job finds, and that stays if this process is killed between the two.
        RunFolder.Amend(folder, run => run with { State = RunState.Submitted, Jobs = null });
        SlurmJobs jobs;
        try
        {
            jobs = queue.Submit(scripts);
        }
        catch (IOException)
        {
            RunFolder.Amend(folder, run => run with { State = RunState.Interrupted });
            throw;
        }

        // The last job may have ended by now; its numbers are of use as long as the run is Slurm's.
        RunFolder.Amend(folder, run => run.State == RunState.Submitted ? run with { Jobs = jobs } : run);
        return jobs;
    }
}
