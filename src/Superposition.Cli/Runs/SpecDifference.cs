using System.Text.Json.Nodes;
using Superposition.Specs;
using Superposition.Studies;

namespace Superposition.Cli.Runs;

/// <summary>The first place at which two specs differ.</summary>
/// <param name="Path">The key, for example "networks[0].training.steps".</param>
/// <param name="First">The one value, as JSON; null where there is none.</param>
/// <param name="Second">The other.</param>
internal sealed record SpecDifference(string Path, string? First, string? Second)
{
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
            (JsonArray a, JsonArray b) when a.Count == b.Count => a.Zip(b).Index()
                .Select(pair => Find(FormattableString.Invariant($"{path}[{pair.Index}]"), pair.Item.First, pair.Item.Second))
                .First(difference => difference is not null),
            _ => new SpecDifference(path, first?.ToJsonString(SpecJson.Line), second?.ToJsonString(SpecJson.Line)),
        };
    }
}
