namespace Superposition.Tests;

/// <summary>A finished run of a small study, computed once: a control, a construction with three read-offs, and a training.</summary>
internal static class FinishedRun
{
    private const string Study = """
        {
          "question": "Is it small?",
          "inputs": 50,
          "tasks": [{ "name": "pairs", "inputs": { "kind": "at-most", "features": 6, "active": 2 }, "targets": "pairs" }],
          "networks": [
            { "name": "linear", "kind": "control", "control": "linear-minimax", "seeds": 1 },
            { "name": "signs", "kind": "construction", "construction": "sign", "neurons": 12, "readOffs": ["own", "least-squares",
              "minimax"] },
            {
              "name": "trained", "kind": "trained", "trains": "whole", "neurons": 8, "objective": "mse", "learningRate": { "tune": [0.01] },
              "training": { "steps": 5, "batch": 8, "optimizer": "adam", "weightDecay": 0, "schedule": "cosine", "warmUp": 2 }
            }
          ],
          "measures": ["errors"],
          "seeds": [0]
        }
        """;

    private static readonly SemaphoreSlim Alone = new(1, 1);
    private static Dictionary<string, byte[]>? files;

    /// <summary>How many cells it has.</summary>
    public const int Cells = 3;

    /// <summary>Puts a copy of it into a folder, as "run".</summary>
    public static async Task CopyTo(TemporaryFolder folder)
    {
        foreach (var (name, bytes) in await Files())
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder[$"run/{name}"])!);
            File.WriteAllBytes(folder[$"run/{name}"], bytes);
        }
    }

    /// <summary>Runs the study into the folder "run", with changes.</summary>
    public static Task<Outcome> Run(TemporaryFolder folder, params string[] more) => CommandLine.Run(Arguments(folder, more));

    /// <summary>The command line of the run.</summary>
    public static string[] Arguments(TemporaryFolder folder, params string[] more) =>
        ["run", folder.Write("tiny.json", Study), "--out", folder["run"], .. more];

    /// <summary>Goes on with the run in the folder "run".</summary>
    public static Task<Outcome> Resume(TemporaryFolder folder) => Run(folder, "--resume");

    /// <summary>Takes away what was set aside.</summary>
    public static void RemoveDamaged(string run)
    {
        foreach (var kept in Directory.GetFiles(run, "*.damaged", SearchOption.AllDirectories))
        {
            File.Delete(kept);
        }
    }

    private static async Task<Dictionary<string, byte[]>> Files()
    {
        await Alone.WaitAsync();
        try
        {
            return files ??= await Compute();
        }
        finally
        {
            Alone.Release();
        }
    }

    private static async Task<Dictionary<string, byte[]>> Compute()
    {
        using var folder = new TemporaryFolder();
        (await Run(folder)).IsDone();
        return Directory.GetFiles(folder["run"], "*", SearchOption.AllDirectories).ToDictionary(file =>
            Path.GetRelativePath(folder["run"], file), File.ReadAllBytes, StringComparer.Ordinal);
    }
}
