using System.Text.Json;
using Superposition.Checkpoints;
using Superposition.Tests.Explorer;
using TorchSharp;

namespace Superposition.Tests.Cli;

/// <summary>probe and activations.</summary>
public class ProbeTests
{
    private static readonly string[] Quick = ["--controls", "199", "--directions", "499"];

    [Fact]
    public async Task A_network_with_a_neuron_for_each_pair_uses_every_pair()
    {
        using var folder = new TemporaryFolder();
        await Construct("naive", folder["network"]);
        var outcome = (await CommandLine.Run(["probe", folder["network"], .. Quick, "--json", "--out", folder["page"]])).IsDone();
        using var json = JsonDocument.Parse(outcome.Output);
        var pairs = json.RootElement.GetProperty("pairs").EnumerateArray().ToArray();
        Assert.Equal(28, pairs.Length);
        Assert.All(pairs, pair => Assert.Equal("used", pair.GetProperty("verdict").GetString()));
        Assert.All(json.RootElement.GetProperty("controls").EnumerateArray(), control =>
            Assert.Equal("absent", control.GetProperty("verdict").GetString()));
        Assert.Equal(
            ["ridge", "mean-difference"], json.RootElement.GetProperty("probes").EnumerateArray().Select(probe =>
            probe.GetProperty("kind").GetString()!));
        Assert.Contains("28 are used", File.ReadAllText(folder["page/probe.html"]), StringComparison.Ordinal);
        Assert.True(File.Exists(folder["page/figures/map-of-pairs.svg"]));
    }

