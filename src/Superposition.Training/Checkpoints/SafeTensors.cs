using System.Buffers.Binary;
using System.Text;
using Superposition.Specs;
using static TorchSharp.torch;

namespace Superposition.Checkpoints;

/// <summary>
/// The safetensors format: 8 bytes with the length of a JSON header, the header, and the arrays' bytes, little-endian and row-major.
/// Nothing of it is ever executed. What is written is a function of the arrays and the strings alone: the same content gives the same
/// bytes.
/// </summary>
public sealed class SafeTensors : IArrayFile
{
    /// <summary>The longest header in bytes that is read or written, the limit of the format's other readers.</summary>
    public const int LongestHeader = 100_000_000;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Stream stream;
    private readonly long dataStart;
    private readonly Dictionary<string, PlacedArray> places;

    private SafeTensors(Stream stream, long dataStart, SafeTensorsHeader header)
    {
        this.stream = stream;
        this.dataStart = dataStart;
        places = header.Arrays.ToDictionary(placed => placed.Array.Name);
        Arrays = header.Arrays.ToDictionary(placed => placed.Array.Name, placed => placed.Array);
        Metadata = header.Metadata;
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, StoredArray> Arrays { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Reads and checks the header. The stream stays open and is read from as arrays are asked for.</summary>
    /// <param name="stream">A stream that can seek, from its current position to its end.</param>
    /// <exception cref="NetworkFileException">This is not a safetensors file, or a damaged one.</exception>
    public static SafeTensors Open(Stream stream)
    {
        var available = stream.Length - stream.Position;
        if (available < sizeof(ulong))
        {
            throw new NetworkFileException(available == 0
                ? "The file is empty, expected a safetensors file."
                : $"The file has {available} bytes, expected a safetensors file, which begins with 8 bytes that give the length of its "
                    + "header.");
        }

        Span<byte> lengthBytes = stackalloc byte[sizeof(ulong)];
        ReadExactly(stream, lengthBytes);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(lengthBytes);
        if (length > LongestHeader)
        {
            throw new NetworkFileException($"The first 8 bytes say that the header has {length} bytes, expected at most "
                + $"{LongestHeader}: this is not a safetensors file.");
        }

        available -= sizeof(ulong);
        if (length > (ulong)available)
        {
            throw new NetworkFileException(
                $"The header is said to have {length} bytes, but only {available} follow: the file is cut off or no safetensors file.");
        }

        var header = new byte[length];
        ReadExactly(stream, header);
        return new SafeTensors(stream, stream.Position, SafeTensorsHeader.Parse(header, available - header.Length));
    }

    /// <inheritdoc/>
    public Tensor Read(string name)
    {
        if (!places.TryGetValue(name, out var placed))
        {
            throw new NetworkFileException($"There is no array {Quotation.Of(name)}, found {Quotation.List(places.Keys)}.");
        }

        stream.Position = dataStart + placed.Begin;
        return TensorBytes.Read(stream, placed.Array);
    }

    /// <summary>Writes arrays and strings.</summary>
    /// <exception cref="NetworkFileException">The names and strings do not fit into a header.</exception>
    public static void Write(Stream stream, IReadOnlyDictionary<string, Tensor> arrays, IReadOnlyDictionary<string, string> metadata)
    {
        var header = SafeTensorsHeader.Place(arrays.Select(entry => Describe(entry.Key, entry.Value)), metadata);
        var bytes = ToBytes(header);
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)bytes.Length);
        stream.Write(length);
        stream.Write(bytes);
        foreach (var placed in header.Arrays)
        {
            TensorBytes.Write(arrays[placed.Array.Name], stream);
        }
    }

    private static StoredArray Describe(string name, Tensor values)
    {
        if (name == SafeTensorsHeader.MetadataKey)
        {
            throw new NetworkFileException($"An array is named {Quotation.Of(name)}, the one name that the format keeps for itself.");
        }

        var type = ElementType.Of(values.dtype) ?? throw new NetworkFileException(
            $"The array {Quotation.Of(name)} is made of {values.dtype}, which a safetensors file cannot hold.");
        return new StoredArray(name, type, [.. values.shape]);
    }

    private static byte[] ToBytes(SafeTensorsHeader header)
    {
        foreach (var text in header.Arrays.Select(placed => placed.Array.Name).Concat(header.Metadata.Keys).Concat(header.Metadata.Values))
        {
            try
            {
                // Half of a surrogate pair has no form in UTF-8: the JSON writer would quietly put another character in its place.
                StrictUtf8.GetByteCount(text);
            }
            catch (EncoderFallbackException e)
            {
                throw new NetworkFileException(
                    $"The text {Quotation.Of(text)} has half a surrogate pair in it, expected text that can be written as UTF-8.", e);
            }
        }

        var bytes = header.ToBytes();
        return bytes.Length <= LongestHeader
            ? bytes
            : throw new NetworkFileException($"The header would have {bytes.Length} bytes, expected at most {LongestHeader}.");
    }

    private static void ReadExactly(Stream stream, Span<byte> bytes)
    {
        try
        {
            stream.ReadExactly(bytes);
        }
        catch (EndOfStreamException e)
        {
            throw new NetworkFileException("The file breaks off inside its header.", e);
        }
    }
}
