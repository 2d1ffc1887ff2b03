namespace Superposition.Booleans;

/// <summary>
/// A pseudorandom permutation of 0 … n − 1 that is computed and never stored, in both directions: an unbalanced Feistel network on an a × b grid with
/// ab ≥ n. A step that leaves 0 … n − 1 is followed until it comes back (Black and Rogaway, "Ciphers with arbitrary finite domains", CT-RSA 2002).
/// </summary>
public sealed class SeededPermutation
{
    private const int Rounds = 6;

    private readonly uint length;
    private readonly uint rows;
    private readonly uint columns;
    private readonly ulong[] keys = new ulong[Rounds];

    /// <summary>Draws the keys.</summary>
    /// <param name="length">n, at least 1.</param>
    /// <param name="seed">Decides the permutation.</param>
    public SeededPermutation(int length, Seed seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        this.length = (uint)length;
        rows = (uint)Math.Ceiling(Math.Sqrt(length));
        columns = (this.length + rows - 1) / rows;
        var random = seed.Stream("permutation");
        for (var round = 0; round < Rounds; round++)
        {
            keys[round] = (ulong)random.NextInt64();
        }
    }

    /// <summary>n.</summary>
    public int Length => (int)length;

    /// <summary>Where an index goes.</summary>
    /// <param name="index">0 … n − 1.</param>
    public int this[int index]
    {
        get
        {
            var at = Checked(index);
            do
            {
                var (row, column) = (at % rows, at / rows);
                for (var round = 0; round < Rounds; round += 2)
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
            var (row, column) = (at % rows, at / rows);
            for (var round = Rounds - 2; round >= 0; round -= 2)
            {
                column = Sum(column, columns - Below(columns, row, keys[round + 1]), columns);
                row = Sum(row, rows - Below(rows, column, keys[round]), rows);
            }

            at = row + (column * rows);
        }
        while (at >= length);
        return (int)at;
    }

    private uint Checked(int index) => (uint)index < length ? (uint)index : throw new ArgumentOutOfRangeException(nameof(index), index, $"Expected an index below {length}.");

    private static uint Sum(uint a, uint b, uint modulus) => a + b >= modulus ? a + b - modulus : a + b;

    /// <summary>A hash of half an index, uniform below a bound.</summary>
    private static uint Below(uint bound, uint half, ulong key)
    {
        var z = (half + key) * 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 32)) * 0xBF58476D1CE4E5B9;
        return (uint)(((z >> 32) * bound) >> 32);
    }
}
