using System.Text;

namespace Superposition.Tests.Cli;

/// <summary>Whatever stands in a spec: one sentence that says where, what and what instead; exit code 2; nothing written.</summary>
public class HostileSpecTests
{
    private const string Features = "\"features\": 6", Neurons = "\"neurons\": [6, 9]", Steps = "\"steps\": 30", Seeds = "\"seeds\": [0, 1]", Rates = "[0.003, 0.01]";

    /// <summary>What is replaced in a good spec, by what, and words that the complaint has to hold.</summary>
    public static TheoryData<string, string, string[]> Changes { get; } = new()
    {
        // Not JSON.
        { "{\n  \"$schema\"", "[\n  \"$schema\"", ["line 2", "not valid JSON", "expected"] },
        { "\"kind\"", "kind", ["line 3", "found \"kind\"", "a comma, a key"] },
        { Features, "\"features\" 6", ["line 6", "not valid JSON"] },
        { Features, "\"features\": ", ["line 6", "expected a value"] },
        { Features, "\"features\": 06", ["line 6", "not valid JSON"] },
        { Features, "\"features\": +6", ["line 6", "expected a value"] },
        { Features, "\"features\": 0x10", ["line 6", "not valid JSON"] },
        { Features, "\"features\": 'six'", ["line 6", "expected a value"] },
        { Features, "\"features\": 6 7", ["line 6", "\"7\""] },
        { "\"weightDecay\": 0", "\"weightDecay\": NaN", ["line 14", "\"NaN\"", "expected a value"] },
        { "\"weightDecay\": 0", "\"weightDecay\": Infinity", ["line 14", "\"Infinity\""] },
        { "\"weightDecay\": 0", "\"weightDecay\": .5", ["line 14", "\".5\""] },
        { "\"Is it small?\"", "\"Is it\nsmall?\"", ["line 4", "not valid JSON"] },
        { "\"Is it small?\"", "\"Is it small?", ["line 4", "not valid JSON"] },
        { "\"Is it small?\"", "\"\\ud800\"", ["line 4", "escape"] },
        { "\"Is it small?\"", "\"\\x41\"", ["line 4", "not valid JSON"] },
        { "// line 3", "/* line 3", ["not valid JSON"] },
        { Seeds + "\n}", Seeds, ["line 16", "the text ends"] },
        { Seeds + "\n}", Seeds + "\n}}", ["line 17", "nothing after"] },
        { Seeds + "\n}", Seeds + "\n}\n{}", ["line 18", "nothing after"] },

        // Not the right keys.
        { Neurons, "\"neuron\": [6, 9]", ["line 10", "\"neuron\"", "did you mean \"neurons\"?"] },
        { Neurons, "\"Neurons\": [6, 9]", ["line 10", "\"Neurons\"", "did you mean \"neurons\"?"] },
        { Neurons + ",", "", ["line 7", "scientific has no \"neurons\""] },
        { Seeds, "\"seed\": [0]", ["line 16", "did you mean \"seeds\"?"] },
        { "  \"seeds\"", "  \"seeds\": [1],\n  \"seeds\"", ["line 17", "\"seeds\"", "second time", "line 16"] },
        { Features, "\"features\": 6, \"features\": 7", ["line 6", "second time"] },
        { Steps, "\"steps\": 30, \"steps \": 30", ["line 14", "\"steps \"", "did you mean \"steps\"?"] },
        { Steps, "\"steps\": 30, \"\": 1", ["line 14", "\"\"", "unknown in training"] },
        { Steps, "\"steps\": 30, \"\\u0007bell\\nfeed\": 1", ["line 14", "\\u0007bell\\u000afeed"] },
        { "\"p\": 4", "\"q\": 4", ["line 11", "\"q\"", "scientific.objectives[1]"] },
        { ", \"p\": 4", "", ["line 11", "scientific.objectives[1] has no \"p\""] },
        { "\"kind\": \"mse\"", "\"p\": 2", ["line 11", "has no \"kind\"", "balanced-mse"] },
        { "\"kind\": \"mse\"", "\"kind\": \"mse\", \"p\": 2", ["line 11", "\"p\" is unknown"] },
        { "\"kind\": \"mse\"", "\"kind\": \"mse\", \"id\": \"x\"", ["line 11", "\"id\" is unknown"] },
        { "  \"kind\": \"learned-versus-constructed\", ", "", ["the key \"prediction\" is unknown", "did you mean \"predictions\"?"] },

        // Not the right kind of value.
        { "\"learned-versus-constructed\"", "\"learned-vs-constructed\"", ["line 3", "kind is \"learned-vs-constructed\"", "construction-errors"] },
        { "\"learned-versus-constructed\"", "\"construction-errors\"", ["line 6", "\"task\" is unknown"] },
        { "\"learned-versus-constructed\"", "7", ["line 3", "kind is 7"] },
        { "\"learned-versus-constructed\"", "null", ["line 3", "kind is null"] },
        { "\"spec.schema.json\"", "12", ["line 2", "$schema is 12"] },
        { "\"Is it small?\"", "null", ["line 4", "question is null", "a text"] },
        { "\"Is it small?\"", "true", ["line 4", "question is true"] },
        { Features, "\"features\": \"6\"", ["line 6", "task.features is \"6\"", "a whole number"] },
        { Features, "\"features\": 6.0", ["line 6", "6.0", "without point"] },
        { Features, "\"features\": 6e0", ["line 6", "6e0", "without point and exponent"] },
        { Features, "\"features\": 6.5", ["line 6", "6.5", "a whole number"] },
        { Features, "\"features\": null", ["line 6", "task.features is null"] },
        { Features, "\"features\": [6]", ["line 6", "task.features is a list"] },
        { Features, "\"features\": {}", ["line 6", "task.features is an object"] },
        { Neurons, "\"neurons\": 6", ["line 10", "scientific.neurons is 6", "a list"] },
        { Neurons, "\"neurons\": [6, [9]]", ["line 10", "scientific.neurons[1] is a list"] },
        { Neurons, "\"neurons\": [6, null]", ["line 10", "scientific.neurons[1] is null"] },
        { "{ \"features\": 6, \"active\": 2, \"sparsity\": \"at-most\" }", "[]", ["line 6", "task is an empty list", "an object"] },
        { "\"at-most\"", "\"at most\"", ["line 6", "task.sparsity", "did you mean \"at-most\"?"] },
        { "\"at-most\"", "1", ["line 6", "task.sparsity is 1", "exactly or at-most"] },
        { "\"cosine\"", "\"linear\"", ["line 14", "training.schedule is \"linear\"", "constant or cosine"] },
        { "\"adam\"", "\"Adam\"", ["line 14", "training.optimizer is \"Adam\"", "did you mean \"adam\"?"] },
        { "{ \"kind\": \"mse\" }", "17", ["line 11", "scientific.objectives[0] is 17", "an object"] },

        // Not possible.
        { Features, "\"features\": 1", ["line 6", "task.features is 1", "between 2 and"] },
        { Features, "\"features\": -6", ["line 6", "task.features is -6"] },
        { Features, "\"features\": 2147483648", ["line 6", "2147483648"] },
        { "\"active\": 2", "\"active\": 7", ["line 6", "task.active is 7", "between 1 and 6", "the number of features"] },
        { "\"active\": 2", "\"active\": 0", ["line 6", "task.active is 0"] },
        { "\"active\": 2", "\"active\": 2, \"pairs\": 16", ["line 6", "task.pairs is 16", "between 1 and 15"] },
        { Neurons, "\"neurons\": [0]", ["line 10", "scientific.neurons[0] is 0"] },
        { Neurons, "\"neurons\": [6, 1000000000000]", ["line 10", "scientific.neurons[1] is 1000000000000"] },
        { Neurons, "\"neurons\": [2000000000]", ["line 10", "scientific.neurons[0] is 2,000,000,000"] },
        { Neurons, "\"neurons\": []", ["line 10", "scientific.neurons is an empty list"] },
        { Neurons, "\"neurons\": [6, 9, 6]", ["line 10", "scientific.neurons[2]", "second time"] },
        { "\"sign\", \"gaussian\"", "\"sing\", \"gaussian\"", ["line 8", "scientific.constructions[1] is \"sing\"", "did you mean \"sign\"?"] },
        { "\"frozenLayer\": \"sign\"", "\"frozenLayer\": \"naive\"", ["line 9", "scientific.frozenLayer is \"naive\""] },
        { "\"p\": 4", "\"p\": 0.5", ["line 11", "scientific.objectives[1].p is 0.5", "between 1 and 32"] },
        { "\"p\": 4", "\"p\": 1e999", ["line 11", "scientific.objectives[1].p is 1e999"] },
        { Rates, "[0.003, -1]", ["line 13", "nuisance.learningRate[1] is -1"] },
        { Rates, "[0.003, 0]", ["line 13", "nuisance.learningRate[1] is 0"] },
        { Rates, "[1e-999]", ["line 13", "nuisance.learningRate[0] is 0"] },
        { Steps, "\"steps\": 0", ["line 14", "training.steps is 0"] },
        { Steps, "\"steps\": 1", ["line 14", "training.warmUp is 2", "between 0 and 1"] },
        { "\"batch\": 16", "\"batch\": 0", ["line 14", "training.batch is 0"] },
        { "\"weightDecay\": 0", "\"weightDecay\": -0.1", ["line 14", "training.weightDecay is -0.1"] },
        { "\"inputs\": 1000", "\"inputs\": 0", ["line 15", "measurement.inputs is 0"] },
        { Seeds, "\"seeds\": []", ["line 16", "seeds is an empty list"] },
        { Seeds, "\"seeds\": [-1]", ["line 16", "seeds[0] is -1"] },
        { Seeds, "\"seeds\": [18446744073709551616]", ["line 16", "seeds[0] is 18446744073709551616"] },
        { Seeds, "\"seeds\": [3, 3]", ["line 16", "seeds[1]", "second time"] },
    };

