using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using Superposition.Checkpoints;

namespace Superposition.Tests.Cli;

/// <summary>Runs where two processes meet, where nothing can be written, and how often a run writes.</summary>
public class SharedFolderTests
{
    [Fact]
    public async Task Two_processes_that_begin_at_once_get_two_folders()
    {
        using var folder = new TemporaryFolder();
        string[] arguments = [.. FinishedRun.Arguments(folder)[..2], "--workers", "1"];
        using var first = CommandLine.Start(folder.Path, arguments);
        using var second = CommandLine.Start(folder.Path, arguments);
        (await CommandLine.End(first)).IsDone();
        (await CommandLine.End(second)).IsDone();
        Assert.Equal(
            ["tiny-1", "tiny-2"], Directory.GetDirectories(folder["runs"]).Select(run =>
            Path.GetFileName(run)).Order(StringComparer.Ordinal));
        RunFiles.AreEqual(folder["runs/tiny-1"], folder["runs/tiny-2"]);
    }

    [Fact]
    public async Task Of_two_processes_that_want_one_folder_one_gets_it()
    {
        using var folder = new TemporaryFolder();
        var arguments = FinishedRun.Arguments(folder, "--workers", "1");
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => CommandLine.Run(arguments))));
        outcomes.Single(outcome => outcome.ExitCode == 0).IsDone();
        Assert.All(outcomes.Where(outcome => outcome.ExitCode != 0), outcome => outcome.IsRefusalWith(folder["run"], "expected"));
        (await CommandLine.Run("check", folder["run"])).IsDone();
    }

    [Fact]
    public async Task A_run_writes_no_more_than_it_must()
    {
        using var folder = new TemporaryFolder();
        var writes = new List<DiskWrite>();
        using (AtomicFile.Record(write =>
        {
            lock (writes)
            {
                writes.Add(write);
            }
        }))
        {
            (await FinishedRun.Run(folder, "--workers", "1")).IsDone();
        }

        // A cell costs its line in the times, its files and its rows; the run besides writes its head now and then, and the report.
        var ofCells = writes.Where(write => write.Change is DiskChange.Append or DiskChange.Write
            && !write.Path.Contains("figures", StringComparison.Ordinal) && !write.Path.EndsWith(".html", StringComparison.Ordinal)
            && !write.Path.EndsWith("run.json", StringComparison.Ordinal) && !write.Path.EndsWith(".txt", StringComparison.Ordinal));
        Assert.Equal(
            [(folder["run/metrics/timings.jsonl"], 3), (folder["run/metrics/trained-learningRate0.01-seed0.jsonl"], 1),
                (folder["run/networks/trained-learningRate0.01-seed0.safetensors"], 1), (folder["run/results.jsonl"], 4)],
            ofCells.CountBy(write => write.Path).Select(of => (of.Key, of.Value)).OrderBy(of => of.Key, StringComparer.Ordinal));
    }

    [SkippableFact, UnsupportedOSPlatform("windows")]
    public async Task A_finished_run_is_read_from_a_read_only_medium()
    {
        Skip.IfNot(OperatingSystem.IsLinux() && Environment.UserName == "root", "a medium is mounted by root on Linux only");
        using var folder = new TemporaryFolder();
        await FinishedRun.CopyTo(folder);
        Directory.CreateDirectory(folder["medium"]);
        Skip.IfNot(
            await Run("mount", "--bind", folder.Path, folder["medium"]) && await Run("mount", "-o", "remount,ro,bind", folder["medium"]),
            "mounts are not allowed here");
        try
        {
            var run = folder["medium/run"];
            Assert.Contains("finished", (await CommandLine.Run("list", folder["medium"])).IsDone().Output, StringComparison.Ordinal);
            Assert.Contains(
                "all are as the run wrote them", (await CommandLine.Run("check", run)).IsDone().Output, StringComparison.Ordinal);
            (await CommandLine.Run("export", run, "--csv", folder["table.csv"])).IsDone();
            (await CommandLine.Run("compare", run, folder["run"])).IsDone();
            (await CommandLine.Run("measure", Path.Combine(run, "networks/trained-learningRate0.01-seed0.safetensors"))).IsDone();
            (await CommandLine.Run("report", run, "--out", folder["page"])).IsDone();
            (await CommandLine.Run("report", run)).IsRefusalWith("nothing can be written to the folder");
            (await CommandLine.Run([.. FinishedRun.Arguments(folder)[..2], "--out", run, "--resume"]))
                .IsRefusalWith("nothing can be written to the folder");
        }
        finally
        {
            await Run("umount", folder["medium"]);
        }
    }

    [Fact]
    public async Task A_command_without_a_state_to_save_stops_at_a_signal()
    {
        using var folder = new TemporaryFolder();
        (await CommandLine.Run(
            "construct", "sign", "--features", "64", "--active", "3", "--neurons", "2048", "--out", folder["s.safetensors"])).IsDone();
        foreach (var signal in (string[])["INT", "TERM"])
        {
            using var process = CommandLine.Start(folder.Path, "measure", "s.safetensors", "--active", "6", "--inputs", "2000000");
            while (process.TotalProcessorTime < TimeSpan.FromSeconds(1.5))
            {
                await Task.Delay(50);
            }

            Assert.True(await Run("kill", $"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)));
            var outcome = await CommandLine.End(process);
            Assert.Equal((130, "Interrupted.\n"), (outcome.ExitCode, outcome.Error));
        }
    }

    private static async Task<bool> Run(string program, params string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo(program, args) { RedirectStandardError = true, UseShellExecute = false })!;
        await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }
}
