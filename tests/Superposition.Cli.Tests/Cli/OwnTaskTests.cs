using System.Text.Json;
using Superposition.Booleans;
using Superposition.Checkpoints;
using Superposition.Cli;
using Superposition.Networks;
using Superposition.Tasks;

namespace Superposition.Tests.Cli;

/// <summary>A task of one's own: trained on, and measured against by every analysing command.</summary>
public class OwnTaskTests
{
    private const string Circuit =
        ".model own\n.inputs a b c d e\n.outputs differ any all\n.names a b differ\n10 1\n01 1\n.names b c d any\n000 0\n.names d e "
        + "all\n11 1\n.end\n";

    private const string Relu =
        """{ "inputs": { "kind": "bernoulli", "features": 12, "probability": 0.1, "values": """
            + """{ "from": -1, "to": 1 } }, "targets": { "kind": "relu" } }""";

    [Fact]
    public async Task Every_input_at_every_step_is_asked_for_by_name()
    {
        string[] train = ["train", "pairs", "--features", "6", "--active", "2", "--neurons", "8", "--print-spec"];
        var all = (await CommandLine.Run([.. train, "--batch", "all"])).IsDone();
        Assert.Contains("\"batch\": null", all.Output, StringComparison.Ordinal);
        (await CommandLine.Run([.. train, "--batch", "0"])).IsRefusalWith("--batch is \"0\"", "\"all\" or a whole number");
        (await CommandLine.Run([.. train, "--objective", "{\"kind\":\"best-read-off-maximum\",\"p\":8}"]))
            .IsRefusalWith("training.batch is 512", "--batch all");
    }

    [Fact]
    public async Task A_circuit_file_becomes_a_trained_network_that_all_commands_take()
    {
        using var folder = new TemporaryFolder();
        var blif = folder.Write("own.blif", Circuit);
        var output = (await CommandLine.Run(
            "train", blif, "--active", "2", "--neurons", "16", "--steps", "300", "--batch", "32", "--out", folder["run"])).IsDone().Output;
        Assert.All((string[])["trained", "least-squares", "untrained", "linear", "zero", "wrong"], word =>
            Assert.Contains(word, output, StringComparison.Ordinal));
        var network = Directory.GetFiles(Path.Combine(folder["run"], "networks"), "*seed0.safetensors").Single();
        Assert.Contains(
            "curve.epsilon", await File.ReadAllTextAsync(Path.Combine(folder["run"], "results.jsonl")), StringComparison.Ordinal);
        Assert.Contains(
            "<a href=\"explore.html\">", await File.ReadAllTextAsync(Path.Combine(folder["run"], "report.html")), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(folder["run"], "explore.html")));

