using System.Text.Json;
using System.Text.RegularExpressions;
using Superposition.Cli;

namespace Superposition.Tests.Cli;

/// <summary>construct, measure, compare.</summary>
public class NetworkCommandTests
{
    private static readonly string[] Sign = ["construct", "sign", "--features", "10", "--active", "2", "--neurons", "40"];

    [Fact]
    public async Task A_deep_circuit_too_large_for_dense_layers_is_measured_layer_by_layer()
    {
        string[] arguments =
            ["construct", "deep-fused", "--features", "5000", "--active", "3", "--neurons", "6000", "--layers", "3", "--inputs", "16"];
        using var json = JsonDocument.Parse((await CommandLine.Run([.. arguments, "--json"])).IsDone().Output);
        Assert.Equal(0, json.RootElement.GetProperty("thresholdErrors").GetInt64());
        Assert.Equal(5000, json.RootElement.GetProperty("report").GetProperty("features").GetInt32());
        Assert.Equal(4, json.RootElement.GetProperty("report").GetProperty("layers").GetArrayLength());
        Assert.InRange(json.RootElement.GetProperty("epsilon").GetDouble(), 0.05, 0.5);
        arguments[7] = "1600";
        var narrow = (await CommandLine.Run(arguments)).IsDone().Output;
        Assert.DoesNotContain("\n0 threshold errors", narrow, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Construct_sets_errors_beside_prediction_and_controls()
    {
        var outcome = (await CommandLine.Run([.. Sign, "--json"])).IsDone();
        using var json = JsonDocument.Parse(outcome.Output);
        var networks = json.RootElement.GetProperty("networks").EnumerateArray().ToDictionary(network =>
            network.GetProperty("name").GetString()!, network => network.GetProperty("errors").GetProperty("epsilon").GetDouble());
        Assert.Equal(1, networks["zero"]);
        Assert.Equal(0.25, networks["linear, minimax"], 6);
        Assert.InRange(networks["sign-mean-subtracted"], 0.3, 3);
        Assert.True(json.RootElement.GetProperty("networks")[0].GetProperty("predictedEpsilon").GetDouble() > 0.3);
        var table = (await CommandLine.Run(Sign)).IsDone().Output;
        Assert.All((string[])["sign", "zero", "linear", "none", "one", "both", "predicted", "ε"], word =>
            Assert.Contains(word, table, StringComparison.Ordinal));
        Assert.DoesNotContain('\u001b', table);
    }

    [Theory]
    [InlineData("sign -m 24 -s 3 -d 400")]
    [InlineData("gaussian -m 24 -s 3 -d 400")]
    [InlineData("superposed-projection -m 24 -s 3 -d 400 --input-dimension 100")]
    public async Task The_mean_activation_is_subtracted_unless_it_is_to_be_kept(string kind)
    {
        var (subtracted, kept) = (await Drawn(), await Drawn("--keep-mean"));
        Assert.Equal($"{kind.Split(' ')[0]}-mean-subtracted", subtracted.Name);
        Assert.Equal(kind.Split(' ')[0], kept.Name);
        Assert.True(subtracted.Std < 0.97 * kept.Std);
        (await CommandLine.Run("construct", "naive", "-m", "8", "-s", "2", "--keep-mean")).IsRefusalWith("--keep-mean");

        async Task<(string Name, double Std)> Drawn(params string[] more)
        {
            using var json = JsonDocument.Parse(
                (await CommandLine.Run(["construct", .. kind.Split(' '), "--inputs", "200", "--json", .. more])).IsDone().Output);
            var network = json.RootElement.GetProperty("networks")[0];
            return (network.GetProperty("name").GetString()!, network.GetProperty("errors").GetProperty("classes").EnumerateArray()
                .First(one => one.GetProperty("class").GetString() == "none").GetProperty("errors").GetProperty("std").GetDouble());
        }
    }

    [Theory]
    [InlineData("superposed-subset --features 12 --active 2 --neurons 60 --input-dimension 40 --encoding signs", "linear, minimax")]
    [InlineData(
        "superposed-projection --features 12 --active 2 --neurons 60 --input-dimension 40 --encoding low-coherence", "linear, minimax")]
    [InlineData("high-fan-in --features 12 --active 3 --neurons 60 --fan-in 3", "its layer, least squares")]
    public async Task Every_kind_stands_beside_its_controls_and_can_be_saved(string kind, string control)
    {
        var name = kind.Split(' ')[0] is var asked && asked.StartsWith("superposed-", StringComparison.Ordinal)
            ? $"{asked}-mean-subtracted"
            : asked;
        using var folder = new TemporaryFolder();
        var outcome = (await CommandLine.Run(["construct", .. kind.Split(' '), "--json", "--out", folder["network"]])).IsDone();
        using var json = JsonDocument.Parse(outcome.Output);
        string[] names =
            [.. json.RootElement.GetProperty("networks").EnumerateArray().Select(network => network.GetProperty("name").GetString()!)];
        Assert.All((string[])[name, "zero", "linear, least squares", control], expected => Assert.Contains(expected, names));
        Assert.True(json.RootElement.GetProperty("networks")[0].GetProperty("predictedEpsilon").GetDouble() > 0);
        Assert.Equal(name, json.RootElement.GetProperty("recipe").GetProperty("construction").GetString());
        Assert.True(File.Exists(folder["network"]));
    }

    [Fact]
    public async Task A_superposed_network_measures_from_its_file_as_it_was_constructed()
    {
        using var folder = new TemporaryFolder();
        var constructed =
            (await CommandLine.Run(
            "construct", "superposed-projection", "--features", "12", "--active", "2", "--neurons", "60", "--input-dimension", "8", "--out",
            folder["a"], "--json")).IsDone();
        Assert.Equal(Epsilon(constructed), Epsilon((await CommandLine.Run("measure", folder["a"], "--json")).IsDone()), 6);
    }

    [Theory]
    [InlineData("features 3\nout = xor x0 x1\noutputs out", "out = b0 +b1 −2b0b1")]
    [InlineData(".model and\n.inputs a b c\n.outputs y\n.names a b y\n11 1\n.end", "y = b0b1")]
    [InlineData("aag 3 2 0 1 1\n2\n4\n6\n6 2 5\n", "b0 −b0b1")]
    public async Task A_circuit_is_read_from_any_of_three_formats(string text, string polynomial)
    {
        using var folder = new TemporaryFolder();
        var output =
            (await CommandLine.Run(
            "construct", "circuit", "--circuit", folder.Write("circuit", text), "--features", "8", "--active", "2", "--sparsity", "at-most",
            "--neurons", "90")).IsDone().Output;
        Assert.Contains(polynomial, output, StringComparison.Ordinal);
        Assert.Contains("all 37 inputs with at most 2 of 8 features active", output, StringComparison.Ordinal);
        Assert.All((string[])["its layer, least squares", "its layer, minimax", "quiet"], word =>
            Assert.Contains(word, output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("features 3\nout = nor x0 x1\noutputs out", "line 2: found the gate \"nor\"")]
    [InlineData(".inputs a b\n.outputs y\n.latch a y\n.end", "line 3: found .latch")]
    [InlineData("aag 3 2 0 1\n", "line 1")]
    [InlineData("", "line 1: found no features")]
    public async Task A_bad_circuit_is_one_sentence_with_its_line(string text, string words)
    {
        using var folder = new TemporaryFolder();
        (await CommandLine.Run("construct", "circuit", "--circuit", folder.Write("circuit", text), "--active", "2", "--neurons", "90"))
            .IsRefusalWith(words);
        (await CommandLine.Run(
            "construct", "circuit", "--circuit", folder.Write("good", "features 3\ny = and x0 x1 x2\noutputs y"), "--features", "2",
            "--active", "2", "--neurons", "90")).IsRefusalWith("--features is 2, expected at least the 3 features");
    }

    [Fact]
    public async Task Compare_says_what_each_network_is_like_and_writes_a_page_with_figures()
    {
        using var folder = new TemporaryFolder();
        (await CommandLine.Run([.. Sign, "--out", folder["a"]])).IsDone();
        (await CommandLine.Run(["construct", "gaussian", "--features", "10", "--active", "2", "--neurons", "40", "--out", folder["b"]]))
            .IsDone();
        var text = (await CommandLine.Run("compare", folder["a"], folder["b"], "--out", folder["page"])).IsDone().Output;
        Assert.Contains("A is called dense signs", text, StringComparison.Ordinal);
        Assert.Contains("B is called random weights", text, StringComparison.Ordinal);
        Assert.Equal(5 + 3, Directory.GetFiles(Path.Combine(folder["page"], "figures"), "*.svg").Length); // with three maps of weights
        Assert.DoesNotContain("NaN", await File.ReadAllTextAsync(Path.Combine(folder["page"], "compare.html")), StringComparison.Ordinal);
        using var json = JsonDocument.Parse((await CommandLine.Run("compare", folder["a"], folder["a"], "--json")).IsDone().Output);
        var details = json.RootElement.GetProperty("details");
        Assert.Equal(
            details.GetProperty("a").GetProperty("errors").GetProperty("rms").GetDouble(),
            details.GetProperty("a").GetProperty("othersReadOff").GetProperty("rms").GetDouble(), 5);
        (await CommandLine.Run("compare", folder["a"], folder["b"], "--out", folder["a"])).IsRefusalWith("file");
        if (OperatingSystem.IsLinux())
        {
            // Not even root may make a folder there.
            (await CommandLine.Run("compare", folder["a"], folder["b"], "--out", "/proc/superposition")).IsRefusalWith(
                "/proc/superposition: nothing can be written there", "expected a folder");
            (await CommandLine.Run("explore", folder["a"], "--out", "/proc/page.html")).IsRefusalWith(
                "/proc/page.html: nothing can be written there", "expected a file");
        }
    }

    [Fact]
    public async Task Compare_ranks_the_constructions_of_a_networks_size_by_how_alike_their_neurons_are()
    {
        using var folder = new TemporaryFolder();
        (await CommandLine.Run([.. Sign, "--out", folder["a"]])).IsDone();
        using var json = JsonDocument.Parse(
            (await CommandLine.Run("compare", folder["a"], "--constructions", "all", "--inputs", "all", "--json")).IsDone().Output);
        Assert.Equal("signs", json.RootElement.GetProperty("evidence").GetProperty("family").GetString());
        var rows = json.RootElement.GetProperty("constructions").EnumerateArray().ToArray();
        Assert.InRange(rows.Length, 8, 40);
        Assert.Contains(rows, row =>
            row.GetProperty("kind").GetString() == "naive" && row.GetProperty("own").GetProperty("epsilon").GetDouble() < 1e-6);
        double[] excesses =
            [.. rows.Where(row => row.TryGetProperty("excess", out _)).Select(row => row.GetProperty("excess").GetDouble())];
        Assert.Equal(excesses.OrderDescending(), excesses);
        Assert.All(
            rows, row => Assert.InRange(
            row.GetProperty("minimax").GetProperty("lower").GetDouble(), 0,
            row.GetProperty("leastSquares").GetProperty("epsilon").GetDouble() + 1e-5));
        Assert.Contains(
            "gaussian", (await CommandLine.Run("compare", folder["a"], "--constructions", "sign,gaussian")).IsDone().Output,
            StringComparison.Ordinal);
        (await CommandLine.Run("compare", folder["a"], "--constructions", "sing")).IsRefusalWith(
            "--constructions names sing", "expected all");
        (await CommandLine.Run("compare", folder["a"])).IsRefusalWith("compare takes A and B, two networks");
        (await CommandLine.Run("compare", folder["a"], folder["a"], "--constructions", "sign")).IsRefusalWith("neither B nor --out");
    }

    [Fact]
    public async Task Compare_ranks_the_constructions_of_a_circuit_too()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["gates.txt"], "features 12\nboth = and x0 x1\ndiffer = xor x2 x3\noutputs both differ\n");
        (await CommandLine.Run(
            "construct", "circuit", "--circuit", folder["gates.txt"], "--active", "2", "--at-most", "--neurons", "64",
                "--one-bank", "--out",
            folder["a"])).IsDone();
        using var json = JsonDocument.Parse(
            (await CommandLine.Run("compare", folder["a"], "--constructions", "all", "--inputs", "all", "--json")).IsDone().Output);
        var rows = json.RootElement.GetProperty("constructions").EnumerateArray().ToDictionary(
            row => row.GetProperty("kind").GetString()!, row => row.GetProperty("own").GetProperty("epsilon").GetDouble());
        Assert.Equal(["circuit", "keys", "one-bank", "targeted"], rows.Keys.Order(StringComparer.Ordinal));
        Assert.True(rows["targeted"] < rows["circuit"] && rows["targeted"] < rows["one-bank"], "A group for each AND is not quieter.");
        Assert.InRange(rows["keys"], 0.01, 0.4);
        (await CommandLine.Run("compare", folder["a"], "--constructions", "sign")).IsRefusalWith(
            "--constructions names sign",
            "expected all or some of those for outputs such as the network's: circuit, one-bank, targeted, keys");
        (await CommandLine.Run(
            "construct", "circuit", "--circuit", folder["gates.txt"], "--active", "2", "--neurons", "64", "--one-bank", "--targeted", "4"))
            .IsRefusalWith("--targeted and --one-bank are two ways");
    }

    [Fact]
    public async Task Tables_fit_into_80_columns()
    {
        using var folder = new TemporaryFolder();
        (await CommandLine.Run([.. Sign, "--out", folder["a"]])).IsDone();
        foreach (var args in (string[][])[[.. Sign], ["measure", folder["a"]], ["compare", folder["a"], folder["a"]]])
        {
            using var output = new StringWriter();
            Assert.Equal(0, await Program.Run(args, output, new StringWriter(), outputIsTerminal: true));
            var plain = Regex.Replace(output.ToString(), "\u001b\\[[0-9;]*m", "", RegexOptions.None, TimeSpan.FromSeconds(1));
            var table = plain.Split('\n').SkipWhile(line => !line.Contains('─', StringComparison.Ordinal)).Where(line =>
                line.StartsWith(' ')).ToArray();
            Assert.All(table, line => Assert.InRange(line.Length, 0, 80));
            Assert.Contains(table, line =>
                Regex.IsMatch(line, @"^ +zero +1\.0000 .* 1\.0000 *$", RegexOptions.None, TimeSpan.FromSeconds(1)));
        }
    }

    [Fact]
    public async Task A_saved_network_measures_as_it_was_constructed()
    {
        using var folder = new TemporaryFolder();
        foreach (var dense in (string[][])[[], ["--dense"]])
        {
            var constructed =
                (await CommandLine.Run([.. Sign, "--json", "--force", "--out", folder["sign.safetensors"], .. dense])).IsDone();
            var measured = (await CommandLine.Run("measure", folder["sign.safetensors"], "--json")).IsDone();
            Assert.Equal(Epsilon(constructed), Epsilon(measured), dense.Length == 0 ? 9 : 5);
        }
    }

    [Fact]
    public async Task Measure_proves_epsilon_when_asked_to()
    {
        using var folder = new TemporaryFolder();
        (await CommandLine.Run([.. Sign, "--out", folder["sign"]])).IsDone();
        var measured = (await CommandLine.Run("measure", folder["sign"], "--sparsity", "at-most", "--certify", "--json")).IsDone();
        using var json = JsonDocument.Parse(measured.Output);
        var proved = json.RootElement.GetProperty("proved");
        var (asItIs, best) = (proved.GetProperty("asItIs"), proved.GetProperty("bestReadOff"));
        Assert.InRange(Epsilon(measured), asItIs.GetProperty("lower").GetDouble() - 1e-5, asItIs.GetProperty("upper").GetDouble() + 1e-5);
        Assert.InRange(
            best.GetProperty("upper").GetDouble(), best.GetProperty("lower").GetDouble(), asItIs.GetProperty("upper").GetDouble());
        Assert.Contains(
            "Proved over these inputs", (await CommandLine.Run("measure", folder["sign"], "--certify")).IsDone().Output,
            StringComparison.Ordinal);
        Assert.DoesNotContain("Proved", (await CommandLine.Run("measure", folder["sign"])).IsDone().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_construction_is_saved_with_the_same_bytes()
    {
        using var folder = new TemporaryFolder();
        (await CommandLine.Run([.. Sign, "--out", folder["a"]])).IsDone();
        (await CommandLine.Run([.. Sign, "--out", folder["b"]])).IsDone();
        Assert.Equal(File.ReadAllBytes(folder["a"]), File.ReadAllBytes(folder["b"]));
    }

    [Fact]
    public async Task A_file_that_exists_is_kept_without_force()
    {
        using var folder = new TemporaryFolder();
        folder.Write("thesis.txt", "years of work");
        (await CommandLine.Run([.. Sign, "--out", folder["thesis.txt"]])).IsRefusalWith("thesis.txt: the file exists", "--force");
        Assert.Equal("years of work", File.ReadAllText(folder["thesis.txt"]));
        (await CommandLine.Run([.. Sign, "--out", folder.Path])).IsRefusalWith("this is a folder");
    }

    [Fact]
    public async Task Measure_looks_at_the_inputs_that_are_asked_for()
    {
        using var folder = new TemporaryFolder();
        (await CommandLine.Run([.. Sign, "--out", folder["sign"]])).IsDone();
        var text =
            (await CommandLine.Run("measure", folder["sign"], "--active", "3", "--sparsity", "at-most", "--inputs", "all")).IsDone().Output;
        Assert.Contains("all 176 inputs with at most 3 of 10 features active", text, StringComparison.Ordinal);
        Assert.Contains("untrained, least squares", text, StringComparison.Ordinal);
        (await CommandLine.Run("measure", folder["sign"], "--active", "11")).IsRefusalWith("--active is 11", "10 features");
        (await CommandLine.Run("measure", folder["sign"], "--sparsity", "exactly", "--sparsity", "at-most")).IsRefusalWith("--sparsity");
        (await CommandLine.Run("measure", folder.Write("text", "no network"))).IsRefusalWith("text");
    }

    [Fact]
    public async Task A_network_is_alike_to_itself_in_any_order_and_not_to_another_draw()
    {
        using var folder = new TemporaryFolder();
        (await CommandLine.Run([.. Sign, "--out", folder["a"]])).IsDone();
        (await CommandLine.Run([.. Sign, "--out", folder["b"], "--seed", "1"])).IsDone();
        Assert.Equal(1, await Likeness(folder["a"], folder["a"]), 6);
        Assert.InRange(await Likeness(folder["a"], folder["b"]), 0, 0.9);
        var table = (await CommandLine.Run("compare", folder["a"], folder["b"])).IsDone().Output;
        Assert.All((string[])["A shuffled, B", "B shuffled, A", "untrained", "linear"], word =>
            Assert.Contains(word, table, StringComparison.Ordinal));

        static async Task<double> Likeness(string a, string b)
        {
            using var json = JsonDocument.Parse((await CommandLine.Run("compare", a, b, "--json")).IsDone().Output);
            var layer = json.RootElement.GetProperty("layers")[0];
            Assert.InRange(layer.GetProperty("meanCosineOfAWithB").GetProperty("shuffled").GetDouble(), 0, 0.9);
            Assert.InRange(layer.GetProperty("meanCosineOfBWithA").GetProperty("shuffled").GetDouble(), 0, 0.9);
            return layer.GetProperty("meanCosineOfAWithB").GetProperty("value").GetDouble();
        }
    }

    [Fact]
    public async Task Networks_of_other_widths_are_compared_by_errors_alone_and_of_other_tasks_not_at_all()
    {
        using var folder = new TemporaryFolder();
        (await CommandLine.Run([.. Sign, "--out", folder["a"]])).IsDone();
        (await CommandLine.Run([.. Sign[..^1], "30", "--out", folder["narrow"]])).IsDone();
        (await CommandLine.Run("construct", "sign", "--features", "9", "--active", "2", "--neurons", "40", "--out", folder["other"]))
            .IsDone();
        Assert.Contains(
            "Neurons are not matched", (await CommandLine.Run("compare", folder["a"], folder["narrow"])).IsDone().Output,
            StringComparison.Ordinal);
        (await CommandLine.Run("compare", folder["a"], folder["other"])).IsRefusalWith("45 pairs of 10 features", "36 pairs of 9 features");
    }

    private static double Epsilon(Outcome outcome)
    {
        using var json = JsonDocument.Parse(outcome.Output);
        return json.RootElement.GetProperty("networks")[0].GetProperty("errors").GetProperty("epsilon").GetDouble();
    }
}
