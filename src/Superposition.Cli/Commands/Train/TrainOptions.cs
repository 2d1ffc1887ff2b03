using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Superposition.Booleans;
using Superposition.Checkpoints;
using Superposition.Networks;
using Superposition.Specs;
using Superposition.Studies.Networks;
using Superposition.Tasks;
using Superposition.Training;
using Superposition.UniversalAnd;

namespace Superposition.Cli.Commands.Train;

/// <summary>What <c>train</c> is told, and the study that it comes to.</summary>
internal sealed class TrainOptions
{
    private const int UsualSteps = 4000, UsualBatch = 512, UsualInputs = 20_000, UsualPoints = 50;
    private const double UsualRate = 0.005;

    private readonly Option<int?> features = NumberOption.Features(
        "Number of features, where the task does not say it; more than a circuit has are wired to nothing.", 1, InputsSpec.MaxFeatures);
    private readonly Option<int?> active =
        NumberOption.Active("Number of active features, where the task does not say how inputs are drawn.", 1_000_000);
    private readonly SparsityOption sparsity = new("at most");
    private readonly Option<int[]> neurons = new("--neurons", NumberOption.Width)
    {
        Description = "Number of neurons of every layer, separated by commas; left out with --start FILE, whose layers are taken.",
        HelpName = "d,d,…",
        CustomParser = result =>
        {
            var words = result.Tokens[0].Value.Split(',');
            var widths = words.Select(word => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var d)
                && d is >= 1 and <= 100_000 ? d : 0).ToArray();
            if (widths.Contains(0))
            {
                result.AddError(
                    $"--neurons is \"{result.Tokens[0].Value}\", expected whole numbers between 1 and 100,000, separated by commas.");
            }

            return widths;
        },
    };

    private readonly Option<int?> residual = NumberOption.Whole(
        "--residual", "D", "Layers in residual form on a stream of D numbers, in which features are random directions (learned).", 1, 4096);
    private readonly Option<string?> encoding =
        new("--encoding")
        {
            Description = "The first layer reads Φb: random:40 or learned:40 for directions in 40 dimensions.",
            HelpName = "KIND:d0"
        };
    private readonly Option<Activation?> activation = ActivationOption();
    private readonly Option<string?> start =
        new("--start")
        {
            Description = "What to start from in place of random weights: a network's file, or a construction: "
                + $"{string.Join(", ", UniversalAndConstructions.All.Select(kind => kind.Kind))}.",
            HelpName = "FILE|KIND"
        };
    private readonly Option<string?> trains =
        new("--train")
        {
            Description = "What is trained: whole (default), or read-off for the read-off alone (with --start).",
            HelpName = "whole|read-off"
        };
    private readonly Option<string?> objective =
        new("--objective")
        {
            Description =
                "What is made small: mse, power:P, annealed:FROM:TO (a power that rises), bce, hinge, cvar:SHARE, soft-maximum:τ, or an "
                + "objective in JSON (default: power:4).",
            HelpName = "OBJECTIVE"
        };
    private readonly Option<double?> rate =
        NumberOption.Positive("--learning-rate", "η", $"Highest learning rate (default: {UsualRate}).", 10);
    private readonly Option<int?> steps =
        NumberOption.Whole("--steps", "N", $"Optimizer steps (default: {UsualSteps:N0}).", 1, 100_000_000);
    private readonly Option<int?> batch = NumberOption.Batch(UsualBatch);
    private readonly Option<double?> decay =
        NumberOption.Positive("--weight-decay", "λ", "Decoupled weight decay, which makes Adam AdamW (default: none).", 10);
    private readonly Option<bool> constant =
        new("--constant-rate") { Description = "The learning rate stays (default: it falls along half a cosine)." };
    private readonly Option<double?> noise = NumberOption.Positive(
        "--noise", "ν", "Standard deviation of noise on the pre-activations of every layer in training (default: none).", 100);
    private readonly Option<int?> inputs = NumberOption.Inputs(UsualInputs);
    private readonly Option<int?> points =
        NumberOption.Whole("--curve", "N", $"Points of the learning curves (default: {UsualPoints}; 0 for none).", 0, 10_000);
    private readonly Option<ulong?> seed = NumberOption.Seed("Seed of everything that is drawn (default: 0).");

    /// <summary>The options in the order in which help lists them.</summary>
    public IEnumerable<Option> All =>
        [neurons, features, active, .. sparsity.All, residual, encoding, activation, start, trains, objective, rate, steps, batch, decay,
            constant, noise, inputs, points, seed];

    /// <summary>The task with its inputs.</summary>
    /// <exception cref="CallerException">Nobody says how inputs are drawn, or something does not fit.</exception>
    public TaskSpec Task(ParseResult parsed, GivenTask given, string name)
    {
        var m = parsed.GetValue(features) ?? given.Inputs?.Features ?? given.Features
            ?? throw new CallerException("superposition train: the task does not say how many features there are, expected --features m.");
        var s = parsed.GetValue(active);
        if (s is null && given.Inputs is null)
        {
            throw new CallerException("superposition train: the task does not say how many features are active, expected --active s.");
        }

        if (s > m)
        {
            throw new CallerException($"--active is {s}, expected at most the {m} features.");
        }

        var drawn =
            s is { } count ? InputOptions.SetOf(m, count, sparsity.Value(parsed) ?? Sparsity.AtMost) : given.Inputs! with { Features = m };
        var spec = new TaskSpec
        {
            Name = name,
            Inputs = drawn,
            Targets = given.Targets,
            Encoding = parsed.GetValue(encoding) is { } text
            ? Encoding(text)
            : given.Encoding
        };
        if (parsed.GetValue(residual) is { } width && spec.Encoding is DrawnEncodingSpec { Dimension: var stated } && stated != width)
        {
            throw new CallerException(
                $"--residual is {width}, and Φ maps to {stated} numbers: expected the same, for the stream begins as Φb.");
        }

        foreach (var problem in spec.Problems(""))
        {
            throw new CallerException($"superposition train: {problem.Path} is {problem.Found}, expected {problem.Expected}.");
        }

        return spec;
    }

    /// <summary>The study: the trained network, its layer under least squares, and the controls.</summary>
    /// <param name="parsed">The arguments.</param>
    /// <param name="task">The task.</param>
    /// <param name="text">The task as it was given.</param>
    /// <param name="isSweep">Whether the study is to be printed and its widths varied: its views are against width then.</param>
    public JsonObject Study(ParseResult parsed, TaskSpec task, string text, bool isSweep)
    {
        var from = parsed.GetValue(start) is { } path && (path.Contains('.') || path.Contains('/') || File.Exists(path))
            ? Path.GetFullPath(path)
            : null;
        var widths = (parsed.GetValue(neurons) is { Length: > 0 } words ? words :
            from is null
            ? throw new CallerException("superposition train: expected --neurons d, or --start with a network's file.")
            : WidthsOf(from));
        if (from is not null)
        {
            StartNetwork.Load(from, hash: null, widths, task.Draw(new Seed(parsed.GetValue(seed) ?? 0))).Network.Dispose();
        }

        var total = parsed.GetValue(steps) ?? UsualSteps;
        var curve = parsed.GetValue(points) ?? UsualPoints;
        var network = new JsonObject
        {
            ["name"] = "trained",
            ["kind"] = "trained",
            ["neurons"] = widths[0],
            ["trains"] = parsed.GetValue(trains) ?? "whole",
            ["objective"] = Objective(parsed.GetValue(objective) ?? "power:4"),
            ["learningRate"] = parsed.GetValue(rate) ?? UsualRate,
            ["training"] = new JsonObject
            {
                ["steps"] = total,
                ["batch"] = parsed.GetValue(batch) is not { } size ? UsualBatch : size == int.MaxValue ? null : size,
                ["optimizer"] = parsed.GetValue(decay) is null ? "adam" : "adam-w",
                ["weightDecay"] = parsed.GetValue(decay) ?? 0,
                ["schedule"] = parsed.GetValue(constant) ? "constant" : "cosine",
                ["warmUp"] = Math.Min(100, total / 10),
            },
            ["readOffs"] = ReadOffs("own", "least-squares"),
        };
        Add("further", widths.Length > 1 ? new JsonArray([.. widths.Skip(1).Select(d => (JsonNode)d)]) : null);
        Add("stream", parsed.GetValue(residual));
        Add("start", from is null ? parsed.GetValue(start) : null);
        Add("startFile", from);
        Add("startHash", from is null ? null : NetworkFile.HashOf(from));
        Add("activation", parsed.GetValue(activation) is { } given ? JsonSerializer.SerializeToNode(given, SpecJson.Line) : null);
        Add("noise", parsed.GetValue(noise));
        Add("curve", curve == 0 ? null : Math.Min(curve, total));
        Add("snapshots", WeightSnapshot.MaxCount);
        var named = text.StartsWith('{') ? "this task" : Path.GetFileName(text);
        return new JsonObject
        {
            ["question"] = isSweep
                ? $"How do the errors of networks trained on {named} depend on their width?"
                : $"How small are the errors of a network of {string.Join(" + ", widths)} neurons trained on {named}?",
            ["inputs"] = Math.Min(parsed.GetValue(inputs) ?? UsualInputs, 10_000_000),
            ["tasks"] = new JsonArray(JsonSerializer.SerializeToNode(task, SpecJson.Line)),
            ["networks"] = new JsonArray(
                network,
                Control("untrained", "untrained", ReadOffs("least-squares"), widths[0]),
                Control("linear", "linear-least-squares", null, null),
                Control("zero", "zero", null, null)),
            ["measures"] = new JsonArray(
                new JsonObject { ["kind"] = "errors" }, new JsonObject { ["kind"] = "curve" },
                new JsonObject { ["kind"] = "weights", ["of"] = TrainedViews.Own() }),
            ["seeds"] = new JsonArray(parsed.GetValue(seed) ?? 0),
            ["rankings"] = TrainedViews.Rankings(),
            ["views"] = TrainedViews.Of(task, curve > 0, widths.Length, isSweep),
        };

        void Add(string key, JsonNode? value)
        {
            if (value is not null)
            {
                network[key] = value;
            }
        }
    }

    private static int[] WidthsOf(string path)
    {
        using var network = NetworkFile.Load(path).Network;
        return network.Layers.Count > 0
            ? [.. network.Layers.Select(layer => layer.Neurons)]
            : throw new CallerException($"{path} has no hidden layer, expected a network to train.");
    }

    private static Option<Activation?> ActivationOption()
    {
        var kinds =
            Enum.GetValues<Activation>().ToDictionary(kind => JsonSerializer.SerializeToNode(kind, SpecJson.Line)!.GetValue<string>());
        return new("--activation")
        {
            Description = $"What neurons make of their pre-activations: {string.Join(", ", kinds.Keys)} (default: relu).",
            HelpName = string.Join('|', kinds.Keys),
            CustomParser = result =>
            {
                if (kinds.TryGetValue(result.Tokens[0].Value, out var kind))
                {
                    return kind;
                }

                result.AddError($"--activation is {Quoted(result.Tokens[0].Value)}, expected one of "
                    + $"{string.Join(", ", kinds.Keys)}{Spelling.Hint(result.Tokens[0].Value, [.. kinds.Keys])}");
                return null;
            },
        };
    }

    private static JsonArray ReadOffs(params string[] kinds) =>
        new([.. kinds.Select(kind => (JsonNode)new JsonObject { ["kind"] = kind })]);

    private static JsonObject Control(string name, string control, JsonArray? readOffs, int? neurons)
    {
        var network = new JsonObject { ["name"] = name, ["kind"] = "control", ["control"] = control };
        if (neurons is not null)
        {
            network["neurons"] = neurons;
        }

        if (readOffs is not null)
        {
            network["readOffs"] = readOffs;
        }

        return network;
    }

    private static EncodingSpec Encoding(string text) => text.Split(':') is [var kind and ("random" or "learned"), var words]
        && int.TryParse(words, NumberStyles.None, CultureInfo.InvariantCulture, out var d) && d >= 1
        ? kind == "random" ? new RandomEncodingSpec { Dimension = d } : new LearnedEncodingSpec { Dimension = d }
        : throw new CallerException($"--encoding is \"{text}\", expected random:d0 or learned:d0, for example learned:40.");

    /// <summary>"power:4" as an objective in JSON; whether its numbers make sense is for the study to say.</summary>
    private static JsonNode Objective(string text)
    {
        if (text.TrimStart().StartsWith('{'))
        {
            try
            {
                return JsonNode.Parse(text)!;
            }
            catch (JsonException)
            {
                throw new CallerException($"--objective is {Quoted(text)}, expected an objective in JSON or a word such as power:4.");
            }
        }

        var words = text.Split(':');
        var numbers = words.Skip(1).Select(word => double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number) ? number : (double?)null).ToArray();
        return (words[0], numbers) switch
        {
            ("mse", []) => new JsonObject { ["kind"] = "mse" },
            ("bce", []) => new JsonObject { ["kind"] = "cross-entropy" },
            ("hinge", []) => new JsonObject { ["kind"] = "hinge" },
            ("power", [{ } p]) => new JsonObject { ["kind"] = "power", ["p"] = p, ["reduction"] = "root" },
            ("annealed", [{ } from, { } to]) =>
                new JsonObject { ["kind"] = "annealed-power", ["from"] = from, ["to"] = to, ["until"] = 0.9, ["reduction"] = "root" },
            ("cvar", [{ } share]) => new JsonObject { ["kind"] = "cvar", ["share"] = share },
            ("soft-maximum", [{ } tau]) => new JsonObject { ["kind"] = "soft-maximum", ["sharpness"] = tau },
            _ => throw new CallerException($"--objective is {Quoted(text)}, expected mse, power:P, annealed:FROM:TO, bce, hinge, "
                + "cvar:SHARE, soft-maximum:τ, or an objective in JSON."),
        };
    }

    private static string Quoted(string text) => $"\"{(text.Length <= 60 ? text : text[..60] + "…")}\"";
}
