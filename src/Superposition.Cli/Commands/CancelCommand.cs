using System.CommandLine;
using Superposition.Cli.Runs;
using Superposition.Cli.Sweeps;
using Superposition.Studies;

namespace Superposition.Cli.Commands;

/// <summary><c>superposition cancel</c>.</summary>
internal sealed class CancelCommand : ExampleCommand
{
    private readonly Screen screen;
    private readonly Argument<string> folder = new("RUN") { Description = "The folder of a run that was submitted to Slurm." };

    public CancelCommand(Screen screen)
        : base("cancel", "Cancel a run's jobs in Slurm; cells that are finished are kept.",
            "superposition cancel runs/02-learned-versus-constructed-1")
    {
        this.screen = screen;
        Add(folder);
    }

    /// <inheritdoc/>
    public override bool Computes => false;

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, bool json, CancellationToken cancellation)
    {
        var path = parsed.GetRequiredValue(folder);
        var run = RunFolder.ReadManifest(path) ?? throw new CallerException(
            $"{path}: there is no run.json here that can be read, expected the folder of a run.");
        if (run is not { State: RunState.Submitted, Jobs: { } jobs })
        {
            throw new CallerException($"{path}: this run is {RunFolder.StateInWords(path, run)}, expected one whose jobs Slurm has.");
        }

        var queue = SlurmQueue.Find() ?? throw new CallerException(
            $"{path}: there is no Slurm here to cancel job {jobs.Array} in, expected sbatch and scancel on PATH.");
        queue.Cancel(jobs.Array, jobs.End);
        RunFolder.Amend(path, now => now.State == RunState.Submitted ? now with { State = RunState.Interrupted, Jobs = null } : now);
        var done = new RunPaths(path).Shards.CountRecords() + run.CellsDone;
        if (json)
        {
            screen.Json(new Cancelled(path, jobs, done, run.Cells));
        }
        else
        {
            screen.Line($"Cancelled: jobs {jobs.Array} and {jobs.End}; {done:N0} of {Wording.Count(run.Cells, "cell")} have their "
                + "record, and --resume continues.");
        }

        return ExitCode.Done;
    }

    private sealed record Cancelled(string Folder, SlurmJobs Jobs, int CellsDone, int Cells);
}
