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
    public static JsonArray Of(TaskSpec task, bool hasCurve)
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
        return hasCurve
            ? new JsonArray(
                worst, Points("Root mean square error", "rms"), Curve("Worst error along training", "curve.epsilon"),
                Curve("Loss along training", "curve.loss"), table)
            : new JsonArray(worst, Points("Root mean square error", "rms"), table);
    }

    private static JsonObject Points(string title, string y) =>
        new() { ["kind"] = "points", ["title"] = title, ["y"] = y, ["x"] = "network", ["colour"] = "readOff" };

    private static JsonObject Curve(string title, string y) => new()
    {
        ["kind"] = "curves",
        ["title"] = title,
        ["y"] = y,
        ["x"] = "curve.steps",
        ["logY"] = true,
        ["where"] = new JsonObject { ["network"] = "trained", ["readOff"] = "own" },
    };
}
