namespace Superposition.Representation;

/// <summary>Gaussian elimination modulo a prime below 2³².</summary>
internal static class ModularElimination
{
    /// <summary>Equations and unknowns that carry the rank of a matrix modulo the prime, each in one pivot.</summary>
    public static IReadOnlyList<(int Equation, int Unknown)> PivotsOf(IReadOnlyList<long[]> equations, int unknowns, ulong prime)
    {
        var rows = equations.Select(row => row.Select(entry => Reduce(entry, prime)).ToArray()).ToArray();
        var pivots = new List<(int Equation, int Unknown)>();
        for (var e = 0; e < rows.Length && pivots.Count < unknowns; e++)
        {
            var row = rows[e];
            foreach (var (equation, unknown) in pivots)
            {
                Subtract(row, row[unknown], rows[equation], prime);
            }

            var pivot = Array.FindIndex(row, entry => entry != 0);
            if (pivot >= 0)
            {
                Scale(row, Invert(row[pivot], prime), prime);
                pivots.Add((e, pivot));
            }
        }

        return pivots;
    }

    /// <summary>The inverse of a matrix that is invertible modulo the prime (Gauss–Jordan).</summary>
    public static ulong[][] InverseOf(long[][] square, ulong prime)
    {
        var size = square.Length;
        var rows = square.Select((row, i) => row.Select(entry =>
            Reduce(entry, prime)).Concat(Enumerable.Range(0, size).Select(j => j == i ? 1UL : 0UL)).ToArray()).ToArray();
        for (var c = 0; c < size; c++)
        {
            var pivot = Array.FindIndex(rows, c, row => row[c] != 0);
            (rows[c], rows[pivot]) = (rows[pivot], rows[c]);
            Scale(rows[c], Invert(rows[c][c], prime), prime);
            for (var i = 0; i < size; i++)
            {
                if (i != c)
                {
                    Subtract(rows[i], rows[i][c], rows[c], prime);
                }
            }
        }

        return [.. rows.Select(row => row[size..])];
    }

    private static ulong Reduce(long entry, ulong prime) => (ulong)(((entry % (long)prime) + (long)prime) % (long)prime);

    private static void Scale(ulong[] row, ulong factor, ulong prime)
    {
        for (var j = 0; j < row.Length; j++)
        {
            row[j] = row[j] * factor % prime;
        }
    }

    private static void Subtract(ulong[] row, ulong factor, ulong[] pivotRow, ulong prime)
    {
        if (factor == 0)
        {
            return;
        }

        var negative = prime - factor;
        for (var j = 0; j < row.Length; j++)
        {
            row[j] = (row[j] + (negative * pivotRow[j])) % prime;
        }
    }

    /// <summary>Fermat: a^(p−2) is the inverse of a.</summary>
    private static ulong Invert(ulong value, ulong prime)
    {
        ulong result = 1;
        for (var exponent = prime - 2; exponent > 0; exponent >>= 1)
        {
            if ((exponent & 1) == 1)
            {
                result = result * value % prime;
            }

            value = value * value % prime;
        }

        return result;
    }
}