    [Theory, MemberData(nameof(Changes))]
    public async Task A_spec_with_a_slip_is_refused_by_line_and_key(string good, string bad, string[] words)
    {
        Assert.Contains(good, TinySpecs.Comparison, StringComparison.Ordinal);
        using var folder = new TemporaryFolder();
        var spec = folder.Write("spec.json", TinySpecs.Comparison.Replace(good, bad, StringComparison.Ordinal));
        await IsRefused(folder, [spec], ["spec.json, line ", .. words]);
    }

    [Theory]
    [InlineData("task.active=7", "task.active is 7")]
    [InlineData("training.steps=1e3", "without point and exponent")]
    [InlineData("training.steps=many", "training.steps is \"many\"")]
    [InlineData("training.step=3", "did you mean \"steps\"?")]
    [InlineData("scientific.neurons=[6,", "not valid JSON")]
    [InlineData("scientific.neurons=[6,\"9\"]", "scientific.neurons[1] is \"9\"")]
    [InlineData("scientific.neurons[2]=3", "[2] is no place in a list of 2")]
    [InlineData("scientific..neurons=[6]", "is no path")]
    [InlineData("[0]=1", "is no path")]
    [InlineData("scientific.neurons", "there is no value")]
    [InlineData("=3", "there is no value")]
    [InlineData("task.features=", "the text is empty")]
    [InlineData("taks.active=1", "did you mean \"task\"?")]
    [InlineData("task.active.more=1", "leads into 2")]
    [InlineData("training.weightDecay=NaN", "training.weightDecay is \"NaN\"")]
    [InlineData("training.weightDecay=1e999", "training.weightDecay is 1e999")]
    [InlineData("scientific.neurons=[1000000000000]", "1000000000000")]
    [InlineData("kind=construction-error", "did you mean \"construction-errors\"?")]
    public async Task An_override_with_a_slip_is_refused_by_its_own_words(string change, string words)
    {
        using var folder = new TemporaryFolder();
        await IsRefused(folder, [folder.Write("spec.json", TinySpecs.Comparison), "--set", change], [$"--set {change}: ", words]);
    }

