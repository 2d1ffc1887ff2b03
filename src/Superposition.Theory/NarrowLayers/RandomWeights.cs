using System.Runtime.InteropServices;

namespace Superposition.NarrowLayers;

/// <summary>What the weights of a layer over features are.</summary>
public enum WeightLaw
{
    /// <summary>1 with probability p, otherwise 0.</summary>
    Subsets,

    /// <summary>+1 and −1 with probability p/2 each, otherwise 0.</summary>
    Ternary,

    /// <summary>+1 or −1 with probability ½ each.</summary>
    Signs,

    /// <summary>None: a neuron is a normal direction in the state, whatever the features are.</summary>
    StateSpace,
}

/// <summary>Independent weights from a stream of random bits, two bytes or one bit an entry.</summary>
public static class RandomWeights
{
    private const int Levels = 1 << 16;
    private const int Chunk = 1 << 12;

    // The eight signs that a byte stands for.
    private static readonly float[] Signs =
        [.. from value in Enumerable.Range(0, 256) from bit in Enumerable.Range(0, 8) select 1f - (2 * ((value >> bit) & 1))];

    /// <summary>The density that 16 bits an entry can draw exactly, nearest to a given one.</summary>
    public static double Representable(double density) => Math.Clamp(Math.Round(density * Levels / 2) * 2, 2, Levels) / Levels;

    /// <summary>Fills a span with independent entries of a law.</summary>
    /// <param name="entries">Takes them.</param>
    /// <param name="law">Subsets, ternary or signs.</param>
    /// <param name="density">p, <see cref="Representable"/>; signs have none.</param>
    /// <param name="stream">The bits.</param>
    public static void Fill(Span<float> entries, WeightLaw law, double density, Random stream)
    {
        if (law == WeightLaw.Signs)
        {
            FillSigns(entries, stream);
            return;
        }

        var (set, up) = ((int)(density * Levels), (int)(density * Levels / 2));
        var down = law == WeightLaw.Ternary ? -1f : 1f;
        Span<ushort> draws = stackalloc ushort[Chunk];
        for (; !entries.IsEmpty; entries = entries[Math.Min(Chunk, entries.Length)..])
        {
            stream.NextBytes(MemoryMarshal.AsBytes(draws));
            for (var i = 0; i < Math.Min(Chunk, entries.Length); i++)
            {
                entries[i] = draws[i] < up ? 1f : draws[i] < set ? down : 0f;
            }
        }
    }

    private static void FillSigns(Span<float> entries, Random stream)
    {
        Span<byte> draws = stackalloc byte[Chunk];
        for (; !entries.IsEmpty; entries = entries[Math.Min(8 * Chunk, entries.Length)..])
        {
            stream.NextBytes(draws);
            var now = entries[..Math.Min(8 * Chunk, entries.Length)];
            for (var i = 0; i < now.Length; i += 8)
            {
                Signs.AsSpan(8 * draws[i / 8], Math.Min(8, now.Length - i)).CopyTo(now[i..]);
            }
        }
    }
}
