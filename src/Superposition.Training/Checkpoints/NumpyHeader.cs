using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Superposition.Specs;
using static TorchSharp.torch;

namespace Superposition.Checkpoints;

/// <summary>
/// The header of an .npy array: six bytes that name the format, two for its version, two or four for the length, then a Python dictionary such as
/// {'descr': '&lt;f4', 'fortran_order': False, 'shape': (64, 16), }.
/// </summary>
/// <param name="Array">What the array is.</param>
/// <param name="IsFortran">Whether the first index runs fastest.</param>
/// <param name="Length">Bytes before the data.</param>
internal sealed partial record NumpyHeader(StoredArray Array, bool IsFortran, int Length)
{
    private const int LongestText = 1 << 16;
    private const int MostDimensions = 64;

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
        ReadExactly(stream, lengthBytes, quoted);
        var length = version == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(lengthBytes) : BinaryPrimitives.ReadUInt32LittleEndian(lengthBytes);
        if (length > LongestText)
        {
            throw new NetworkFileException($"The array {quoted} is said to have a header of {length} bytes, expected at most {LongestText}.");
        }

        var text = new byte[length];
        ReadExactly(stream, text, quoted);
        return Parse(Encoding.UTF8.GetString(text), name, 8 + lengthBytes.Length + text.Length);
    }

    /// <summary>Makes sure that as many bytes are there as the shape asks for.</summary>
    public void RequireBytes(long found)
    {
        var expected = StoredArray.BytesOf(Array.Type, Array.Shape);
        if (Array.Type.Size > 0 && expected != found)
        {
            throw new NetworkFileException(
                $"The array {Quotation.Of(Array.Name)} has {found} bytes of data, expected {expected?.ToString(CultureInfo.InvariantCulture) ?? "a number below 2^63"} for {Array.Type} {Array.ShapeText}.");
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

    private static NumpyHeader Parse(string text, string name, int length)
    {
        var type = Descr().Match(text);
        var order = FortranOrder().Match(text);
        var shape = ShapeTuple().Match(text);
        if (!type.Success || !order.Success || !shape.Success)
        {
            throw new NetworkFileException($"The array {Quotation.Of(name)} has the header {Quotation.Of(text)}, expected descr, fortran_order and shape.");
        }

        var sizes = ImmutableArray.CreateBuilder<long>();
        foreach (var size in shape.Groups["sizes"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            sizes.Add(sizes.Count < MostDimensions && long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw new NetworkFileException($"The array {Quotation.Of(name)} has the shape {Quotation.Of(shape.Groups["sizes"].Value)}, expected at most {MostDimensions} whole numbers."));
        }

        var array = new StoredArray(name, TypeOf(type.Groups["type"].Value), sizes.ToImmutable());
        return new NumpyHeader(array, order.Groups["value"].Value == "True", length);
    }

    private static ElementType TypeOf(string descr) => descr switch
    {
        "<f4" => ElementType.F32,
        "<f8" => ElementType.Find("F64")!,
        "<f2" => ElementType.Find("F16")!,
        "<i8" => ElementType.Find("I64")!,
        "<i4" => ElementType.Find("I32")!,
        "<i2" => ElementType.Find("I16")!,
        "|i1" => ElementType.Find("I8")!,
        "|u1" => ElementType.Find("U8")!,
        "|b1" => ElementType.Find("BOOL")!,
        "" => ElementType.Unreadable("a structure"),
        _ => ElementType.Unreadable(descr),
    };

    private static void ReadExactly(Stream stream, Span<byte> bytes, string quoted)
    {
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw new NetworkFileException($"The file breaks off inside the header of the array {quoted}.");
        }
    }

    [GeneratedRegex(@"'descr'\s*:\s*('(?<type>[^']*)'|\[)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Descr();

    [GeneratedRegex(@"'fortran_order'\s*:\s*(?<value>True|False)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex FortranOrder();

    [GeneratedRegex(@"'shape'\s*:\s*\((?<sizes>[^()]*)\)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex ShapeTuple();
}
