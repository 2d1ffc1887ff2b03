namespace Superposition.Booleans;

/// <summary>
/// A pseudorandom permutation of 0 … n − 1 that is computed and never stored, in both directions: an unbalanced Feistel network on an a
/// × b grid with ab ≥ n. A step that leaves 0 … n − 1 is followed until it comes back (Black and Rogaway, "Ciphers with arbitrary
/// finite domains", CT-RSA 2002).
/// </summary>
public sealed class SeededPermutation
{
    // Below this length four rounds can be told from chance, so there are eight.
    private const int SmallGrid = 1 << 16;

    private readonly uint length;
    private readonly uint rows;
    private readonly uint columns;
    private readonly ulong reciprocal;
    private readonly ulong[] keys;

    /// <summary>Makes the permutation of 0 … n − 1 that belongs to a seed; only the keys of its rounds are stored.</summary>
    /// <param name="length">n, at least 1.</param>
    /// <param name="seed">Decides the permutation.</param>
    public SeededPermutation(int length, Seed seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        this.length = (uint)length;
        rows = (uint)Math.Ceiling(Math.Sqrt(length));
        columns = (this.length + rows - 1) / rows;
        reciprocal = (ulong.MaxValue / rows) + 1;
        keys = new ulong[length < SmallGrid ? 8 : 4];
        var random = seed.Stream("permutation");
        for (var round = 0; round < keys.Length; round++)
        {
            keys[round] = (ulong)random.NextInt64();
        }
    }

    /// <summary>n, the number of elements that are permuted.</summary>
    public int Length => (int)length;

    /// <summary>The image of an index under the permutation, 0 … n − 1.</summary>
    /// <param name="index">0 … n − 1.</param>
    public int this[int index]
    {
        get
        {
            var at = Checked(index);
            do
            {
                var column = Quotient(at);
                var row = at - (column * rows);
                for (var round = 0; round < keys.Length; round += 2)
                {
                    row = Sum(row, Below(rows, column, keys[round]), rows);
                    column = Sum(column, Below(columns, row, keys[round + 1]), columns);
                }

                at = row + (column * rows);
            }
            while (at >= length);
            return (int)at;
        }
    }

    /// <summary>The index that goes to a place.</summary>
    /// <param name="place">0 … n − 1.</param>
    public int Inverse(int place)
    {
        var at = Checked(place);
        do
        {
            var column = Quotient(at);
            var row = at - (column * rows);
            for (var round = keys.Length - 2; round >= 0; round -= 2)
            {
                column = Sum(column, columns - Below(columns, row, keys[round + 1]), columns);
                row = Sum(row, rows - Below(rows, column, keys[round]), rows);
            }

            at = row + (column * rows);
        }
        while (at >= length);
        return (int)at;
    }

    private uint Checked(int index) => (uint)index < length
        ? (uint)index
        : throw new ArgumentOutOfRangeException(nameof(index), index, $"Expected an index below {length}.");

    /// <summary>
    /// at / rows by a product (Lemire, Kaser and Kurz, "Faster remainder by direct computation", 2019); a division would cost as much as
    /// two rounds.
    /// </summary>
    private uint Quotient(uint at) => rows == 1 ? at : (uint)Math.BigMul(reciprocal, (ulong)at, out _);

    private static uint Sum(uint a, uint b, uint modulus) => a + b >= modulus ? a + b - modulus : a + b;

    /// <summary>A hash of half an index, uniform below a bound.</summary>
    private static uint Below(uint bound, uint half, ulong key)
    {
        var z = (half + key) * 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 32)) * 0xBF58476D1CE4E5B9;
        return (uint)(((z >> 32) * bound) >> 32);
    }
}
