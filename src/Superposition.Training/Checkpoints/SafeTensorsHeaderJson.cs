using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Superposition.Specs;

namespace Superposition.Checkpoints;

/// <summary>
/// The JSON of a safetensors header, read token by token: every key once, every value of its kind, every number in its range.
/// </summary>
internal static class SafeTensorsHeaderJson
{
    private const int MaxDimensions = 64;

    /// <summary>Reads the object that the header is, and makes sure that nothing follows it.</summary>
    public static SafeTensorsHeader Parse(ref Utf8JsonReader json)
    {
        var arrays = ImmutableArray.CreateBuilder<PlacedArray>();
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        var names = new HashSet<string>(StringComparer.Ordinal);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString()!;
            if (!names.Add(name))
            {
                throw new NetworkFileException($"The header has the key {Quotation.Of(name)} twice, expected every key once.");
            }

            json.Read();
            if (name == SafeTensorsHeader.MetadataKey)
            {
                // The format's own reader takes null for no metadata.
                metadata = json.TokenType == JsonTokenType.Null ? metadata : ParseMetadata(ref json);
            }
            else
            {
                arrays.Add(ParseArray(ref json, name));
            }
        }

        json.Read(); // Throws when anything but white space follows the object.
        arrays.Sort((a, b) => (a.Begin, a.End).CompareTo((b.Begin, b.End)));
        return new SafeTensorsHeader(arrays.ToImmutable(), metadata);
    }

    private static Dictionary<string, string> ParseMetadata(ref Utf8JsonReader json)
    {
        Require(json, JsonTokenType.StartObject, $"{SafeTensorsHeader.MetadataKey} is", "an object of strings");
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var key = json.GetString()!;
            json.Read();
            Require(json, JsonTokenType.String, $"The metadata {Quotation.Of(key)} is", "a string");
            if (!metadata.TryAdd(key, json.GetString()!))
            {
                throw new NetworkFileException($"The metadata has the key {Quotation.Of(key)} twice, expected every key once.");
            }
        }

        return metadata;
    }

    private static PlacedArray ParseArray(ref Utf8JsonReader json, string name)
    {
        Require(json, JsonTokenType.StartObject, $"The entry {Quotation.Of(name)} is", "an object with dtype, shape and data_offsets");
        string? dtype = null;
        ImmutableArray<long>? shape = null, offsets = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var field = json.GetString()!;
            json.Read();
            switch (field)
            {
                case "dtype" when dtype is null:
                    Require(json, JsonTokenType.String, $"The dtype of {Quotation.Of(name)} is", "a string");
                    dtype = json.GetString();
                    break;
                case "shape" when shape is null:
                    shape = ParseNumbers(ref json, $"The shape of {Quotation.Of(name)}", MaxDimensions);
                    break;
                case "data_offsets" when offsets is null:
                    offsets = ParseNumbers(ref json, $"The data_offsets of {Quotation.Of(name)}", 2);
                    break;
                case "dtype" or "shape" or "data_offsets":
                    throw new NetworkFileException($"The entry {Quotation.Of(name)} has {field} twice, expected it once.");
                default:
                    json.Skip();
                    break;
            }
        }

        return Check(
            name,
            dtype ?? throw Missing(name, "dtype"),
            shape ?? throw Missing(name, "shape"),
            offsets ?? throw Missing(name, "data_offsets"));
    }

    private static NetworkFileException Missing(string name, string field) =>
        new($"The entry {Quotation.Of(name)} has no {field}, expected dtype, shape and data_offsets.");

    private static PlacedArray Check(string name, string dtype, ImmutableArray<long> shape, ImmutableArray<long> offsets)
    {
        var type = ElementType.Find(dtype) ?? ElementType.Unreadable(dtype);
        if (offsets is not [var begin, var end] || begin > end)
        {
            throw new NetworkFileException($"The data_offsets of {Quotation.Of(name)} are {StoredArray.Describe(offsets)}, expected a "
                + "beginning and an end that is not before it.");
        }

        var text = $"{type} {StoredArray.Describe(shape)}";
        var bytes = StoredArray.BytesOf(type, shape)
            ?? throw new NetworkFileException(
                $"The array {Quotation.Of(name)} is said to be {text}, which is more bytes than a 63-bit number can count.");
        return bytes == end - begin || type.Size == 0
            ? new PlacedArray(new StoredArray(name, type, shape), begin, end)
            : throw new NetworkFileException(
                $"The data_offsets of {Quotation.Of(name)} span {end - begin} bytes, expected {bytes} for {text}.");
    }

    private static ImmutableArray<long> ParseNumbers(ref Utf8JsonReader json, string what, int most)
    {
        Require(json, JsonTokenType.StartArray, $"{what} is", "a list of whole numbers");
        var numbers = ImmutableArray.CreateBuilder<long>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.Number || !json.TryGetInt64(out var number) || number < 0)
            {
                throw new NetworkFileException($"{what} has {Describe(json)}, expected whole numbers from 0 to 2^63 − 1.");
            }

            if (numbers.Count == most)
            {
                throw new NetworkFileException($"{what} has more than {most} numbers, expected at most {most}.");
            }

            numbers.Add(number);
        }

        return numbers.ToImmutable();
    }

    private static void Require(in Utf8JsonReader json, JsonTokenType expected, string what, string expectedText)
    {
        if (json.TokenType != expected)
        {
            throw new NetworkFileException($"{what} {Describe(json)}, expected {expectedText}.");
        }
    }

    private static string Describe(in Utf8JsonReader json) => json.TokenType switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String => $"the text {Quotation.Of(json.GetString()!)}",
        _ => Encoding.UTF8.GetString(json.ValueSpan[..Math.Min(json.ValueSpan.Length, 40)]),
    };
}
