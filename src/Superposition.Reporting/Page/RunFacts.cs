using System.Collections.Immutable;
using System.Globalization;
using Superposition.Reporting.Statistics;
using Superposition.Studies;

namespace Superposition.Reporting.Page;

/// <summary>What a page says of a run itself.</summary>
internal static class RunFacts
{
    /// <summary>What is to be known before anything else is read; empty for a run that is finished.</summary>
    public static ImmutableArray<string> Remarks(RunManifest run)
    {
        var cells = $"{Numbers.Count(run.CellsDone)} of {Numbers.Of(run.Cells, "cell")}";
        string?[] remarks =
        [
            run.IsSmoke ? "A smoke test: the experiment cut down to seconds, to see that it runs. Its numbers answer nothing." : null,
            run.State switch
            {
                RunState.Running or RunState.Submitted => $"Not finished: {cells} have a record. What follows is drawn from those.",
                RunState.Interrupted => $"Interrupted: {cells} have a record. What follows is drawn from those.",
                RunState.Broken =>
                    $"Not finished: {cells} have a record, the others broke off with an error. What follows is drawn from those.",
                RunState.FinishedWithFailures => "Finished. Some networks did not train to the end; they are listed under the tables.",
                _ => null,
            },
        ];
        return [.. remarks.OfType<string>()];
    }

    /// <summary>With what, where and when the run was computed.</summary>
    public static ImmutableArray<(string Name, string Value)> Of(RunManifest run) =>
    [
        ("Version", $"superposition {run.Version}"),
        ("Computed with", run.Libraries),
        ("Machine", run.Machine),
        ("Arithmetic", Arithmetic(run)),
        ("Begun", run.Started.UtcDateTime.ToString("d MMMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture)),
        ("Time computed", Duration(run.Seconds)),
        ("Cells with a record", $"{Numbers.Count(run.CellsDone)} of {Numbers.Count(run.Cells)}"),
        ("Seeds", string.Join(", ", run.Spec.AllSeeds.Select(seed => seed.ToString(CultureInfo.InvariantCulture)))),
    ];

    /// <summary>What decides last bits; cells that were computed with something else are counted.</summary>
    private static string Arithmetic(RunManifest run)
    {
        var others =
            run.Contents.Where(content => content.Arithmetic is not null).GroupBy(content => content.Arithmetic!, StringComparer.Ordinal)
            .Select(group => $"; {Numbers.Of(group.Count(), "cell")} with {group.Key}, whose last bits can differ");
        return $"{run.Arithmetic}{string.Concat(others)}";
    }

    private static string Duration(double seconds) =>
        seconds < 100 ? $"{Numbers.Short(seconds)} s" : $"{Numbers.Fixed(seconds / 60, 1)} min";
}
