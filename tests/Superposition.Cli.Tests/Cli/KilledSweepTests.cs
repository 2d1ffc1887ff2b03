using System.Diagnostics;
using System.Globalization;

namespace Superposition.Tests.Cli;

/// <summary>Sweeps of which a process is killed.</summary>
public class KilledSweepTests(KilledSweepTests.Undisturbed whole) : IClassFixture<KilledSweepTests.Undisturbed>
{
    [Fact]
    public async Task A_worker_that_is_killed_is_started_again_and_tries_its_cell_again()
    {
        using var folder = new TemporaryFolder();
        string[] arguments = ["sweep", .. Arguments(folder, "cut"), "--workers", "2"];
        var sweep = Task.Run(() => CommandLine.Run(arguments));
        var (worker, cell) = await Kill(folder, "cut");
        var outcome = (await sweep).IsDone();
        var said = $"Worker {worker} ended with exit code 137 while it computed {cell}; it is started again (1 of 2 retries).";
        Assert.True(outcome.Output.Contains(said, StringComparison.Ordinal), $"Not said: {said}\n{outcome.Output}");
        RunFiles.AreEqual(whole.Run, folder["cut"]);
        Assert.False(Directory.Exists(folder["cut/shards"]));
    }

    [Fact]
    public async Task A_cell_whose_worker_dies_too_often_is_given_up_and_the_others_go_on()
    {
        using var folder = new TemporaryFolder();
        string[] arguments = ["sweep", .. Arguments(folder, "cut"), "--workers", "2", "--retries", "0"];
        var sweep = Task.Run(() => CommandLine.Run(arguments));
        var (worker, cell) = await Kill(folder, "cut");
        var outcome = await sweep;
        Assert.Equal(1, outcome.ExitCode);
        outcome.IsOneSentence();
        var expected = $"1 cell broke, the first {cell} with a process that ended with exit code 137 at each of 1 try (its log: "
            + $"{folder[$"cut/shards/{worker}/log"]}); --resume";
        Assert.True(outcome.Error.StartsWith(expected, StringComparison.Ordinal), $"Not said: {expected}\n{outcome.Error}");
        Assert.True(File.Exists(folder[$"cut/shards/{worker}/log"]));
        Assert.Equal(6, File.ReadAllLines(folder["cut/results.jsonl"]).Length);
        Assert.Contains(
            "1 cell to compute, 6 kept", (await CommandLine.Run(["run", .. Arguments(folder, "cut"), "--resume"])).IsDone().Output,
            StringComparison.Ordinal);
        RunFiles.AreEqual(whole.Run, folder["cut"]);
    }

    private static bool IsTrained(string cell) => cell.StartsWith("trained", StringComparison.Ordinal);

    /// <summary>
    /// Kills the worker that trains, once a state of its training is saved: it has told by then which cell it computes, and a training
    /// takes longer than to notice it.
    /// </summary>
    private static async Task<(int Worker, string Cell)> Kill(TemporaryFolder folder, string target)
    {
        (int Worker, string? Cell) Training() => ((int[])[0, 1])
            .Select(worker => (Worker: worker, Cell: Taken(folder, target, worker).FirstOrDefault(IsTrained)))
            .FirstOrDefault(found => found.Cell is not null);
        await Until(() => Training().Cell is not null && Directory.GetFileSystemEntries(folder[$"{target}/checkpoints"]).Length > 0);
        var (number, cell) = Training();
        using var process = Worker(folder[target], number);
        process.Kill();
        return (number, cell!);
    }

    [Fact]
    public async Task A_sweep_that_is_killed_goes_on_and_ends_with_the_same_bytes() => await KillAndResume(kills: 1, seed: 1);

    [Fact, Trait("Category", "Slow")]
    public async Task A_sweep_that_is_killed_fifteen_times_ends_with_the_same_bytes() => await KillAndResume(kills: 15, seed: 2);

    private async Task KillAndResume(int kills, int seed)
    {
        using var folder = new TemporaryFolder();
        var random = new Random(seed);
        for (var i = 0; i < kills; i++)
        {
            using var process = CommandLine.Start(
                folder.Path,
                ["sweep", .. Arguments(folder, "cut"), "--workers", "2", .. File.Exists(folder["cut/run.json"])
                ? ["--resume"]
                : (string[])["--force"]]);
            await Until(() => process.HasExited
                || (Directory.Exists(folder["cut/shards/taken"]) && Directory.GetFiles(folder["cut/shards/taken"]).Length > 0));
            await Task.Delay(random.Next(600));
            process.Kill();
            await process.WaitForExitAsync();
        }

        // Its workers stop by themselves; until they have, the folder is theirs.
        (await CommandLine.Run(["sweep", .. Arguments(folder, "cut"), "--workers", "1", "--resume"])).IsDone();
        RunFiles.AreEqual(whole.Run, folder["cut"]);
        Assert.Empty(Directory.GetFileSystemEntries(folder["cut/checkpoints"]));
        Assert.False(Directory.Exists(folder["cut/shards"]));
    }

    private static IEnumerable<string> Taken(TemporaryFolder folder, string target, int worker) =>
        from claim in Directory.Exists(folder[$"{target}/shards/taken"]) ? Directory.GetFiles(folder[$"{target}/shards/taken"]) : []
        where File.ReadAllText(claim) == worker.ToString(CultureInfo.InvariantCulture)
        select Path.GetFileName(claim);

    /// <summary>The process that is a worker of a sweep: the one with its command line.</summary>
    private static Process Worker(string run, int number) => Process.GetProcesses().Single(process =>
    {
        try
        {
            return File.ReadAllText($"/proc/{process.Id}/cmdline").Contains($"sweep-task\0{run}\0{number}\0", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    });

    private static async Task Until(Func<bool> happened)
    {
        while (!happened())
        {
            await Task.Delay(10);
        }
    }

    private static string[] Arguments(TemporaryFolder folder, string target) =>
    [
        folder.Write("tiny.json", TinySpecs.Comparison), "--out", folder[target], "--save-every", "0.05",
        .. ((string[])["seeds=[0]", "networks[4].learningRate=0.01", "networks[4].neurons=9",
            "networks[4].objective={\"kind\":\"power\",\"p\":4}", "networks[4].training.steps=20000"]).SelectMany(change =>
            (string[])["--set", change]),
    ];

    /// <summary>The same run without a sweep, computed once.</summary>
    public sealed class Undisturbed : IAsyncLifetime, IDisposable
    {
        private readonly TemporaryFolder folder = new();

        /// <summary>Its folder.</summary>
        public string Run => folder["whole"];

        /// <inheritdoc/>
        public async Task InitializeAsync() => (await CommandLine.Run(["run", .. Arguments(folder, "whole")])).IsDone();

        /// <inheritdoc/>
        public Task DisposeAsync() => Task.CompletedTask;

        /// <inheritdoc/>
        public void Dispose() => folder.Dispose();
    }
}
