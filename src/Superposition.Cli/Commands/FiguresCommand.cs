using System.CommandLine;
using Superposition.Cli.Runs;

namespace Superposition.Cli.Commands;

/// <summary><c>superposition figures</c>.</summary>
internal sealed class FiguresCommand : ExampleCommand
{
    private readonly Screen screen;
    private readonly Argument<string[]> experiments =
        new("EXPERIMENT")
        {
            Description = "Folders of experiments with stored records; all of `experiments` when left out.",
            Arity = ArgumentArity.ZeroOrMore,
        };

    private readonly Option<string> output =
        new("--out") { Description = "Folder for the reports, one folder an experiment.", HelpName = "FOLDER", Required = true };

    public FiguresCommand(Screen screen)
        : base(
            "figures", "Draw the reports of experiments from the records that are stored with them, without running anything.",
            "superposition figures --out figures", "superposition figures experiments/22-regimes --out figures")
    {
        this.screen = screen;
        Add(experiments);
        Add(output);
    }

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, bool json, CancellationToken cancellation)
    {
        var folder = parsed.GetRequiredValue(output);
        PageFolder.RequirePossible(folder);
        var given = parsed.GetRequiredValue(experiments);
        string[] files = given.Length > 0 ? [.. given.Select(Stored)] : Everything();
        var drawn = new List<Drawn>();
        foreach (var file in files)
        {
            cancellation.ThrowIfCancellationRequested();
            var name = Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(file)))!;
            var target = new RunPaths(Path.Combine(folder, name));
            var headline = screen.Working($"drawing {name}", json, () => StoredRecords.Draw(file, target));
            drawn.Add(new Drawn(file, target.Report, headline));
            if (!json)
            {
                screen.Line(headline);
                screen.Line($"Report: {target.Report}");
            }
        }

        if (json)
        {
            screen.Json("reports", drawn);
        }

        return ExitCode.Done;
    }

    private static string Stored(string experiment)
    {
        var file = Path.Combine(experiment, StoredRecords.Name);
        return File.Exists(file)
            ? file
            : throw new CallerException(
                $"{experiment}: there is no {StoredRecords.Name}, expected the folder of an experiment with stored records; without them "
                    + "`superposition run` makes them anew.");
    }

    private static string[] Everything()
    {
        const string Folder = "experiments";
        string[] files = Directory.Exists(Folder)
            ? [.. Directory.GetDirectories(Folder).Select(experiment => Path.Combine(experiment, StoredRecords.Name)).Where(File.Exists)
                .Order(StringComparer.Ordinal)]
            : [];
        return files.Length > 0
            ? files
            : throw new CallerException(
                $"No experiment in {Path.GetFullPath(Folder)} has stored records, expected to be started in the folder of the project, or "
                    + "the folders of experiments as arguments.");
    }

    private sealed record Drawn(string Records, string Report, string Headline);
}
