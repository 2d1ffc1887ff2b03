using System.CommandLine;
using System.Text.RegularExpressions;
using Superposition.Cli.Runs;
using Superposition.Cli.Sweeps;
using Superposition.Specs;

namespace Superposition.Cli.Commands;

/// <summary><c>superposition sweep</c>.</summary>
internal sealed partial class SweepCommand : ExampleCommand
{
    private const int UsualTasks = 16;
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
    private readonly Option<int?> workers = NumberOption.Whole("--workers", "N", $"Processes, or tasks of the array job; changes nothing but the time (default: one a processor, or {UsualTasks} tasks).", 1, 1024);
    private readonly Option<string[]> options = new("--sbatch")
    {
        Description = "An option of sbatch such as time=2:00:00 or partition=cpu; may be given again.",
        HelpName = "option=value",
        CustomParser = result =>
        {
            string[] words = [.. result.Tokens.Select(token => token.Value)];
            if (words.FirstOrDefault(word => !SlurmOption().IsMatch(word)) is { } wrong)
            {
                result.AddError($"--sbatch is \"{wrong}\", expected an option of sbatch without its dashes such as time=2:00:00, and neither array, output nor dependency.");
            }

            return words;
        },
    };

    public SweepCommand(Screen screen)
        : base(
            "sweep", "Run an experiment as run does, its cells computed by many processes or by a cluster.",
            "superposition sweep experiments/02-learned-versus-constructed --workers 4",
            "superposition sweep experiments/02-learned-versus-constructed --engine slurm --workers 32 --sbatch time=2:00:00 --sbatch partition=cpu")
    {
        this.screen = screen;
        experiment.AddTo(this);
        foreach (var option in (Option[])[engine, workers, options])
        {
            Add(option);
        }
    }

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, bool json, CancellationToken cancellation)
    {
        var isLocal = parsed.GetRequiredValue(engine) == Local;
        string[] further = parsed.GetValue(options) ?? [];
        if (isLocal && further.Length > 0)
        {
            throw new CallerException($"superposition sweep: --sbatch {further[0]} is given, expected it beside --engine {Slurm} only.");
        }

        var words = new RunScreen(screen, json);
        Submission submission;
        using (var run = experiment.Open(parsed, out var command))
        {
            var count = Math.Min(parsed.GetValue(workers) ?? (isLocal ? Environment.ProcessorCount : UsualTasks), run.Missing.Length);
            words.Announce(run, isLocal ? $"by {Processes(count)}" : $"by {Wording.Count(count, "task")} of an array job");
            run.Plan(count, experiment.Pause(parsed));
            if (isLocal || count == 0)
            {
                return Compute(run, count, command, words, cancellation);
            }

            var scripts = SlurmScripts.Write(run, count, further);
            run.Leave();
            submission = new Submission(run.Folder.Path, scripts, count, run.Missing.Length);
        }

        // Jobs may begin at once, so the folder has to be free by then.
        return Submit(submission with { Jobs = SlurmQueue.Find()?.Submit(submission.Scripts) }, json);
    }

    private int Compute(ExperimentRun run, int count, string command, RunScreen words, CancellationToken cancellation)
    {
        IReadOnlyDictionary<int, string> ends = new Dictionary<int, string>();
        try
        {
            var lost = words.Watch(run, count, watcher => run.Sweep(merge => ends = new WorkerProcesses(run, count, watcher, merge).Run(cancellation)));
            var code = words.Conclude(run, lost);
            if (lost.Count > 0 || ends.Count == 0)
            {
                return code;
            }

            var (worker, end) = ends.First();
            screen.Error.WriteLine($"Worker {worker} {end}, but every cell has its record; its log is {run.Folder.Shards.Log(worker)}.");
            return ExitCode.Failed;
        }
        catch (OperationCanceledException)
        {
            return words.Interrupted(run, command);
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
            screen.Line($"Submitted: job {jobs.Array} computes the cells, then job {jobs.End} merges them and draws the report; \"superposition list\" shows how far they are.");
        }
        else
        {
            screen.Line($"There is no sbatch here; where there is, this submits the sweep: {submission.Scripts.Submission}");
        }

        return ExitCode.Done;
    }

    private static string Processes(int count) => count == 1 ? "1 process" : $"{count:N0} processes";

    [GeneratedRegex("^(?!(array|output|dependency)(=|$))[a-z][a-z-]*(=[^\"\\p{Cc}]+)?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SlurmOption();

    private sealed record Submission(string Folder, SlurmScripts Scripts, int Tasks, int Cells)
    {
        public SlurmJobs? Jobs { get; init; }
    }
}
