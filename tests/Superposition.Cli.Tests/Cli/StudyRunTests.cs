using System.Text;

namespace Superposition.Tests.Cli;

/// <summary>Studies, whose cells give several rows each.</summary>
public class StudyRunTests
{
    private const string Study = """
        {
          "question": "Is it small?",
          "inputs": 100,
          "tasks": [{ "name": "pairs", "inputs": { "kind": "at-most", "features": 8, "active": 2 }, "targets": "pairs" }],
          "networks": [
            { "name": "linear", "kind": "control", "control": "linear-minimax", "seeds": 1 },
            {
              "name": "trained", "kind": "trained", "trains": "whole", "neurons": 12, "objective": "mse",
                "learningRate": { "tune": [0.003, 0.01] },
              "training": { "steps": 5, "batch": 8, "optimizer": "adam", "weightDecay": 0, "schedule": "cosine", "warmUp": 2 }
            },
            { "name": "signs", "kind": "construction", "construction": "sign", "neurons": { "vary": [12, 16] }, "readOffs": ["own",
              "least-squares", "minimax"] }
          ],
          "measures": ["errors", "certified-epsilon"],
          "seeds": [0, 1]
        }
        """;

    [Fact]
    public async Task A_cell_of_which_rows_are_missing_is_computed_again()
    {
        using var folder = new TemporaryFolder();
        await Run(folder);
        var whole = File.ReadAllBytes(folder["run/results.jsonl"]);
        var lines = Encoding.UTF8.GetString(whole).TrimEnd('\n').Split('\n');
        Assert.Equal(1 + 4 + 12, lines.Length);
        foreach (var kept in (int[])[lines.Length - 1, lines.Length - 2, lines.Length - 3, lines.Length - 4])
        {
            // Cut in the middle of a line as well, as a kill does.
            File.WriteAllText(folder["run/results.jsonl"], string.Join('\n', lines[..kept]) + "\n" + lines[kept][..20]);
            var resumed = await CommandLine.Run("run", folder["tiny.json"], "--out", folder["run"], "--resume");
            Assert.Equal(0, resumed.ExitCode);
            Assert.Contains(kept < lines.Length - 3 ? "2 cells to compute" : "1 cell to compute", resumed.Output, StringComparison.Ordinal);
            Assert.Equal(whole, File.ReadAllBytes(folder["run/results.jsonl"]));
        }
    }

    [Fact]
    public async Task A_sweep_gives_the_same_bytes_as_a_run()
    {
        using var folder = new TemporaryFolder();
        await Run(folder);
        (await CommandLine.Run("sweep", folder["tiny.json"], "--out", folder["sweep"], "--workers", "2")).IsDone();
        Assert.Equal(File.ReadAllBytes(folder["run/results.jsonl"]), File.ReadAllBytes(folder["sweep/results.jsonl"]));
        Assert.False(Directory.Exists(folder["sweep/shards"]));
    }

    [Fact]
    public async Task Networks_that_were_trained_are_kept_and_can_be_measured()
    {
        using var folder = new TemporaryFolder();
        await Run(folder);
        Assert.Equal(4, Directory.GetFiles(folder["run/networks"]).Length);
        (await CommandLine.Run("measure", folder["run/networks/trained-learningRate0.01-seed0.safetensors"])).IsDone();
    }

    private static async Task<Outcome> Run(TemporaryFolder folder, params string[] more)
    {
        File.WriteAllText(folder["tiny.json"], Study);
        return (await CommandLine.Run(["run", folder["tiny.json"], "--out", folder["run"], .. more])).IsDone();
    }
}
