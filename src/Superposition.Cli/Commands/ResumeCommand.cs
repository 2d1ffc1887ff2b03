using System.CommandLine;
using Superposition.Cli.Runs;

namespace Superposition.Cli.Commands;

/// <summary><c>superposition resume</c>.</summary>
internal sealed class ResumeCommand : ExampleCommand
{
    private readonly Screen screen;
    private readonly Argument<string> folder = new("RUN") { Description = "The folder of a run that was stopped, killed or broken." };
    private readonly Option<int?> workers = NumberOption.Workers();
    private readonly Option<double?> pause = ExperimentOptions.PauseOption();

    public ResumeCommand(Screen screen)
        : base("resume", "Resume a run from its folder alone: finished cells are kept, and training resumes from its last saved step.",
            "superposition resume runs/02-learned-versus-constructed-1")
    {
        this.screen = screen;
        Add(folder);
        Add(workers);
        Add(pause);
    }

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, bool json, CancellationToken cancellation)
    {
        var path = parsed.GetRequiredValue(folder);
        using var run = ExperimentRun.Resume(path, cancellation);
        return new RunScreen(screen, json).Compute(
            run, parsed.GetValue(workers), ExperimentOptions.Pause(parsed.GetValue(pause)),
            ShellLine.Of(["superposition", "resume", path]), cancellation);
    }
}
