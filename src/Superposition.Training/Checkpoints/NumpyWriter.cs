using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using Superposition.Specs;
using static TorchSharp.torch;

namespace Superposition.Checkpoints;

/// <summary>
/// Writes NumPy's .npz: a zip archive of .npy arrays, not packed, in the order of their names. The same arrays give bit-identical files.
/// </summary>
internal static class NumpyWriter
{
    private const int HeaderMultiple = 64, BytesOfCharacter = 4;

    // The earliest time that a zip archive can hold: none of the clock's.
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes arrays of numbers and arrays of strings.</summary>
    /// <exception cref="NetworkFileException">NumPy has no type for the elements of an array, as for bfloat16.</exception>
    public static void Write(
        Stream stream, IReadOnlyDictionary<string, Tensor> arrays, IReadOnlyDictionary<string, ImmutableArray<string>> texts)
    {
        foreach (var (name, values) in arrays)
        {
            Code(name, values);
        }

        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var name in arrays.Keys.Concat(texts.Keys).Order(StringComparer.Ordinal))
        {
            var entry = archive.CreateEntry($"{name}.npy", CompressionLevel.NoCompression);
            entry.LastWriteTime = NoTime;
            using var content = entry.Open();
            if (arrays.TryGetValue(name, out var values))
            {
                content.Write(Header(Code(name, values), values.shape));
                TensorBytes.Write(values, content);
            }
            else
            {
                Write(content, texts[name]);
            }
        }
    }

    private static string Code(string name, Tensor values) => values.dtype switch
    {
        ScalarType.Float32 => "<f4",
        ScalarType.Float64 => "<f8",
        ScalarType.Float16 => "<f2",
        ScalarType.Int64 => "<i8",
        ScalarType.Int32 => "<i4",
        ScalarType.Int16 => "<i2",
        ScalarType.Int8 => "|i1",
        ScalarType.Byte => "|u1",
        ScalarType.Bool => "|b1",
        var other => throw new NetworkFileException($"The array {Quotation.Of(name)} is made of {other}, for which NumPy has no type."),
    };

    private static void Write(Stream content, ImmutableArray<string> strings)
    {
        var characters = strings.Select(text => text.EnumerateRunes().ToArray()).ToArray();
        var longest = Math.Max(1, characters.Select(runes => runes.Length).DefaultIfEmpty().Max());
        content.Write(Header($"<U{longest}", [strings.Length]));
        var bytes = new byte[BytesOfCharacter * longest];
        foreach (var runes in characters)
        {
            Array.Clear(bytes);
            for (var i = 0; i < runes.Length; i++)
            {
                BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(BytesOfCharacter * i), runes[i].Value);
            }

            content.Write(bytes);
        }
    }

    private static byte[] Header(string code, long[] shape)
    {
        var sizes = string.Create(CultureInfo.InvariantCulture, $"({string.Join(", ", shape)}{(shape.Length == 1 ? "," : "")})");
        var text = $"{{'descr': '{code}', 'fortran_order': False, 'shape': {sizes}, }}";
        var before = NumpyHeader.Magic.Length + 4;
        var length = ((before + text.Length + HeaderMultiple) / HeaderMultiple * HeaderMultiple) - before;
        var header = new byte[before + length];
        NumpyHeader.Magic.CopyTo(header);
        header[6] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), (ushort)length);
        Encoding.ASCII.GetBytes(text.PadRight(length - 1) + "\n", header.AsSpan(before));
        return header;
    }
}
