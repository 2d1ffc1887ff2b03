using System.Collections.Immutable;
using System.Text.Json;
using Superposition.Booleans;
using Superposition.Cli.Runs;
using Superposition.Exploring;
using Superposition.Probing;
using Superposition.Tasks;

namespace Superposition.Cli.Commands;

/// <summary>The part of what <c>probe --json</c> writes that a page shows.</summary>
internal static class ProbedVerdicts
{
    private const string Expected = "what superposition probe NETWORK --json writes";

    /// <summary>Reads the verdicts on pairs or outputs of a task; those on other labels belong to nothing in its page.</summary>
    /// <exception cref="CallerException">The file is not what probe writes, or no verdict in it is on this task.</exception>
    public static ImmutableArray<ExploredVerdict> Read(string path, StudyTask task)
    {
        var text = TextFile.Read(path, Expected);
        ImmutableArray<ExploredVerdict> verdicts;
        try
        {
            using var read = JsonDocument.Parse(text);
            var root = read.RootElement;
            verdicts = root.TryGetProperty("pairs", out var pairs) ? OfPairs(pairs, task)
                : root.TryGetProperty("labels", out var labels) ? OfLabels(labels, task)
                : throw new CallerException($"{path} has neither pairs nor labels, expected {Expected}.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new CallerException($"{path} cannot be understood, expected {Expected}.", e);
        }

        return verdicts.IsEmpty
            ? throw new CallerException($"{path} has verdicts on nothing that the network has, expected what probe wrote of this network.")
            : verdicts;
    }

    /// <summary>The verdicts of a probing that was just done.</summary>
    public static ImmutableArray<ExploredVerdict> Of(ImmutableArray<ProbedPair> pairs) =>
    [
        .. pairs.Select(pair => new ExploredVerdict(
            null, pair.First, pair.Second, JsonNamingPolicy.KebabCaseLower.ConvertName(pair.Verdict.ToString()), pair.Probe?.Auc,
            pair.Effect)),
    ];

    private static ImmutableArray<ExploredVerdict> OfPairs(JsonElement pairs, StudyTask task) =>
    [
        .. from pair in pairs.EnumerateArray()
           let first = pair.GetProperty("first").GetInt32()
           let second = pair.GetProperty("second").GetInt32()
           where task.Boolean is PairAnds && first >= 0 && first < second && second < task.Features
           select new ExploredVerdict(
               null, first, second, pair.GetProperty("verdict").GetString()!, Number(Inner(pair, "probe"), "auc"), Number(pair, "effect")),
    ];

    private static ImmutableArray<ExploredVerdict> OfLabels(JsonElement labels, StudyTask task)
    {
        // A network of pairs that is probed for given directions has every pair of its features as a label.
        var pairs = task.Boolean is PairAnds ? PairAnds.All(task.Features) : null;
        var names = pairs is null ? Enumerable.Range(0, task.Outputs).Select(task.NameOfOutput) : FeatureProbing.Names(pairs);
        var places = names.Index().ToLookup(name => name.Item, name => name.Index, StringComparer.Ordinal);
        return
        [
            .. from label in labels.EnumerateArray()
               from place in places[Name(label)]
               select new ExploredVerdict(
                   pairs is null ? place : null, pairs?.Pairs[place].First, pairs?.Pairs[place].Second,
                   label.GetProperty("verdict").GetString()!, Number(Inner(Inner(label, "readability"), "heldOut"), "auc"),
                   Number(Inner(Inner(label, "use"), "removal"), "effect")),
        ];
    }

    /// <summary>What a label is called: a feature where its use was tested, otherwise a label.</summary>
    private static string Name(JsonElement label) =>
        (label.TryGetProperty("feature", out var feature) ? feature : label.GetProperty("label")).GetString()!;

    private static JsonElement? Inner(JsonElement? owner, string name) =>
        owner is { ValueKind: JsonValueKind.Object } known && known.TryGetProperty(name, out var inner) ? inner : null;

    private static double? Number(JsonElement? owner, string name) =>
        Inner(owner, name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;
}
