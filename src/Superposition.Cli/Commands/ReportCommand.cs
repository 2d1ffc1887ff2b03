using System.CommandLine;
using Superposition.Checkpoints;
using Superposition.Cli.Runs;
using Superposition.Reporting;
using Superposition.Studies;

namespace Superposition.Cli.Commands;

/// <summary><c>superposition report</c>.</summary>
internal sealed class ReportCommand : ExampleCommand
{
    private readonly Screen screen;
    private readonly Argument<string[]> runs =
        new("RUN") { Description = "Folders of runs, finished or not.", Arity = ArgumentArity.OneOrMore };

    private readonly Option<string?> output =
        new("--out") { Description = "Write the report of one run into this folder; the run's own is only read.", HelpName = "FOLDER" };

    public ReportCommand(Screen screen)
        : base("report", "Draw the reports of runs anew from their records.", "superposition report runs/02-learned-versus-constructed-1",
            "superposition report /archive/02-learned-versus-constructed-1 --out page")
    {
        this.screen = screen;
        Add(runs);
        Add(output);
    }

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, bool json, CancellationToken cancellation)
    {
        if (parsed.GetValue(output) is { } folder && parsed.GetRequiredValue(runs) is { Length: > 1 } many)
        {
            throw new CallerException($"superposition report: --out {folder} is given with {many.Length} runs, expected one run with it.");
        }

        var drawn = new List<Drawn>();
        var areSound = true;
        foreach (var path in parsed.GetRequiredValue(runs))
        {
            var report = parsed.GetValue(output) is { } other
                ? Draw(path, new RunPaths(other), json, cancellation)
                : DrawInto(path, json, cancellation);
            areSound &= report.AreSound;
            drawn.Add(report);
            if (!json)
            {
                screen.Line(report.Headline);
                screen.Line($"Report: {report.Report}");
            }
        }

        if (json)
        {
            screen.Json("reports", drawn);
        }

        return areSound ? ExitCode.Done : ExitCode.Failed;
    }

    /// <summary>Draws a run's report into its own folder.</summary>
    private Drawn DrawInto(string path, bool json, CancellationToken cancellation)
    {
        var (folder, run) = RunFolder.Open(path);
        using (folder)
        {
            return Draw(folder, run, folder, report =>
                folder.Save(run with { Files = run.Files.Union(ReportFolder.Names(report)) }), json, cancellation);
        }
    }

    /// <summary>Draws a run's report somewhere else: the run is only read.</summary>
    private Drawn Draw(string path, RunPaths target, bool json, CancellationToken cancellation)
    {
        PageFolder.RequirePossible(target.Path);
        return Draw(new RunPaths(path), RunFolder.RequireManifest(path), target, _ =>
            AtomicFile.CreateFolder(target.Path), json, cancellation);
    }

    private Drawn Draw(
        RunPaths folder, RunManifest run, RunPaths target, Action<ReportFiles> prepare, bool json, CancellationToken cancellation)
    {
        var cells = run.Spec.GridCells().Select(cell => cell.Id).ToHashSet(StringComparer.Ordinal);
        var inspection = RunInspection.Of(folder, run, cells, cancellation);
        foreach (var finding in inspection.Findings)
        {
            screen.Warn(
                $"{finding}; records that are not sound are left out of the report, and --resume computes what is not sound again.");
        }

        var report = screen.Working($"drawing {folder.Path}", json, () => ReportFolder.Draw(run, inspection.Records.Sound, folder.Results));
        prepare(report);
        ReportFolder.Write(target, report);
        return new Drawn(folder.Path, target.Report, report.Headline, inspection.Findings.Count == 0);
    }

    private sealed record Drawn(string Folder, string Report, string Headline, bool AreSound);
}
