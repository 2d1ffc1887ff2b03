namespace Superposition.Tests.Cli;

/// <summary>A spec may name files with circuits, next to itself.</summary>
public class CircuitFileTests
{
    private const string Spec = """
        {
          "question": "Is it small?", "inputs": 100,
          "tasks": [{ "name": "own", "inputs": { "kind": "at-most", "features": 6, "active": 2 }, "targets": { "kind": "circuit",
            "file": "parts/own.txt" } }],
          "networks": [{ "name": "banks", "kind": "circuit", "neurons": 40 }],
          "measures": ["errors"], "seeds": [0]
        }
        """;

    [Fact]
    public async Task It_is_read_and_its_text_is_kept_with_the_run()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["parts"]);
        folder.Write("spec.json", Spec);
        folder.Write("parts/own.txt", "features 3\ny = xor x0 x1 x2\noutputs y");
        (await CommandLine.Run("run", folder["spec.json"], "--out", folder["run"])).IsDone();
        Assert.Contains("xor x0 x1 x2", File.ReadAllText(folder["run/run.json"]), StringComparison.Ordinal);

        // Another text is another experiment.
        folder.Write("parts/own.txt", "features 3\ny = and x0 x1 x2\noutputs y");
        (await CommandLine.Run("run", folder["spec.json"], "--out", folder["run"], "--resume")).IsRefusalWith("files");
    }

    [Theory]
    [InlineData("features 3\ny = nor x0 x1\noutputs y", "parts/own.txt, line 2: found the gate \"nor\"")]
    [InlineData(
        "features 7\ny = and x0 x1\noutputs y", "parts/own.txt has 7 features, but inputs.features is 6, expected at least as many")]
    [InlineData(null, "own.txt: there is no such file")]
    public async Task What_is_wrong_with_it_is_one_sentence(string? text, string words)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["parts"]);
        folder.Write("spec.json", Spec);
        if (text is not null)
        {
            folder.Write("parts/own.txt", text);
        }

        (await CommandLine.Run("run", folder["spec.json"], "--out", folder["run"])).IsRefusalWith(words);
        Assert.False(Directory.Exists(folder["run"]));
    }
}
