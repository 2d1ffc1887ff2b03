using System.Numerics;
using System.Runtime.InteropServices;
using Superposition.Specs;
using static TorchSharp.torch;

namespace Superposition.Checkpoints;

/// <summary>
/// Moves the memory of tensors to and from streams without a copy in between, a few megabytes at a time: a span holds at most 2 GiB, a tensor may
/// hold more. Files are little-endian, and so is every machine that TorchSharp runs on.
/// </summary>
internal static class TensorBytes
{
    private const int PieceElements = 1 << 20;

    /// <summary>A new tensor with an array's type and shape, filled from a stream.</summary>
    /// <exception cref="NetworkFileException">No tensor can hold the array, or the stream has fewer bytes.</exception>
    public static Tensor Read(Stream stream, StoredArray array)
    {
        using var scope = NewDisposeScope();
        var type = array.Type.Require(array.Name);

        // A byte that is not 0 is true, but in the memory of a boolean tensor only 0 and 1 are defined.
        var isBoolean = type == ScalarType.Bool;
        var values = empty(array.Shape.AsSpan(), isBoolean ? ScalarType.Byte : type);
        var flat = values.flatten();
        try
        {
            for (var start = 0L; start < flat.numel(); start += PieceElements)
            {
                stream.ReadExactly(Piece(flat, start));
            }
        }
        catch (EndOfStreamException e)
        {
            throw new NetworkFileException($"The file breaks off inside the array {Quotation.Of(array.Name)}.", e);
        }

        return (isBoolean ? values.ne(0) : values).MoveToOuterDisposeScope();
    }

    /// <summary>Writes a tensor's elements, row-major.</summary>
    public static void Write(Tensor values, Stream stream)
    {
        using var scope = NewDisposeScope();
        var flat = values.detach().contiguous().flatten();
        for (var start = 0L; start < flat.numel(); start += PieceElements)
        {
            stream.Write(Piece(flat, start));
        }
    }

    /// <summary>The place of the first NaN or infinity among the elements of a float32 tensor, row-major, or −1.</summary>
    public static long FirstNotFinite(Tensor values)
    {
        using var scope = NewDisposeScope();
        var flat = values.detach().contiguous().flatten();
        for (var start = 0L; start < flat.numel(); start += PieceElements)
        {
            if (FirstNotFinite(MemoryMarshal.Cast<byte, uint>(Piece(flat, start))) is >= 0 and var place)
            {
                return start + place;
            }
        }

        return -1;
    }

    private static Span<byte> Piece(Tensor flat, long start)
    {
        using var piece = flat.narrow(0, start, Math.Min(PieceElements, flat.numel() - start));
        return piece.bytes; // The memory belongs to `flat`, which outlives the piece.
    }

    /// <summary>NaN and the infinities are the numbers whose eight bits of exponent are all set. One pass at memory speed.</summary>
    private static int FirstNotFinite(ReadOnlySpan<uint> bits)
    {
        const uint exponent = 0x7F800000;
        var mask = new Vector<uint>(exponent);
        var i = 0;
        for (; i <= bits.Length - Vector<uint>.Count; i += Vector<uint>.Count)
        {
            if (Vector.EqualsAny(new Vector<uint>(bits[i..]) & mask, mask))
            {
                break;
            }
        }

        for (; i < bits.Length; i++)
        {
            if ((bits[i] & exponent) == exponent)
            {
                return i;
            }
        }

        return -1;
    }
}
