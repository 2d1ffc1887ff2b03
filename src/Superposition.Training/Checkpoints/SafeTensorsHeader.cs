using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Superposition.Checkpoints;

/// <summary>
/// The header of a safetensors file: a JSON object with an entry {dtype, shape, data_offsets} an array, and optionally strings under __metadata__.
/// The arrays fill the data after the header without holes and without overlap.
/// </summary>
/// <param name="Arrays">The arrays and where each begins in the data, in the order of the data.</param>
/// <param name="Metadata">The strings.</param>
internal sealed record SafeTensorsHeader(ImmutableArray<PlacedArray> Arrays, IReadOnlyDictionary<string, string> Metadata)
{
    public const string MetadataKey = "__metadata__";
    private const int MostDimensions = 64;

    // Text is meant to be read by people too: only what JSON demands is escaped.
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Lays arrays out: larger elements first, so that each lies at a multiple of its size, and by name among equals.</summary>
    public static SafeTensorsHeader Place(IEnumerable<StoredArray> arrays, IReadOnlyDictionary<string, string> metadata)
    {
        var placed = ImmutableArray.CreateBuilder<PlacedArray>();
        var begin = 0L;
        foreach (var array in arrays.OrderByDescending(array => array.Type.Size).ThenBy(array => array.Name, StringComparer.Ordinal))
        {
            placed.Add(new PlacedArray(array, begin));
            begin = placed[^1].End;
        }

        return new SafeTensorsHeader(placed.ToImmutable(), metadata);
    }

    /// <summary>The header's bytes, keys in order, followed by spaces until the data (after 8 bytes of length) begins at a multiple of 8.</summary>
    public byte[] ToBytes()
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, Writing))
        {
            json.WriteStartObject();
            if (Metadata.Count > 0)
            {
                json.WriteStartObject(MetadataKey);
                foreach (var (key, value) in Metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal))
                {
                    json.WriteString(key, value);
                }

                json.WriteEndObject();
            }

            foreach (var placed in Arrays.OrderBy(placed => placed.Array.Name, StringComparer.Ordinal))
            {
                json.WriteStartObject(placed.Array.Name);
                json.WriteString("dtype", placed.Array.Type.Name);
                WriteNumbers(json, "shape", placed.Array.Shape);
                WriteNumbers(json, "data_offsets", [placed.Begin, placed.End]);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        var padding = (8 - (bytes.WrittenCount % 8)) % 8;
        bytes.GetSpan(padding)[..padding].Fill((byte)' ');
        bytes.Advance(padding);
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Reads a header and checks it against the number of bytes of data that follow it.</summary>
    /// <exception cref="NetworkFileException">It is not a header, or it does not fit the data.</exception>
    public static SafeTensorsHeader Parse(ReadOnlySpan<byte> bytes, long dataBytes)
    {
        if (bytes.IsEmpty || bytes[0] != '{')
        {
            throw new NetworkFileException(bytes.IsEmpty ? "The header is empty, expected a JSON object." : $"The header begins with the byte 0x{bytes[0]:x2}, expected '{{'.");
        }

        if (!Utf8.IsValid(bytes))
        {
            throw new NetworkFileException("The header is not valid UTF-8, expected JSON in UTF-8.");
        }

        var json = new Utf8JsonReader(bytes);
        try
        {
            var header = Parse(ref json);
            CheckPlaces(header.Arrays, dataBytes);
            return header;
        }
        catch (JsonException e)
        {
            throw new NetworkFileException($"The header stops being valid JSON after {json.BytesConsumed} of its {bytes.Length} bytes.", e);
        }
        catch (InvalidOperationException e)
        {
            throw new NetworkFileException($"The header has an escape at its byte {json.TokenStartIndex} that stands for no character.", e);
        }
    }

    private static SafeTensorsHeader Parse(ref Utf8JsonReader json)
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
            if (name == MetadataKey)
            {
                metadata = ParseMetadata(ref json);
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
        Require(json, JsonTokenType.StartObject, $"{MetadataKey} is", "an object of strings");
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
                    shape = ParseNumbers(ref json, $"The shape of {Quotation.Of(name)}", MostDimensions);
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

    private static NetworkFileException Missing(string name, string field) => new($"The entry {Quotation.Of(name)} has no {field}, expected dtype, shape and data_offsets.");

    private static PlacedArray Check(string name, string dtype, ImmutableArray<long> shape, ImmutableArray<long> offsets)
    {
        var type = ElementType.Find(dtype)
            ?? throw new NetworkFileException($"The array {Quotation.Of(name)} has the dtype {Quotation.Of(dtype)}, expected one of {string.Join(", ", ElementType.All)}.");
        if (offsets is not [var begin, var end] || begin > end)
        {
            throw new NetworkFileException($"The data_offsets of {Quotation.Of(name)} are {StoredArray.Describe(offsets)}, expected a beginning and an end that is not before it.");
        }

        var text = $"{type} {StoredArray.Describe(shape)}";
        var bytes = StoredArray.BytesOf(type, shape)
            ?? throw new NetworkFileException($"The array {Quotation.Of(name)} is said to be {text}, which is more bytes than a 63-bit number can count.");
        return bytes == end - begin
            ? new PlacedArray(new StoredArray(name, type, shape), begin)
            : throw new NetworkFileException($"The data_offsets of {Quotation.Of(name)} span {end - begin} bytes, expected {bytes} for {text}.");
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

    private static void CheckPlaces(ImmutableArray<PlacedArray> arrays, long dataBytes)
    {
        if (arrays.FirstOrDefault(placed => placed.End > dataBytes) is { Array: not null } outside)
        {
            throw new NetworkFileException($"The array {Quotation.Of(outside.Array.Name)} ends at byte {outside.End} of the data, but the file has only {dataBytes}: it is cut off or damaged.");
        }

        PlacedArray? before = null;
        var end = 0L;
        foreach (var placed in arrays)
        {
            if (placed.Begin > end)
            {
                throw new NetworkFileException($"Bytes {end} to {placed.Begin} of the data, before the array {Quotation.Of(placed.Array.Name)}, belong to no array, expected no holes.");
            }

            if (before is { } other && placed.Begin < end)
            {
                throw new NetworkFileException(
                    $"The arrays {Quotation.Of(other.Array.Name)} and {Quotation.Of(placed.Array.Name)} overlap in bytes {placed.Begin} to {Math.Min(end, placed.End)} of the data, expected each byte to belong to one array.");
            }

            (before, end) = (placed, placed.End);
        }

        if (end != dataBytes)
        {
            throw new NetworkFileException($"The file has {dataBytes} bytes of data, but its arrays end at byte {end}, expected nothing after them.");
        }
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, IEnumerable<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }
}

/// <summary>An array and the place in the data where it begins.</summary>
/// <param name="Array">The array.</param>
/// <param name="Begin">Its first byte, counted from the end of the header.</param>
internal readonly record struct PlacedArray(StoredArray Array, long Begin)
{
    /// <summary>The byte after its last.</summary>
    public long End => Begin + (Array.Elements * Array.Type.Size);
}
