using System.Text.Json;
using Superposition.Cli.Runs;

namespace Superposition.Cli.Commands.Train;

/// <summary>The rows of a training, as the terminal and TensorBoard want them.</summary>
/// <param name="Network">The network's name.</param>
/// <param name="ReadOff">The read-off's name.</param>
/// <param name="Epsilon">ε, the largest error.</param>
/// <param name="Rms">Root mean squared error.</param>
/// <param name="Wrong">Outputs on the wrong side of ½; null for real functions.</param>
internal sealed record TrainedRows(string Network, string ReadOff, double? Epsilon, double? Rms, long? Wrong)
{
    /// <summary>All rows of a run that have errors.</summary>
    public static IEnumerable<TrainedRows> Of(ExperimentRun run) =>
        from row in Lines(run)
        where row.TryGetProperty("epsilon", out _)
        select new TrainedRows(
            Text(row, "network"), Text(row, "readOff"), Number(row, "epsilon"), Number(row, "rms"),
            row.TryGetProperty("errors.threshold", out var wrong) ? wrong.GetInt64() : null);

    /// <summary>The learning curves: name, steps and values.</summary>
    public static IEnumerable<(string Name, double[] Steps, double[] Values)> Curves(ExperimentRun run) =>
        from row in Lines(run)
        where row.TryGetProperty("curve.steps", out _) && Text(row, "readOff") == "own"
        from name in (string[])["curve.loss", "curve.epsilon", "curve.rms", "curve.wrong"]
        where row.TryGetProperty(name, out _)
        select ($"{Text(row, "network")}/{name["curve.".Length..]}", Series(row, "curve.steps"), Series(row, name));

    private static IEnumerable<JsonElement> Lines(ExperimentRun run)
    {
        foreach (var line in File.ReadLines(run.Folder.Results))
        {
            using var row = JsonDocument.Parse(line);
            yield return row.RootElement.Clone();
        }
    }

    private static string Text(JsonElement row, string key) => row.TryGetProperty(key, out var value) ? value.GetString() ?? "" : "";

    private static double? Number(JsonElement row, string key) => row.TryGetProperty(key, out var value) ? value.GetDouble() : null;

    private static double[] Series(JsonElement row, string key) =>
        [.. row.GetProperty(key).EnumerateArray().Select(value => value.GetDouble())];
}
