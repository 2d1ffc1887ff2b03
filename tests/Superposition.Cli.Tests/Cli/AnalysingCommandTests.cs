using System.Reflection;
using System.Text.Json.Serialization;
using Superposition.Tasks;
using Xunit.Abstractions;

namespace Superposition.Tests.Cli;

/// <summary>
/// Every command that analyses a network runs on every network that is shipped, on one of every kind that can be built and on one of every
/// task that can be trained, with 1, 2 and 3 active features, or says in one sentence why not.
/// </summary>
public class AnalysingCommandTests(ITestOutputHelper output)
{
    /// <summary>Which commands are run.</summary>
    private enum Effort
    {
        /// <summary>probe and measure.</summary>
        Least,

        /// <summary>compare and plateau as well, with few states.</summary>
        Small,

        /// <summary>Every command, every layer, with certificates.</summary>
        Full,
    }

    private static readonly string[] Quick = ["--inputs", "60", "--controls", "10", "--directions", "10", "--contexts", "8"];

    /// <summary>What each kind of construction takes besides features and sparsity, with few neurons.</summary>
    private static readonly Dictionary<string, string> Options = new(StringComparer.Ordinal)
    {
        ["naive"] = "",
        ["dedicated"] = "--neurons 20",
        ["subset"] = "--neurons 40",
        ["subset-averaging"] = "--neurons 60",
        ["sign"] = "--neurons 40",
        ["sign-tuned"] = "--neurons 40",
        ["ternary"] = "--neurons 60",
        ["ternary-graph"] = "--neurons 60",
        ["hadamard"] = "",
        ["gaussian"] = "--neurons 40",
        ["random-pytorch"] = "--neurons 30",
        ["random-kaiming"] = "--neurons 30",
        ["random-kaiming-biased"] = "--neurons 30",
        ["random-xavier"] = "--neurons 30",
        ["superposed-subset"] = "--neurons 60 --input-dimension 6",
        ["superposed-ternary"] = "--neurons 60 --input-dimension 6",
        ["superposed-projection"] = "--neurons 60 --input-dimension 6",
        ["quadratic"] = "--neurons 40",
        ["superposed-quadratic"] = "--neurons 40 --input-dimension 6",
        ["code"] = "",
        ["targeted"] = "--neurons 16 --gates 1 --group-size 8",
        ["keys"] = "",
        ["high-fan-in"] = "--neurons 120 --fan-in 3",
        ["circuit"] = "--neurons 120 --circuit full-adder.blif",
        ["error-correction"] = "--neurons 64",
        ["deep-fused"] = "--features 16 --neurons 256 --layers 2",
        ["deep-alternating"] = "--features 16 --neurons 256 --layers 2",
    };

    /// <summary>Targets of training tasks by kind, with one output and with many.</summary>
    private static readonly Dictionary<string, string[]> Targets = new(StringComparer.Ordinal)
    {
        ["pairs"] = ["""{ "kind": "pairs" }""", """{ "kind": "pairs", "list": [[0, 1]] }"""],
        ["ands"] = ["""{ "kind": "ands", "fanIn": 3 }""", """{ "kind": "ands", "fanIn": 3, "count": 1 }"""],
        ["gates"] = ["""{ "kind": "gates", "count": 6 }""", """{ "kind": "gates", "list": ["same = not x0"] }"""],
        ["circuit"] =
        [
            """{ "kind": "circuit", "text": "features 6\na = and x0 x1\nb = xor x2 x3\noutputs a b\n" }""",
            """{ "kind": "circuit", "text": "features 6\na = and x0 x1\noutputs a\n" }""",
        ],
        ["table"] = ["""{ "kind": "table", "text": "a,b,y,z\n0,0,0,1\n0,1,1,1\n1,0,1,1\n1,1,0,1\n", "outputs": ["y", "z"] }""",
            """{ "kind": "table", "text": "a,b,y\n0,0,0\n0,1,1\n1,0,1\n1,1,0\n" }"""],
        ["thresholds"] = ["""{ "kind": "thresholds", "least": 2, "list": [[0, 1, 2], [1, 3, 4]] }""",
            """{ "kind": "thresholds", "least": 1, "list": [[0, 1]] }"""],
        ["layers"] = ["""{ "kind": "layers", "depth": 2, "gates": { "copy": 0.5, "and": 0.5, "or": 0, "xor": 0 } }"""],
        ["identity"] = ["""{ "kind": "identity" }"""],
        ["relu"] = ["""{ "kind": "relu" }"""],
        ["mixed-relu"] = ["""{ "kind": "mixed-relu", "deviation": 0.1 }"""],
        ["pair-values"] = ["""{ "kind": "pair-values", "function": "product" }"""],
    };

    public static TheoryData<string> Shipped =>
        [.. Directory.EnumerateFiles(Path.Combine(Places.Repository, "checkpoints"), "*.safetensors", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Places.Repository, path)).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Kinds => [.. Options.Keys];

    public static TheoryData<string> Tasks => [.. Targets.Values.SelectMany(targets => targets)];

    [Theory, MemberData(nameof(Shipped))]
    public async Task Every_shipped_network_is_probed_and_measured(string path) =>
        await Analyse(Path.Combine(Places.Repository, path), Effort.Least);

