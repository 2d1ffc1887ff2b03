using System.Collections.Immutable;
using System.Text.Json;
using Superposition.Cli.Runs;
using Superposition.Exploring;
using Superposition.Probing;

namespace Superposition.Cli.Commands;

/// <summary>What <c>probe --json</c> wrote, as far as a page shows it.</summary>
internal static class ProbedVerdicts
{
    private const string Expected = "what superposition probe NETWORK --json writes";

    /// <summary>Reads verdicts on pairs, or on labels.</summary>
    /// <exception cref="CallerException">The file is not what probe writes.</exception>
    public static ImmutableArray<ExploredVerdict> Read(string path)
    {
        var text = TextFile.Read(path, Expected);
        try
        {
            using var read = JsonDocument.Parse(text);
            var root = read.RootElement;
            return root.TryGetProperty("pairs", out var pairs) ? [.. pairs.EnumerateArray().Select(OfPair)]
                : root.TryGetProperty("labels", out var labels) ? [.. labels.EnumerateArray().Select(OfLabel)]
                : throw new CallerException($"{path} has neither pairs nor labels, expected {Expected}.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new CallerException($"{path} cannot be understood, expected {Expected}.", e);
        }
    }

    /// <summary>The verdicts of a probing that was just done.</summary>
    public static ImmutableArray<ExploredVerdict> Of(ImmutableArray<ProbedPair> pairs) =>
    [
        .. pairs.Select(pair => new ExploredVerdict(
            $"x{pair.First}∧x{pair.Second}", pair.First, pair.Second,
                JsonNamingPolicy.KebabCaseLower.ConvertName(pair.Verdict.ToString()),
                pair.Probe?.Auc, pair.Effect)),
    ];

    /// <summary>Refuses verdicts of which none is on something in the page.</summary>
    /// <exception cref="CallerException">None is.</exception>
    public static void RequireKnown(string? path, ImmutableArray<ExploredVerdict> verdicts, ExplorerData data)
    {
        if (path is not null && !verdicts.Any(verdict =>
            verdict.Second is { } second ? second < data.Features : data.OutputNames.Contains(verdict.Name)))
        {
            throw new CallerException($"{path} has verdicts on nothing that the network has, expected what probe wrote of this network.");
        }
    }

    private static ExploredVerdict OfPair(JsonElement pair)
    {
        var (first, second) = (pair.GetProperty("first").GetInt32(), pair.GetProperty("second").GetInt32());
        return new ExploredVerdict(
            $"x{first}∧x{second}", first, second, pair.GetProperty("verdict").GetString()!, Auc(pair, "probe"), Number(pair, "effect"));
    }

    private static ExploredVerdict OfLabel(JsonElement label)
    {
        var score = label.TryGetProperty("readability", out var readability) && readability.ValueKind == JsonValueKind.Object
            ? Auc(readability, "heldOut")
            : null;
        return new ExploredVerdict(
            label.GetProperty("label").GetString()!, null, null, label.GetProperty("verdict").GetString()!, score, null);
    }

    private static double? Auc(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var score) && score.ValueKind == JsonValueKind.Object ? Number(score, "auc") : null;

    private static double? Number(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var number) && number.ValueKind == JsonValueKind.Number ? number.GetDouble() : null;
}
