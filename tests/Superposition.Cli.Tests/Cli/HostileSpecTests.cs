using System.Text;

namespace Superposition.Tests.Cli;

/// <summary>Whatever stands in a spec: one sentence that says where, what and what instead; exit code 2; nothing written.</summary>
public class HostileSpecTests
{
    private const string Features = "\"features\": 6", Neurons = "\"vary\": [6, 9]", Steps = "\"steps\": 30", Seeds =
        "\"seeds\": [0, 1]", Rates = "[0.003, 0.01]";

    /// <summary>What is replaced in a good spec, by what, and words that the complaint has to hold.</summary>
    public static TheoryData<string, string, string[]> Changes { get; } = new()
    {
        // Not JSON.
        { "{\n  \"$schema\"", "[\n  \"$schema\"", ["line 2", "not valid JSON", "expected"] },
        { "\"question\"", "question", ["line 3", "found \"question\"", "a comma, a key"] },
        { Features, "\"features\" 6", ["line 5", "not valid JSON"] },
        { Features, "\"features\": ", ["line 5", "expected a value"] },
        { Features, "\"features\": 06", ["line 5", "not valid JSON"] },
        { Features, "\"features\": +6", ["line 5", "expected a value"] },
        { Features, "\"features\": 0x10", ["line 5", "not valid JSON"] },
        { Features, "\"features\": 'six'", ["line 5", "expected a value"] },
        { Features, "\"features\": 6 7", ["line 5", "\"7\""] },
        { "\"weightDecay\": 0", "\"weightDecay\": NaN", ["line 16", "\"NaN\"", "expected a value"] },
        { "\"weightDecay\": 0", "\"weightDecay\": Infinity", ["line 16", "\"Infinity\""] },
        { "\"weightDecay\": 0", "\"weightDecay\": .5", ["line 16", "\".5\""] },
        { "\"Is it small?\"", "\"Is it\nsmall?\"", ["line 3", "not valid JSON"] },
        { "\"Is it small?\"", "\"Is it small?", ["line 3", "not valid JSON"] },
        { "\"Is it small?\"", "\"\\ud800\"", ["line 3", "escape"] },
        { "\"Is it small?\"", "\"\\x41\"", ["line 3", "not valid JSON"] },
        { "// line 3", "/* line 3", ["not valid JSON"] },
        { Seeds + "\n}", Seeds, ["line 20", "the text ends"] },
        { Seeds + "\n}", Seeds + "\n}}", ["line 21", "nothing after"] },
        { Seeds + "\n}", Seeds + "\n}\n{}", ["line 22", "nothing after"] },

        // Not the right keys.
        { "\"neurons\"", "\"neuron\"", ["line 8", "\"neuron\"", "did you mean \"neurons\"?"] },
        { "\"neurons\"", "\"Neurons\"", ["line 8", "\"Neurons\"", "did you mean \"neurons\"?"] },
        { "\"trains\": \"whole\",", "", ["line 11", "networks[4] has no \"trains\""] },
        { Seeds, "\"seed\": [0]", ["line 20", "did you mean \"seeds\"?"] },
        { "  \"seeds\"", "  \"seeds\": [1],\n  \"seeds\"", ["line 21", "\"seeds\"", "second time", "line 20"] },
        { Features, "\"features\": 6, \"features\": 7", ["line 5", "second time"] },
        { Steps, "\"steps\": 30, \"steps \": 30", ["line 16", "\"steps \"", "did you mean \"steps\"?"] },
        { Steps, "\"steps\": 30, \"\": 1", ["line 16", "\"\"", "unknown in networks[4].training"] },
        { Steps, "\"steps\": 30, \"\\u0007bell\\nfeed\": 1", ["line 16", "\\u0007bell\\u000afeed"] },
        { "\"p\": 4", "\"q\": 4", ["line 14", "\"q\"", "networks[4].objective.vary[1]"] },
        { ", \"p\": 4", "", ["line 14", "networks[4].objective.vary[1] has no \"p\""] },
        { "\"kind\": \"mse\"", "\"p\": 2", ["line 14", "has no \"kind\"", "balanced-mse"] },
        { "\"kind\": \"mse\"", "\"kind\": \"mse\", \"p\": 2", ["line 14", "\"p\" is unknown"] },
        { "\"kind\": \"mse\"", "\"kind\": \"mse\", \"id\": \"x\"", ["line 14", "\"id\" is unknown"] },
        { "  \"question\"", "  \"kind\": \"study\", \"question\"", ["line 3", "the key \"kind\" is unknown"] },

        // Not the right kind of value.
        { "\"kind\": \"trained\"", "\"kind\": \"traned\"", ["line 12", "networks[4].kind is \"traned\"", "did you mean \"trained\"?"] },
        { "\"kind\": \"trained\"", "\"kind\": \"construction\"", ["line 12", "\"trains\" is unknown"] },
        { "\"kind\": \"trained\"", "\"kind\": 7", ["line 12", "networks[4].kind is 7"] },
        { "\"kind\": \"trained\"", "\"kind\": null", ["line 12", "networks[4].kind is null"] },
        { "\"spec.schema.json\"", "12", ["line 2", "$schema is 12"] },
        { "\"Is it small?\"", "null", ["line 3", "question is null", "a text"] },
        { "\"Is it small?\"", "true", ["line 3", "question is true"] },
        { Features, "\"features\": \"6\"", ["line 5", "tasks[0].inputs.features is \"6\"", "a whole number"] },
        { Features, "\"features\": 6.0", ["line 5", "6.0", "without point"] },
        { Features, "\"features\": 6e0", ["line 5", "6e0", "without point and exponent"] },
        { Features, "\"features\": 6.5", ["line 5", "6.5", "a whole number"] },
        { Features, "\"features\": null", ["line 5", "tasks[0].inputs.features is null"] },
        { Features, "\"features\": [6]", ["line 5", "tasks[0].inputs.features is a list"] },
        { Features, "\"features\": {}", ["line 5", "tasks[0].inputs.features is an object"] },
        { Neurons, "\"vary\": 6", ["line 8", "networks[1].neurons.vary is 6", "a list"] },
        { Neurons, "\"vary\": [6, [9]]", ["line 8", "networks[1].neurons.vary[1] is a list"] },
        { Neurons, "\"vary\": [6, 9], \"aS\": \"d\"", ["line 8", "\"aS\" is unknown", "did you mean \"as\"?"] },
        { "{ \"kind\": \"at-most\", \"features\": 6, \"active\": 2 }", "[]", ["line 5", "tasks[0].inputs is an empty list", "an object"] },
        { "\"at-most\"", "\"at most\"", ["line 5", "tasks[0].inputs.kind", "did you mean \"at-most\"?"] },
        { "\"at-most\"", "1", ["line 5", "tasks[0].inputs.kind is 1", "exactly"] },
        { "\"cosine\"", "\"linear\"", ["line 16", "networks[4].training.schedule is \"linear\"", "constant or cosine"] },
        { "\"adam\"", "\"Adam\"", ["line 16", "networks[4].training.optimizer is \"Adam\"", "did you mean \"adam\"?"] },
        { "{ \"kind\": \"mse\" }", "17", ["line 14", "networks[4].objective.vary[0] is 17", "an object"] },

        // Not possible.
        { Features, "\"features\": 1", ["line 5", "active is 2", "between 1 and 1"] },
        { Features, "\"features\": -6", ["line 5", "tasks[0].inputs.features is -6"] },
        { Features, "\"features\": 2147483648", ["line 5", "2147483648"] },
        { "\"active\": 2", "\"active\": 7", ["line 5", "tasks[0].inputs.active is 7", "between 1 and 6", "the number of features"] },
        { "\"active\": 2", "\"active\": 0", ["line 5", "tasks[0].inputs.active is 0"] },
        { "\"kind\": \"pairs\"", "\"kind\": \"pairs\", \"count\": 16", ["line 5", "tasks[0].targets.count is 16", "between 1 and 15"] },
        { Neurons, "\"vary\": [0]", ["line 8", "networks[1].neurons is 0"] },
        { Neurons, "\"vary\": [6, 1000000000000]", ["line 8", "networks[1].neurons.vary[1] is 1000000000000"] },
        { Neurons, "\"vary\": [2000000000]", ["line 8", "networks[1].neurons is 2,000,000,000"] },
        { Neurons, "\"vary\": []", ["line 8", "networks[1].neurons.vary is an empty list"] },
        { Neurons, "\"vary\": [6, 9, 6]", ["line 8", "\"neurons\" has the value 6 twice"] },
        { "\"construction\": \"sign\"", "\"construction\": \"sing\"",
            ["line 8", "networks[1].construction is \"sing\"", "did you mean \"sign\"?"] },
        { "\"name\": \"naive\"", "\"name\": \"raw\"", ["line 6", "two networks called \"raw\""] },
        { "\"name\": \"naive\"", "\"name\": \"\"", ["line 9", "networks[2].name is empty", "a name for its rows"] },
        { "\"name\": \"naive\"", "\"name\": \" \\t\"", ["line 9", "networks[2].name is empty"] },
        { "\"name\": \"pairs\"", "\"name\": \"\"", ["line 5", "tasks[0].name is empty"] },
        { "\"Is it small?\"", "\"\"", ["line 3", "question is empty"] },
        { Neurons, "\"vary\": [6, 9], \"as\": \"\"", ["line 8", "networks[1].neurons.as is \"\""] },
        { "\"p\": 4", "\"p\": 0.5", ["line 14", "networks[4].objective.p is 0.5", "between 1 and 32"] },
        { "\"p\": 4", "\"p\": 1e999", ["line 14", "networks[4].objective.vary[1].p is 1e999"] },
        { Rates, "[0.003, -1]", ["line 15", "networks[4].learningRate is -1"] },
        { Rates, "[0.003, 0]", ["line 15", "networks[4].learningRate is 0"] },
        { Rates, "[1e-999]", ["line 15", "networks[4].learningRate is 0"] },
        { Steps, "\"steps\": 0", ["line 16", "networks[4].training.steps is 0"] },
        { Steps, "\"steps\": 1", ["line 16", "networks[4].training.warmUp is 2", "between 0 and 1"] },
        { "\"batch\": 16", "\"batch\": 0", ["line 16", "networks[4].training.batch is 0"] },
        { "\"weightDecay\": 0", "\"weightDecay\": -0.1", ["line 16", "networks[4].training.weightDecay is -0.1"] },
        { "\"inputs\": 1000", "\"inputs\": 0", ["line 4", "inputs is 0"] },
        { Seeds, "\"seeds\": []", ["line 20", "seeds is an empty list"] },
        { Seeds, "\"seeds\": [-1]", ["line 20", "seeds[0] is -1"] },
        { Seeds, "\"seeds\": [18446744073709551616]", ["line 20", "seeds[0] is 18446744073709551616"] },
        { Seeds, "\"seeds\": [3, 3]", ["line 20", "seeds[1]", "second time"] },
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
    [InlineData("tasks[0].inputs.active=7", "tasks[0].inputs.active is 7")]
    [InlineData("networks[4].training.steps=1e3", "without point and exponent")]
    [InlineData("networks[4].training.steps=many", "networks[4].training.steps is \"many\"")]
    [InlineData("networks[4].training.step=3", "did you mean \"steps\"?")]
    [InlineData("networks[4].neurons=[6,", "not valid JSON")]
    [InlineData("networks[4].neurons.vary=[6,\"9\"]", "networks[4].neurons.vary[1] is \"9\"")]
    [InlineData("networks[4].neurons.vary[2]=3", "[2] is no place in a list of 2")]
    [InlineData("networks..neurons=[6]", "is no path")]
    [InlineData("[0]=1", "is no path")]
    [InlineData("networks[4].neurons", "there is no value")]
    [InlineData("=3", "there is no value")]
    [InlineData("tasks[0].inputs.features=", "the text is empty")]
    [InlineData("taks=1", "did you mean \"tasks\"?")]
    [InlineData("tasks[0].inputs.active.more=1", "leads into 2")]
    [InlineData("networks[4].training.weightDecay=NaN", "networks[4].training.weightDecay is \"NaN\"")]
    [InlineData("networks[4].training.weightDecay=1e999", "networks[4].training.weightDecay is 1e999")]
    [InlineData("networks[4].neurons=1000000000000", "1000000000000")]
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
        await IsRefused(
            folder, [folder.Write("spec.json", string.Concat(Enumerable.Repeat("{\"a\":", 1000)))], ["spec.json, line 1", "32 levels"]);
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
            folder, [folder.Write(
                "spec.json", TinySpecs.Comparison.Replace("[0, 1]", $"[{seeds}]", StringComparison.Ordinal).Replace(
                "\"neurons\": { \"vary\": [6, 9] },", $"\"neurons\": {{ \"vary\": [{neurons}] }},", StringComparison.Ordinal))],
            ["spec.json", "more than 100,000 cells", "2,000 seeds"]);
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