        // The file carries its circuit: no command needs to be told.
        var own = Epsilon((await CommandLine.Run("measure", network, "--inputs", "all", "--json")).IsDone());
        Assert.InRange(own, 0, 0.5);
        Assert.Equal(
            own, Epsilon((await CommandLine.Run(
            "measure", network, "--task", blif, "--active", "2", "--sparsity", "at-most", "--inputs", "all", "--json")).IsDone()), 9);
        (await CommandLine.Run("compare", network, network, "--inputs", "all")).IsDone();
        Assert.Contains(
            "differ",
            (await CommandLine.Run("probe", network, "--inputs", "all", "--controls", "19", "--directions", "19")).IsDone().Output,
            StringComparison.Ordinal);
        (await CommandLine.Run("plateau", network, "--states", "10", "--jacobian-states", "0")).IsDone();
        (await CommandLine.Run("activations", network, "--out", folder["a.safetensors"], "--inputs", "all")).IsDone();
    }

    [Fact]
    public async Task Real_functions_are_trained_and_measured()
    {
        using var folder = new TemporaryFolder();
        (await CommandLine.Run(
            "train", Relu, "--neurons", "6", "--steps", "50", "--inputs", "500", "--objective", "mse", "--out", folder["run"])).IsDone();
        var network = Directory.GetFiles(Path.Combine(folder["run"], "networks"), "*seed0.safetensors").Single();
        using var json = JsonDocument.Parse((await CommandLine.Run("measure", network, "--inputs", "2000", "--json")).IsDone().Output);
        Assert.Equal(
            ["as it is", "its layer, least squares", "zero", "linear, least squares", "naive, as many neurons"],
            json.RootElement.GetProperty("networks").EnumerateArray().Select(one => one.GetProperty("name").GetString()));
    }

    [Theory]
    [InlineData("pears", "expected pairs, identity or relu")]
    [InlineData("relu", "but the task has 12 features and 12 outputs")]
    [InlineData("{ \"inputs\": 3 }", "expected an object")]
    public async Task A_task_that_is_not_that_of_the_network_gets_one_sentence(string task, string expected)
    {
        using var folder = new TemporaryFolder();
        (await CommandLine.Run(
            "construct", "sign", "--features", "12", "--active", "2", "--neurons", "30", "--out", folder["n.safetensors"])).IsDone();
        var outcome = await CommandLine.Run("measure", folder["n.safetensors"], "--task", task);
        Assert.Equal(ExitCode.WrongInput, outcome.ExitCode);
        Assert.Contains(expected, outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_printed_study_is_one_that_runs()
    {
        using var folder = new TemporaryFolder();
        var spec = (await CommandLine.Run("train", "pairs", "--features", "6", "--active", "2", "--neurons", "8,8", "--print-spec"))
            .IsDone().Output;
        Assert.Equal(2, spec.Split("\"neurons\": 8,").Length - 1);
        var sweep = spec.Replace("\"neurons\": 8,", "\"neurons\": { \"vary\": [4, 8] },", StringComparison.Ordinal);
        (await CommandLine.Run("run", folder.Write("study.json", sweep), "--smoke", "--out", folder["run"])).IsDone();
        var page = await File.ReadAllTextAsync(Path.Combine(folder["run"], "report.html"));
        Assert.Contains("ε against neurons d, one colour for each network.", page, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["runs"]));
    }

    [Fact]
    public async Task Training_starts_from_a_file_and_keeps_its_layers_where_the_read_off_alone_is_trained()
    {
        using var folder = new TemporaryFolder();
        string[] usual = ["--active", "2", "--steps", "50", "--batch", "32"];
        var blif = folder.Write("own.blif", Circuit);
        (await CommandLine.Run(["train", blif, "--neurons", "12", "--activation", "gelu", "--out", folder["first"], .. usual])).IsDone();
        var first = Directory.GetFiles(Path.Combine(folder["first"], "networks"), "*seed0.safetensors").Single();
        Assert.Contains("gelu", await File.ReadAllTextAsync(first), StringComparison.Ordinal);
        (await CommandLine.Run(["train", blif, "--start", first, "--train", "read-off", "--out", folder["second"], .. usual])).IsDone();
        var second = Directory.GetFiles(Path.Combine(folder["second"], "networks"), "*seed0.safetensors").Single();
        using (var one = NetworkFile.Load(first).Network)
        using (var two = NetworkFile.Load(second).Network)
        {
            Assert.True(one.Layers[0].Weight.equal(two.Layers[0].Weight).all().item<bool>());
            Assert.Equal(Activation.Gelu, two.Layers[0].Activation);
        }

        (await CommandLine.Run(["train", "pairs", "--features", "5", "--start", first, "--out", folder["no"], .. usual])).IsRefusalWith(
            "has 5 features, layers of 12 neurons and 3 outputs, expected 5 features, layers of 12 neurons and 10 outputs as in the task");
        (await CommandLine.Run(["train", blif, "--start", first, "--activation", "relu", "--out", folder["no"], .. usual])).IsRefusalWith(
            "given together with start, activation or stream");
        (await CommandLine.Run(["train", blif, "--start", folder["missing.pt"], "--out", folder["no"], .. usual]))
            .IsRefusalWith("missing.pt");
        (await CommandLine.Run(["train", blif, "--neurons", "12", "--activation", "rely", "--out", folder["no"], .. usual]))
            .IsRefusalWith("did you mean \"relu\"?");
        (await CommandLine.Run(["train", blif, "--out", folder["no"], .. usual])).IsRefusalWith("expected --neurons d");
        Assert.False(Directory.Exists(folder["no"]));
    }

    [Fact]
    public async Task A_residual_stream_begins_as_the_encoding_of_the_task()
    {
        using var folder = new TemporaryFolder();
        string[] usual = ["--features", "8", "--active", "2", "--neurons", "10,10", "--steps", "20", "--batch", "16", "--residual", "6"];
        (await CommandLine.Run(["train", "pairs", "--encoding", "random:6", "--out", folder["run"], .. usual])).IsDone();
        var file = Directory.GetFiles(Path.Combine(folder["run"], "networks"), "*seed0.safetensors").Single();
        using var network = NetworkFile.Load(file).Network;
        Assert.All(network.Layers, layer => Assert.Equal([6L, 10], layer.Projection!.shape));
        using var phi_em = new RandomEncodingSpec { Dimension = 6 }.Draw(8, new Seed(0));
        Assert.True(network.Encoding!.equal(phi_em).all().item<bool>());
        (await CommandLine.Run(["train", "pairs", "--encoding", "random:7", "--out", folder["no"], .. usual])).IsRefusalWith(
            "--residual is 6, and Φ maps to 7 numbers");

        // Noise of the task's encoding is measured in a row of its own; that Φ is the network's own is said.
        var measured = await CommandLine.Run(
            "measure", file, "--json", "--task",
            """{ "inputs": { "kind": "exactly", "features": 8, "active": 2 }, "targets": { "kind": "pairs" }, "encoding": """
                + """{ "kind": "random", "dimension": 6, "noise": 9 } }""");
        Assert.Contains("its noise ν = 9 is added in one row", measured.Error, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(measured.Output);
        var (still, noisy) = (json.RootElement.GetProperty("networks")[0], json.RootElement.GetProperty("networks")[1]);
        Assert.Equal("with the task's noise", noisy.GetProperty("name").GetString());
        Assert.True(noisy.GetProperty("errors").GetProperty("rms").GetDouble()
            > 2 * still.GetProperty("errors").GetProperty("rms").GetDouble());
    }

    [Fact]
    public async Task Learning_curves_become_event_files_that_TensorBoard_reads()
    {
        using var folder = new TemporaryFolder();
        (await CommandLine.Run(
            "train", folder.Write("own.blif", Circuit), "--active", "2", "--neurons", "8", "--steps", "40", "--curve", "4", "--batch", "32",
            "--tensorboard", "--out", folder["run"])).IsDone();
        var events = TensorBoardEvents.Read(
            Directory.GetFiles(Path.Combine(folder["run"], "tensorboard"), "*tfevents*", SearchOption.AllDirectories).Single());
        var rows = (await File.ReadAllLinesAsync(Path.Combine(folder["run"], "results.jsonl"))).Select(line =>
            JsonDocument.Parse(line).RootElement);
        var trained = rows.First(row => row.TryGetProperty("curve.epsilon", out _));
        var expected = trained.GetProperty("curve.steps").EnumerateArray().Zip(
            trained.GetProperty("curve.epsilon").EnumerateArray(), (step, value) => (step.GetInt64(), (float)value.GetDouble())).ToArray();
        Assert.True(expected.Length >= 4);
        Assert.Equal(expected, events.Where(e => e.Tag == "trained/epsilon").Select(e => (e.Step, e.Value)));
    }

    private static double Epsilon(Outcome outcome)
    {
        using var json = JsonDocument.Parse(outcome.Output);
        return json.RootElement.GetProperty("networks")[0].GetProperty("errors").GetProperty("epsilon").GetDouble();
    }
}
