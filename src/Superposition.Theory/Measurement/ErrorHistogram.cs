using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Superposition.Measurement;

/// <summary>
/// Streams errors of one class in fixed memory. Absolute errors are counted by the leading bits of their float32 form (sign dropped, 8 bits
/// of exponent, 10 of mantissa), so any quantile is known to a relative 2⁻¹⁰ whatever the number of errors; the maximum is exact.
/// </summary>
internal sealed class ErrorHistogram
{
    private const int DroppedBits = 13;
    private const uint FirstNotFinite = 0x7F80_0000;
    private readonly long[] counts = new long[1 << (31 - DroppedBits)];
    private double sum;
    private double sumOfSquares;
    private float largest;
    private long total;
    private long zeros;

    /// <summary>Adds an error that occurred a number of times; the caller has made sure that it is finite.</summary>
    public void Add(float error, long times = 1)
    {
        if (times == 0)
        {
            return;
        }

        var size = Math.Abs(error);
        counts[BitConverter.SingleToUInt32Bits(size) >> DroppedBits] += times;
        sum += (double)error * times;
        sumOfSquares += (double)error * error * times;
        largest = Math.Max(largest, size);
        total += times;
        zeros += size == 0 ? times : 0;
    }

    /// <summary>
    /// Adds the errors of values that should all be the same, in their order: the same sums to the last bit as one after the other, several
    /// times faster.
    /// </summary>
    /// <param name="values">What was read.</param>
    /// <param name="target">What should have been.</param>
    /// <returns>How many errors were added before the first value that is NaN or infinite; all of them where there is none.</returns>
    public int Add(ReadOnlySpan<float> values, float target)
    {
        var (total, squares, most) = (sum, sumOfSquares, BitConverter.SingleToUInt32Bits(largest));
        long exact = 0;
        ref var bins = ref MemoryMarshal.GetArrayDataReference(counts);
        var i = 0;
        for (; i < values.Length; i++)
        {
            var error = values[i] - target;
            var size = BitConverter.SingleToUInt32Bits(error) & int.MaxValue;
            if (size >= FirstNotFinite)
            {
                break;
            }

            // Below the first bits of infinity the bin lies within the array.
            Unsafe.Add(ref bins, size >> DroppedBits)++;
            total += error;
            squares += (double)error * error;
            most = Math.Max(most, size);
            exact += size == 0 ? 1 : 0;
        }

        (sum, sumOfSquares, largest) = (total, squares, BitConverter.UInt32BitsToSingle(most));
        this.total += i;
        zeros += exact;
        return i;
    }

    /// <summary>The statistics of what was added so far.</summary>
    public ErrorStatistics ToStatistics()
    {
        if (total == 0)
        {
            return ErrorStatistics.Empty;
        }

        var mean = sum / total;
        return new ErrorStatistics(
            total, mean, Math.Sqrt(Math.Max(0, (sumOfSquares / total) - (mean * mean))), Math.Sqrt(sumOfSquares / total), Quantile(0.5),
            Quantile(0.9), Quantile(0.99), largest);
    }

    private double Quantile(double share)
    {
        var rank = (long)Math.Ceiling(share * total);
        if (rank <= zeros)
        {
            return 0;
        }

        var bin = 0;
        for (var seen = counts[0]; seen < rank; seen += counts[bin])
        {
            bin++;
        }

        // The upper edge of the bin: a quantile is never reported too small, nor above the maximum.
        return Math.Min(largest, BitConverter.UInt32BitsToSingle(((uint)bin + 1) << DroppedBits));
    }
}
