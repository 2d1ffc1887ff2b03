using System.CommandLine;
using Superposition.Cli.Runs;

namespace Superposition.Cli.Commands;

/// <summary>What <c>run</c> and <c>sweep</c> are both told: the experiment, what is different about it, and its folder.</summary>
/// <param name="verb">The command.</param>
internal sealed class ExperimentOptions(string verb)
{
    private const int UsualPause = 30;

    private readonly Argument<string> spec = new("SPEC") { Description = "A spec, or the folder that holds it as spec.json." };
    private readonly Option<string?> folder =
        new("--out")
        {
            Description = "Folder of the run (default: the next number under runs/; with --resume the experiment's last one).",
            HelpName = "DIR"
        };
    private readonly Option<string[]> overrides =
        new("--set") { Description = "Put a value in the place of the spec's; may be given again.", HelpName = "path=value" };
    private readonly Option<ulong?> seed = NumberOption.Seed("Run this seed alone.");
    private readonly Option<bool> resume =
        new("--resume") { Description = "Resume a run: finished cells are kept, and training resumes from its last saved step." };
    private readonly Option<bool> smoke = new("--smoke") { Description = "Cut the experiment down to seconds, to see that it runs." };
    private readonly Option<double?> pause = PauseOption();
    private readonly Option<bool> force =
        new("--force")
        {
            Description = "Replace the run that is in the folder: the files that its run.json names are removed, and nothing else."
        };

    /// <summary>How often the state of training is saved.</summary>
    public static Option<double?> PauseOption() =>
        NumberOption.Seconds(
            "--save-every",
            $"How often the state of training is saved for resuming; it is saved on Ctrl-C as well (default: {UsualPause}).");

    /// <summary>How often it is saved when the option has some value.</summary>
    public static TimeSpan Pause(double? seconds) => TimeSpan.FromSeconds(seconds ?? UsualPause);

    /// <summary>Makes them options of a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(spec);
        foreach (var option in (Option[])[folder, overrides, seed, resume, smoke, pause, force])
        {
            command.Add(option);
        }
    }

    /// <summary>How often the state of training is saved.</summary>
    public TimeSpan Pause(ParseResult parsed) => Pause(parsed.GetValue(pause));

    /// <summary>Opens the run, new or where an earlier process left it.</summary>
    /// <param name="parsed">The arguments.</param>
    /// <param name="command">The command that repeats it.</param>
    /// <param name="cancellation">Stops the check of what an earlier process left.</param>
    /// <exception cref="CallerException">The folder cannot be used.</exception>
    public ExperimentRun Open(ParseResult parsed, out string command, CancellationToken cancellation)
    {
        string[] changes = [.. parsed.GetValue(overrides) ?? [], .. parsed.GetValue(seed) is { } only ? [$"seeds=[{only}]"] : (string[])[]];
        var given = SpecFile.Load(parsed.GetRequiredValue(spec), changes);
        var isSmoke = parsed.GetValue(smoke);
        var experiment = isSmoke ? given.Spec.Smoke() : given.Spec;
        command = ShellLine.Of(
        [
            "superposition", verb, parsed.GetRequiredValue(spec),
            .. changes.SelectMany(change => (string[])["--set", change]),
            .. isSmoke ? ["--smoke"] : (string[])[],
        ]);
        var path = parsed.GetValue(folder);
        if (parsed.GetValue(resume))
        {
            path ??= RunList.LastOf(given.Name) ?? throw new CallerException(
                $"There is no run of {given.Name} under {RunList.Root} to resume, expected one, or --out with its folder.");
            return ExperimentRun.Resume(path, experiment, isSmoke, command: null, cancellation);
        }

        var target = path is null ? RunFolder.CreateNext(given.Name) : RunFolder.Create(path, parsed.GetValue(force));
        return ExperimentRun.Begin(target, given.Name, experiment, isSmoke, command);
    }
}
