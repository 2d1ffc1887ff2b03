using System.Text.Json;
using System.Text.Json.Serialization;
using Superposition.Specs;

namespace Superposition.Studies.Networks;

/// <summary>
/// A network within a measure or another network: read and written as any network is. It is a type of its own for the schema, which
/// refers to the list of networks here and would write all of it out again otherwise.
/// </summary>
/// <param name="Recipe">The recipe of the network.</param>
[JsonConverter(typeof(InnerNetworkConverter)), ReadsAs(typeof(NetworkSpec))]
public sealed record InnerNetwork(NetworkSpec Recipe);

/// <summary>Reads and writes the recipe alone.</summary>
internal sealed class InnerNetworkConverter : JsonConverter<InnerNetwork>
{
    /// <inheritdoc/>
    public override InnerNetwork? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize<NetworkSpec>(ref reader, options) is { } recipe ? new InnerNetwork(recipe) : null;

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, InnerNetwork value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value.Recipe, options);
}
