using System.Text.Json;

namespace Superposition.Tests.Cli;

/// <summary>What becomes of a study's table: verdicts, the page, and the exported file.</summary>
public class StudyReportTests
{
    private const string Study = """
        {
          "question": "Is it small?",
          "inputs": 100,
          "tasks": [{ "name": "pairs", "inputs": { "kind": "at-most", "features": 8, "active": 2 }, "targets": "pairs" }],
          "networks": [
            { "name": "linear", "kind": "control", "control": "linear-minimax", "seeds": 1 },
            { "name": "signs", "kind": "construction", "construction": "sign", "neurons": { "vary": [12, 16] },
                "readOffs": ["own", "least-squares"] }
          ],
          "measures": ["errors"],
          "seeds": [0, 1],
          "predictions": [
            { "says": "Errors are finite.", "test": { "measure": "epsilon", "of": { "network": "signs" }, "is": "<", "than": 1000 } },
            { "says": "Errors are negative.", "test": { "measure": "epsilon", "of": { "network": "signs" }, "is": "<", "than": 0 } }
          ],
          "views": [
            { "kind": "lines", "y": "epsilon", "x": "neurons", "references": ["quarter", { "network": "linear" }],
                "where": { "network": "signs" } },
            { "kind": "table", "rows": ["network", "readOff"], "columns": "neurons", "measures": ["epsilon"] }
          ]
        }
        """;

    [Fact]
    public async Task A_run_prints_its_verdicts_and_the_page_opens_with_them()
    {
        using var folder = new TemporaryFolder();
        var done = await Run(folder);
        Assert.Contains("1 of 2 predictions held; 1 failed.", done.Output, StringComparison.Ordinal);
        Assert.Contains("held: Errors are finite.", done.Output, StringComparison.Ordinal);
        Assert.Contains("failed: Errors are negative.", done.Output, StringComparison.Ordinal);
        var page = File.ReadAllText(folder["run/report.html"]);
        Assert.Contains("1 of 2 predictions held; 1 failed.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("were edited after the run", page, StringComparison.Ordinal);
        Assert.True(File.Exists(folder["run/figures/epsilon-1.svg"]));
    }

    [Fact]
    public async Task Predictions_that_were_edited_after_the_run_are_named_as_such()
    {
        using var folder = new TemporaryFolder();
        await Run(folder);
        var head = File.ReadAllText(folder["run/run.json"]);
        Assert.Contains("\"than\": 1000", head, StringComparison.Ordinal);
        File.WriteAllText(folder["run/run.json"], head.Replace("\"than\": 1000", "\"than\": 999", StringComparison.Ordinal));
        (await CommandLine.Run("report", folder["run"])).IsDone();
        Assert.Contains("were edited after the run", File.ReadAllText(folder["run/report.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_table_is_exported_row_by_row_and_replaces_nothing()
    {
        using var folder = new TemporaryFolder();
        await Run(folder);
        (await CommandLine.Run("export", folder["run"], "--csv", folder["table.csv"])).IsDone();
        var lines = File.ReadAllLines(folder["table.csv"]);
        var results = File.ReadAllLines(folder["run/results.jsonl"]);
        Assert.Equal(results.Length + 1, lines.Length);
        Assert.StartsWith("cell,task,network,readOff,seed,neurons,", lines[0], StringComparison.Ordinal);
        var place = Array.IndexOf(lines[0].Split(','), "epsilon");
        Assert.Equal(results.Select(Epsilon), lines.Skip(1).Select(line => double.Parse(line.Split(',')[place])));
        (await CommandLine.Run("export", folder["run"], "--csv", folder["table.csv"])).IsRefusalWith("the file exists");
        (await CommandLine.Run("export", folder["run"], "--csv", folder["table.csv"], "--force")).IsDone();
        (await CommandLine.Run("export", folder["run"], "--parquet", folder["table.parquet"])).IsDone();
        Assert.Equal("PAR1"u8.ToArray(), File.ReadAllBytes(folder["table.parquet"])[..4]);
        (await CommandLine.Run("export", folder["run"], "--parquet", folder["other.parquet"], "--onnx", folder["a.onnx"]))
            .IsRefusalWith("--onnx is given with --parquet");
        (await CommandLine.Run("export", folder["run"])).IsRefusalWith("expected --csv FILE, --parquet FILE or --records FILE");
        (await CommandLine.Run("export", folder["elsewhere"], "--csv", folder["other.csv"])).IsRefusalWith("there is no run.json here");

        static double Epsilon(string line)
        {
            using var json = JsonDocument.Parse(line);
            return json.RootElement.GetProperty("epsilon").GetDouble();
        }
    }

    [Fact]
    public async Task Two_runs_are_compared_row_by_row()
    {
        using var folder = new TemporaryFolder();
        await Run(folder);
        (await CommandLine.Run("run", folder["tiny.json"], "--out", folder["same"])).IsDone();
        (await CommandLine.Run("run", folder["tiny.json"], "--out", folder["other"], "--set", "networks[1].construction=gaussian", "--set",
            "seeds=[0]")).IsDone();
        var same = (await CommandLine.Run("compare", folder["run"], folder["same"])).IsDone().Output;
        Assert.Contains("0 measures that differ", same, StringComparison.Ordinal);
        using var json = JsonDocument.Parse((await CommandLine.Run("compare", folder["run"], folder["other"], "--json")).IsDone().Output);
        Assert.Equal(4, json.RootElement.GetProperty("onlyFirst").GetInt32());
        Assert.All(json.RootElement.GetProperty("differences").EnumerateArray(), one =>
            Assert.Equal(1, one.GetProperty("seeds").GetInt32()));
        Assert.NotEmpty(json.RootElement.GetProperty("differences").EnumerateArray());
    }

    [Fact]
    public async Task The_list_gives_each_run_s_headline_and_what_differs_in_its_spec()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["runs"]);
        File.WriteAllText(folder["tiny.json"], Study);
        (await CommandLine.Run("run", folder["tiny.json"], "--out", folder["runs/one"])).IsDone();
        (await CommandLine.Run("run", folder["tiny.json"], "--out", folder["runs/two"], "--set", "inputs=30")).IsDone();
        var list = (await CommandLine.Run("list", folder["runs"])).IsDone().Output;
        Assert.Contains("one: 1 of 2 predictions held; 1 failed.", list, StringComparison.Ordinal);
        Assert.Contains("Differs from the first run: inputs = 30, there 100.", list, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"network\": \"signs\" }, \"is\": \"<\", \"than\": 0", "\"netwrok\": \"signs\" }, \"is\": \"<\", \"than\": 0",
        "which is no coordinate of this study")]
    [InlineData("\"x\": \"neurons\"", "\"x\": \"width\"", "views[0].x is \"width\", which is no coordinate of this study")]
    [InlineData("\"quarter\"", "\"a quarter\"", "views[0].references[0] is \"a quarter\"")]
    [InlineData("\"than\": 1000", "\"than\": \"a lot\"", "predictions[0].test.than")]
    public async Task A_prediction_or_view_that_cannot_be_is_refused_before_anything_runs(string right, string wrong, string complaint)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["tiny.json"], Study.Replace(right, wrong, StringComparison.Ordinal));
        (await CommandLine.Run("run", folder["tiny.json"], "--out", folder["run"])).IsRefusalWith(complaint);
        Assert.False(Directory.Exists(folder["run"]));
    }

    private static async Task<Outcome> Run(TemporaryFolder folder)
    {
        File.WriteAllText(folder["tiny.json"], Study);
        return (await CommandLine.Run("run", folder["tiny.json"], "--out", folder["run"])).IsDone();
    }
}
