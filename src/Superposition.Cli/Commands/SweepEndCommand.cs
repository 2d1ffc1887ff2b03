using System.CommandLine;
using Superposition.Cli.Runs;
using Superposition.Cli.Sweeps;

namespace Superposition.Cli.Commands;

/// <summary>
/// <c>superposition sweep-end</c>: merges what the workers of a sweep have done and draws the report, or submits what they lost once more.
/// Slurm starts it after them, so it is not in the help.
/// </summary>
internal sealed class SweepEndCommand : ExampleCommand
{
    private readonly Screen screen;
    private readonly Argument<string> folder = new("FOLDER") { Description = "The folder of a run that was swept." };

    public SweepEndCommand(Screen screen)
        : base("sweep-end", "Merge what the workers of a sweep have done and draw the report.",
            "superposition sweep-end runs/02-learned-versus-constructed-1")
    {
        this.screen = screen;
        Hidden = true;
        Add(folder);
    }

    /// <inheritdoc/>
    public override TimeSpan TimeToStop => TimeToSave;

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, bool json, CancellationToken cancellation)
    {
        var path = parsed.GetRequiredValue(folder);
        SlurmQueue queue;
        SlurmScripts scripts;
        using (var run = ExperimentRun.Reopen(path, cancellation))
        {
            var plan = run.Folder.Shards.ReadPlan();
            var lost = run.Sweep((_, _) => new Dictionary<int, string>(), cancellation);
            if (lost.Count == 0 || plan is not { Retries: > 0 } || SlurmQueue.Find() is not { } found)
            {
                return new RunScreen(screen, json).Conclude(run, lost);
            }

            foreach (var cell in lost)
            {
                screen.Warn($"{cell.Cell} was lost ({cell.Reason}); it is submitted again "
                    + $"({Wording.Count(plan.Retries, "retry", "retries")} left).");
            }

            var workers = Math.Min(plan.Workers, lost.Count);
            run.Plan(workers, TimeSpan.FromSeconds(plan.SaveEvery), plan.Retries - 1, plan.Options);
            scripts = SlurmScripts.Write(run, workers, plan.Options);
            queue = found;
        }

        var jobs = SlurmSubmission.Submit(queue, scripts, path);
        screen.Line($"Submitted: job {jobs.Array} computes the cells that were lost, then job {jobs.End} merges them.");
        return ExitCode.Done;
    }
}
