using System.Runtime.Versioning;
using System.Text.Json;

namespace Superposition.Tests.Cli;

/// <summary>
/// A sweep left to Slurm, which a script plays here: it runs jobs at once, the tasks of an array one after the other, as Slurm would run
/// them.
/// </summary>
[UnsupportedOSPlatform("windows")]
public class SlurmSweepTests
{
    private const string Sbatch = """
        #!/bin/bash
        export PATH=/usr/bin:/bin
        echo "$*" >> "$(dirname "$0")/called"
        script="${!#}"
        option() { sed -n "s/^#SBATCH --$1=//p" "$script"; }
        output=$(option output)
        range=$(option array)
        if [ -n "$range" ]; then
          for task in $(seq ${range/-/ }); do SLURM_ARRAY_TASK_ID=$task bash "$script" < /dev/null > "${output/\%a/$task}" 2>&1; done
          echo "41;cluster"
        else
          bash "$script" < /dev/null > "$output" 2>&1
          echo 42
        fi
        exit 0
        """;

    private const string SbatchThatRefuses = """
        #!/bin/bash
        echo "sbatch: error: invalid partition specified: cpu" >&2
        exit 1
        """;

    [Fact]
    public async Task A_sweep_left_to_slurm_ends_with_the_bytes_of_a_run()
    {
        using var folder = new TemporaryFolder();
        (await CommandLine.Run(["run", .. Arguments(folder, "run")])).IsDone();
        var outcome = (await Submit(folder, Sbatch, "a", "--sbatch", "time=1:00:00", "--sbatch", "comment=two words")).IsDone();
        Assert.Contains("8 cells to compute, by 2 tasks of an array job; into ", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("Submitted: job 41 computes the cells, then job 42 merges them", outcome.Output, StringComparison.Ordinal);
        Assert.Equal(
            [$"--parsable {folder["a/sweep.sbatch"]}", $"--parsable --dependency=afterany:41 {folder["a/sweep-end.sbatch"]}"],
            File.ReadAllLines(folder["called"]));
        Assert.Contains("#SBATCH --array=0-1\n", File.ReadAllText(folder["a/sweep.sbatch"]), StringComparison.Ordinal);
        Assert.Contains(
            "#SBATCH --time=1:00:00\n#SBATCH --comment=\"two words\"\n", File.ReadAllText(folder["a/sweep.sbatch"]),
            StringComparison.Ordinal);
        Assert.Contains($"Report: {folder["a/report.html"]}", File.ReadAllText(folder["a/sweep-end.log"]), StringComparison.Ordinal);
        Assert.Contains("\"state\": \"finished\"", File.ReadAllText(folder["a/run.json"]), StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["a/shards"]));
        WithoutScripts(folder["a"]);
        RunFiles.AreEqual(folder["run"], folder["a"]);
    }

    [Fact]
    public async Task Without_slurm_its_scripts_are_written_and_the_way_to_submit_them_is_said()
    {
        using var folder = new TemporaryFolder();
        string[] longer = ["--set", "networks[4].training.steps=6000"];
        var outcome = (await Submit(folder, sbatch: null, "a", longer)).IsDone();
        Assert.Contains(
            "There is no sbatch here; where there is, this submits the sweep: sbatch --dependency=afterany:$(sbatch --parsable "
                + $"{folder["a/sweep.sbatch"]}) {folder["a/sweep-end.sbatch"]}\n", outcome.Output, StringComparison.Ordinal);
        Assert.Matches("a +to be submitted to Slurm +0/8", (await CommandLine.Run("list", folder.Path)).IsDone().Output);

        using (new FileStream(folder["a/shards/1/.lock"], FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None))
        {
            Assert.Matches("a +running on Slurm +0/8", (await CommandLine.Run("list", folder.Path)).IsDone().Output);
            (await CommandLine.Run(["run", .. Arguments(folder, "a"), .. longer, "--resume"]))
                .IsRefusalWith("workers of a sweep are still at work");
        }

        using (new FileStream(folder["a/shards/0/.lock"], FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None))
        {
            (await CommandLine.Run("sweep-task", folder["a"], "0")).IsRefusalWith("worker 0 is at work already");
        }

        (await CommandLine.Run("sweep-task", folder["a"], "2")).IsRefusalWith("2 is no worker of this sweep, expected 0 to 1");

        // A task that is stopped before its time is up and started again, as clusters do, takes its own cells up again.
        using (var stop = new CancellationTokenSource())
        {
            // A thread of its own: in the pool it could be reached only after the task has ended.
            var stopper = new Thread(() =>
            {
                SpinWait.SpinUntil(() => Directory.GetFiles(folder["a/shards/taken"]).Length > 0, TimeSpan.FromMinutes(1));
                stop.Cancel();
            });
            stopper.Start();
            Assert.Equal(130, (await CommandLine.Run(stop.Token, "sweep-task", folder["a"], "0")).ExitCode);
            stopper.Join();
        }

        (await CommandLine.Run("sweep-task", folder["a"], "0")).IsDone();
        Assert.Matches("a +to be submitted to Slurm +8/8", (await CommandLine.Run("list", folder.Path)).IsDone().Output);
        (await WithPath(folder, "sweep-end", folder["a"])).IsDone();
        (await CommandLine.Run(["run", .. Arguments(folder, "run"), .. longer])).IsDone();
        WithoutScripts(folder["a"]);
        RunFiles.AreEqual(folder["run"], folder["a"]);
    }

