using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Superposition.Representation;

namespace Superposition.Studies.Views;

/// <summary>Something drawn in for reference: a bound by its name, or a control by the rows that it is.</summary>
/// <param name="Bound">One of <see cref="Known"/>; null for a control.</param>
/// <param name="Rows">The rows of a control; null for a bound.</param>
[JsonConverter(typeof(ReferenceLineConverter))]
public sealed record ReferenceLine(string? Bound, RowSelection? Rows)
{
    /// <summary>
    /// Levels by name: ¼, below which a read-off of a layer says more than its input does; ½, below which a threshold decides; 1.
    /// </summary>
    public static ImmutableSortedDictionary<string, double> Levels { get; } =
        ImmutableSortedDictionary.Create<string, double>(StringComparer.Ordinal)
        .Add("quarter", 0.25).Add("half", 0.5).Add("one", 1);

    /// <summary>The bound on width that is drawn as the rank bound.</summary>
    public const string RankBound = "rank-bound";

    /// <summary>The names that <see cref="Bound"/> may have: levels, the rank bound, and the bounds on representation.</summary>
    public static IReadOnlyList<string> Known { get; } = [.. Levels.Keys, RankBound, .. Bounds.All.Select(bound => bound.Id)];
}

/// <summary>Reads and writes a reference as a plain name or as the object of a selection.</summary>
internal sealed class ReferenceLineConverter : JsonConverter<ReferenceLine>
{
    /// <inheritdoc/>
    public override ReferenceLine Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
        ? new ReferenceLine(reader.GetString(), Rows: null)
        : new ReferenceLine(Bound: null, JsonSerializer.Deserialize<RowSelection>(ref reader, options));

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ReferenceLine value, JsonSerializerOptions options)
    {
        if (value.Bound is { } bound)
        {
            writer.WriteStringValue(bound);
        }
        else
        {
            JsonSerializer.Serialize(writer, value.Rows, options);
        }
    }
}
