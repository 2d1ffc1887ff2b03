using System.Text.Json;
using Superposition.Checkpoints;

namespace Superposition.Tests.Cli;

/// <summary>import, export, and what commands say of files of other programs.</summary>
public class ForeignFileTests
{
    [Fact]
    public async Task What_is_exported_is_read_again_and_measures_the_same()
    {
        using var folder = new TemporaryFolder();
        (await CommandLine.Run("construct", "sign", "--features", "8", "--active", "2", "--neurons", "32", "--out", folder["own"]))
            .IsDone();
        (await CommandLine.Run(
            "export", folder["own"], "--onnx", folder["a.onnx"], "--npz", folder["a.npz"], "--safetensors", folder["a.safetensors"],
            "--dense")).IsDone();
        Assert.True(new FileInfo(folder["a.onnx"]).Length > 1000);
        var epsilons = new List<double>();
        foreach (var name in new[] { "own", "a.npz", "a.safetensors" })
        {
            epsilons.Add(Epsilon((await CommandLine.Run("measure", folder[name], "--json")).IsDone()));
        }

        Assert.All(epsilons, epsilon => Assert.Equal(epsilons[0], epsilon, 5));
        (await CommandLine.Run("export", folder["own"], "--onnx", folder["a.onnx"])).IsRefusalWith("exists");
        (await CommandLine.Run("export", folder["own"])).IsRefusalWith("expected --onnx FILE");
        (await CommandLine.Run("export", folder["own"], "--npz", folder["b.npz"], "--dense")).IsRefusalWith("--dense is given without");
    }

    [Fact]
    public async Task Import_says_what_it_took_for_what_and_every_command_does_in_its_first_line()
    {
        using var folder = new TemporaryFolder();
        var foreign = Write(
            folder["foreign.safetensors"], Safetensors(("fc1.weight", [3, 2]), ("fc1.bias", [3]), ("fc2.weight", [1, 3]), ("steps", [1])));
        const string taken =
            "foreign.safetensors: Read as y = R ReLU(W x + β) + c, 2 features: W1 = fc1.weight [3, 2] as [neurons, inputs], β1 = "
            + "fc1.bias; R = fc2.weight [1, 3] as [outputs, neurons], c = 0; ignored: \"steps\".";
        var imported = (await CommandLine.Run("import", foreign, "--out", folder["own"])).IsDone();
        Assert.Contains(taken, imported.Output.Split('\n')[0], StringComparison.Ordinal);
        Assert.Contains(
            taken, (await CommandLine.Run("measure", foreign, "--active", "2", "--inputs", "all")).IsDone().Output.Split('\n')[0],
            StringComparison.Ordinal);
        var json = await CommandLine.Run("measure", foreign, "--active", "2", "--inputs", "all", "--json");
        Assert.StartsWith("{", json.Output, StringComparison.Ordinal);
        Assert.Contains(taken, json.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "Read as", (await CommandLine.Run("measure", folder["own"], "--active", "2", "--inputs", "all")).IsDone().Output,
            StringComparison.Ordinal);
        (await CommandLine.Run("import", foreign, "--map", "nonsense", "--out", folder["b"])).IsRefusalWith("expected KEY=ARRAY");
    }

    [Fact]
    public async Task Activations_are_written_whatever_the_outputs_are()
    {
        using var folder = new TemporaryFolder();
        var coder = Write(folder["coder.safetensors"], Safetensors(("W_in", [3, 5]), ("W_out", [5, 3])));
        (await CommandLine.Run("measure", coder, "--active", "2", "--features", "5")).IsRefusalWith(
            "does not say what its 5 outputs of 5 features are");
        (await CommandLine.Run(
            "activations", coder, "--active", "2", "--features", "5", "--inputs", "all", "--out", folder["a.safetensors"])).IsDone();
        Assert.True(File.Exists(folder["a.safetensors"]));
    }

    [Fact]
    public async Task A_network_is_imported_with_its_task_and_needs_no_other_word()
    {
        using var folder = new TemporaryFolder();
        var foreign = Write(folder["foreign.safetensors"], Safetensors(("fc1.weight", [3, 2]), ("fc1.bias", [3]), ("fc2.weight", [2, 3])));
        var blif =
            folder.Write("own.blif", ".model own\n.inputs a b\n.outputs any both\n.names a b any\n00 0\n.names a b both\n11 1\n.end\n");
        (await CommandLine.Run("import", foreign, "--task", blif, "--active", "2", "--at-most", "--out", folder["own"])).IsDone();
        var output = (await CommandLine.Run("measure", folder["own"], "--inputs", "all")).IsDone().Output;
        Assert.Contains("at most 2 of 2 features active", output, StringComparison.Ordinal);
        Assert.Equal(
            Epsilon((await CommandLine.Run("measure", foreign, "--task", blif, "--active", "2", "--at-most", "--json"))), Epsilon(
            (await CommandLine.Run("measure", folder["own"], "--json")).IsDone()));
        (await CommandLine.Run("import", foreign, "--task", "pairs", "--active", "2", "--out", folder["no"])).IsRefusalWith(
            "2 outputs, but the task has 2 features and 1 output");
        (await CommandLine.Run("import", foreign, "--task", blif, "--out", folder["no"])).IsRefusalWith("expected --active s");
        Assert.False(File.Exists(folder["no"]));
    }

