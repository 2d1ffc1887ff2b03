using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Superposition.Specs;
using static TorchSharp.torch;

namespace Superposition.Checkpoints;

/// <summary>
/// The header of an .npy array: six bytes that name the format, two for its version, two or four for the length, then a Python dictionary
/// such as {'descr': '&lt;f4', 'fortran_order': False, 'shape': (64, 16), }.
/// </summary>
/// <param name="Array">What the array is.</param>
/// <param name="IsFortran">Whether the first index runs fastest.</param>
/// <param name="Length">Bytes before the data.</param>
internal sealed record NumpyHeader(StoredArray Array, bool IsFortran, int Length)
{
    private const int LongestText = 1 << 16;
    private const int MaxDimensions = 64;

    public static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads a header and leaves the stream at the data.</summary>
    public static NumpyHeader Read(Stream stream, string name)
    {
        var quoted = Quotation.Of(name);
        Span<byte> start = stackalloc byte[12];
        var read = stream.ReadAtLeast(start[..8], 8, throwOnEndOfStream: false);
        if (read < 8 || !start[..6].SequenceEqual(Magic))
        {
            throw new NetworkFileException($"The array {quoted} does not begin as .npy does, with the byte 0x93 and NUMPY.");
        }

        var version = start[6];
        if (version is < 1 or > 3)
        {
            throw new NetworkFileException($"The array {quoted} is in version {version}.{start[7]} of .npy, expected 1, 2 or 3.");
        }

        var lengthBytes = start.Slice(8, version == 1 ? 2 : 4);
        ReadExactly(stream, lengthBytes, $"the header of the array {quoted}");
        var length =
            version == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(lengthBytes) : BinaryPrimitives.ReadUInt32LittleEndian(lengthBytes);
        if (length > LongestText)
        {
            throw new NetworkFileException(
                $"The array {quoted} is said to have a header of {length} bytes, expected at most {LongestText}.");
        }

        var text = new byte[length];
        ReadExactly(stream, text, $"the header of the array {quoted}");
        return Parse(Encoding.UTF8.GetString(text), name, 8 + lengthBytes.Length + text.Length);
    }

    /// <summary>Makes sure that as many bytes are there as the shape asks for.</summary>
    public void RequireBytes(long found)
    {
        var expected = StoredArray.BytesOf(Array.Type, Array.Shape);
        if (Array.Type.Size > 0 && expected != found)
        {
            throw new NetworkFileException(
                $"The array {Quotation.Of(Array.Name)} has {found} bytes of data, expected "
                    + $"{expected?.ToString(CultureInfo.InvariantCulture) ?? "a number below 2^63"} for {Array.Type} {Array.ShapeText}.");
        }
    }

    /// <summary>The array, row-major whatever the file's order.</summary>
    public Tensor ReadData(Stream data)
    {
        using var scope = NewDisposeScope();
        if (!IsFortran)
        {
            return TensorBytes.Read(data, Array).MoveToOuterDisposeScope();
        }

        var reversed = TensorBytes.Read(data, Array with { Shape = [.. Array.Shape.Reverse()] });
        var axes = Enumerable.Range(0, Array.Shape.Length).Select(axis => (long)axis).Reverse().ToArray();
        return reversed.permute(axes).contiguous().MoveToOuterDisposeScope();
    }

    /// <summary>The strings of an array of text.</summary>
    /// <exception cref="NetworkFileException">The array has several dimensions in Fortran order, or breaks off.</exception>
    public ImmutableArray<string> ReadText(Stream data)
    {
        if (IsFortran && Array.Shape.Length > 1)
        {
            throw new NetworkFileException($"The array {Quotation.Of(Array.Name)} is text in Fortran order, expected text in C order.");
        }

        var strings = ImmutableArray.CreateBuilder<string>();
        var bytes = new byte[Array.Type.Size];
        for (var i = 0L; i < Array.Elements; i++)
        {
            ReadExactly(data, bytes, $"the array {Quotation.Of(Array.Name)}");
            strings.Add(NumpyElement.Text(bytes, Array));
        }

        return strings.ToImmutable();
    }

    private static NumpyHeader Parse(string text, string name, int length)
    {
        if (PythonLiteral.Dictionary(text) is not { } entries
            || !entries.TryGetValue("descr", out var descr) || entries.GetValueOrDefault("fortran_order") is not bool isFortran
                || entries.GetValueOrDefault("shape") is not List<object> sizes)
        {
            throw new NetworkFileException($"The array {Quotation.Of(name)} has the header {Quotation.Of(text)}, expected a Python "
                + "dictionary with descr, fortran_order and shape.");
        }

        if (sizes.Count > MaxDimensions || sizes.Any(size => size is not >= 0L))
        {
            throw new NetworkFileException($"The array {Quotation.Of(name)} has the header {Quotation.Of(text)}, expected at most "
                + $"{MaxDimensions} whole numbers as its shape.");
        }

        var (type, isBigEndian) = descr is string code ? NumpyElement.Of(code) : (ElementType.Unreadable("a structure"), false);
        return new NumpyHeader(new StoredArray(name, type, [.. sizes.Cast<long>()]) { IsBigEndian = isBigEndian }, isFortran, length);
    }

    private static void ReadExactly(Stream stream, Span<byte> bytes, string what)
    {
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw new NetworkFileException($"The file breaks off inside {what}.");
        }
    }
}
