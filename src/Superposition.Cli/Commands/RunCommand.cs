using System.CommandLine;
using Superposition.Cli.Runs;

namespace Superposition.Cli.Commands;

/// <summary><c>superposition run</c>.</summary>
internal sealed class RunCommand : ExampleCommand
{
    private readonly Screen screen;
    private readonly ExperimentOptions experiment = new("run");
    private readonly Option<int?> workers = NumberOption.Whole("--workers", "N", "Cells computed side by side; changes nothing but the time (default: one a processor).", 1, 1024);

    public RunCommand(Screen screen)
        : base(
            "run", "Run an experiment and write its folder: records, networks, figures and a report.",
            "superposition run experiments/02-learned-versus-constructed",
            "superposition run experiments/01-constructions --smoke --out runs/try",
            "superposition run experiments/02-learned-versus-constructed --set 'networks[9].neurons=64' --set 'networks[9].training.steps=500' --seed 7")
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
        var words = new RunScreen(screen, json);
        var threads = Math.Min(parsed.GetValue(workers) ?? Environment.ProcessorCount, Math.Max(1, run.Missing.Length));
        words.Announce(run, $"{threads} at a time");
        try
        {
            return words.Conclude(run, words.Watch(run, threads, watcher => run.Compute(threads, watcher, experiment.Pause(parsed), cancellation)));
        }
        catch (OperationCanceledException)
        {
            return words.Interrupted(run, command);
        }
    }
}
