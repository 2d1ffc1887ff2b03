using System.Text.Json;

namespace Superposition.Tests.Cli;

public class RunTests
{
    private const int Cells = 10;

    [Fact]
    public async Task A_run_writes_its_folder_and_says_where_the_report_is()
    {
        using var folder = new TemporaryFolder();
        var outcome = (await Run(folder, "a")).IsDone();
        Assert.Contains($"Report: {folder["a/report.html"]}", outcome.Output, StringComparison.Ordinal);
        Assert.Contains($"[{Cells}/{Cells}] ", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', outcome.Output);
        Assert.Contains("<html", File.ReadAllText(folder["a/report.html"]), StringComparison.Ordinal);
        Assert.Equal(Cells, File.ReadAllLines(folder["a/results.jsonl"]).Length);
        Assert.Equal(Cells, File.ReadAllLines(folder["a/metrics/timings.jsonl"]).Length);
        Assert.Equal(6, Directory.GetFiles(folder["a/networks"], "*.safetensors").Length);
        Assert.NotEmpty(Directory.GetFiles(folder["a/figures"], "*.svg"));
        Assert.NotEmpty(Directory.GetFiles(folder["a/figures"], "*.png"));
        Assert.Equal("finished", State(folder["a"]));
    }

    [Fact]
    public async Task Same_seed_same_bytes_whatever_the_number_of_workers()
    {
        using var folder = new TemporaryFolder();
        (await Run(folder, "a", "--workers", "1")).IsDone();
        (await Run(folder, "b", "--workers", "3")).IsDone();
        RunFiles.AreEqual(folder["a"], folder["b"]);
    }

    [Fact]
    public async Task Another_seed_gives_other_networks()
    {
        using var folder = new TemporaryFolder();
        (await Run(folder, "a")).IsDone();
        (await Run(folder, "b", "--seed", "1")).IsDone();
        Assert.NotEqual(File.ReadAllText(folder["a/results.jsonl"]), File.ReadAllText(folder["b/results.jsonl"]));
        Assert.Contains("\"seed\":1,", File.ReadAllText(folder["b/results.jsonl"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_was_cut_off_anywhere_in_its_records_ends_as_if_it_had_not_been()
    {
        using var folder = new TemporaryFolder();
        (await Run(folder, "whole")).IsDone();
        (await Run(folder, "cut")).IsDone();
        var records = File.ReadAllBytes(folder["cut/results.jsonl"]);
        foreach (var length in (int[])[0, Array.IndexOf(records, (byte)'\n') + 1, records.Length / 2, records.Length - 1])
        {
            File.WriteAllBytes(folder["cut/results.jsonl"], records[..length]);
            File.WriteAllText(
                folder["cut/networks/half.safetensors.0123456789abcdef0123456789abcdef.tmp"], "a file that a killed process was writing");
            var resumed = await Run(folder, "cut", "--resume");
            Assert.Equal(0, resumed.ExitCode);
            Assert.Contains($"{folder["cut/results.jsonl"]}: the record of ", resumed.Error, StringComparison.Ordinal);
            RunFiles.AreEqual(folder["whole"], folder["cut"]);
        }
    }

    [Fact]
    public async Task Resuming_a_finished_run_computes_nothing()
    {
        using var folder = new TemporaryFolder();
        (await Run(folder, "a")).IsDone();
        var outcome = (await Run(folder, "a", "--resume")).IsDone();
        Assert.Contains($"0 cells to compute, {Cells} kept", outcome.Output, StringComparison.Ordinal);
        Assert.Equal(Cells, File.ReadAllLines(folder["a/metrics/timings.jsonl"]).Length);
    }

    [Fact]
    public async Task Resuming_refuses_another_spec_and_says_what_differs()
    {
        using var folder = new TemporaryFolder();
        (await Run(folder, "a")).IsDone();
        var before = RunFiles.Of(folder["a"]);
        (await Run(folder, "a", "--resume", "--set", "question=why")).IsRefusalWith("question = \"Is it small?\"", "now it is \"why\"");
        (await Run(folder, "a", "--resume", "--set", "networks[4].training.steps=31")).IsRefusalWith(
            "networks[4].training.steps = ", "now it is 31");
        (await Run(folder, "a", "--resume", "--set", "smoke=[\"inputs=3\"]")).IsRefusalWith("smoke = nothing", "now it is [\"inputs=3\"]");
        (await Run(folder, "nowhere", "--resume")).IsRefusalWith("nowhere", "no run.json");
        Assert.Equal(before, RunFiles.Of(folder["a"]));
    }

    [Fact]
    public async Task A_folder_with_something_in_it_is_left_alone_without_force()
    {
        using var folder = new TemporaryFolder();
        (await Run(folder, "a")).IsDone();
        var before = RunFiles.Of(folder["a"]);
        (await Run(folder, "a")).IsRefusalWith("holds a run already", $"finished, {Cells} of {Cells} cells", "--resume", "--force");
        Assert.Equal(before, RunFiles.Of(folder["a"]));

        Directory.CreateDirectory(folder["mine/networks"]);
        folder.Write("mine/thesis.txt", "years of work");
        folder.Write("mine/networks/sign.safetensors", "a network of mine");
        (await Run(folder, "mine")).IsRefusalWith("mine", "not empty");
        (await Run(folder, "mine", "--force")).IsRefusalWith("mine", "not empty", "no run.json that can be read");
        folder.Write("mine/run.json", "{}");
        (await Run(folder, "mine", "--force")).IsRefusalWith("mine", "no run.json that can be read");
        Assert.Equal(
            ["networks", "run.json", "thesis.txt"], Directory.GetFileSystemEntries(folder["mine"]).Select(entry =>
            Path.GetFileName(entry)).Order());
        Assert.Equal("a network of mine", File.ReadAllText(folder["mine/networks/sign.safetensors"]));
        (await Run(folder, "a", "--force", "--seed", "1")).IsDone();
        Assert.Equal(Cells, File.ReadAllLines(folder["a/results.jsonl"]).Length);
    }

    [Fact]
    public async Task Force_removes_what_the_run_wrote_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        (await Run(folder, "a")).IsDone();
        string[] mine = ["thesis.txt", "notes.tmp", "figures/mine.png", "networks/mine.safetensors", "metrics/mine.jsonl",
            "checkpoints/mine.state", "shards/mine.txt", "shards/0/mine.txt", "shards/taken/mine.txt", "networks/mine.tmp"];
        foreach (var name in mine)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder[$"a/{name}"])!);
            folder.Write($"a/{name}", "mine");
        }

        (await Run(folder, "a", "--force", "--seed", "1")).IsDone();
        (await Run(folder, "other", "--seed", "1")).IsDone();
        Assert.All(mine, name =>
        {
            Assert.Equal("mine", File.ReadAllText(folder[$"a/{name}"]));
            File.Delete(folder[$"a/{name}"]);
        });
        RunFiles.AreEqual(folder["other"], folder["a"]);
    }

    [Fact]
    public async Task A_place_that_cannot_be_written_to_is_refused()
    {
        using var folder = new TemporaryFolder();
        folder.Write("file", "");
        (await Run(folder, "file")).IsRefusalWith("file: the folder cannot be made");
        (await Run(folder, "file/below")).IsRefusalWith("file/below: the folder cannot be made");
        (await CommandLine.Run("run", Spec(folder), "--out", "/proc/superposition")).IsRefusalWith(
            "/proc/superposition: the folder cannot be made");
        (await CommandLine.Run("run", Spec(folder), "--out", "")).IsRefusalWith("--out is empty");
    }

    [Fact]
    public async Task A_second_process_on_the_same_folder_is_refused()
    {
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource();
        string[] arguments = [.. Arguments(folder, "a"), "--set", "networks[4].training.steps=100000000"];
        var first = Task.Run(() => CommandLine.Run(stop.Token, arguments));
        while (!File.Exists(folder["a/run.json"]))
        {
            await Task.Delay(20);
        }

        (await Run(folder, "a", "--resume", "--set", "networks[4].training.steps=100000000"))
            .IsRefusalWith("a: another process is at work");
        (await Run(folder, "a", "--force")).IsRefusalWith("a: another process is at work");
        (await CommandLine.Run("report", folder["a"])).IsRefusalWith("a: another process is at work");
        Assert.Contains("\"running\"", (await CommandLine.Run("list", folder.Path, "--json")).IsDone().Output, StringComparison.Ordinal);
        await stop.CancelAsync();
        var outcome = await first;
        Assert.Equal(130, outcome.ExitCode);
        Assert.Contains("--resume", outcome.Error, StringComparison.Ordinal);
        Assert.Equal("interrupted", State(folder["a"]));
    }

    [Fact]
    public async Task Json_on_standard_output_is_one_value_and_progress_goes_elsewhere()
    {
        using var folder = new TemporaryFolder();
        var outcome = await Run(folder, "a", "--json");
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains($"[{Cells}/{Cells}] ", outcome.Error, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(outcome.Output);
        Assert.Equal(Cells, json.RootElement.GetProperty("cellsDone").GetInt32());
        Assert.Equal(folder["a/report.html"], json.RootElement.GetProperty("report").GetString());
        Assert.NotEqual("", json.RootElement.GetProperty("headline").GetString());
    }

    [Fact]
    public async Task A_construction_that_does_not_exist_is_told_and_does_not_fail_the_run()
    {
        using var folder = new TemporaryFolder();
        var outcome = (await Run(folder, "a", "--set", "networks[1].construction=subset")).IsDone();
        Assert.Matches(@"\d cells? where a construction does not exist", outcome.Output);
        Assert.Contains("subset: features", File.ReadAllText(folder["a/report.html"]), StringComparison.Ordinal);
        Assert.Equal("finished", State(folder["a"]));
    }

    [Fact]
    public async Task A_cell_whose_training_diverges_fails_the_run_and_leaves_a_report()
    {
        using var folder = new TemporaryFolder();
        var outcome =
            await Run(folder, "a", "--set", "networks[4].learningRate=10", "--set", "networks[4].objective={\"kind\":\"power\",\"p\":32}");
        Assert.Equal(1, outcome.ExitCode);
        outcome.IsOneSentence();
        Assert.Matches(@"^\d cells failed, the first trained-neurons[69]-seed0: The loss was no longer finite at step \d+", outcome.Error);
        Assert.Equal("finished-with-failures", State(folder["a"]));
        Assert.True(File.Exists(folder["a/report.html"]));
    }

    [Fact]
    public async Task Reports_are_drawn_anew_from_records()
    {
        using var folder = new TemporaryFolder();
        (await Run(folder, "a")).IsDone();
        var page = File.ReadAllText(folder["a/report.html"]);
        File.Delete(folder["a/report.html"]);
        (await CommandLine.Run("report", folder["a"])).IsDone();
        Assert.Equal(page, File.ReadAllText(folder["a/report.html"]));
    }

    private static Task<Outcome> Run(TemporaryFolder folder, string target, params string[] more) =>
        CommandLine.Run([.. Arguments(folder, target), .. more]);

    private static string[] Arguments(TemporaryFolder folder, string target) =>
        ["run", Spec(folder), "--out", folder[target], "--set", "seeds=[0]", "--set", "networks[4].learningRate=0.01"];

    private static string Spec(TemporaryFolder folder) => folder.Write("tiny.json", TinySpecs.Comparison);

    private static string? State(string folder)
    {
        using var head = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "run.json")));
        return head.RootElement.GetProperty("state").GetString();
    }
}
