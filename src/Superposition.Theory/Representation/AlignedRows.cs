using System.Runtime.InteropServices;

namespace Superposition.Representation;

/// <summary>
/// Rows of numbers, each filled up with zeros to whole vectors of eight and beginning at a cache line: loops over a row have no rest, and
/// no load takes two lines.
/// </summary>
internal sealed class AlignedRows
{
    private const int Lanes = 8;
    private readonly double[] numbers;
    private readonly int begin;

    /// <summary>Rows of zeros.</summary>
    /// <param name="count">The number of rows.</param>
    /// <param name="width">The numbers in use in each.</param>
    public AlignedRows(int count, int width)
    {
        (Count, Stride) = (count, (width + Lanes - 1) / Lanes * Lanes);
        numbers = GC.AllocateArray<double>(checked((count * Stride) + Lanes - 1), pinned: true);
        begin = (int)(-(Marshal.UnsafeAddrOfPinnedArrayElement(numbers, 0) / sizeof(double)) & (Lanes - 1));
    }

    /// <summary>The number of rows.</summary>
    public int Count { get; }

    /// <summary>The numbers of a row with those that fill it up, a multiple of eight.</summary>
    public int Stride { get; }

    /// <summary>A row, with what fills it up.</summary>
    /// <param name="row">Its place.</param>
    public Span<double> this[int row] => numbers.AsSpan(begin + (row * Stride), Stride);
}
