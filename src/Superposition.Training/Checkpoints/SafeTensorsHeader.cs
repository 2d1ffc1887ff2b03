using System.Buffers;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Superposition.Specs;

namespace Superposition.Checkpoints;

/// <summary>
/// The header of a safetensors file: a JSON object with an entry {dtype, shape, data_offsets} an array, and optionally strings under
/// __metadata__. The arrays fill the data after the header without holes and without overlap.
/// </summary>
/// <param name="Arrays">The arrays and where each begins in the data, in the order of the data.</param>
/// <param name="Metadata">The strings.</param>
internal sealed record SafeTensorsHeader(ImmutableArray<PlacedArray> Arrays, IReadOnlyDictionary<string, string> Metadata)
{
    public const string MetadataKey = "__metadata__";

    // Text is meant to be read by people too: only what JSON demands is escaped.
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Lays arrays out: larger elements first, so that each lies at a multiple of its size, and by name among equals.</summary>
    public static SafeTensorsHeader Place(IEnumerable<StoredArray> arrays, IReadOnlyDictionary<string, string> metadata)
    {
        var placed = ImmutableArray.CreateBuilder<PlacedArray>();
        var begin = 0L;
        foreach (var array in arrays.OrderByDescending(array => array.Type.Size).ThenBy(array => array.Name, StringComparer.Ordinal))
        {
            placed.Add(new PlacedArray(array, begin, begin + (array.Elements * array.Type.Size)));
            begin = placed[^1].End;
        }

        return new SafeTensorsHeader(placed.ToImmutable(), metadata);
    }

    /// <summary>
    /// The header's bytes, keys in order, followed by spaces until the data (after 8 bytes of length) begins at a multiple of 8.
    /// </summary>
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
            throw new NetworkFileException(bytes.IsEmpty
                ? "The header is empty, expected a JSON object."
                : $"The header begins with the byte 0x{bytes[0]:x2}, expected '{{'.");
        }

        if (!Utf8.IsValid(bytes))
        {
            throw new NetworkFileException("The header is not valid UTF-8, expected JSON in UTF-8.");
        }

        if (bytes[^1] == 0)
        {
            throw new NetworkFileException(
                "The header is followed by zero bytes, expected spaces as padding: NUL is no white space in JSON.");
        }

        var json = new Utf8JsonReader(bytes);
        try
        {
            var header = SafeTensorsHeaderJson.Parse(ref json);
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

    private static void CheckPlaces(ImmutableArray<PlacedArray> arrays, long dataBytes)
    {
        if (arrays.FirstOrDefault(placed => placed.End > dataBytes) is { Array: not null } outside)
        {
            throw new NetworkFileException($"The array {Quotation.Of(outside.Array.Name)} ends at byte {outside.End} of the data, but "
                + $"the file has only {dataBytes}: it is cut off or damaged.");
        }

        PlacedArray? before = null;
        var end = 0L;
        foreach (var placed in arrays)
        {
            if (placed.Begin > end)
            {
                throw new NetworkFileException($"Bytes {end} to {placed.Begin} of the data, before the array "
                    + $"{Quotation.Of(placed.Array.Name)}, belong to no array, expected no holes.");
            }

            if (before is { } other && placed.Begin < end)
            {
                throw new NetworkFileException(
                    $"The arrays {Quotation.Of(other.Array.Name)} and {Quotation.Of(placed.Array.Name)} overlap in bytes {placed.Begin} "
                        + $"to {Math.Min(end, placed.End)} of the data, expected each byte to belong to one array.");
            }

            (before, end) = (placed, placed.End);
        }

        if (end != dataBytes)
        {
            throw new NetworkFileException(
                $"The file has {dataBytes} bytes of data, but its arrays end at byte {end}, expected nothing after them.");
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

/// <summary>An array and its place in the data.</summary>
/// <param name="Array">The array.</param>
/// <param name="Begin">Its first byte, counted from the end of the header.</param>
/// <param name="End">The byte after its last.</param>
internal readonly record struct PlacedArray(StoredArray Array, long Begin, long End);