    [Fact]
    public async Task Every_kind_of_construction_and_of_task_is_on_the_list()
    {
        var refusal = await CommandLine.Run("construct");
        var kinds = refusal.Error[(refusal.Error.IndexOf("one of ", StringComparison.Ordinal) + 7)..].TrimEnd('.', '\n').Split(", ");
        Assert.Equal(
            Options.Keys.Order(StringComparer.Ordinal), kinds.Order(StringComparer.Ordinal));
        var tasks = typeof(TargetsSpec).GetCustomAttributes<JsonDerivedTypeAttribute>().Select(kind => (string)kind.TypeDiscriminator!);
        Assert.Equal(Targets.Keys.Order(StringComparer.Ordinal), tasks.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("naive", 1, "exactly")]
    [InlineData("hadamard", 2, "at-most")]
    [InlineData("quadratic", 2, "exactly")]
    [InlineData("targeted", 3, "at-most")]
    [InlineData("error-correction", 3, "exactly")]
    public async Task Some_constructions_are_analysed(string kind, int active, string sparsity)
    {
        using var folder = new TemporaryFolder();
        Assert.True(
            await Construct(
            folder, kind, active, sparsity, Effort.Small), $"construct {kind} refuses {active} active features ({sparsity}).");
    }

    [Theory, Trait("Category", "Slow"), MemberData(nameof(Shipped))]
    public async Task Every_shipped_network_is_analysed_at_every_sparsity(string path)
    {
        foreach (var (active, sparsity) in Sparsities())
        {
            await Analyse(Path.Combine(Places.Repository, path), Effort.Full, "--active", $"{active}", $"--{sparsity}");
        }
    }

    [Theory, Trait("Category", "Slow"), MemberData(nameof(Kinds))]
    public async Task Every_kind_of_construction_is_analysed_at_every_sparsity(string kind)
    {
        using var folder = new TemporaryFolder();
        var built = 0;
        foreach (var (active, sparsity) in Sparsities())
        {
            built += await Construct(folder, kind, active, sparsity, Effort.Full) ? 1 : 0;
        }

        Assert.InRange(built, 1, 6);
    }

    [Theory, Trait("Category", "Slow"), MemberData(nameof(Tasks))]
    public async Task Every_kind_of_task_is_trained_and_analysed(string targets)
    {
        using var folder = new TemporaryFolder();
        var trained = 0;
        foreach (var (active, sparsity) in Sparsities())
        {
            var run = folder[$"{active}-{sparsity}"];
            var values = targets.Contains("pair-values", StringComparison.Ordinal) ? """, "values": { "from": 0, "to": 1 }""" : "";
            var inputs = $$"""{ "kind": "{{sparsity}}", "features": 6, "active": {{active}}{{values}} }""";
            var task = $$"""{ "inputs": {{inputs}}, "targets": {{targets}} }""";
            var outcome = await CommandLine.Run(
                "train", task, "--neurons", "12", "--steps", "20", "--batch", "16", "--curve", "0", "--inputs", "60", "--out", run);
            if (outcome.ExitCode != 0)
            {
                Says(outcome, $"train {task}");
                continue;
            }

            trained++;
            foreach (var path in Directory.EnumerateFiles(run, "*.safetensors", SearchOption.AllDirectories))
            {
                await Analyse(path, Effort.Full);
            }
        }

        Assert.InRange(trained, 1, 6);
    }

    private static IEnumerable<(int Active, string Sparsity)> Sparsities() =>
        from active in new[] { 1, 2, 3 } from sparsity in new[] { "exactly", "at-most" } select (active, sparsity);

    private async Task<bool> Construct(TemporaryFolder folder, string kind, int active, string sparsity, Effort effort)
    {
        var path = folder[$"{kind}-{active}-{sparsity}.safetensors"];
        var options = Options[kind].Replace(
            "full-adder.blif", Path.Combine(Places.Repository, "experiments/04-high-fan-in-and-circuits/circuits/full-adder.blif"),
            StringComparison.Ordinal);
        string[] features = options.Contains("--features", StringComparison.Ordinal) ? [] : ["--features", "8"];
        var outcome = await CommandLine.Run(
            ["construct", kind, .. features, "--active", $"{active}", "--sparsity", sparsity, "--out", path,
                .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        if (outcome.ExitCode != 0)
        {
            Says(outcome, $"construct {kind}, {active} active, {sparsity}");
            return false;
        }

        await Analyse(path, effort);
        return true;
    }

    private async Task Analyse(string path, Effort effort, params string[] inputs)
    {
        using var folder = new TemporaryFolder();
        var activations = folder["activations.safetensors"];
        string[] drawn = [.. inputs, "--inputs", "60"];
        string[][] least = [["probe", path, .. inputs, .. Quick], ["measure", path, .. drawn]];
        string[][] small =
        [
            ["compare", path, path, .. drawn],
            ["plateau", path, .. inputs.Where(x => x is not ("--exactly" or "--at-most")), "--states", "10", "--jacobian-states", "1"],
        ];
        string[][] full =
        [
            ["probe", path, "--layer", "0", .. inputs, .. Quick],
            ["measure", path, .. drawn, "--certify", "--limit", "0.2"],
            ["compare", path, "--constructions", "sign", .. drawn],
            ["activations", path, .. drawn, "--out", activations],
            ["probe", activations, "--controls", "10", "--directions", "10"],
        ];
        foreach (var command in least.Concat(effort >= Effort.Small ? small : []).Concat(effort >= Effort.Full ? full : []))
        {
            if (File.Exists(command[1]))
            {
                Says(await CommandLine.Run(command), string.Join(' ', command));
            }
        }
    }

    /// <summary>Exit code 0, or 2 and one sentence that says why not.</summary>
    private void Says(Outcome outcome, string command)
    {
        if (outcome.ExitCode != 0)
        {
            output.WriteLine($"{command}\n  {outcome.Error}");
            Assert.Equal(2, outcome.ExitCode);
            outcome.IsOneSentence();
        }
        else
        {
            Assert.DoesNotContain("NaN", outcome.Output, StringComparison.Ordinal);
        }
    }
}
