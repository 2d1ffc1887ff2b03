using System.Runtime.Versioning;

namespace Superposition.Tests.Cli;

/// <summary>Sweeps on a real Slurm. Every one ends with the bytes of a plain run.</summary>
[UnsupportedOSPlatform("windows")]
public class RealSlurmTests
{
    [SkippableFact]
    public async Task An_array_job_ends_with_the_bytes_of_a_run()
    {
        Skip.If(SlurmCluster.Obstacle is not null, SlurmCluster.Obstacle);
        await using var cluster = await SlurmCluster.Start();
        using var folder = new TemporaryFolder();
        await Submit(cluster, folder, steps: 30);
        await UntilFinished(cluster, folder);
        await EndsAsARun(folder, steps: 30);
    }

    [SkippableFact, Trait("Category", "Slow")]
    public async Task A_sweep_that_is_cancelled_says_so_and_resumes()
    {
        Skip.If(SlurmCluster.Obstacle is not null, SlurmCluster.Obstacle);
        await using var cluster = await SlurmCluster.Start();
        using var folder = new TemporaryFolder();
        await Submit(cluster, folder, steps: 30_000);
        await UntilListed(cluster, folder, "running on Slurm");
        Assert.Matches(
            "(workers of a sweep are still at work|still in Slurm's queue).*superposition cancel",
            (await Call(cluster, folder, ["sweep", .. Arguments(folder, 30_000), "--resume"])).Error);
        Assert.StartsWith(
            "Cancelled: jobs ", (await Call(cluster, folder, "cancel", folder["slurm"])).IsDone().Output, StringComparison.Ordinal);
        await UntilListed(cluster, folder, "interrupted, --resume continues");
        await UntilQueueIsEmpty(cluster);
        (await Call(cluster, folder, ["run", .. Arguments(folder, 30_000), "--resume"])).IsDone();
        await EndsAsARun(folder, steps: 30_000);
    }

    [SkippableFact, Trait("Category", "Slow")]
    public async Task A_task_at_its_time_limit_saves_its_training_and_goes_back_into_the_queue()
    {
        Skip.If(SlurmCluster.Obstacle is not null, SlurmCluster.Obstacle);
        await using var cluster = await SlurmCluster.Start("UnkillableStepTimeout=120");
        using var folder = new TemporaryFolder();

        // Two minutes are the least that leave the minute before the limit in which a task is told.
        await Submit(cluster, folder, steps: 400_000, "--sbatch", "time=2", "--workers", "1");
        await cluster.Until(
            async () => (await cluster.Ask("scontrol", "show", "jobs")).Contains("Restarts=1", StringComparison.Ordinal),
            "a task that is queued again");
        await UntilFinished(cluster, folder);
        await EndsAsARun(folder, steps: 400_000);
    }

    [SkippableFact, Trait("Category", "Slow")]
    public async Task A_task_that_dies_and_a_drained_node_cost_nothing()
    {
        Skip.If(SlurmCluster.Obstacle is not null, SlurmCluster.Obstacle);
        await using var cluster = await SlurmCluster.Start();
        using var folder = new TemporaryFolder();
        await Submit(cluster, folder, steps: 30_000);
        await UntilListed(cluster, folder, "running on Slurm");
        await cluster.Ask("scancel", "--signal=KILL", "--full", "--state=RUNNING", "--user=root");
        await cluster.Ask("scontrol", "update", $"NodeName={System.Net.Dns.GetHostName().Split('.')[0]}", "State=DRAIN", "Reason=test");
        await cluster.Ask("scontrol", "update", $"NodeName={System.Net.Dns.GetHostName().Split('.')[0]}", "State=RESUME");
        await UntilFinished(cluster, folder);
        await EndsAsARun(folder, steps: 30_000);
        Assert.Contains("it is submitted again", File.ReadAllText(folder["slurm/sweep-end.log"]), StringComparison.Ordinal);
    }

    [SkippableFact, Trait("Category", "Slow")]
    public async Task A_grid_beyond_the_largest_array_is_packed()
    {
        Skip.If(SlurmCluster.Obstacle is not null, SlurmCluster.Obstacle);
        await using var cluster = await SlurmCluster.Start("MaxArraySize=3");
        using var folder = new TemporaryFolder();
        var outcome = await Submit(cluster, folder, steps: 30, "--workers", "6");
        Assert.Contains("The cluster takes arrays of at most 3 tasks", outcome.Output, StringComparison.Ordinal);
        await UntilFinished(cluster, folder);
        await EndsAsARun(folder, steps: 30);
    }

    private static async Task<Outcome> Submit(SlurmCluster cluster, TemporaryFolder folder, int steps, params string[] more)
    {
        var outcome = (await Call(
            cluster, folder,
            ["sweep", .. Arguments(folder, steps), "--engine", "slurm", .. more.Contains("--workers") ? [] : (string[])["--workers", "2"],
            .. more])).IsDone();
        Assert.Contains("Submitted: job ", outcome.Output, StringComparison.Ordinal);
        return outcome;
    }

    private static async Task UntilFinished(SlurmCluster cluster, TemporaryFolder folder)
    {
        await UntilListed(cluster, folder, " finished ");
        await UntilQueueIsEmpty(cluster);
    }

    private static Task UntilListed(SlurmCluster cluster, TemporaryFolder folder, string state) =>
        cluster.Until(
            async () => (await Call(cluster, folder, "list", folder.Path)).Output.Contains(state, StringComparison.Ordinal),
            $"\"{state}\" in the list of runs");

    private static Task UntilQueueIsEmpty(SlurmCluster cluster) =>
        cluster.Until(async () => (await cluster.Ask("squeue", "--noheader")).Trim().Length == 0, "an empty queue");

    private static async Task EndsAsARun(TemporaryFolder folder, int steps)
    {
        (await CommandLine.Run(["run", .. Arguments(folder, steps, "plain")])).IsDone();
        foreach (var file in Directory.GetFiles(folder["slurm"], "sweep*"))
        {
            File.Move(file, folder[Path.GetFileName(file)], overwrite: true);
        }

        RunFiles.AreEqual(folder["plain"], folder["slurm"]);
        foreach (var file in Directory.GetFiles(folder.Path, "sweep*"))
        {
            File.Move(file, Path.Combine(folder["slurm"], Path.GetFileName(file)));
        }
    }

    private static async Task<Outcome> Call(SlurmCluster cluster, TemporaryFolder folder, params string[] args)
    {
        using var process = CommandLine.StartWith(cluster.Variables, folder.Path, args);
        return await CommandLine.End(process);
    }

    private static string[] Arguments(TemporaryFolder folder, int steps, string target = "slurm") =>
    [
        folder.Write("tiny.json", TinySpecs.Comparison), "--out", folder[target], "--save-every", "1",
        "--set", "seeds=[0]", "--set", "networks[4].learningRate=0.01", "--set", "networks[4].neurons=9", "--set",
            $"networks[4].training.steps={steps}",
    ];
}
