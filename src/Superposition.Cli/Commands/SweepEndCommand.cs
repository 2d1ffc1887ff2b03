using System.CommandLine;
using Superposition.Cli.Runs;

namespace Superposition.Cli.Commands;

/// <summary><c>superposition sweep-end</c>: merges what the workers of a sweep have done and draws the report. Slurm starts it after them, so it is not in the help.</summary>
internal sealed class SweepEndCommand : ExampleCommand
{
    private readonly Screen screen;
    private readonly Argument<string> folder = new("FOLDER") { Description = "The folder of a run that was swept." };

    public SweepEndCommand(Screen screen)
        : base("sweep-end", "Merge what the workers of a sweep have done and draw the report.", "superposition sweep-end runs/02-learned-versus-constructed-1")
    {
        this.screen = screen;
        Hidden = true;
        Add(folder);
    }

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, bool json, CancellationToken cancellation)
    {
        using var run = ExperimentRun.Reopen(parsed.GetRequiredValue(folder));
        return new RunScreen(screen, json).Conclude(run, run.Sweep(_ => new Dictionary<int, string>()));
    }
}
