using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using Superposition.Specs;
using static TorchSharp.torch;

namespace Superposition.Checkpoints;

/// <summary>
/// Moves the memory of tensors to and from streams without a copy in between, a few megabytes at a time: a span holds at most 2 GiB, a
/// tensor may hold more. Every machine that TorchSharp runs on is little-endian, and so are most files; the bytes of others are swapped on
/// the way.
/// </summary>
internal static class TensorBytes
{
    private const int PieceElements = 1 << 20;

    /// <summary>A new tensor with an array's elements and shape, filled from a stream.</summary>
    /// <exception cref="NetworkFileException">No tensor can hold the array, or the stream has fewer bytes.</exception>
    public static Tensor Read(Stream stream, StoredArray array)
    {
        using var scope = NewDisposeScope();
        var type = array.Type.Require(array.Name);
        var values = empty(array.Shape.AsSpan(), InFile(array.Type, type));
        var flat = values.flatten();
        try
        {
            for (var start = 0L; start < flat.numel(); start += PieceElements)
            {
                var piece = Piece(flat, start);
                stream.ReadExactly(piece);
                if (array.IsBigEndian)
                {
                    SwapBytes(piece, array.Type.Size);
                }
            }
        }
        catch (EndOfStreamException e)
        {
            throw new NetworkFileException($"The file breaks off inside the array {Quotation.Of(array.Name)}.", e);
        }

        return Hold(values, array, type).MoveToOuterDisposeScope();
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

    /// <summary>The tensor type whose memory has the layout of the file's elements.</summary>
    private static ScalarType InFile(ElementType type, ScalarType holder) => type switch
    {
        // In the memory of a boolean tensor only 0 and 1 are defined; in a file any other byte is true, too.
        { Scalar: ScalarType.Bool } => ScalarType.Byte,
        { Scalar: not null } => holder,
        { Size: 2 } => ScalarType.Int16,
        { Size: 4 } => ScalarType.Int32,
        _ => ScalarType.Int64,
    };

    /// <summary>
    /// The elements in the type that holds them: bits that were read as signed integers are put right where the file means unsigned ones.
    /// </summary>
    private static Tensor Hold(Tensor values, StoredArray array, ScalarType holder)
    {
        if (array.Type.Scalar is { } scalar)
        {
            return scalar == ScalarType.Bool ? values.ne(0) : values;
        }

        if (array.Type.Size < sizeof(ulong))
        {
            return values.to(holder).bitwise_and((1L << (8 * array.Type.Size)) - 1);
        }

        return values.numel() == 0 || values.ge(0).all().item<bool>() ? values
            : throw new NetworkFileException(
                $"The array {Quotation.Of(array.Name)} has whole numbers of 2^63 and more, expected smaller ones.");
    }

    private static void SwapBytes(Span<byte> bytes, int size)
    {
        switch (size)
        {
            case 2:
                var shorts = MemoryMarshal.Cast<byte, ushort>(bytes);
                BinaryPrimitives.ReverseEndianness(shorts, shorts);
                break;
            case 4:
                var ints = MemoryMarshal.Cast<byte, uint>(bytes);
                BinaryPrimitives.ReverseEndianness(ints, ints);
                break;
            case 8:
                var longs = MemoryMarshal.Cast<byte, ulong>(bytes);
                BinaryPrimitives.ReverseEndianness(longs, longs);
                break;
        }
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
