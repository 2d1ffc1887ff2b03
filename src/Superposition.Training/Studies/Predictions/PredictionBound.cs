using System.Text.Json;
using System.Text.Json.Serialization;

namespace Superposition.Studies.Predictions;

/// <summary>What a prediction compares with: a number, or the measure of other rows.</summary>
/// <param name="Number">The number; null for rows.</param>
/// <param name="Rows">The rows; null for a number.</param>
[JsonConverter(typeof(PredictionBoundConverter))]
public sealed record PredictionBound(double? Number, ComparedRows? Rows);

/// <summary>Reads and writes a bound as a plain number or as the object of <see cref="ComparedRows"/>.</summary>
internal sealed class PredictionBoundConverter : JsonConverter<PredictionBound>
{
    /// <inheritdoc/>
    public override PredictionBound Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Number)
        {
            return new PredictionBound(reader.GetDouble(), Rows: null);
        }

        return reader.TokenType == JsonTokenType.StartObject
            ? new PredictionBound(Number: null, JsonSerializer.Deserialize<ComparedRows>(ref reader, options))
            : throw new JsonException("expected a number, or other rows as an object with \"of\".");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, PredictionBound value, JsonSerializerOptions options)
    {
        if (value.Number is { } number)
        {
            writer.WriteNumberValue(number);
        }
        else
        {
            JsonSerializer.Serialize(writer, value.Rows, options);
        }
    }
}
