using System.Buffers.Binary;

namespace Superposition.Booleans;

/// <summary>
/// SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014). The framework's own seeded generator
/// takes 31 bits of seed and rounds integer draws through a double; here all 64 bits count and integer draws are exactly uniform.
/// </summary>
internal sealed class RandomStream(ulong state) : Random(0)
{
    private ulong state = state;

    public override int Next(int maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxValue);
        return maxValue == 0 ? 0 : (int)Below((ulong)maxValue);
    }

    public override int Next(int minValue, int maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minValue, maxValue);
        return minValue == maxValue ? minValue : (int)(minValue + (long)Below((ulong)((long)maxValue - minValue)));
    }

    public override int Next() => Next(int.MaxValue);

    public override long NextInt64(long maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxValue);
        return maxValue == 0 ? 0 : (long)Below((ulong)maxValue);
    }

    public override long NextInt64() => NextInt64(long.MaxValue);

    public override double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    public override void NextBytes(Span<byte> buffer)
    {
        for (; buffer.Length >= sizeof(ulong); buffer = buffer[sizeof(ulong)..])
        {
            BinaryPrimitives.WriteUInt64LittleEndian(buffer, NextBits());
        }

        if (!buffer.IsEmpty)
        {
            Span<byte> last = stackalloc byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64LittleEndian(last, NextBits());
            last[..buffer.Length].CopyTo(buffer);
        }
    }

    public override void NextBytes(byte[] buffer) => NextBytes(buffer.AsSpan());

    protected override double Sample() => NextDouble();

    private ulong NextBits()
    {
        state += 0x9E3779B97F4A7C15;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>Uniform below a bound, without bias (Lemire, "Fast random integer generation in an interval", 2019).</summary>
    private ulong Below(ulong bound)
    {
        var high = Math.BigMul(NextBits(), bound, out var low);
        if (low < bound)
        {
            var threshold = (0 - bound) % bound;
            while (low < threshold)
            {
                high = Math.BigMul(NextBits(), bound, out low);
            }
        }

        return high;
    }
}
