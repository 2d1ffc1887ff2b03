using System.CommandLine;
using Superposition.Cli.Runs;

namespace Superposition.Cli.Commands;

/// <summary><c>superposition check</c>.</summary>
internal sealed class CheckCommand : ExampleCommand
{
    private readonly Screen screen;
    private readonly Argument<string[]> runs =
        new("RUN") { Description = "Folders of runs, finished or not. They are only read.", Arity = ArgumentArity.OneOrMore };

    public CheckCommand(Screen screen)
        : base("check", "Check that every record, network and trace of a run is as the run wrote it, by the hashes in run.json.",
            "superposition check runs/02-learned-versus-constructed-1")
    {
        this.screen = screen;
        Add(runs);
    }

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, bool json, CancellationToken cancellation)
    {
        var checks = parsed.GetRequiredValue(runs).Select(path => Check(path, cancellation)).ToArray();
        if (json)
        {
            screen.Json(checks);
        }
        else
        {
            foreach (var check in checks)
            {
                Show(check);
            }
        }

        return checks.All(check => check.Findings.Count == 0) ? ExitCode.Done : ExitCode.Failed;
    }

    private static Checked Check(string path, CancellationToken cancellation)
    {
        var (paths, run) = (new RunPaths(path), RunFolder.RequireManifest(path));
        if (RunFolder.IsAtWork(path))
        {
            throw new CallerException($"{path}: a process is at work in this folder, expected a run that nothing is being added to.");
        }

        var cells = run.Spec.GridCells().Select(cell => cell.Id).ToHashSet(StringComparer.Ordinal);
        var inspection = RunInspection.Of(paths, run, cells, cancellation);
        return new Checked(
            path, RunFolder.StateInWords(path, run), cells.Count, inspection.Sound.Count, inspection.Files,
            inspection.Records.Sound.Count(cell => cell.Content.Hash is null),
            [.. inspection.Sound.Where(cell => cell.Content.Arithmetic is not null).Select(cell => cell.Cell)],
            [.. inspection.Findings, .. inspection.Foreign(paths, run)]);
    }

    private void Show(Checked check)
    {
        foreach (var finding in check.Findings)
        {
            screen.Line($"{finding}.");
        }

        var sound =
            $"{check.Sound:N0} of {Wording.Count(check.Cells, "cell")} and "
            + $"{Wording.Count(check.Files, "network or trace", "networks and traces")} checked";
        screen.Line($"{check.Folder} ({check.State}): {sound}; "
            + $"{(check.Findings.Count == 0 ? "all are as the run wrote them."
                : $"{Wording.Count(check.Findings.Count, "finding")}: --resume computes again what is not sound.")}");
        if (check.WithoutHash > 0)
        {
            screen.Line(
                $"{Wording.Count(check.WithoutHash, "cell")} of a version that kept no hashes: of these only the number of rows is known.");
        }

        if (check.OtherArithmetic.Count > 0)
        {
            screen.Line($"{Wording.Count(check.OtherArithmetic.Count, "cell")} computed on another kind of machine than the others, the "
                + $"first {check.OtherArithmetic[0]}: last bits can differ.");
        }
    }

    private sealed record Checked(
        string Folder, string State, int Cells, int Sound, int Files, int WithoutHash, IReadOnlyList<string> OtherArithmetic,
        IReadOnlyList<string> Findings);
}