    [Fact]
    public async Task Inputs_that_repeat_are_written_as_groups()
    {
        using var folder = new TemporaryFolder();
        (await CommandLine.Run("construct", "sign", "--features", "5", "--active", "2", "--neurons", "8", "--out", folder["own"])).IsDone();
        (await CommandLine.Run(
            "activations", folder["own"], "--task", "identity", "--active", "2", "--inputs", "9", "--out", folder["drawn"])).IsDone();
        (await CommandLine.Run(
            "activations", folder["own"], "--task", "identity", "--active", "2", "--inputs", "all", "--out", folder["all"])).IsDone();
        using (var stream = File.OpenRead(folder["all"]))
        {
            Assert.Null(StoredActivations.Read(ArrayFiles.Open(stream), labels: null).Groups);
        }

        using var file = File.OpenRead(folder["drawn"]);
        using var stored = StoredActivations.Read(ArrayFiles.Open(file), labels: null);
        var rows = Enumerable.Range(0, 9).Select(i => string.Join("", stored.Inputs_nm![i].data<float>().ToArray())).ToArray();
        Assert.InRange(rows.Distinct().Count(), 2, 8);
        Assert.All(Enumerable.Range(0, 9), i =>
            Assert.All(Enumerable.Range(0, 9), j => Assert.Equal(rows[i] == rows[j], stored.Groups!.Value[i] == stored.Groups.Value[j])));
    }

    [Fact]
    public async Task A_stack_of_instances_is_imported_one_file_each()
    {
        using var folder = new TemporaryFolder();
        var stack = Write(folder["stack.safetensors"], Safetensors(("W_in", [2, 3, 2]), ("W_out", [2, 1, 3])));
        (await CommandLine.Run("measure", stack, "--active", "2")).IsRefusalWith("expected --instance k with k from 0 to 1");
        (await CommandLine.Run("measure", stack, "--active", "2", "--inputs", "all", "--instance", "1")).IsDone();
        using var all = JsonDocument.Parse(
            (await CommandLine.Run("measure", stack, "--active", "2", "--inputs", "all", "--instance", "all", "--json")).Output);
        Assert.Equal(
            ["instance 0", "instance 0, least squares", "instance 1", "instance 1, least squares", "zero", "linear, least squares",
                "linear, minimax"],
            all.RootElement.GetProperty("networks").EnumerateArray().Select(row => row.GetProperty("name").GetString()));
        (await CommandLine.Run("measure", stack, "--active", "2", "--instance", "all", "--certify"))
            .IsRefusalWith("--certify proves ε of one network");
        (await CommandLine.Run("compare", stack, stack, "--active", "2", "--instance", "all")).IsRefusalWith(
            "--instance is \"all\", expected a whole number from 0.");
        (await CommandLine.Run("import", stack, "--instance", "all", "--out", folder["n.safetensors"])).IsDone();
        Assert.True(File.Exists(folder["n-0.safetensors"]) && File.Exists(folder["n-1.safetensors"]));
    }

    [Fact]
    public async Task Labels_in_a_table_are_read_and_blamed_by_their_own_name()
    {
        using var folder = new TemporaryFolder();
        (await CommandLine.Run("construct", "sign", "--features", "8", "--active", "2", "--neurons", "32", "--out", folder["own"]))
            .IsDone();
        (await CommandLine.Run("activations", folder["own"], "--inputs", "all", "--out", folder["a.npz"])).IsDone();
        var labels = folder.Write("labels.csv", "even\n" + string.Concat(Enumerable.Range(0, 28).Select(i => $"{i % 2}\n")));
        var probed =
            (await CommandLine.Run("probe", folder["a.npz"], "--labels", labels, "--controls", "99", "--directions", "99")).IsDone();
        Assert.Contains("even", probed.Output, StringComparison.Ordinal);
        var broken = folder.Write("broken.csv", "even\n0\n2\n");
        var refused = await CommandLine.Run("probe", folder["a.npz"], "--labels", broken);
        refused.IsRefusalWith("broken.csv: Line 3 has \"2\"");
        Assert.DoesNotContain("a.npz", refused.Error, StringComparison.Ordinal);
    }

    private static string Write(string path, byte[] content)
    {
        File.WriteAllBytes(path, content);
        return path;
    }

    private static double Epsilon(Outcome outcome)
    {
        using var json = JsonDocument.Parse(outcome.Output);
        return json.RootElement.GetProperty("networks")[0].GetProperty("errors").GetProperty("epsilon").GetDouble();
    }

    /// <summary>A safetensors file whose numbers are all 1.</summary>
    private static byte[] Safetensors(params (string Name, int[] Shape)[] arrays)
    {
        var entries = new List<string>();
        var data = new List<byte>();
        foreach (var (name, shape) in arrays)
        {
            var start = data.Count;
            data.AddRange(Enumerable.Repeat(
                BitConverter.GetBytes(1f), shape.Aggregate(1, (product, size) => product * size)).SelectMany(bytes => bytes));
            entries.Add($"\"{name}\":{{\"dtype\":\"F32\",\"shape\":[{string.Join(',', shape)}],\"data_offsets\":[{start},{data.Count}]}}");
        }

        var header = System.Text.Encoding.UTF8.GetBytes($"{{{string.Join(',', entries)}}}");
        return [.. BitConverter.GetBytes((long)header.Length), .. header, .. data];
    }
}
