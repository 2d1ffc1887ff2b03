using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using Xunit.Abstractions;

namespace Superposition.Tests.Cli;

/// <summary>
/// Kills, damage and full disks in numbers. Every run ends with the bytes of an undisturbed one, or says what it cannot recover.
/// </summary>
public class CampaignTests(ITestOutputHelper output)
{
    /// <summary>Ten times twenty kills.</summary>
    [Theory, Trait("Category", "Slow")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    public async Task Twenty_kills(int seed)
    {
        using var folder = new TemporaryFolder();
        var time = Stopwatch.StartNew();
        using (var undisturbed = CommandLine.Start(folder.Path, Arguments(folder, "run", "whole")))
        {
            (await CommandLine.End(undisturbed)).IsDone();
        }

        var (whole, random) = (time.Elapsed, new Random(seed));
        var (kills, workers, finished) = (new SortedDictionary<string, int>(StringComparer.Ordinal), 0, 0);
        for (var killed = 0; killed < 20;)
        {
            var verb = random.Next(2) == 0 ? "run" : "sweep";
            var goesOn = File.Exists(folder["killed/run.json"]) && random.Next(20) > 0;
            using var process = CommandLine.Start(folder.Path, [.. Arguments(folder, verb, "killed"), goesOn ? "--resume" : "--force"]);
            await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(whole * random.NextDouble()));
            if (verb == "sweep" && random.Next(3) == 0 && Worker(folder["killed"]) is { } worker)
            {
                worker.Kill();
                (workers, killed) = (workers + 1, killed + 1);
                await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(whole * random.NextDouble()));
            }

            if (!process.HasExited)
            {
                process.Kill();
                await process.WaitForExitAsync();
                var what = $"{verb}{(goesOn ? " --resume" : "")}";
                kills[what] = kills.GetValueOrDefault(what) + 1;
                killed++;
            }
            else
            {
                (await CommandLine.End(process)).IsDone();
                RunFiles.AreEqual(folder["whole"], folder["killed"]);
                finished++;
            }
        }

        // A run that was to be replaced (--force) and was killed before the new one had begun is gone, as was asked for.
        var goesOnAtLast = File.Exists(folder["killed/run.json"]);
        using var last = CommandLine.Start(
            folder.Path, [.. Arguments(folder, "run", "killed"), goesOnAtLast ? "--resume" : "--force"]);
        (await CommandLine.End(last)).IsDone();
        RunFiles.AreEqual(folder["whole"], folder["killed"]);
        output.WriteLine($"killed: {string.Join(", ", kills.Select(kill => $"{kill.Key} {kill.Value}"))}, workers of sweeps {workers}; "
            + $"{finished + 1} runs came to their end, each with the bytes of an undisturbed one");
    }

    [Fact, Trait("Category", "Slow")]
    public async Task Thirty_flipped_bits_and_truncations()
    {
        var random = new Random(15);
        var (healed, named) = (0, new List<string>());
        for (var trial = 0; trial < 30; trial++)
        {
            using var folder = new TemporaryFolder();
            await FinishedRun.CopyTo(folder);
            var whole = RunFiles.Of(folder["run"]);
            string[] files = [.. Directory.GetFiles(folder["run"], "*", SearchOption.AllDirectories).Where(file =>
                new FileInfo(file).Length > 0).Order(StringComparer.Ordinal)];
            var file = files[random.Next(files.Length)];
            var bytes = File.ReadAllBytes(file);
            var place = random.Next(bytes.Length);
            bytes[place] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(file, trial % 2 == 0 ? bytes : bytes[..place]);
            var outcome = await FinishedRun.Resume(folder);
            FinishedRun.RemoveDamaged(folder["run"]);
            if (outcome.ExitCode == 0)
            {
                Assert.Equal(whole, RunFiles.Of(folder["run"]));
                healed++;
            }
            else
            {
                Assert.Equal(2, outcome.ExitCode);
                outcome.IsOneSentence();
                named.Add($"{Path.GetFileName(file)}: {outcome.Error.Trim().Replace(folder.Path, "", StringComparison.Ordinal)}");
            }
        }

        output.WriteLine($"{healed} healed; {named.Count} said what they cannot recover:\n{string.Join('\n', named)}");
        Assert.All(named, sentence => Assert.StartsWith("run.json", sentence, StringComparison.Ordinal));
    }

    [SkippableFact, Trait("Category", "Slow"), UnsupportedOSPlatform("windows")]
    public async Task Twenty_points_at_which_the_disk_is_full()
    {
        Skip.IfNot(OperatingSystem.IsLinux() && Environment.UserName == "root", "a small disk is mounted by root on Linux only");
        using var folder = new TemporaryFolder();
        (await FinishedRun.Run(folder)).IsDone();
        var whole = RunFiles.Of(folder["run"]);
        var pages = Directory.GetFileSystemEntries(folder["run"], "*", SearchOption.AllDirectories).Sum(entry =>
            Directory.Exists(entry) ? 1 : (int)((new FileInfo(entry).Length + 4095) / 4096));
        var full = 0;
        for (var point = 0; point < 20; point++)
        {
            using var disk = new TemporaryFolder();
            Directory.CreateDirectory(disk["run"]);
            await Mount("-t", "tmpfs", "-o", $"size={4 * (1 + (point * pages / 20))}k", "tmpfs", disk["run"]);
            try
            {
                var outcome = await FinishedRun.Run(disk, "--save-every", "0.001");
                if (outcome.ExitCode != 0)
                {
                    Assert.InRange(outcome.ExitCode, 1, 2);
                    outcome.IsOneSentence();
                    Assert.Matches("[Nn]o space|disk is full|not enough space", outcome.Error);
                    full++;
                }

                await Mount("-o", "remount,size=100m", disk["run"]);
                (await FinishedRun.Run(disk, File.Exists(disk["run/run.json"]) ? ["--resume"] : [])).IsDone();
                Assert.Equal(whole, RunFiles.Of(disk["run"]));
            }
            finally
            {
                await Run("umount", disk["run"]);
            }
        }

        output.WriteLine($"{full} of 20 runs found the disk full, said so, and were resumed to a bit-identical end when there was room");
        Assert.InRange(full, 15, 20);
    }

    private static Task Mount(params string[] args) => Run("mount", args);

    private static async Task Run(string program, params string[] args)
    {
        using var process = Process.Start(program, args);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }

    /// <summary>The process of some worker that computes for a sweep.</summary>
    private static Process? Worker(string run) => Process.GetProcesses().FirstOrDefault(process =>
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process.Id}/cmdline")).Contains(
                $"sweep-task\0{run}\0", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    });

    private static string[] Arguments(TemporaryFolder folder, string verb, string target) =>
        [verb, .. FinishedRun.Arguments(folder)[1..2], "--out", target, "--workers", "2", "--save-every", "0.05"];
}
