using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;

namespace Superposition.Tests.Cli;

/// <summary>A real process, stopped from outside.</summary>
public class KilledProcessTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_process_killed_at_random_moments_ends_with_the_same_bytes() => await KillAndResume(kills: 3, seed: 1);

    [Fact, Trait("Category", "Slow")]
    public async Task A_process_killed_at_many_random_moments_ends_with_the_same_bytes() => await KillAndResume(kills: 20, seed: 2);

    [Fact]
    public async Task An_interrupted_process_saves_its_state_and_exits_with_130()
    {
        using var folder = new TemporaryFolder();
        foreach (var signal in (string[])["INT", "TERM"])
        {
            using var process = CommandLine.Start(folder.Path, Arguments(folder, signal, "100000000"));
            await UntilRecords(folder[$"{signal}/results.jsonl"]);
            using var kill = Process.Start("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)]);
            var outcome = await CommandLine.End(process);
            Assert.Equal(130, outcome.ExitCode);
            Assert.StartsWith("Interrupted after ", outcome.Error, StringComparison.Ordinal);
            Assert.Equal(1, outcome.Error.Count(c => c == '\n'));
            Assert.Contains($"--out {signal} --resume", outcome.Error, StringComparison.Ordinal);
            Assert.Contains("\"state\": \"interrupted\"", File.ReadAllText(folder[$"{signal}/run.json"]), StringComparison.Ordinal);
        }
    }

    [Theory, InlineData(1.5), InlineData(2.5)]
    public async Task A_command_that_is_left_at_work_exits_with_130_and_leaves_nothing(double seconds)
    {
        using var folder = new TemporaryFolder();
        using var process = CommandLine.Start(folder.Path, "pictures", "--out", "pictures");
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        using var kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]);
        var outcome = await CommandLine.End(process);

        // A fast machine has drawn them by then, or is about to say so.
        Assert.True(outcome.ExitCode is 0 or 130, $"exit code {outcome.ExitCode}");
        if (outcome.Output.Length == 0)
        {
            Assert.Equal((130, "Interrupted.\n"), (outcome.ExitCode, outcome.Error));
            Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
        }
    }

    [Fact]
    public async Task Without_a_folder_runs_are_numbered_and_none_is_overwritten()
    {
        using var folder = new TemporaryFolder();
        var arguments = Arguments(folder, "unused", "2").Where(argument => argument is not ("--out" or "unused")).ToArray();
        for (var number = 1; number <= 2; number++)
        {
            using var process = CommandLine.Start(folder.Path, arguments);
            var outcome = (await CommandLine.End(process)).IsDone();
            Assert.Contains(
                string.Create(CultureInfo.InvariantCulture, $"Report: runs/tiny-{number}/report.html"), outcome.Output,
                StringComparison.Ordinal);
        }

        Assert.Equal(["tiny-1", "tiny-2"], Directory.GetDirectories(folder["runs"]).Select(run => Path.GetFileName(run)).Order());
        using var resumed = CommandLine.Start(folder.Path, [.. arguments, "--resume"]);
        Assert.Contains("0 cells to compute", (await CommandLine.End(resumed)).IsDone().Output, StringComparison.Ordinal);
    }

    private async Task KillAndResume(int kills, int seed)
    {
        using var folder = new TemporaryFolder();
        (await CommandLine.Run([.. Arguments(folder, folder["whole"], "300")])).IsDone();
        var random = new Random(seed);
        for (var i = 0; i < kills; i++)
        {
            using var process = CommandLine.Start(
                folder.Path,
                [.. Arguments(folder, "killed", "300"), .. File.Exists(folder["killed/run.json"]) ? ["--resume"] : (string[])["--force"]]);
            await UntilExists(folder["killed/run.json"]);
            await Task.Delay(random.Next(900));
            process.Kill();
            await process.WaitForExitAsync();
            var records = folder["killed/results.jsonl"];
            output.WriteLine($"killed after {(File.Exists(records) ? File.ReadAllLines(records).Length : 0)} records");
        }

        using var last = CommandLine.Start(folder.Path, [.. Arguments(folder, "killed", "300"), "--resume"]);
        (await CommandLine.End(last)).IsDone();
        RunFiles.AreEqual(folder["whole"], folder["killed"]);
    }

    private static async Task UntilExists(string path)
    {
        while (!File.Exists(path))
        {
            await Task.Delay(10);
        }
    }

    private static async Task UntilRecords(string path)
    {
        while (!File.Exists(path) || new FileInfo(path).Length == 0)
        {
            await Task.Delay(10);
        }
    }

    private static string[] Arguments(TemporaryFolder folder, string target, string steps) =>
        ["run", folder.Write("tiny.json", TinySpecs.Comparison), "--out", target, "--set", "seeds=[0]", "--set",
            "networks[4].learningRate=0.01", "--set", $"networks[4].training.steps={steps}"];
}
