using Xunit.Abstractions;

namespace Superposition.Tests.Cli;

/// <summary>A real process, killed in the middle of training, again and again.</summary>
public class KilledTrainingTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Training_that_is_killed_goes_on_and_ends_with_the_same_bytes() =>
        await KillAndResume(kills: 2, steps: 20_000, seed: 1);

    [Fact, Trait("Category", "Slow")]
    public async Task Training_that_is_killed_twenty_five_times_ends_with_the_same_bytes() =>
        await KillAndResume(kills: 25, steps: 150_000, seed: 2);

    [Fact]
    public async Task Train_that_is_interrupted_goes_on_with_resume_and_ends_with_the_same_bytes()
    {
        using var folder = new TemporaryFolder();
        string[] arguments = ["train", "pairs", "--features", "6", "--active", "2", "--neurons", "8", "--steps", "20000", "--batch", "16",
            "--curve", "0", "--save-every", "0.05"];
        (await CommandLine.Run([.. arguments, "--out", folder["whole"]])).IsDone();
        using var process = CommandLine.Start(folder.Path, [.. arguments, "--out", "killed"]);
        await UntilItHasTrainedFor(process, folder["killed/checkpoints"]);
        process.Kill();
        await process.WaitForExitAsync();
        Assert.NotEmpty(States(folder["killed/checkpoints"]));
        (await CommandLine.Run([.. arguments, "--out", folder["killed"], "--resume"])).IsDone();
        RunFiles.AreEqual(folder["whole"], folder["killed"]);
        (await CommandLine.Run([.. arguments, "--resume"])).IsRefusalWith("--resume is given without --out");
        (await CommandLine.Run([.. arguments, "--seed", "3", "--out", folder["killed"], "--resume"]))
            .IsRefusalWith("the run was begun with");
    }

    [Fact]
    public async Task Train_that_is_interrupted_says_how_to_resume_it()
    {
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource();
        var training = Task.Run(() => CommandLine.Run(
            stop.Token, "train", "pairs", "--features", "6", "--active", "2", "--neurons", "8", "--steps", "100000000", "--batch", "16",
            "--out", folder["t"], "--force"));
        while (!File.Exists(folder["t/run.json"]))
        {
            await Task.Delay(20);
        }

        await stop.CancelAsync();
        var outcome = await training;
        Assert.Equal(130, outcome.ExitCode);
        Assert.EndsWith($" --batch 16 --out {folder["t"]} --resume\n", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trained_partner_saves_its_state_whatever_its_name()
    {
        using var folder = new TemporaryFolder();
        var spec = folder.Write("spec.json", TinySpecs.Comparison.Replace(
            "\"measures\": [\"errors\"]",
            """
            "measures": [{ "kind": "partner", "network": { "name": "a/b", "kind": "trained", "trains": "whole", "neurons": 6,
              "objective": "mse", "learningRate": 0.01, "training": { "steps": 30, "batch": 16, "optimizer": "adam", "weightDecay": 0,
              "schedule": "cosine", "warmUp": 2 } } }]
            """, StringComparison.Ordinal));
        (await CommandLine.Run("run", spec, "--out", folder["r"], "--set", "seeds=[0]", "--save-every", "0")).IsDone();
    }

    [Fact]
    public async Task A_training_of_an_earlier_program_is_not_blamed_on_the_command()
    {
        using var folder = new TemporaryFolder();
        string[] arguments = ["train", "pairs", "--features", "6", "--active", "2", "--neurons", "8", "--steps", "20", "--out",
            folder["t"]];
        (await CommandLine.Run(arguments)).IsDone();
        var head = await File.ReadAllTextAsync(folder["t/run.json"]);
        await Change("\"steps\": 20,", "\"steps\": 21,");
        (await CommandLine.Run([.. arguments, "--resume"])).IsRefusalWith(
            "begun by an earlier build of this program", "training.steps = 21 and not 20", $"superposition resume {folder["t"]}");

        await Change("\"version\": \"", "\"version\": \"0.0.1-");
        (await CommandLine.Run([.. arguments, "--resume"])).IsRefusalWith("begun with version 0.0.1-");

        Task Change(string from, string to)
        {
            Assert.Contains(from, head, StringComparison.Ordinal);
            head = head.Replace(from, to, StringComparison.Ordinal);
            return File.WriteAllTextAsync(folder["t/run.json"], head);
        }
    }

    private async Task KillAndResume(int kills, int steps, int seed)
    {
        using var folder = new TemporaryFolder();
        (await CommandLine.Run([.. Arguments(folder, folder["whole"], steps)])).IsDone();
        var random = new Random(seed);
        var within = 0;
        for (var i = 0; i < kills; i++)
        {
            using var process = CommandLine.Start(
                folder.Path,
                [.. Arguments(folder, "killed", steps), .. File.Exists(folder["killed/run.json"]) ? ["--resume"] : (string[])["--force"]]);
            await UntilItHasTrainedFor(process, folder["killed/checkpoints"]);
            await Task.Delay(random.Next(250));
            process.Kill();
            await process.WaitForExitAsync();
            within += States(folder["killed/checkpoints"]).Length;
        }

        // Otherwise the test would say nothing.
        output.WriteLine($"{within} of {kills} kills left the state of a training behind");
        Assert.InRange(within, (kills + 1) / 2, 2 * kills);
        using var last = CommandLine.Start(folder.Path, [.. Arguments(folder, "killed", steps), "--resume"]);
        (await CommandLine.End(last)).IsDone();
        RunFiles.AreEqual(folder["whole"], folder["killed"]);
        Assert.Empty(States(folder["killed/checkpoints"]));
    }

    /// <summary>Waits until the process has saved a state of its own, or has ended.</summary>
    private static async Task UntilItHasTrainedFor(System.Diagnostics.Process process, string folder)
    {
        var before = Newest();
        while (!process.HasExited && Newest() <= before)
        {
            await Task.Delay(10);
        }

        DateTime Newest() => States(folder).Select(File.GetLastWriteTimeUtc).DefaultIfEmpty(DateTime.MinValue).Max();
    }

    private static string[] States(string folder) =>
        Directory.Exists(folder) ? Directory.GetFiles(folder, "*.state", SearchOption.AllDirectories) : [];

    private static string[] Arguments(TemporaryFolder folder, string target, int steps) =>
    [
        "run", folder.Write("tiny.json", TinySpecs.Comparison), "--out", target, "--save-every", "0.05", "--workers", "1",
        .. ((string[])["seeds=[0]", "networks[4].learningRate=0.01", "networks[4].neurons=9",
            "networks[4].objective={\"kind\":\"power\",\"p\":4}",
            $"networks[4].training.steps={steps}", "networks[4].training.averageDecay=0.99", "networks[4].training.clipNorm=0.1",
                "networks[4].training.earlyStop={\"every\":100,\"inputs\":50,\"patience\":100000}"]).SelectMany(change =>
                (string[])["--set", change]),
    ];
}