    [Fact]
    public async Task What_tasks_left_undone_is_said_at_the_end_and_taken_up_by_resume()
    {
        using var folder = new TemporaryFolder();
        var submission = await Submit(folder, sbatch: null, "a", "--json");
        using (var json = JsonDocument.Parse(submission.Output))
        {
            Assert.Equal(2, json.RootElement.GetProperty("tasks").GetInt32());
            Assert.Equal(8, json.RootElement.GetProperty("cells").GetInt32());
            Assert.Equal(folder["a/sweep.sbatch"], json.RootElement.GetProperty("scripts").GetProperty("array").GetString());
            Assert.False(json.RootElement.TryGetProperty("jobs", out _));
        }

        var end = await WithPath(folder, "sweep-end", folder["a"]);
        Assert.Equal(1, end.ExitCode);
        end.IsOneSentence();
        Assert.StartsWith(
            "8 cells broke, the first raw-seed0 with no worker left to take it; --resume", end.Error, StringComparison.Ordinal);
        (await CommandLine.Run(["run", .. Arguments(folder, "a"), "--resume"])).IsDone();
    }

    [Fact]
    public async Task What_slurm_refuses_is_passed_on_in_a_sentence()
    {
        using var folder = new TemporaryFolder();
        var outcome = await Submit(folder, SbatchThatRefuses, "a");
        Assert.Equal(1, outcome.ExitCode);
        outcome.IsOneSentence();
        Assert.Contains("exit code 1: sbatch: error: invalid partition specified: cpu", outcome.Error, StringComparison.Ordinal);
        Assert.Matches("a +interrupted, --resume continues +0/8", (await CommandLine.Run("list", folder.Path)).IsDone().Output);
    }

    [Fact]
    public async Task More_tasks_than_the_cluster_takes_share_the_cells()
    {
        using var folder = new TemporaryFolder();
        WriteProgram(folder, "scontrol", "#!/bin/sh\necho 'MaxArraySize            = 3'\n");
        WriteProgram(folder, "sbatch", "#!/bin/sh\necho 7\n");
        var outcome = (await WithPath(folder, ["sweep", .. Arguments(folder, "a"), "--engine", "slurm", "--workers", "5"])).IsDone();
        Assert.Contains(
            "The cluster takes arrays of at most 3 tasks (MaxArraySize), so that these share the cells, not the 5 asked for.",
            outcome.Output, StringComparison.Ordinal);
        Assert.Contains("#SBATCH --array=0-2\n", File.ReadAllText(folder["a/sweep.sbatch"]), StringComparison.Ordinal);
    }

    private static void WriteProgram(TemporaryFolder folder, string name, string text) =>
        File.SetUnixFileMode(folder.Write(name, text), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    /// <summary>Where the only programs are those that the test puts there, so that it never speaks to a real cluster.</summary>
    private static async Task<Outcome> Submit(TemporaryFolder folder, string? sbatch, string target, params string[] more)
    {
        if (sbatch is not null)
        {
            WriteProgram(folder, "sbatch", sbatch);
        }

        return await WithPath(folder, ["sweep", .. Arguments(folder, target), "--engine", "slurm", "--workers", "2", .. more]);
    }

    private static async Task<Outcome> WithPath(TemporaryFolder folder, params string[] args)
    {
        using var process =
            CommandLine.StartWith(new Dictionary<string, string>(StringComparer.Ordinal) { ["PATH"] = folder.Path }, folder.Path, args);
        return await CommandLine.End(process);
    }

    private static void WithoutScripts(string run)
    {
        foreach (var file in Directory.GetFiles(run, "sweep*"))
        {
            File.Delete(file);
        }
    }

    private static string[] Arguments(TemporaryFolder folder, string target) =>
        [folder.Write("tiny.json", TinySpecs.Comparison), "--out", folder[target], "--set", "seeds=[0]", "--set",
            "networks[4].learningRate=0.01", "--set", "networks[4].neurons=9"];
}
