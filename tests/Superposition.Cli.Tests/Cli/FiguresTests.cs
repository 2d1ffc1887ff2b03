using System.IO.Compression;

namespace Superposition.Tests.Cli;

/// <summary>Reports from records that are stored with an experiment.</summary>
public class FiguresTests
{
    private const string Study = """
        {
          "question": "Is it small?",
          "inputs": 37,
          "tasks": [{ "name": "pairs", "inputs": { "kind": "at-most", "features": 8, "active": 2 }, "targets": "pairs" }],
          "networks": [{ "name": "signs", "kind": "construction", "construction": "sign", "neurons": { "vary": [12, 16] } }],
          "measures": ["errors"],
          "seeds": [0, 1]
        }
        """;

    [Fact]
    public async Task Stored_records_give_the_report_of_the_run()
    {
        using var folder = new TemporaryFolder();
        await Store(folder);
        var drawn = (await CommandLine.Run("figures", folder["tiny"], "--out", folder["figures"])).IsDone();
        Assert.Contains(folder["figures/tiny/report.html"], drawn.Output, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllText(folder["run/answer.txt"]), File.ReadAllText(folder["figures/tiny/answer.txt"]));
        foreach (var figure in Directory.GetFiles(folder["run/figures"], "*.svg"))
        {
            Assert.Equal(File.ReadAllBytes(figure), File.ReadAllBytes(folder[$"figures/tiny/figures/{Path.GetFileName(figure)}"]));
        }

        var refused = await CommandLine.Run("export", folder["run"], "--records", folder["tiny/records.zip"]);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("records.zip", refused.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("results.jsonl", "changed", "expected the records that the run wrote")]
    [InlineData("results.jsonl", "cut", "is missing; expected the records that the run wrote")]
    [InlineData("run.json", "cut", "these are no records of a run (run.json cannot be read as that of a run)")]
    public async Task Records_that_were_changed_or_cut_short_are_refused_and_nothing_is_written(string name, string how, string words)
    {
        using var folder = new TemporaryFolder();
        await Store(folder);
        using (var archive = ZipFile.Open(folder["tiny/records.zip"], ZipArchiveMode.Update))
        {
            var entry = archive.GetEntry(name)!;
            string text;
            using (var reader = new StreamReader(entry.Open()))
            {
                text = await reader.ReadToEndAsync();
            }

            entry.Delete();
            await using var writer = new StreamWriter(await archive.CreateEntry(name).OpenAsync());
            await writer.WriteAsync(
                how == "cut" ? text[..(text.Length / 2)] : text.Replace("\"epsilon\":", "\"epsilon\":1", StringComparison.Ordinal));
        }

        var refused = await CommandLine.Run("figures", folder["tiny"], "--out", folder["figures"]);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains(words, refused.Error, StringComparison.Ordinal);
        Assert.StartsWith($"{folder["tiny/records.zip"]}: ", refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("superposition-records-", refused.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["figures"]));
    }

    [Theory]
    [InlineData("not a zip")]
    [InlineData("")]
    public async Task A_file_that_holds_no_records_is_refused(string content)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["tiny"]);
        File.WriteAllText(folder["tiny/records.zip"], content);
        var refused = await CommandLine.Run("figures", folder["tiny"], "--out", folder["figures"]);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("these are no records of a run", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_experiment_with_stored_records_gives_a_report()
    {
        using var folder = new TemporaryFolder();
        string[] stored = [.. Directory.GetDirectories(Path.Combine(Places.Repository, "experiments"))
            .Where(experiment => File.Exists(Path.Combine(experiment, "records.zip")))];
        Assert.NotEmpty(stored);
        (await CommandLine.Run(["figures", .. stored, "--out", folder["figures"]])).IsDone();
        Assert.All(stored, experiment => Assert.True(File.Exists(folder[$"figures/{Path.GetFileName(experiment)}/report.html"])));
        Assert.InRange(stored.Sum(experiment => new FileInfo(Path.Combine(experiment, "records.zip")).Length), 1, 10_000_000);
    }

    private static async Task Store(TemporaryFolder folder)
    {
        Directory.CreateDirectory(folder["tiny"]);
        File.WriteAllText(folder["tiny/spec.json"], Study);
        (await CommandLine.Run("run", folder["tiny"], "--out", folder["run"])).IsDone();
        (await CommandLine.Run("export", folder["run"], "--records", folder["tiny/records.zip"])).IsDone();
    }
}
