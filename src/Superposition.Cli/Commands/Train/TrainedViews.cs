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
    /// <param name="isSweep">Whether errors are drawn against width.</param>
    public static JsonArray Of(TaskSpec task, bool hasCurve, int layers, bool isSweep)
    {
        var isBoolean = task.Targets is BooleanTargetsSpec;
        Func<string, string, JsonNode[], JsonObject> errors = isSweep ? Lines : Points;
        var table = new JsonObject
        {
            ["kind"] = "table",
            ["title"] = "Errors",
            ["rows"] = isSweep ? new JsonArray("network", "readOff", "neurons") : new JsonArray("network", "readOff"),
            ["measures"] =
                isBoolean ? new JsonArray("epsilon", "rms", "errors.threshold", "loss") : new JsonArray("epsilon", "rms", "loss"),
        };
        JsonObject[] curves = hasCurve
            ? [Curve("Worst error along training", "curve.epsilon", isSweep), Curve("Loss along training", "curve.loss", isSweep)]
            : [];
        return new JsonArray(
            [errors("Worst error", "epsilon", isBoolean ? ["half"] : []), errors("Root mean square error", "rms", []),
                .. curves, Strip(layers), .. Maps(layers), table]);
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

    private static JsonObject Points(string title, string y, JsonNode[] references) => new()
    {
        ["kind"] = "points",
        ["title"] = title,
        ["y"] = y,
        ["x"] = "network",
        ["colour"] = "readOff",
        ["references"] = new JsonArray(references),
    };

    private static JsonObject Lines(string title, string y, JsonNode[] references) => new()
    {
        ["kind"] = "lines",
        ["title"] = title,
        ["y"] = y,
        ["x"] = "neurons",
        ["colour"] = "network",
        ["logY"] = true,
        ["where"] = new JsonObject { ["network"] = new JsonArray("trained", "untrained") },
        ["references"] = new JsonArray(
            [.. references, new JsonObject { ["network"] = "linear" }, new JsonObject { ["network"] = "zero" }]),
    };

    private static JsonObject Curve(string title, string y, bool isSweep) => new()
    {
        ["kind"] = "curves",
        ["title"] = title,
        ["y"] = y,
        ["x"] = "curve.steps",
        ["colour"] = isSweep ? "neurons" : "network",
        ["logY"] = true,
        ["where"] = Own(),
    };
}
