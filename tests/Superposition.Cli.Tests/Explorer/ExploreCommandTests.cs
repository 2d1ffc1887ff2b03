using System.Text.Json;
using Superposition.Baselines;
using Superposition.Booleans;
using Superposition.Checkpoints;

namespace Superposition.Tests.Explorer;

/// <summary>explore, where no browser is needed.</summary>
public class ExploreCommandTests
{
    private static string Checkpoint(string name) => Path.Combine(Places.Repository, "checkpoints", $"{name}.safetensors");

    [Fact]
    public async Task The_page_is_one_file_without_addresses_and_says_how_its_weights_are_stored()
    {
        using var folder = new TemporaryFolder();
        var page = folder["page.html"];
        var said = (await CommandLine.Run("explore", Checkpoint("constructed-sign-m32-d128"), "--out", page)).IsDone().Output;
        Assert.Contains("half precision", said, StringComparison.Ordinal);
        var html = File.ReadAllText(page);
        Assert.DoesNotMatch("https?://", html);
        Assert.DoesNotContain("{{", html, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", html, StringComparison.Ordinal);
        (await CommandLine.Run("explore", Checkpoint("constructed-sign-m32-d128"), "--out", folder["again.html"])).IsDone();
        Assert.Equal(
            html.Replace(page, "", StringComparison.Ordinal),
            File.ReadAllText(folder["again.html"]).Replace(folder["again.html"], "", StringComparison.Ordinal));
        (await CommandLine.Run("explore", Checkpoint("constructed-sign-m32-d128"), "--out", page)).IsRefusalWith("the file exists");
    }

    [Fact]
    public async Task What_cannot_be_a_page_is_refused_in_a_sentence_and_nothing_is_written()
    {
        using var folder = new TemporaryFolder();
        using (var wide = UntrainedNetwork.OneLayer(new SparseInputs(4, 2, Sparsity.AtMost), 2049, 6, new Seed(0)))
        {
            NetworkFile.Save(
                folder["wide.safetensors"], wide,
                new NetworkManifest
                {
                    Origin = NetworkOrigin.Trained,
                    Inputs = new SparseInputs(4, 2, Sparsity.AtMost),
                    Outputs = PairAnds.All(4)
                });
        }

        var page = folder["page.html"];
        (await CommandLine.Run("explore", folder["wide.safetensors"], "--out", page)).IsRefusalWith(
            "2,049 neurons in a layer", "at most 2,048");
        (await CommandLine.Run("explore", Checkpoint("trained-l8-m32-d128"), Checkpoint("deep/trained-m64-s3-L4-d56"), "--out", page))
            .IsRefusalWith("compute different functions");
        (await CommandLine.Run("explore", Checkpoint("trained-l8-m32-d128"), "--verdicts", folder.Write("odd.json", "[1]"), "--out", page))
            .IsRefusalWith("odd.json", "expected what superposition probe");
        (await CommandLine.Run(
            "explore", Checkpoint("trained-l8-m32-d128"), "--verdicts",
            folder.Write("far.json", """{ "pairs": [ { "first": 3, "second": 99, "verdict": "used" } ] }"""), "--out", page))
            .IsRefusalWith("verdicts on nothing that the network has");
        (await CommandLine.Run("explore", folder.Path, "--out", folder["missing/page.html"])).IsRefusalWith("there is no folder");
        (await CommandLine.Run(
            "construct", "sign", "-m", "12", "-s", "2", "-d", "2049", "--inputs", "20", "--page", page, "--out", folder["n"]))
            .IsRefusalWith("2,049 neurons in a layer");
        Assert.False(File.Exists(page) || File.Exists(folder["n"]));
    }

    [Fact]
    public async Task Construct_writes_the_page_of_its_network()
    {
        using var folder = new TemporaryFolder();
        string[] words =
            ["construct", "superposed-projection", "-m", "8", "-s", "2", "-d", "64", "--input-dimension", "20", "--inputs", "20",
            "--page", folder["page.html"]];
        Assert.Contains($"Page: {folder["page.html"]}", (await CommandLine.Run(words)).IsDone().Output, StringComparison.Ordinal);
        using var data = DataIn(folder["page.html"]);
        Assert.Equal("superposed-projection-mean-subtracted", data.RootElement.GetProperty("networks")[0].GetProperty("name").GetString());
        (await CommandLine.Run(words)).IsRefusalWith("the file exists");
    }

    [Fact]
    public async Task Verdicts_that_probe_wrote_on_the_outputs_of_a_circuit_are_in_the_page()
    {
        using var folder = new TemporaryFolder();
        var (file, options) = await ExploredFiles.Make("circuit-without-functions", folder);
        var probed = (await CommandLine.Run(["probe", file, .. options, "--inputs", "all", "--json"])).IsDone().Output;
        await ExploredFiles.Page(folder, [file], [.. options, "--verdicts", folder.Write("probed.json", probed)]);
        using var data = DataIn(folder["page.html"]);
        using var written = JsonDocument.Parse(probed);
        var verdicts = data.RootElement.GetProperty("verdicts").EnumerateArray().ToArray();
        Assert.Equal([0, 1, 2, 3], verdicts.Select(verdict => verdict.GetProperty("output").GetInt32()));
        foreach (var (label, verdict) in written.RootElement.GetProperty("labels").EnumerateArray().Zip(verdicts))
        {
            Assert.Equal(label.GetProperty("verdict").GetString(), verdict.GetProperty("verdict").GetString());
            Assert.Equal(
                label.GetProperty("use").GetProperty("removal").GetProperty("effect").GetDouble(),
                verdict.GetProperty("effect").GetDouble(), 6);
        }
    }

    [Fact]
    public async Task Names_from_files_cannot_break_out_of_the_page()
    {
        using var folder = new TemporaryFolder();
        var odd = folder["<b>&'.safetensors"];
        File.Copy(Checkpoint("constructed-sign-m32-d128"), odd);
        (await CommandLine.Run("explore", odd, "--out", folder["page.html"])).IsDone();
        var html = File.ReadAllText(folder["page.html"]);
        Assert.DoesNotContain("<b>&'", html, StringComparison.Ordinal);
        using var data = DataIn(folder["page.html"]);
        Assert.Equal("<b>&'", data.RootElement.GetProperty("title").GetString());
    }

    private static JsonDocument DataIn(string page)
    {
        var html = File.ReadAllText(page);
        var start = html.IndexOf("id=\"data\">", StringComparison.Ordinal) + 10;
        return JsonDocument.Parse(html[start..html.IndexOf("</script>", start, StringComparison.Ordinal)]);
    }
}
