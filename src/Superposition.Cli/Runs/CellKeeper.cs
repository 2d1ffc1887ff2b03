using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Superposition.Checkpoints;
using Superposition.Specs;
using Superposition.Studies;

namespace Superposition.Cli.Runs;

/// <summary>
/// Puts what cells give into the folder of their run. Networks and traces have their cell's name, so several processes can do it side by
/// side; records and times go to files that belong to one process.
/// </summary>
/// <param name="run">The run's folder.</param>
/// <param name="manifest">Its head; network files hold the spec.</param>
/// <param name="results">Takes records.</param>
/// <param name="timings">The file that takes times, which says what a cell has left.</param>
internal sealed class CellKeeper(RunPaths run, RunManifest manifest, ResultsFile results, string timings)
{
    private readonly string specText = manifest.Spec.ToJsonNode().ToJsonString(SpecJson.Line);
    private readonly string? arithmetic = ComputingKind.Here == ComputingKind.Of(manifest) ? null : ComputingKind.Here;

    /// <summary>
    /// Keeps what a cell gave. Its line in the file of times comes first: it names the files and has their hashes, so that nothing lies in
    /// the folder without being on the run's list. Its rows come last: a cell that has them has everything else.
    /// </summary>
    public void Keep(CellOutcome outcome, TimeSpan took)
    {
        (string Name, byte[] Content)[] files =
            [.. outcome.Networks.Select(named => (RunPaths.Network(named.Name), Bytes(named, outcome))), .. Trace(outcome)];
        byte[][] rows = [.. outcome.Lines.Select(line => Encoding.UTF8.GetBytes(line + "\n"))];
        var content = new CellContent(outcome.Cell, Math.Round(took.TotalSeconds, 3), rows.Length)
        {
            Hash = CellLedger.Hash(rows),
            Files = files.ToImmutableSortedDictionary(file => file.Name, file => CellLedger.Hash([file.Content]), StringComparer.Ordinal),
            Arithmetic = arithmetic,
        };
        AtomicFile.Append(timings, JsonLine(content));
        foreach (var (name, bytes) in files)
        {
            RunFolder.Write(run.In(name), bytes);
        }

        results.Append(rows, content);
        LiveLog.Forget(run.States(outcome.Cell));
        CellCheckpoint.Forget(run.States(outcome.Cell));
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

    private static (string Name, byte[] Content)[] Trace(CellOutcome outcome) =>
        outcome.Trace.IsEmpty ? [] : [(RunPaths.Trace(outcome.Cell), [.. outcome.Trace.SelectMany(JsonLine)])];

    private byte[] Bytes(NamedNetwork named, CellOutcome outcome)
    {
        using var bytes = new MemoryStream();
        NetworkFile.Write(bytes, named.Network, new NetworkManifest
        {
            Task = named.Task,
            Origin = named.Origin,
            Start = named.Start,
            Inputs = named.Inputs,
            Outputs = named.Outputs,
            Targets = named.Targets,
            Distribution = named.Distribution,
            Spec = specText,
            Seed = outcome.Seed,
        });
        return bytes.ToArray();
    }
}
