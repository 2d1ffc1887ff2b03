using System.Buffers.Binary;
using System.IO.Compression;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Exploring;

/// <summary>How the numbers of a network are stored in a page.</summary>
public enum NumberFormat
{
    /// <summary>Two bytes a number, IEEE half precision.</summary>
    Float16,

    /// <summary>Four bytes a number, as in network files.</summary>
    Float32,
}

/// <summary>An array of numbers as text: little-endian, compressed with gzip, in base 64.</summary>
/// <param name="Format">Bytes a number.</param>
/// <param name="Length">How many numbers, row after row.</param>
/// <param name="Data">The text.</param>
public sealed record PackedNumbers(NumberFormat Format, int Length, string Data)
{
    /// <summary>Packs the numbers of a tensor of any shape, row by row.</summary>
    public static PackedNumbers Of(Tensor values, NumberFormat format)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var numbers = values.detach().to(float32).contiguous().Floats();
        var width = format == NumberFormat.Float16 ? 2 : 4;
        var bytes = new byte[width * numbers.Length];
        for (var i = 0; i < numbers.Length; i++)
        {
            var place = bytes.AsSpan(width * i);
            if (format == NumberFormat.Float16)
            {
                BinaryPrimitives.WriteHalfLittleEndian(place, (Half)numbers[i]);
            }
            else
            {
                BinaryPrimitives.WriteSingleLittleEndian(place, numbers[i]);
            }
        }

        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        return new PackedNumbers(format, numbers.Length, Convert.ToBase64String(packed.GetBuffer(), 0, (int)packed.Length));
    }
}
