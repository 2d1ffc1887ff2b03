using System.CommandLine;
using Superposition.Cli.Runs;

namespace Superposition.Cli.Commands;

/// <summary><c>superposition run</c>.</summary>
internal sealed class RunCommand : ExampleCommand
{
    private readonly Screen screen;
    private readonly ExperimentOptions experiment = new("run");
    private readonly Option<int?> workers = NumberOption.Workers();

    public RunCommand(Screen screen)
        : base(
            "run", "Run an experiment and write its folder: records, networks, figures and a report.",
            "superposition run experiments/02-learned-versus-constructed",
            "superposition run experiments/01-constructions --smoke --out runs/try",
            "superposition run experiments/02-learned-versus-constructed --set 'networks[9].neurons=64' --set "
                + "'networks[9].training.steps=500' --seed 7")
    {
        this.screen = screen;
        experiment.AddTo(this);
        Add(workers);
    }

    /// <inheritdoc/>
    public override TimeSpan TimeToStop => TimeToSave;

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, bool json, CancellationToken cancellation)
    {
        using var run = experiment.Open(parsed, out var command, cancellation);
        return new RunScreen(screen, json).Compute(
            run, parsed.GetValue(workers), experiment.Pause(parsed),
            $"{command} --out {ShellLine.Of([run.Folder.Path])} --resume", cancellation);
    }
}
