using System.Text.Json;

namespace Superposition.Tests.Cli;

/// <summary>plateau.</summary>
public class PlateauTests
{
    private static readonly string[] Quick = ["--states", "30", "--jacobian-states", "1"];

    [Fact]
    public async Task The_plateaus_of_a_network_file_are_numbers_figures_and_a_page()
    {
        using var folder = new TemporaryFolder();
        (await CommandLine.Run("construct", "sign", "--features", "10", "--active", "2", "--neurons", "40", "--out", folder["network"]))
            .IsDone();
        var outcome = (await CommandLine.Run(["plateau", folder["network"], .. Quick, "--out", folder["out"]])).IsDone();
        Assert.All((string[])["own output, along the feature", "distance, random", "Clip model. Fitted", "half-way", "index"], words =>
            Assert.Contains(words, outcome.Output, StringComparison.Ordinal));
        Assert.All(
            (string[])["figures/own-output.svg", "figures/own-output.png", "figures/distances.svg", "figures/distances.png",
            "plateau.html"], name => Assert.True(File.Exists(folder[$"out/{name}"]), name));
        Assert.Contains("superposition plateau", File.ReadAllText(folder["out/plateau.html"]), StringComparison.Ordinal);

        using var json = JsonDocument.Parse((await CommandLine.Run(["plateau", folder["network"], .. Quick, "--json"])).IsDone().Output);
        var target = json.RootElement.GetProperty("plateaus").GetProperty("target");
        Assert.Equal(31, target.GetProperty("mean").GetArrayLength());
        Assert.True(double.IsFinite(target.GetProperty("plateauIndex").GetDouble()));

        // After the only layer everything is affine, so there is no plateau.
        using var after =
            JsonDocument.Parse((await CommandLine.Run(["plateau", folder["network"], .. Quick, "--layer", "0", "--json"])).IsDone().Output);
        Assert.Equal(0, after.RootElement.GetProperty("plateaus").GetProperty("target").GetProperty("plateauIndex").GetDouble(), 1e-3);
    }

    [Fact]
    public async Task Wrong_input_is_one_sentence_and_writes_nothing()
    {
        using var folder = new TemporaryFolder();
        (await CommandLine.Run("construct", "sign", "--features", "10", "--active", "2", "--neurons", "40", "--out", folder["network"]))
            .IsDone();
        foreach (var (arguments, words) in new (string[] Arguments, string Words)[]
        {
            (["--layer", "1"], "--layer is 1, but"), (["--active", "11"], "--active is 11, expected 1 to the 10 features"),
                (["--active", "1"], "there are 0 where a feature turns an output on"),
            (["--states", "1"], "--states is \"1\", expected"), (["--out", folder["network"]], "expected the name of a folder"),
        })
        {
            var outcome =
                await CommandLine.Run(["plateau", folder["network"], .. Quick.Take(arguments[0] == "--states" ? 0 : 2), .. arguments,
                .. arguments[0] == "--out" ? [] : (string[])["--out", folder["new"]]]);
            Assert.Equal(2, outcome.ExitCode);
            Assert.Contains(words, outcome.Error, StringComparison.Ordinal);
            Assert.False(Directory.Exists(folder["new"]), words);
        }
    }
}
