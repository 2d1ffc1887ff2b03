using System.CommandLine;
using System.Globalization;
using Superposition.Cli.Commands.Train;
using Superposition.Cli.Errors;
using Superposition.Cli.Runs;
using Superposition.Reporting.Explorer;
using Superposition.Specs;
using Superposition.Studies;

namespace Superposition.Cli.Commands;

/// <summary><c>superposition train</c>: a study with one network, its controls and one seed.</summary>
internal sealed class TrainCommand : ExampleCommand
{
    private readonly Screen screen;
    private readonly Argument<string> task = new("TASK") { Description = $"The task: {TaskText.Forms}." };
    private readonly Option<string?> folder =
        new("--out") { Description = "Folder of the run (default: the next number under runs/).", HelpName = "DIR" };
    private readonly Option<bool> force = new("--force") { Description = "Replace a run that is in the folder already." };
    private readonly Option<bool> resume =
        new("--resume")
        {
            Description = "Resume the training in the folder of --out from its last saved step; everything else as it was given.",
        };
    private readonly Option<double?> pause = ExperimentOptions.PauseOption();
    private readonly Option<bool> print =
        new("--print-spec")
        {
            Description = "Print the study that would be run, its errors drawn against width, and do not run it: the start of a sweep.",
        };
    private readonly Option<bool> tensorboard =
        new("--tensorboard")
        {
            Description = "Write the learning curves as TensorBoard event files as well, under tensorboard/ in the run's folder."
        };
    private readonly TrainOptions options = new();

    public TrainCommand(Screen screen)
        : base(
            "train",
            "Train a network on a task: one line from a circuit file to weights, learning curve, errors next to controls, and a page.",
            "superposition train experiments/04-high-fan-in-and-circuits/circuits/full-adder.blif --active 3 --neurons 64 --objective "
                + "power:4",
            "superposition train pairs --features 16 --active 2 --sparsity exactly --neurons 48 --objective annealed:2:32",
            "superposition train task.json --neurons 64,64 --residual 32 --steps 5000",
            "superposition train experiments/04-high-fan-in-and-circuits/circuits/full-adder.blif --active 3 --neurons 64 --print-spec "
                + "> sweep.json")
    {
        this.screen = screen;
        Add(task);
        foreach (var option in options.All.Concat([folder, force, resume, pause, print, tensorboard]))
        {
            Add(option);
        }
    }

    /// <inheritdoc/>
    public override TimeSpan TimeToStop => TimeToSave;

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, bool json, CancellationToken cancellation)
    {
        var text = parsed.GetRequiredValue(task);
        var spec = options.Task(parsed, TaskText.Read(text, cancellation), NameOf(text));
        var study = options.Study(parsed, spec, text, isSweep: parsed.GetValue(print)).ToJsonString(SpecJson.Indented);
        var run = SpecReader.Read(study, "train", []).WithFiles(path => TextFile.Read(path, "a file that the task names"));
        if (parsed.GetValue(print))
        {
            screen.Line(study);
            return ExitCode.Done;
        }

        using var experiment = Open(parsed, spec.Name ?? "task", run, cancellation, out var command);
        var words = new RunScreen(screen, json);
        words.Announce(experiment, "the network and its controls");
        var threads = Math.Min(Environment.ProcessorCount, Math.Max(1, experiment.Missing.Length));
        try
        {
            var broken = words.Watch(experiment, threads, watcher =>
                experiment.Compute(threads, watcher, ExperimentOptions.Pause(parsed.GetValue(pause)), cancellation));
            if (parsed.GetValue(tensorboard))
            {
                var curves = Path.Combine(experiment.Folder.Path, "tensorboard");
                Torch.WriteScalars(curves, TrainedRows.Curves(experiment));
                experiment.Name(Directory.GetFiles(curves).Select(file => $"tensorboard/{Path.GetFileName(file)}"));
            }

            WriteExplorer(experiment, cancellation);
            if (!json)
            {
                Show(experiment);
            }

            return words.Conclude(experiment, broken);
        }
        catch (OperationCanceledException)
        {
            return words.Interrupted(experiment, $"{command} --out {ShellLine.Of([experiment.Folder.Path])} --resume");
        }
    }

    /// <summary>The run: a new one, or where an earlier process left it.</summary>
    /// <param name="parsed">The arguments.</param>
    /// <param name="name">The task's name.</param>
    /// <param name="spec">The study.</param>
    /// <param name="cancellation">Stops the reading of an earlier run.</param>
    /// <param name="command">The command without the folder.</param>
    private ExperimentRun Open(ParseResult parsed, string name, StudySpec spec, CancellationToken cancellation, out string command)
    {
        var tokens = parsed.Tokens.Select(token => token.Value).ToList();
        if (tokens.IndexOf(folder.Name) is >= 0 and var place)
        {
            tokens.RemoveRange(place, 2);
        }

        command = ShellLine.Of(["superposition", .. tokens.Where(token => token != force.Name && token != resume.Name)]);
        var path = parsed.GetValue(folder);
        if (parsed.GetValue(resume))
        {
            return ExperimentRun.Resume(
                path ?? throw new CallerException("--resume is given without --out, expected both: the folder of the training to resume."),
                spec, isSmoke: false, command, cancellation);
        }

        var target = path is null ? RunFolder.CreateNext($"train-{name}") : RunFolder.Create(path, parsed.GetValue(force));
        return ExperimentRun.Begin(
            target, $"train-{name}", spec, isSmoke: false, path is null ? command : $"{command} --out {ShellLine.Of([path])}");
    }

    private static string NameOf(string text) =>
        text.StartsWith('{') ? "task" : Path.GetFileNameWithoutExtension(text) is { Length: > 0 } name ? name : "task";

    /// <summary>Puts the page of explore next to the report, which links to it, unless a network is too large for one or failed.</summary>
    private static void WriteExplorer(ExperimentRun run, CancellationToken cancellation)
    {
        if (Networks(run) is not { Length: > 0 and <= ExploreCommand.MaxNetworks } networks
            || run.Rows.Any(row => row.Failure is not null))
        {
            return;
        }

        ExplorerFile.WriteBeside(run.Folder.Path, () =>
        {
            var data = ExplorerFile.DataOf(networks, cancellation);
            run.Name([ExplorerPage.BesideName]);
            return data;
        });
    }

    private static string[] Networks(ExperimentRun run) => Path.Combine(run.Folder.Path, "networks") is var folder
        && Directory.Exists(folder)
            ? [.. Directory.GetFiles(folder, "*.safetensors").OrderBy(file => file.Length).ThenBy(file => file, StringComparer.Ordinal)]
            : [];

    /// <summary>Errors of the network next to those of the controls, and where its weights lie.</summary>
    private void Show(ExperimentRun run)
    {
        var table = ErrorTables.NewTable(["network", "read-off", "ε", "wrong", "RMS"], names: 2);
        foreach (var row in TrainedRows.Of(run))
        {
            ErrorTables.AddRow(
                table, [row.Network, row.ReadOff, Number(row.Epsilon), row.Wrong?.ToString("N0", CultureInfo.InvariantCulture) ?? "",
                Number(row.Rms)]);
        }

        screen.Draw(table);
        screen.Line("wrong: outputs on the wrong side of ½, over all inputs measured");
        foreach (var file in Networks(run))
        {
            screen.Line($"Network: {file}");
        }

        if (run.Manifest.Files.Contains(ExplorerPage.BesideName))
        {
            screen.Line($"Watch it compute: {run.Folder.In(ExplorerPage.BesideName)}");
        }

        static string Number(double? value) => value is { } number ? Wording.Error(number) : "";
    }
}
