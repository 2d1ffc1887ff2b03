using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Superposition.Studies;

/// <summary>Reads and writes the values of a study's table as plain JSON: 0.25, "sign", true, [1, 0.5], [[1, 0], [0, 1]].</summary>
internal sealed class StudyValueConverter : JsonConverter<StudyValue>
{
    /// <inheritdoc/>
    public override StudyValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Number => FiniteNumber(ref reader),
        JsonTokenType.String => new StudyValue.Text(reader.GetString()!),
        JsonTokenType.True => new StudyValue.Flag(true),
        JsonTokenType.False => new StudyValue.Flag(false),
        JsonTokenType.StartArray => ReadList(ref reader),
        _ => throw new JsonException("Expected a number, a text, true, false, a list of numbers or a list of such lists."),
    };

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, StudyValue value, JsonSerializerOptions options)
    {
        switch (value)
        {
            case StudyValue.Number number:
                writer.WriteNumberValue(number.Value);
                break;
            case StudyValue.Text text:
                writer.WriteStringValue(text.Value);
                break;
            case StudyValue.Flag flag:
                writer.WriteBooleanValue(flag.Value);
                break;
            case StudyValue.Series series:
                WriteNumbers(writer, series.Values);
                break;
            case StudyValue.Map map:
                writer.WriteStartArray();
                foreach (var row in map.Rows)
                {
                    WriteNumbers(writer, row);
                }

                writer.WriteEndArray();
                break;
        }
    }

    private static StudyValue ReadList(ref Utf8JsonReader reader)
    {
        var numbers = ImmutableArray.CreateBuilder<double>();
        var rows = ImmutableArray.CreateBuilder<ImmutableArray<double>>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.Number && rows.Count == 0)
            {
                numbers.Add(FiniteNumber(ref reader));
            }
            else if (reader.TokenType == JsonTokenType.StartArray && numbers.Count == 0)
            {
                rows.Add(ReadRow(ref reader));
            }
            else
            {
                throw new JsonException("Expected a list of numbers or a list of such lists.");
            }
        }

        return rows.Count > 0 ? new StudyValue.Map(rows.ToImmutable()) : new StudyValue.Series(numbers.ToImmutable());
    }

    private static ImmutableArray<double> ReadRow(ref Utf8JsonReader reader)
    {
        var row = ImmutableArray.CreateBuilder<double>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            row.Add(reader.TokenType == JsonTokenType.Number
                ? FiniteNumber(ref reader)
                : throw new JsonException("Expected a number in a row of a map."));
        }

        return row.ToImmutable();
    }

    private static double FiniteNumber(ref Utf8JsonReader reader) =>
        reader.GetDouble() is var value && double.IsFinite(value) ? value : throw new JsonException("Expected a number below 1.8e308.");

    private static void WriteNumbers(Utf8JsonWriter writer, ImmutableArray<double> numbers)
    {
        writer.WriteStartArray();
        foreach (var number in numbers)
        {
            writer.WriteNumberValue(number);
        }

        writer.WriteEndArray();
    }
}
