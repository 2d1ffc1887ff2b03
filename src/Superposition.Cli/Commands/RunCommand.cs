using System.CommandLine;
using Superposition.Cli.Runs;
using Superposition.Experiments;

namespace Superposition.Cli.Commands;

/// <summary><c>superposition run</c>.</summary>
internal sealed class RunCommand : ExampleCommand
{
    private const int UsualPause = 30;

    private readonly Screen screen;
    private readonly Argument<string> spec = new("SPEC") { Description = "A spec, or the folder that holds it as spec.json." };
    private readonly Option<string?> folder = new("--out") { Description = "Folder of the run (default: the next number under runs/; with --resume the experiment's last one).", HelpName = "DIR" };
    private readonly Option<string[]> overrides = new("--set") { Description = "Put a value in the place of the spec's; may be given again.", HelpName = "path=value" };
    private readonly Option<ulong?> seed = NumberOption.Seed("Run this seed alone.");
    private readonly Option<bool> resume = new("--resume") { Description = "Go on with a run: finished cells are kept, and training goes on from its last saved step." };
    private readonly Option<bool> smoke = new("--smoke") { Description = "Cut the experiment down to seconds, to see that it runs." };
    private readonly Option<int?> workers = NumberOption.Whole("--workers", "N", "Cells computed side by side; changes nothing but the time (default: one a processor).", 1, 1024);
    private readonly Option<double?> pause = NumberOption.Seconds("--save-every", $"How often the state of training is saved for --resume; it is saved on Ctrl-C as well (default: {UsualPause}).");
    private readonly Option<bool> force = new("--force") { Description = "Replace a run that is in the folder already." };

    public RunCommand(Screen screen)
        : base(
            "run", "Run an experiment and write its folder: records, networks, figures and a report.",
            "superposition run experiments/02-learned-versus-constructed",
            "superposition run experiments/01-constructions --smoke --out runs/try",
            "superposition run experiments/02-learned-versus-constructed --set 'scientific.neurons=[32,64]' --set training.steps=500 --seed 7")
    {
        this.screen = screen;
        Add(spec);
        foreach (var option in (Option[])[folder, overrides, seed, resume, smoke, workers, pause, force])
        {
            Add(option);
        }
    }

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, bool json, CancellationToken cancellation)
    {
        string[] changes = [.. parsed.GetValue(overrides) ?? [], .. parsed.GetValue(seed) is { } only ? [$"seeds=[{only}]"] : (string[])[]];
        var given = SpecFile.Load(parsed.GetRequiredValue(spec), changes);
        var isSmoke = parsed.GetValue(smoke);
        var experiment = isSmoke ? given.Spec.Smoke() : given.Spec;
        var command = ShellLine.Of(["superposition", "run", parsed.GetRequiredValue(spec), .. changes.SelectMany(change => (string[])["--set", change]), .. isSmoke ? ["--smoke"] : (string[])[]]);
        using var run = Open(parsed, given.Name, experiment, isSmoke, command);
        var threads = Math.Min(parsed.GetValue(workers) ?? Environment.ProcessorCount, Math.Max(1, run.Missing.Length));
        if (!json)
        {
            Announce(run, threads);
        }

        IReadOnlyList<CellRemark> broken;
        try
        {
            broken = Compute(run, threads, TimeSpan.FromSeconds(parsed.GetValue(pause) ?? UsualPause), json, cancellation);
        }
        catch (OperationCanceledException)
        {
            screen.Error.WriteLine($"Interrupted after {run.Manifest.CellsDone:N0} of {Wording.Count(run.Cells.Length, "cell")}, which are saved with the training in flight; go on with: {command} --out {ShellLine.Of([run.Folder.Path])} --resume");
            return ExitCode.Interrupted;
        }

        return Conclude(run, broken, json);
    }

    private ExperimentRun Open(ParseResult parsed, string name, ExperimentSpec experiment, bool isSmoke, string command)
    {
        var path = parsed.GetValue(folder);
        if (parsed.GetValue(resume))
        {
            path ??= RunList.LastOf(name) ?? throw new CallerException($"There is no run of {name} under {RunList.Root} to go on with, expected one, or --out with its folder.");
            return ExperimentRun.Resume(path, experiment, isSmoke);
        }

        var target = path is null ? RunFolder.CreateNext(name) : RunFolder.Create(path, parsed.GetValue(force));
        return ExperimentRun.Begin(target, name, experiment, isSmoke, command);
    }

    private void Announce(ExperimentRun run, int threads)
    {
        var kept = run.Cells.Length - run.Missing.Length;
        screen.Line($"{run.Manifest.Name}: {run.Manifest.Spec.Question}");
        screen.Line($"{Wording.Count(run.Missing.Length, "cell")} to compute{(kept > 0 ? $", {kept:N0} kept" : "")}, {threads} at a time; into {run.Folder.Path}");
    }

    private IReadOnlyList<CellRemark> Compute(ExperimentRun run, int threads, TimeSpan betweenSaves, bool json, CancellationToken cancellation)
    {
        var console = screen.ForProgress(json);
        var pace = new Pace(run.Missing, threads);
        return console.Profile.Capabilities.Interactive && run.Missing.Length > 0
            ? ProgressBars.Around(console, pace, threads, bars => run.Compute(threads, bars, betweenSaves, cancellation))
            : run.Compute(threads, new ProgressLines(console, pace, threads), betweenSaves, cancellation);
    }

    private int Conclude(ExperimentRun run, IReadOnlyList<CellRemark> broken, bool json)
    {
        var records = run.Records;
        var report = screen.Working("drawing the report", json, () => ReportFolder.Write(run.Folder, run.Manifest, records));
        var failures = records.Where(record => record.Failure is not null).ToArray();
        if (json)
        {
            screen.Json(new Summary(
                run.Folder.Path, run.Folder.Report, run.Manifest.State, run.Manifest.Cells, run.Manifest.CellsDone, run.Manifest.Seconds, report.Headline,
                [.. records.Where(record => record.Refusal is not null).Select(record => new CellRemark(record.Cell, record.Refusal!))],
                [.. failures.Select(record => new CellRemark(record.Cell, record.Failure!))], broken));
        }
        else
        {
            screen.Line();
            screen.Line(report.Headline);
            screen.Line();
            if (records.Count(record => record.Refusal is not null) is > 0 and var refused)
            {
                screen.Line($"{Wording.Count(refused, "cell")} where a construction does not exist; the report says why.");
            }

            screen.Line($"{Wording.Count(run.Manifest.CellsDone, "cell")} in {Wording.Time(TimeSpan.FromSeconds(run.Manifest.Seconds))}.");
            screen.Line($"Report: {run.Folder.Report}");
        }

        if (broken.Count > 0)
        {
            screen.Error.WriteLine($"{Wording.Count(broken.Count, "cell")} broke, the first {broken[0].Cell} with {broken[0].Reason}; --resume tries again.");
        }
        else if (failures.Length > 0)
        {
            screen.Error.WriteLine($"{Wording.Count(failures.Length, "cell")} failed, the first {failures[0].Cell}: {failures[0].Failure}");
        }

        return broken.Count + failures.Length > 0 ? ExitCode.Failed : ExitCode.Done;
    }

    private sealed record Summary(
        string Folder, string Report, RunState State, int Cells, int CellsDone, double Seconds, string Headline, IReadOnlyList<CellRemark> Refused, IReadOnlyList<CellRemark> Failed, IReadOnlyList<CellRemark> Broken);
}
