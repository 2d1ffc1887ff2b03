using System.CommandLine;
using Superposition.Cli.Runs;
using Superposition.Cli.Sweeps;
using Superposition.Specs;
using Superposition.Studies;

namespace Superposition.Cli.Commands;

/// <summary><c>superposition sweep</c>.</summary>
internal sealed class SweepCommand : ExampleCommand
{
    private const int UsualTasks = 16;
    private const int UsualRetries = 2;
    private const string Local = "local";
    private const string Slurm = "slurm";

    private readonly Screen screen;
    private readonly ExperimentOptions experiment = new("sweep");
    private readonly Option<string> engine = new("--engine")
    {
        Description = "Where the workers run: processes on this machine, or an array job of Slurm (default: local).",
        HelpName = $"{Local}|{Slurm}",
        DefaultValueFactory = _ => Local,
        CustomParser = result =>
        {
            var word = result.Tokens[0].Value;
            if (word is not (Local or Slurm))
            {
                result.AddError($"--engine is \"{word}\", expected {Local} or {Slurm}{Spelling.Hint(word, [Local, Slurm])}");
            }

            return word;
        },
    };
    private readonly Option<int?> workers = NumberOption.Whole(
        "--workers", "N",
        $"Processes, or tasks of the array job; changes nothing but the time (default: one a processor, or {UsualTasks} tasks).", 1,
        100_000);
    private readonly Option<int?> retries = NumberOption.Whole(
        "--retries", "N", $"How often a cell whose process died is tried again within the sweep (default: {UsualRetries}).", 0, 100);
    private readonly Option<int?> maxArray = NumberOption.Whole(
        "--max-array", "N",
        "The largest array job that the cluster takes (default: what scontrol says); more tasks than that share the cells.", 1,
        4_000_000);
    private readonly Option<string[]> options = new("--sbatch")
    {
        Description = "An option of sbatch such as time=2:00:00 or partition=cpu; may be given again.",
        HelpName = "option=value",
        CustomParser = result =>
        {
            string[] words = [.. result.Tokens.Select(token => token.Value)];
            if (words.FirstOrDefault(word => !SlurmOption.IsAllowed(word)) is { } wrong)
            {
                result.AddError($"--sbatch is \"{wrong}\", expected an option of sbatch without its dashes such as time=2:00:00, and "
                    + "neither array, output nor dependency, nor a beginning of these.");
            }

            return words;
        },
    };

    public SweepCommand(Screen screen)
        : base(
            "sweep", "Run an experiment as run does, its cells computed by many processes or by a cluster.",
            "superposition sweep experiments/02-learned-versus-constructed --workers 4",
            "superposition sweep experiments/02-learned-versus-constructed --engine slurm --workers 32 --sbatch time=2:00:00 --sbatch "
                + "partition=cpu")
    {
        this.screen = screen;
        experiment.AddTo(this);
        foreach (var option in (Option[])[engine, workers, retries, maxArray, options])
        {
            Add(option);
        }
    }

    /// <inheritdoc/>
    public override TimeSpan TimeToStop => TimeToSave;

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, bool json, CancellationToken cancellation)
    {
        var isLocal = parsed.GetRequiredValue(engine) == Local;
        string[] further = parsed.GetValue(options) ?? [];
        if (isLocal && further.Length > 0)
        {
            throw new CallerException($"superposition sweep: --sbatch {further[0]} is given, expected it with --engine {Slurm} only.");
        }

        var words = new RunScreen(screen, json);
        SlurmQueue? queue = isLocal ? null : SlurmQueue.Find();
        Submission submission;
        using (var run = experiment.Open(parsed, out var command, cancellation))
        {
            var asked = Math.Min(parsed.GetValue(workers) ?? (isLocal ? Environment.ProcessorCount : UsualTasks), run.Missing.Length);
            var most = isLocal ? asked : parsed.GetValue(maxArray) ?? queue?.MaxArraySize ?? asked;
            var count = Math.Min(asked, most);
            words.Announce(run, isLocal ? $"by {Processes(count)}" : $"by {Wording.Count(count, "task")} of an array job");
            if (count < asked && !json)
            {
                screen.Line($"The cluster takes arrays of at most {Wording.Count(most, "task")} (MaxArraySize), so that these share the "
                    + $"cells, not the {asked:N0} asked for.");
            }

            run.Plan(count, experiment.Pause(parsed), parsed.GetValue(retries) ?? UsualRetries, further);
            if (isLocal || count == 0)
            {
                return Compute(run, count, parsed.GetValue(retries) ?? UsualRetries, command, words, cancellation);
            }

            submission = new Submission(run.Folder.Path, SlurmScripts.Write(run, count, further), count, run.Missing.Length);
            run.Leave();
        }

        // Jobs may begin at once, so the folder has to be free by then.
        return Submit(
            queue is null
            ? submission
            : submission with { Jobs = SlurmSubmission.Submit(queue, submission.Scripts, submission.Folder) }, json);
    }

    private static int Compute(ExperimentRun run, int count, int retries, string command, RunScreen words, CancellationToken cancellation)
    {
        try
        {
            return words.Conclude(run, words.Watch(run, count, watcher =>
                run.Sweep((merge, stop) => new WorkerProcesses(run, count, retries, watcher, merge).Run(stop), cancellation)));
        }
        catch (OperationCanceledException)
        {
            return words.Interrupted(run, $"{command} --out {ShellLine.Of([run.Folder.Path])} --resume");
        }
    }

    private int Submit(Submission submission, bool json)
    {
        if (json)
        {
            screen.Json(submission);
        }
        else if (submission.Jobs is { } jobs)
        {
            screen.Line($"Submitted: job {jobs.Array} computes the cells, then job {jobs.End} merges them and draws the report; "
                + "\"superposition list\" shows how far they are.");
        }
        else
        {
            screen.Line($"There is no sbatch here; where there is, this submits the sweep: {submission.Scripts.Submission}");
        }

        return ExitCode.Done;
    }

    private static string Processes(int count) => count == 1 ? "1 process" : $"{count:N0} processes";

    private sealed record Submission(string Folder, SlurmScripts Scripts, int Tasks, int Cells)
    {
        public SlurmJobs? Jobs { get; init; }
    }
}
