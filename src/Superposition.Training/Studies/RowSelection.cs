using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Superposition.Studies;

/// <summary>
/// Which rows of a table are meant: for each coordinate named, the values it may have. <c>{ "network": "trained", "neurons": [64, 128]
/// }</c>.
/// </summary>
/// <param name="Of">The values that a coordinate may have, by its name. A row without that coordinate is not taken.</param>
[JsonConverter(typeof(RowSelectionConverter))]
public sealed record RowSelection(ImmutableSortedDictionary<string, ImmutableArray<StudyValue>> Of)
{
    /// <summary>The selection of every row of a table.</summary>
    public static RowSelection All { get; } =
        new(ImmutableSortedDictionary.Create<string, ImmutableArray<StudyValue>>(StringComparer.Ordinal));

    /// <summary>Whether a row is among them.</summary>
    public bool Takes(StudyRow row) => Takes(row.Coordinates);

    /// <summary>Whether a point with these coordinates is among them.</summary>
    public bool Takes(ImmutableSortedDictionary<string, StudyValue> coordinates) =>
        Of.All(wanted => coordinates.TryGetValue(wanted.Key, out var value) && wanted.Value.Contains(value));

    /// <summary>The same with one more coordinate; a coordinate that was named already is replaced.</summary>
    public RowSelection With(string coordinate, params ReadOnlySpan<StudyValue> values) => new(Of.SetItem(coordinate, [.. values]));

    /// <inheritdoc/>
    public override string ToString() =>
        Of.IsEmpty ? "all rows" : string.Join(", ", StudyRow.InOrder(Of.Keys).Select(name => $"{name} {string.Join(" or ", Of[name])}"));
}

/// <summary>Reads and writes a selection as an object of single values and lists.</summary>
internal sealed class RowSelectionConverter : JsonConverter<RowSelection>
{
    /// <inheritdoc/>
    public override RowSelection Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var json = JsonDocument.ParseValue(ref reader);
        if (json.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("Expected an object of coordinates with a value or a list of values each.");
        }

        var wanted = RowSelection.All.Of.ToBuilder();
        foreach (var member in json.RootElement.EnumerateObject())
        {
            ImmutableArray<StudyValue> values = member.Value.ValueKind == JsonValueKind.Array
                ? [.. member.Value.EnumerateArray().Select(Scalar)]
                : [Scalar(member.Value)];
            wanted[member.Name] = values;
        }

        return new RowSelection(wanted.ToImmutable());
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, RowSelection value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (name, values) in value.Of)
        {
            writer.WritePropertyName(name);
            if (values.Length == 1)
            {
                JsonSerializer.Serialize(writer, values[0], options);
            }
            else
            {
                JsonSerializer.Serialize(writer, values, options);
            }
        }

        writer.WriteEndObject();
    }

    private static StudyValue Scalar(JsonElement json) =>
        json.ValueKind is JsonValueKind.Number or JsonValueKind.String or JsonValueKind.True or JsonValueKind.False
        ? json.Deserialize<StudyValue>()!
        : throw new JsonException("Expected a number, a text, true or false.");
}
