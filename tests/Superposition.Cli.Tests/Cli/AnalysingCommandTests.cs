namespace Superposition.Tests.Cli;

/// <summary>What analyses a network runs on every network that is shipped and on one of every kind that can be built, or says in one sentence why not.</summary>
public class AnalysingCommandTests
{
    private static readonly string[] Quick = ["--inputs", "60", "--controls", "10", "--directions", "10", "--contexts", "8"];

    public static TheoryData<string> Shipped => [.. Directory.EnumerateFiles(Path.Combine(Places.Repository, "checkpoints"), "*.safetensors", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Places.Repository, path)).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Shipped))]
    public async Task Every_shipped_network_is_probed_and_measured(string path) => await Analyse(Path.Combine(Places.Repository, path));

    [Theory]
    [InlineData("naive")]
    [InlineData("dedicated", "--neurons", "20")]
    [InlineData("subset", "--neurons", "40")]
    [InlineData("subset-averaging", "--neurons", "60")]
    [InlineData("sign", "--neurons", "40")]
    [InlineData("sign-tuned", "--neurons", "40")]
    [InlineData("gaussian", "--neurons", "40")]
    [InlineData("random-pytorch", "--neurons", "30")]
    [InlineData("random-kaiming", "--neurons", "30")]
    [InlineData("random-kaiming-biased", "--neurons", "30")]
    [InlineData("random-xavier", "--neurons", "30")]
    [InlineData("superposed-subset", "--neurons", "60", "--input-dimension", "6")]
    [InlineData("superposed-projection", "--neurons", "60", "--input-dimension", "6")]
    [InlineData("high-fan-in", "--neurons", "120", "--fan-in", "3")]
    [InlineData("error-correction", "--neurons", "64")]
    [InlineData("deep-fused", "--neurons", "256", "--layers", "2")]
    public async Task Every_kind_of_construction_is_probed_and_measured_at_every_sparsity(string kind, params string[] options)
    {
        using var folder = new TemporaryFolder();
        var built = 0;
        foreach (var (active, sparsity) in from active in new[] { 1, 2, 3 } from sparsity in new[] { "exactly", "at-most" } select (active, sparsity))
        {
            var path = folder[$"{kind}-{active}-{sparsity}.safetensors"];
            var outcome = await CommandLine.Run(["construct", kind, "--features", kind == "deep-fused" ? "16" : "8", "--active", $"{active}", "--sparsity", sparsity, "--out", path, .. options]);
            if (outcome.ExitCode == 0)
            {
                built++;
                await Analyse(path);
            }
            else
            {
                outcome.IsOneSentence();
            }
        }

        Assert.InRange(built, 1, 6);
    }

    private static async Task Analyse(string path)
    {
        foreach (string[] command in (string[][])[["probe", path, .. Quick], ["measure", path, "--inputs", "60"]])
        {
            var outcome = await CommandLine.Run(command);
            if (outcome.ExitCode != 0)
            {
                Assert.Equal(2, outcome.ExitCode);
                outcome.IsOneSentence();
            }
        }
    }
}
