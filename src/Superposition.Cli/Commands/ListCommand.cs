using System.CommandLine;
using Superposition.Cli.Errors;
using Superposition.Cli.Runs;
using Superposition.Studies;

namespace Superposition.Cli.Commands;

/// <summary><c>superposition list</c>.</summary>
internal sealed class ListCommand : ExampleCommand
{
    private readonly Screen screen;
    private readonly Argument<string> root =
        new("DIR") { Description = $"Where the runs lie (default: {RunList.Root}).", DefaultValueFactory = _ => RunList.Root };

    public ListCommand(Screen screen)
        : base("list", "List the runs in a folder, the newest last, with their headlines and how their specs differ.", "superposition list")
    {
        this.screen = screen;
        Add(root);
    }

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, bool json, CancellationToken cancellation)
    {
        var path = parsed.GetRequiredValue(root);
        if (!Directory.Exists(path) && path != RunList.Root)
        {
            throw new CallerException($"{path}: there is no such folder, expected one with runs.");
        }

        var firsts = new Dictionary<string, StudySpec>(StringComparer.Ordinal);
        ListedRun[] runs = [.. RunList.Folders(path).Select(folder => Look(folder, firsts))];
        if (json)
        {
            screen.Json(runs);
        }
        else if (runs.Length == 0)
        {
            screen.Line($"There are no runs in {path}.");
        }
        else
        {
            var table = ErrorTables.NewTable(["run", "state", "cells", "time", "begun (UTC)"], names: 2);
            foreach (var run in runs)
            {
                var time = run.Seconds is { } seconds ? Wording.Time(TimeSpan.FromSeconds(seconds)) : "";
                var cells = run.Cells is null ? "" : $"{run.CellsDone:N0}/{run.Cells:N0}";
                ErrorTables.AddRow(table, [run.Folder, run.State, cells, time, run.Started?.ToString("yyyy-MM-dd HH:mm") ?? ""]);
            }

            screen.Draw(table);
            foreach (var run in runs.Where(run => run.Headline is not null || run.Differs is not null))
            {
                screen.Line($"{run.Folder}: {string.Join(' ', new[] { run.Headline, run.Differs }.OfType<string>())}");
            }
        }

        return ExitCode.Done;
    }

    /// <summary>What is to be said of a run.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="firsts">The spec of the first run of each name; a run with a new name is added.</param>
    private static ListedRun Look(string folder, Dictionary<string, StudySpec> firsts)
    {
        if (RunFolder.ReadManifest(folder) is not { } run)
        {
            return new ListedRun(folder, null, "unreadable", null, null, null, null, null, null);
        }

        var paths = new RunPaths(folder);
        var merging = run.State == RunState.Submitted ? paths.Shards.CountRecords() : 0;
        var difference = firsts.TryAdd(run.Name, run.Spec) ? null : SpecDifference.Between(firsts[run.Name], run.Spec);
        return new ListedRun(
            folder, run.Name, RunFolder.StateInWords(folder, run), run.CellsDone + merging, run.Cells, run.Seconds, run.Started,
            File.Exists(paths.Answer) ? File.ReadLines(paths.Answer).FirstOrDefault() : null,
            difference is null ? null : Sentence(difference));
    }

    private static string Sentence(SpecDifference difference) =>
        $"Differs from the first run: {difference.Path} = {difference.Second ?? "nothing"}, there {difference.First ?? "nothing"}.";

    private sealed record ListedRun(
        string Folder, string? Experiment, string State, int? CellsDone, int? Cells, double? Seconds, DateTimeOffset? Started,
        string? Headline, string? Differs);
}
