using System.CommandLine;
using Superposition.Cli.Errors;
using Superposition.Cli.Runs;
using Superposition.Experiments;

namespace Superposition.Cli.Commands;

/// <summary><c>superposition list</c>.</summary>
internal sealed class ListCommand : ExampleCommand
{
    private readonly Screen screen;
    private readonly Argument<string> root = new("DIR") { Description = $"Where the runs lie (default: {RunList.Root}).", DefaultValueFactory = _ => RunList.Root };

    public ListCommand(Screen screen)
        : base("list", "List the runs in a folder, the newest last.", "superposition list")
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

        ListedRun[] runs = [.. RunList.Folders(path).Select(Look)];
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
                ErrorTables.AddRow(table, [
                    run.Folder, run.State, run.Cells is null ? "" : $"{run.CellsDone:N0}/{run.Cells:N0}", run.Seconds is { } seconds ? Wording.Time(TimeSpan.FromSeconds(seconds)) : "", run.Started?.ToString("yyyy-MM-dd HH:mm") ?? "",
                ]);
            }

            screen.Draw(table);
        }

        return ExitCode.Done;
    }

    private static ListedRun Look(string folder) => RunFolder.ReadManifest(folder) is { } run
        ? new ListedRun(folder, run.Name, RunFolder.StateInWords(folder, run), run.CellsDone + (run.State == RunState.Submitted ? new RunPaths(folder).Shards.CountRecords() : 0), run.Cells, run.Seconds, run.Started)
        : new ListedRun(folder, null, "unreadable", null, null, null, null);

    private sealed record ListedRun(string Folder, string? Experiment, string State, int? CellsDone, int? Cells, double? Seconds, DateTimeOffset? Started);
}
