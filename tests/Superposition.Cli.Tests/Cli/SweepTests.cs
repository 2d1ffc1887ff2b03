namespace Superposition.Tests.Cli;

/// <summary>A sweep, whose workers are processes of their own.</summary>
public class SweepTests
{
    private const int Cells = 8;

    [Fact]
    public async Task A_sweep_gives_the_same_bytes_as_a_run_with_one_thread()
    {
        using var folder = new TemporaryFolder();
        (await CommandLine.Run(["run", .. Arguments(folder, "run"), "--workers", "1"])).IsDone();
        var outcome = (await Sweep(folder, "sweep", "--workers", "2")).IsDone();
        Assert.Contains($"{Cells} cells to compute, by 2 processes", outcome.Output, StringComparison.Ordinal);
        Assert.Contains($"[{Cells}/{Cells}] ", outcome.Output, StringComparison.Ordinal);
        Assert.Contains($"Report: {folder["sweep/report.html"]}", outcome.Output, StringComparison.Ordinal);
        RunFiles.AreEqual(folder["run"], folder["sweep"]);
        Assert.Equal(Cells, File.ReadAllLines(folder["sweep/metrics/timings.jsonl"]).Length);
        Assert.False(Directory.Exists(folder["sweep/shards"]));
        Assert.Contains("\"state\": \"finished\"", File.ReadAllText(folder["sweep/run.json"]), StringComparison.Ordinal);
        Assert.Contains(
            $"0 cells to compute, {Cells} kept", (await Sweep(folder, "sweep", "--resume")).IsDone().Output, StringComparison.Ordinal);
        RunFiles.AreEqual(folder["run"], folder["sweep"]);
    }

    [Fact]
    public async Task A_sweep_that_is_interrupted_saves_its_training_and_goes_on_as_a_run()
    {
        using var folder = new TemporaryFolder();
        string[] longer = ["--set", "networks[4].training.steps=4000"];
        (await CommandLine.Run(["run", .. Arguments(folder, "whole"), .. longer])).IsDone();
        using var stop = new CancellationTokenSource();
        string[] arguments = ["sweep", .. Arguments(folder, "cut"), .. longer, "--workers", "1"];
        var sweep = Task.Run(() => CommandLine.Run(stop.Token, arguments));
        await Until(() => Directory.Exists(folder["cut/shards/taken"]) && Directory.GetFiles(folder["cut/shards/taken"]).Length > 0);
        (await Sweep(folder, "cut", [.. longer, "--resume"])).IsRefusalWith("another process is at work");

        // While a training says how it goes, there is something to save.
        var states = folder["cut/checkpoints"];
        await Until(() => sweep.IsCompleted || (Directory.Exists(states) && Directory.GetFileSystemEntries(states).Length > 0));
        await stop.CancelAsync();
        var outcome = await sweep;
        Assert.Equal(130, outcome.ExitCode);
        Assert.Matches(@"^Interrupted after \d+ of 8 cells", outcome.Error);
        Assert.Contains("superposition sweep ", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("\"state\": \"interrupted\"", File.ReadAllText(folder["cut/run.json"]), StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(folder["cut/checkpoints"], "*.state", SearchOption.AllDirectories));
        (await CommandLine.Run(["run", .. Arguments(folder, "cut"), .. longer, "--resume"])).IsDone();
        RunFiles.AreEqual(folder["whole"], folder["cut"]);
    }

    [Fact]
    public async Task What_cannot_be_swept_is_refused_and_nothing_is_written()
    {
        using var folder = new TemporaryFolder();
        (await CommandLine.Run(["run", .. Arguments(folder, "run")])).IsDone();
        var before = RunFiles.Of(folder["run"]);
        (await Sweep(folder, "run")).IsRefusalWith("holds a run already", "--resume", "--force");
        (await Sweep(folder, "run", "--resume", "--set", "question=why")).IsRefusalWith("question = ", "now it is");
        (await Sweep(folder, "nowhere", "--resume")).IsRefusalWith("nowhere", "no run.json");
        (await Sweep(folder, "new", "--set", "networks[4].training.stepz=31")).IsRefusalWith("stepz");
        (await Sweep(folder, "new", "--workers", "many")).IsRefusalWith("--workers is \"many\"");
        (await Sweep(folder, "new", "--engine", "lokal")).IsRefusalWith("did you mean \"local\"?");
        Assert.Equal(before, RunFiles.Of(folder["run"]));
        Assert.False(Directory.Exists(folder["new"]));
    }

    [Fact]
    public async Task A_worker_that_cannot_go_on_is_named_with_its_log_and_the_rest_is_kept()
    {
        using var folder = new TemporaryFolder();
        (await CommandLine.Run(["run", .. Arguments(folder, "whole")])).IsDone();

        // A folder where a network's file should be: the worker that computes this cell cannot keep it.
        (await CommandLine.Run(["run", .. Arguments(folder, "cut")])).IsDone();
        File.Delete(folder["cut/networks/signs-neurons9-seed0.safetensors"]);
        Directory.CreateDirectory(folder["cut/networks/signs-neurons9-seed0.safetensors"]);
        var outcome = await Sweep(folder, "cut", "--workers", "2", "--resume");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Matches(
            @"(^|\n)1 cell broke, the first signs-neurons9-seed0 with worker \d, which ended with "
                + @"exit code 1 \(its log: .*cut/shards/\d/log\); --resume", outcome.Error);
        Assert.Contains(
            "signs-neurons9-seed0.safetensors",
            string.Concat(Directory.GetFiles(folder["cut/shards"], "log", SearchOption.AllDirectories).Select(File.ReadAllText)),
            StringComparison.Ordinal);
        Assert.Equal(Cells - 1, File.ReadAllLines(folder["cut/results.jsonl"]).Length);
        Assert.Contains("\"state\": \"broken\"", File.ReadAllText(folder["cut/run.json"]), StringComparison.Ordinal);
        Directory.Delete(folder["cut/networks/signs-neurons9-seed0.safetensors"]);
        Assert.Contains(
            $"1 cell to compute, {Cells - 1} kept, 1 at a time;",
            (await CommandLine.Run(["run", .. Arguments(folder, "cut"), "--resume"])).IsDone().Output, StringComparison.Ordinal);
        RunFiles.AreEqual(folder["whole"], folder["cut"]);
    }

    [Fact]
    public async Task Json_on_standard_output_is_one_value()
    {
        using var folder = new TemporaryFolder();
        var outcome = await Sweep(folder, "a", "--json", "--workers", "1", "--smoke", "--seed", "3");
        Assert.Equal(0, outcome.ExitCode);
        using var summary = System.Text.Json.JsonDocument.Parse(outcome.Output);
        Assert.Equal(folder["a"], summary.RootElement.GetProperty("folder").GetString());
        Assert.Equal("finished", summary.RootElement.GetProperty("state").GetString());
        Assert.Contains("\"seed\":3,", File.ReadAllText(folder["a/results.jsonl"]), StringComparison.Ordinal);
    }

    private static async Task Until(Func<bool> happened)
    {
        while (!happened())
        {
            await Task.Delay(10);
        }
    }

    private static Task<Outcome> Sweep(TemporaryFolder folder, string target, params string[] more) =>
        CommandLine.Run(["sweep", .. Arguments(folder, target), .. more]);

    private static string[] Arguments(TemporaryFolder folder, string target) =>
        [folder.Write("tiny.json", TinySpecs.Comparison), "--out", folder[target], "--set", "seeds=[0]", "--set",
            "networks[4].learningRate=0.01", "--set", "networks[4].neurons=9"];
}
