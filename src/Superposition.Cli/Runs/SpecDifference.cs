using System.Text.Json.Nodes;
using Superposition.Specs;
using Superposition.Studies;

namespace Superposition.Cli.Runs;

/// <summary>The first place at which two specs differ.</summary>
/// <param name="Path">The key, for example "networks[0].training.steps".</param>
/// <param name="First">The one value, as JSON, cut after 80 characters; null where there is none.</param>
/// <param name="Second">The other.</param>
internal sealed record SpecDifference(string Path, string? First, string? Second)
{
    private const int Longest = 80;

    /// <summary>The difference, or null when there is none.</summary>
    public static SpecDifference? Between(StudySpec first, StudySpec second) =>
        Find("", first.ToJsonNode(), second.ToJsonNode());

    private static SpecDifference? Find(string path, JsonNode? first, JsonNode? second)
    {
        if (JsonNode.DeepEquals(first, second))
        {
            return null;
        }

        return (first, second) switch
        {
            (JsonObject a, JsonObject b) => a.Select(member => member.Key).Union(b.Select(member => member.Key), StringComparer.Ordinal)
                .Select(key => Find(path.Length == 0 ? key : $"{path}.{key}", a[key], b[key])).First(difference => difference is not null),
            (JsonArray a, JsonArray b) => Enumerable.Range(0, Math.Max(a.Count, b.Count))
                .Select(i => Find(FormattableString.Invariant($"{path}[{i}]"), a.ElementAtOrDefault(i), b.ElementAtOrDefault(i)))
                .First(difference => difference is not null),
            _ => new SpecDifference(path, Short(first), Short(second)),
        };
    }

    private static string? Short(JsonNode? value) =>
        value?.ToJsonString(SpecJson.Line) is { } text ? text.Length > Longest ? text[..Longest] + "…" : text : null;
}
