using System.CommandLine;
using Superposition.Cli.Runs;
using Superposition.Cli.Sweeps;

namespace Superposition.Cli.Commands;

/// <summary><c>superposition sweep-task</c>: one worker of a sweep. Sweeps start it themselves, so it is not in the help.</summary>
internal sealed class SweepTaskCommand : ExampleCommand
{
    private readonly Screen screen;
    private readonly Argument<string> folder = new("FOLDER") { Description = "The folder of a run that is swept." };
    private readonly Argument<int> worker = new("WORKER") { Description = "The number of this worker, from 0." };
    private readonly Option<bool> watched =
        new("--watched") { Description = "Report progress on standard output in JSON, and stop when standard input ends." };

    public SweepTaskCommand(Screen screen)
        : base("sweep-task", "Compute cells of a sweep until none is left to take.",
            "superposition sweep-task runs/02-learned-versus-constructed-1 0")
    {
        this.screen = screen;
        Hidden = true;
        Add(folder);
        Add(worker);
        Add(watched);
    }

    /// <inheritdoc/>
    public override TimeSpan TimeToStop => TimeToSave;

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, bool json, CancellationToken cancellation)
    {
        using var task = SweepWorker.Join(parsed.GetRequiredValue(folder), parsed.GetValue(worker));
        if (!parsed.GetValue(watched))
        {
            task.Work(new ProgressLines(screen.ForProgress(json), new Pace(task.Cells, workers: 1), workers: 1), cancellation);
            return ExitCode.Done;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        new Thread(() => StopAtTheEnd(stop)) { IsBackground = true, Name = "standard input" }.Start();
        task.Work(new WorkerReports(screen.Line), stop.Token);
        return ExitCode.Done;
    }

    private static void StopAtTheEnd(CancellationTokenSource stop)
    {
        using var input = Console.OpenStandardInput();
        input.CopyTo(Stream.Null);
        try
        {
            stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // There is nothing to stop any more.
        }
    }
}