    [Fact]
    public async Task Exported_activations_are_probed_without_the_network_and_nothing_is_said_of_use()
    {
        using var folder = new TemporaryFolder();
        await Construct("naive", folder["network"]);
        (await CommandLine.Run("activations", folder["network"], "--out", folder["activations"])).IsDone();
        var outcome = (await CommandLine.Run(
            ["probe", folder["activations"], .. Quick, "--json", "--probes", "ridge,mean-difference,logistic,minimax"])).IsDone();
        using var json = JsonDocument.Parse(outcome.Output);
        var labels = json.RootElement.GetProperty("labels").EnumerateArray().ToArray();
        Assert.Equal(("0∧1", "6∧7"), (labels[0].GetProperty("label").GetString()!, labels[^1].GetProperty("label").GetString()!));
        Assert.All(labels, label => Assert.Equal("readable", label.GetProperty("verdict").GetString()));

        // Of a neuron for each pair the minimax probe makes no error; the others shrink.
        var scores = json.RootElement.GetProperty("probes").EnumerateArray().ToDictionary(probe =>
            probe.GetProperty("kind").GetString()!, probe => probe.GetProperty("heldOut").EnumerateArray().ToArray());
        Assert.Equal(4, scores.Count);
        Assert.All(scores["minimax"], score => Assert.InRange(score.GetProperty("epsilon").GetDouble(), 0, 1e-5));
        Assert.All(scores.Values.SelectMany(score => score), score => Assert.InRange(score.GetProperty("auc").GetDouble(), 0.95, 1));
        var text = (await CommandLine.Run(["probe", folder["activations"], .. Quick])).IsDone().Output;
        Assert.Contains("28 of 28 labels can be read", text, StringComparison.Ordinal);
        Assert.Contains("cannot be tested without the network", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_what_follows_activations_are_judged_by_use_and_directions_by_what_they_do()
    {
        using var folder = new TemporaryFolder();
        await Construct("naive", folder["network"]);
        (await CommandLine.Run("activations", folder["network"], "--out", folder["activations"])).IsDone();

        // What follows reads the first three of 28 neurons; each submitted direction is a neuron.
        using (var scope = torch.NewDisposeScope())
        using (Stream head = File.Create(folder["head"]), directions = File.Create(folder["directions"]))
        {
            SafeTensors.Write(
                head, new Dictionary<string, torch.Tensor>(StringComparer.Ordinal)
                {
                    ["W_out"] = torch.eye(28).slice(0, 0, 3, 1).t()
                .contiguous()
                }, new Dictionary<string, string>(StringComparer.Ordinal));
            SafeTensors.Write(
                directions, new Dictionary<string, torch.Tensor>(StringComparer.Ordinal) { ["w"] = torch.eye(28) },
                new Dictionary<string, string>(StringComparer.Ordinal));
        }

        string[] args = ["probe", folder["activations"], .. Quick, "--downstream", folder["head"], "--direction", folder["directions"]];
        var outcome = await CommandLine.Run([.. args, "--json", "--out", folder["page"]]);
        Assert.Equal(0, outcome.ExitCode);
        using var json = JsonDocument.Parse(outcome.Output);
        foreach (var kind in new[] { "labels", "directions" })
        {
            var verdicts =
                json.RootElement.GetProperty(kind).EnumerateArray().Select(label => label.GetProperty("verdict").GetString()).ToArray();
            Assert.Equal(28, verdicts.Length);
            Assert.All(verdicts[..3], verdict => Assert.Equal("used", verdict));
            Assert.All(verdicts[3..], verdict => Assert.Equal("readable-but-unused", verdict));
        }

        var plain = await CommandLine.Run(args);
        Assert.Contains("Of 28 labels, 3 are used and 25 are readable but unused.", plain.Output, StringComparison.Ordinal);
        Assert.Contains(
            "\"W_out\" is taken for the matrix that follows, [d, outputs], without a bias.", plain.Output, StringComparison.Ordinal);
        (await CommandLine.Run(["probe", folder["activations"], "--direction", folder["directions"]]))
            .IsRefusalWith("expected --downstream FILE");
        (await CommandLine.Run(["probe", folder["activations"], "--downstream", folder["head"], "--direction", folder["head"]]))
            .IsRefusalWith("head", "[28, 3]", "expected [28, 28]");
        (await CommandLine.Run(["probe", folder["network"], "--downstream", folder["head"]])).IsRefusalWith("is a network", "--downstream");
    }

    [Fact]
    public async Task A_networks_own_functions_are_judged_by_use()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["gates"], "features 6\na = and x0 x1\nb = xor x2 x3\noutputs a b\n");
        (await CommandLine.Run(
            "construct", "circuit", "--circuit", folder["gates"], "--features", "8", "--active", "3", "--neurons", "200", "--out",
            folder["network"])).IsDone();
        var text = (await CommandLine.Run(["probe", folder["network"], "--inputs", "all", .. Quick])).IsDone().Output;
        Assert.Contains("Of 2 labels, 2 are used.", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_bytes()
    {
        using var folder = new TemporaryFolder();
        await Construct("sign", folder["network"]);
        string[] args = ["probe", folder["network"], .. Quick, "--json"];
        Assert.Equal((await CommandLine.Run(args)).IsDone().Output, (await CommandLine.Run(args)).IsDone().Output);
        (await CommandLine.Run("activations", folder["network"], "--out", folder["a"])).IsDone();
        (await CommandLine.Run("activations", folder["network"], "--out", folder["b"])).IsDone();
        Assert.Equal(File.ReadAllBytes(folder["a"]), File.ReadAllBytes(folder["b"]));
    }

    [Fact]
    public async Task What_cannot_be_judged_is_named_before_anything_is_computed_and_the_others_go_on()
    {
        using var folder = new TemporaryFolder();
        await Construct("naive", folder["network"]);
        var text = (await CommandLine.Run(["probe", folder["network"], .. Quick, "--inputs", "30"])).IsDone().Output;
        Assert.Contains(
            "labels can be read cannot be judged: ", text[..text.IndexOf(folder["network"], StringComparison.Ordinal)],
            StringComparison.Ordinal);

        // Use needs no reading: pairs whose output changes on these inputs are found used all the same.
        Assert.Contains(" are used", text, StringComparison.Ordinal);
    }

    /// <summary>A network that is given as its own past is read as well before training as after it, in whichever layer.</summary>
    [Theory]
    [InlineData("circuit-without-functions", "labels", "heldOut")]
    [InlineData("two-layers-tanh", "pairs", "probe", "--layer", "0", "--active", "4")]
    public async Task The_untrained_network_is_probed_at_the_same_place(string name, string list, string score, params string[] more)
    {
        using var folder = new TemporaryFolder();
        var (file, options) = await ExploredFiles.Make(name, folder);
        string[] words = ["probe", file, .. options, .. more, .. Quick, "--inputs", "all", "--untrained", file, "--json"];
        using var json = JsonDocument.Parse((await CommandLine.Run(words)).IsDone().Output);
        var labels = json.RootElement.GetProperty(list).EnumerateArray();
        var readings = labels.Select(label => label.TryGetProperty("readability", out var read) ? read : label)
            .Where(read => read.TryGetProperty("untrained", out _)).ToArray();
        Assert.NotEmpty(readings);
        Assert.All(readings, read => Assert.Equal(
            read.GetProperty(score).GetProperty("r2").GetDouble(), read.GetProperty("untrained").GetProperty("r2").GetDouble(), 9));
    }

    [Theory]
    [InlineData("--layer", "0")]
    [InlineData("--untrained", "before.safetensors")]
    [InlineData("--active", "2")]
    [InlineData("--map", "layers.0.weight=w")]
    [InlineData("--contexts", "8")]
    public async Task What_says_nothing_of_activations_is_refused(string option, string value)
    {
        using var folder = new TemporaryFolder();
        await Construct("naive", folder["network"]);
        (await CommandLine.Run("activations", folder["network"], "--out", folder["activations"])).IsDone();
        (await CommandLine.Run("probe", folder["activations"], option, value)).IsRefusalWith($"expected no {option}.");
    }

    [Theory]
    [InlineData("probe nothing.safetensors", "nothing.safetensors")]
    [InlineData("probe NETWORK --layer 1", "expected --layer to be one of 0 to 0")]
    [InlineData("probe NETWORK --rate 1", "--rate is \"1\"")]
    [InlineData("probe NETWORK --probes rigde", "did you mean \"ridge\"?")]
    [InlineData("probe NETWORK --active 1", "at least two active features")]
    [InlineData("probe NETWORK --labels LABELS", "expected an array \"activations\" with --labels")]
    [InlineData("probe NETWORK --untrained WIDER", "a network of another shape")]
    [InlineData("probe NETWORK --out NETWORK", "expected the name of a folder")]
    [InlineData("activations NETWORK --out NETWORK", "--force")]
    [InlineData("activations NETWORK", "--out")]
    public async Task What_cannot_be_is_said_in_a_sentence(string command, string said)
    {
        using var folder = new TemporaryFolder();
        await Construct("sign", folder["NETWORK"]);
        await Construct("sign", folder["WIDER"], neurons: 50);
        await Construct("sign", folder["LABELS"]);
        string[] names = ["NETWORK", "WIDER", "LABELS"];
        (await CommandLine.Run([.. command.Split(' ').Select(word => names.Contains(word) ? folder[word] : word)])).IsRefusalWith(said);
    }

    private static async Task Construct(string kind, string path, int neurons = 40) => (await CommandLine.Run(
        [.. (string[])["construct", kind, "--features", "8", "--active", "3", "--out", path], .. kind == "naive"
            ? (string[])[]
            : ["--neurons", $"{neurons}"]])).IsDone();
}
