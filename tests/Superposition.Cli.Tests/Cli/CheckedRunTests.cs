namespace Superposition.Tests.Cli;

/// <summary>
/// Finished work against the hashes in <c>run.json</c>: what is no longer as the run wrote it is named, and computed again.
/// </summary>
public class CheckedRunTests
{
    /// <summary>Damage to a run of a study, and words that name it.</summary>
    public static TheoryData<string, string[]> Damages { get; } = new()
    {
        { "edited record", ["results.jsonl, lines 2 to 4: these are not the records of signs-seed0 that the run wrote"] },
        { "doubled record", ["results.jsonl, line 6: this record of linear-seed0 is one too many"] },
        { "foreign record", ["results.jsonl, line 6: this is a record of nobody, which is no cell of this run"] },
        { "no record", ["results.jsonl, line 6: this is not a record"] },
        { "null record", ["results.jsonl, line 1: this is not a record", "the record of linear-seed0 is missing"] },
        { "missing record", ["results.jsonl: the record of linear-seed0 is missing"] },
        { "missing network", ["trained-learningRate0.01-seed0.safetensors: this file of trained-learningRate0.01-seed0 is missing"] },
        { "truncated network",
            ["trained-learningRate0.01-seed0.safetensors: this is not the file of trained-learningRate0.01-seed0 that the run wrote"] },
        { "flipped bit in a network",
            ["trained-learningRate0.01-seed0.safetensors: this is not the file of trained-learningRate0.01-seed0 that the run wrote"] },
        { "edited trace",
            ["trained-learningRate0.01-seed0.jsonl: this is not the file of trained-learningRate0.01-seed0 that the run wrote"] },
        { "edited times", ["timings.jsonl, line 1: this is not an entry of a cell"] },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task What_is_not_as_the_run_wrote_it_is_named_and_computed_again(string damage, string[] words)
    {
        using var folder = new TemporaryFolder();
        await FinishedRun.CopyTo(folder);
        var whole = RunFiles.Of(folder["run"]);
        Damage(folder, damage);
        var check = await CommandLine.Run("check", folder["run"]);
        Assert.Equal(1, check.ExitCode);
        Assert.All(words, word => Assert.Contains(word, check.Output, StringComparison.Ordinal));
        var report = await CommandLine.Run("report", folder["run"]);
        Assert.Equal(1, report.ExitCode);
        Assert.All(words, word => Assert.Contains(word, report.Error, StringComparison.Ordinal));
        var resumed = await FinishedRun.Resume(folder);
        Assert.Equal(0, resumed.ExitCode);
        Assert.All(words, word => Assert.Contains(word, resumed.Error, StringComparison.Ordinal));
        FinishedRun.RemoveDamaged(folder["run"]);
        Assert.Equal(whole, RunFiles.Of(folder["run"]));
        Assert.Contains(
            "all are as the run wrote them", (await CommandLine.Run("check", folder["run"])).IsDone().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sound_run_is_said_to_be_sound_and_a_strange_file_in_it_is_named()
    {
        using var folder = new TemporaryFolder();
        await FinishedRun.CopyTo(folder);
        Assert.Contains(
            "(finished): 3 of 3 cells and 2 networks and traces checked; all are as the run wrote them.",
            (await CommandLine.Run("check", folder["run"])).IsDone().Output, StringComparison.Ordinal);
        folder.Write("run/networks/mine.safetensors", "");
        var check = await CommandLine.Run("check", folder["run"]);
        Assert.Equal(1, check.ExitCode);
        Assert.Contains("mine.safetensors: no cell of this run wrote this file.", check.Output, StringComparison.Ordinal);
        (await CommandLine.Run("check", folder.Path)).IsRefusalWith("no run.json here");
    }

    [Fact]
    public async Task A_report_can_be_drawn_somewhere_else()
    {
        using var folder = new TemporaryFolder();
        await FinishedRun.CopyTo(folder);
        var before = RunFiles.Of(folder["run"]);
        (await CommandLine.Run("report", folder["run"], "--out", folder["page"])).IsDone();
        Assert.Equal(before, RunFiles.Of(folder["run"]));
        Assert.Equal(File.ReadAllText(folder["run/report.html"]), File.ReadAllText(folder["page/report.html"]));
    }

    [Fact]
    public async Task Cells_of_another_kind_of_machine_are_marked_()
    {
        using var folder = new TemporaryFolder();
        await FinishedRun.CopyTo(folder);
        var head = File.ReadAllText(folder["run/run.json"]);
        var arithmetic = head.Split('\n').Single(line => line.StartsWith("  \"arithmetic\"", StringComparison.Ordinal));
        File.WriteAllText(
            folder["run/run.json"],
            head.Replace(arithmetic, "  \"arithmetic\": \"MMX, 1 thread a tensor operation\",", StringComparison.Ordinal));
        File.Delete(folder["run/networks/trained-learningRate0.01-seed0.safetensors"]);
        var resumed = await FinishedRun.Resume(folder);
        Assert.Contains("The run was begun with MMX, 1 thread a tensor operation, torch ", resumed.Error, StringComparison.Ordinal);
        Assert.Contains(
            "1 cell computed on another kind of machine", (await CommandLine.Run("check", folder["run"])).IsDone().Output,
            StringComparison.Ordinal);
        Assert.Contains("1 cell with ", File.ReadAllText(folder["run/report.html"]), StringComparison.Ordinal);
    }

    private static void Damage(TemporaryFolder folder, string damage)
    {
        var (results, network) = (folder["run/results.jsonl"], folder["run/networks/trained-learningRate0.01-seed0.safetensors"]);
        var lines = File.ReadAllLines(results);
        var bytes = File.ReadAllBytes(network);
        switch (damage)
        {
            case "edited record":
                lines[2] = lines[2].Replace("\"neurons\":12", "\"neurons\":13", StringComparison.Ordinal);
                File.WriteAllText(results, string.Join('\n', lines) + "\n");
                break;
            case "doubled record":
                File.AppendAllText(results, lines[0] + "\n");
                break;
            case "foreign record":
                File.AppendAllText(results, lines[0].Replace("linear-seed0", "nobody", StringComparison.Ordinal) + "\n");
                break;
            case "no record":
                File.AppendAllText(results, "[1, 2\n");
                break;
            case "null record":
                File.WriteAllText(results, string.Join('\n', ["null", .. lines[1..]]) + "\n");
                break;
            case "missing record":
                File.WriteAllText(results, string.Join('\n', lines[1..]) + "\n");
                break;
            case "missing network":
                File.Delete(network);
                break;
            case "truncated network":
                File.WriteAllBytes(network, bytes[..(bytes.Length / 2)]);
                break;
            case "flipped bit in a network":
                bytes[^1] ^= 1;
                File.WriteAllBytes(network, bytes);
                break;
            case "edited trace":
                File.AppendAllText(folder["run/metrics/trained-learningRate0.01-seed0.jsonl"], "{}\n");
                break;
            default:
                File.WriteAllText(folder["run/metrics/timings.jsonl"], "{\n" + File.ReadAllText(folder["run/metrics/timings.jsonl"]));
                break;
        }
    }
}