    [Theory]
    [InlineData("", "the text is empty")]
    [InlineData(" \n\t\n", "the text is empty")]
    [InlineData("// nothing but this", "not valid JSON")]
    [InlineData("null", "the spec is null")]
    [InlineData("[]", "the spec is an empty list")]
    [InlineData("\"spec\"", "the spec is \"spec\"")]
    [InlineData("{}", "has no \"question\"")]
    [InlineData("question: what?", "not valid JSON")]
    [InlineData("<spec/>", "not valid JSON")]
    public async Task What_is_no_spec_at_all_is_refused(string text, string words)
    {
        using var folder = new TemporaryFolder();
        await IsRefused(folder, [folder.Write("spec.json", text)], ["spec.json, line 1: ", words]);
    }

    [Fact]
    public async Task Deep_nesting_is_refused()
    {
        using var folder = new TemporaryFolder();
        await IsRefused(folder, [folder.Write("spec.json", new string('[', 100_000))], ["spec.json, line 1", "32 levels"]);
        await IsRefused(folder, [folder.Write("spec.json", string.Concat(Enumerable.Repeat("{\"a\":", 1000)))], ["spec.json, line 1", "32 levels"]);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_refused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["spec.json"], [0x7b, 0xff, 0xfe, 0x00]);
        await IsRefused(folder, [folder["spec.json"]], ["spec.json", "byte 1 is not text"]);
        File.WriteAllBytes(folder["spec.json"], [0x7b, 0x00, 0x7d]);
        await IsRefused(folder, [folder["spec.json"]], ["spec.json, line 1", "not valid JSON"]);
        File.WriteAllBytes(folder["spec.json"], Encoding.Unicode.GetBytes(TinySpecs.Comparison));
        await IsRefused(folder, [folder["spec.json"]], ["spec.json, line 1", "not valid JSON"]);
    }

    [Fact]
    public async Task A_huge_file_is_refused_without_being_read()
    {
        using var folder = new TemporaryFolder();
        using (var file = File.Create(folder["spec.json"]))
        {
            file.SetLength(20L << 30); // Twenty gigabytes of zeros that take no room on the disk.
        }

        await IsRefused(folder, [folder["spec.json"]], ["spec.json", "more than 1,048,576 bytes"]);
    }

    [Fact]
    public async Task A_grid_with_absurdly_many_cells_is_refused()
    {
        using var folder = new TemporaryFolder();
        var seeds = string.Join(',', Enumerable.Range(0, 2000));
        var neurons = string.Join(',', Enumerable.Range(1, 3000));
        await IsRefused(
            folder, [folder.Write("spec.json", TinySpecs.Comparison.Replace("[0, 1]", $"[{seeds}]", StringComparison.Ordinal).Replace("[6, 9]", $"[{neurons}]", StringComparison.Ordinal))],
            ["spec.json", "more than 100,000 cells", "3,000 scientific.neurons", "2,000 seeds"]);
    }

    [Fact]
    public async Task A_missing_spec_is_refused_with_a_guess()
    {
        using var folder = new TemporaryFolder();
        folder.Write("spec.json", TinySpecs.Comparison);
        await IsRefused(folder, [folder["spce.json"]], ["spce.json", "no such file", "did you mean \"spec.json\"?"]);
        await IsRefused(folder, [folder["nowhere/spec.json"]], ["nowhere", "no such file"]);
        await IsRefused(folder, [""], ["no such file"]);
        Directory.CreateDirectory(folder["empty"]);
        await IsRefused(folder, [folder["empty"]], ["empty", "holds no spec.json"]);
    }

    /// <summary>Exit code 2, one sentence, and the folder as it was.</summary>
    private static async Task IsRefused(TemporaryFolder folder, string[] args, string[] words)
    {
        var before = Directory.GetFileSystemEntries(folder.Path, "*", SearchOption.AllDirectories);
        var outcome = await CommandLine.Run(["run", .. args, "--out", folder["run"]]);
        outcome.IsRefusalWith(words);
        Assert.Equal(before.Order(), Directory.GetFileSystemEntries(folder.Path, "*", SearchOption.AllDirectories).Order());
    }
}
