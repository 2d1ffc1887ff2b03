using System.Text.Json;

namespace Superposition.Tests.Cli;

/// <summary>zoo.</summary>
public class ZooTests
{
    [Fact]
    public async Task Networks_are_listed_and_written_each_with_weights_truth_and_a_card()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("sign-few-outputs", (await CommandLine.Run("zoo")).IsDone().Output, StringComparison.Ordinal);
        (await CommandLine.Run("zoo", "--only", "sign-few-outputs,half-adder", "--seed", "3", "--out", folder["zoo"])).IsDone();
        foreach (var name in new[] { "sign-few-outputs", "half-adder" })
        {
            Assert.Equal(
                ["card.md", "network.npz", "network.safetensors", "truth.json"],
                Directory.GetFiles(folder[$"zoo/{name}"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        }

        using var truth = JsonDocument.Parse(File.ReadAllText(folder["zoo/sign-few-outputs/truth.json"]));
        Assert.Equal(
            (20, 46),
            (truth.RootElement.GetProperty("outputs").GetArrayLength(), truth.RootElement.GetProperty("unusedPairs").GetArrayLength()));
        using var measured =
            JsonDocument.Parse((await CommandLine.Run(
            "measure", folder["zoo/sign-few-outputs/network.safetensors"], "--inputs", "all", "--json")).IsDone().Output);
        Assert.Equal(
            truth.RootElement.GetProperty("errors").GetProperty("epsilon").GetDouble(),
            measured.RootElement.GetProperty("networks")[0].GetProperty("errors").GetProperty("epsilon").GetDouble(), 5);
        (await CommandLine.Run("zoo", "--only", "half-adder", "--out", folder["zoo"])).IsRefusalWith("half-adder exists");
        (await CommandLine.Run("zoo", "--only", "half-adder", "--out", folder.Write("file", "mine")))
            .IsRefusalWith("expected the name of a folder");
        (await CommandLine.Run("zoo", "--only", "elephant")).IsRefusalWith("There is no network \"elephant\" in the zoo");
    }
}
