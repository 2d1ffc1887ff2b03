using System.Text;
using System.Text.Json;
using Superposition.Checkpoints;
using Superposition.Specs;
using Superposition.Studies;

namespace Superposition.Cli.Runs;

/// <summary>
/// Puts what cells give into the folder of their run. Networks and traces have their cell's name, so several processes can do it side by side; records
/// and times go to files that belong to one process.
/// </summary>
/// <param name="run">The run's folder.</param>
/// <param name="spec">Its spec, which network files hold.</param>
/// <param name="results">Takes records.</param>
/// <param name="timings">The file that takes times.</param>
internal sealed class CellKeeper(RunPaths run, StudySpec spec, ResultsFile results, string timings)
{
    private readonly string specText = spec.ToJsonNode().ToJsonString(SpecJson.Line);

    /// <summary>Keeps what a cell gave. Its rows come last: a cell that has them has everything else.</summary>
    public void Keep(CellOutcome outcome, TimeSpan took)
    {
        foreach (var named in outcome.Networks)
        {
            NetworkFile.Save(run.Network(named.Name), named.Network, new NetworkManifest
            {
                Task = named.Task,
                Origin = named.IsTrained ? NetworkOrigin.Trained : NetworkOrigin.Constructed,
                Start = named.Start,
                Inputs = named.Inputs,
                Outputs = named.Outputs,
                Targets = named.Targets,
                Distribution = named.Distribution,
                Spec = specText,
                Seed = outcome.Seed,
            });
        }

        if (!outcome.Trace.IsEmpty)
        {
            RunFolder.Write(run.Trace(outcome.Cell), (byte[])[.. outcome.Trace.SelectMany(JsonLine)]);
        }

        // The time tells how many rows the cell has: rows that a kill cut short are known by it.
        File.AppendAllBytes(timings, JsonLine(new CellTime(outcome.Cell, Math.Round(took.TotalSeconds, 3), outcome.Lines.Length)));
        results.Append([.. outcome.Lines.Select(line => Encoding.UTF8.GetBytes(line + "\n"))], outcome.Cell);
        if (Directory.Exists(run.States(outcome.Cell)))
        {
            Directory.Delete(run.States(outcome.Cell), recursive: true);
        }
    }

    /// <summary>A value as a line of its own.</summary>
    public static byte[] JsonLine<T>(T value) => [.. JsonSerializer.SerializeToUtf8Bytes(value, SpecJson.Line), (byte)'\n'];

    /// <summary>A line as a value; null when it is none: a process was killed while it wrote the line, and was started again.</summary>
    public static T? Read<T>(byte[] line)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(line, SpecJson.Line);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>How long a cell took, and how many rows it has: a line of <c>metrics/timings.jsonl</c>.</summary>
internal sealed record CellTime(string Cell, double Seconds, int Rows = 1);
