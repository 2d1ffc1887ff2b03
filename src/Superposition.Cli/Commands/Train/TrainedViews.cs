using System.Text.Json.Nodes;
using Superposition.Tasks;

namespace Superposition.Cli.Commands.Train;

/// <summary>What the page of a training shows: the network against its controls, and how it learned.</summary>
internal static class TrainedViews
{
    /// <summary>The answer: all networks by their errors, the best first.</summary>
    public static JsonArray Rankings() => new(
        new JsonObject { ["says"] = "At its worst", ["measure"] = "epsilon" },
        new JsonObject { ["says"] = "On average", ["measure"] = "rms" });

    /// <summary>Figures and the table.</summary>
    /// <param name="task">The task: a threshold at ½ is drawn where outputs are boolean.</param>
    /// <param name="hasCurve">Whether the network is measured along training.</param>
    /// <param name="layers">The number of hidden layers, whose weights are shown.</param>
    public static JsonArray Of(TaskSpec task, bool hasCurve, int layers)
    {
        var isBoolean = task.Targets is BooleanTargetsSpec;
        var worst = Points("Worst error", "epsilon");
        if (isBoolean)
        {
            worst["references"] = new JsonArray("half");
        }

        var table = new JsonObject
        {
            ["kind"] = "table",
            ["title"] = "Errors",
            ["rows"] = new JsonArray("network", "readOff"),
            ["measures"] =
                isBoolean ? new JsonArray("epsilon", "rms", "errors.threshold", "loss") : new JsonArray("epsilon", "rms", "loss"),
        };
        JsonObject[] curves = hasCurve
            ? [Curve("Worst error along training", "curve.epsilon"), Curve("Loss along training", "curve.loss")]
            : [];
        return new JsonArray([worst, Points("Root mean square error", "rms"), .. curves, Strip(layers), .. Maps(layers), table]);
    }

    /// <summary>The trained network as it is.</summary>
    public static JsonObject Own() => new() { ["network"] = "trained", ["readOff"] = "own" };

    private static JsonObject Strip(int layers)
    {
        var strip = Map($"Weights{(layers == 1 ? "" : " of layer 0")} through training", "snapshots", "neuron", "input");
        strip["steps"] = "snapshots.steps";
        return strip;
    }

    private static IEnumerable<JsonObject> Maps(int layers)
    {
        foreach (var layer in Enumerable.Range(0, layers))
        {
            var (suffix, of) = layers == 1 ? ("", "") : ($".{layer}", $" of layer {layer}");
            yield return Map($"Weights{of}", $"weights{suffix}", "neuron", "input");
            yield return Map($"Overlap of codes{of}", $"overlap{suffix}", "input", "input");
        }

        yield return Map("Read-off", "readOffRows", "output", "neuron");
    }

    private static JsonObject Map(string title, string measure, string across, string down) => new()
    {
        ["kind"] = "heat",
        ["title"] = title,
        ["measure"] = measure,
        ["across"] = across,
        ["down"] = down,
        ["where"] = Own(),
    };

    private static JsonObject Points(string title, string y) =>
        new() { ["kind"] = "points", ["title"] = title, ["y"] = y, ["x"] = "network", ["colour"] = "readOff" };

    private static JsonObject Curve(string title, string y) => new()
    {
        ["kind"] = "curves",
        ["title"] = title,
        ["y"] = y,
        ["x"] = "curve.steps",
        ["logY"] = true,
        ["where"] = Own(),
    };
}
