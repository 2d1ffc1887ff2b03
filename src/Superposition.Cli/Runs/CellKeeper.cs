using System.Text.Json;
using Superposition.Booleans;
using Superposition.Checkpoints;
using Superposition.Experiments;
using Superposition.Specs;

namespace Superposition.Cli.Runs;

/// <summary>
/// Puts what cells give into the folder of their run. Networks and traces have their cell's name, so several processes can do it side by side; records
/// and times go to files that belong to one process.
/// </summary>
/// <param name="run">The run's folder.</param>
/// <param name="spec">Its spec, which network files hold.</param>
/// <param name="results">Takes records.</param>
/// <param name="timings">The file that takes times.</param>
internal sealed class CellKeeper(RunPaths run, ExperimentSpec spec, ResultsFile results, string timings)
{
    private readonly string specText = JsonSerializer.Serialize(spec, SpecJson.Line);

    /// <summary>Keeps a result. The record comes last: a cell that has one has everything else.</summary>
    public void Keep(CellResult result, TimeSpan took)
    {
        var record = result.Record;
        foreach (var named in result.Networks)
        {
            NetworkFile.Save(run.Network(named.Name), named.Network, new NetworkManifest
            {
                Task = named.Task,
                Origin = named.IsTrained ? NetworkOrigin.Trained : NetworkOrigin.Constructed,
                Start = named.Start,
                Inputs = named.Inputs,
                Outputs = named.Outputs,
                Spec = specText,
                Seed = new Seed(record.Seed),
            });
        }

        if (!result.Trace.IsEmpty)
        {
            RunFolder.Write(run.Trace(record.Cell), (byte[])[.. result.Trace.SelectMany(JsonLine)]);
        }

        File.AppendAllBytes(timings, JsonLine(new CellTime(record.Cell, Math.Round(took.TotalSeconds, 3))));
        results.Append(record);
        if (Directory.Exists(run.States(record.Cell)))
        {
            Directory.Delete(run.States(record.Cell), recursive: true);
        }
    }

    /// <summary>A value as a line of its own.</summary>
    public static byte[] JsonLine<T>(T value) => [.. JsonSerializer.SerializeToUtf8Bytes(value, SpecJson.Line), (byte)'\n'];
}

/// <summary>How long a cell took: a line of <c>metrics/timings.jsonl</c>.</summary>
internal sealed record CellTime(string Cell, double Seconds);
