using System.Text.Json;
using System.Text.Json.Serialization;
using Superposition.Studies;

namespace Superposition.Experiments;

/// <summary>Reads and writes what a run computes: an experiment, which has a kind, or a study, which has none.</summary>
internal sealed class RunSpecConverter : JsonConverter<RunSpec>
{
    /// <inheritdoc/>
    public override RunSpec Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var json = JsonDocument.ParseValue(ref reader);
        if (json.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("A spec is an object.");
        }

        return json.RootElement.TryGetProperty("kind", out _) ? json.Deserialize<ExperimentSpec>(options)! : json.Deserialize<StudySpec>(options)!;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, RunSpec value, JsonSerializerOptions options)
    {
        if (value is ExperimentSpec experiment)
        {
            JsonSerializer.Serialize(writer, experiment, options);
        }
        else
        {
            JsonSerializer.Serialize(writer, (StudySpec)value, options);
        }
    }
}
