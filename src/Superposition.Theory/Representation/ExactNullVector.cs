using System.Numerics;

namespace Superposition.Representation;

/// <summary>
/// Integers w, not all 0, with Σ_i w_i a_i = 0 in exact arithmetic for a few rows a_i of integers that have, up to a factor, just one such
/// combination. Found modulo a prime, lifted to powers of it (Dixon, "Exact solution of linear equations using p-adic expansions", 1982),
/// turned into fractions, and then checked with big integers: a wrong guess on the way can only end in "none found".
/// </summary>
internal static class ExactNullVector
{
    private const ulong Prime = (1UL << 31) - 1;

    /// <summary>
    /// The combination of the columns of a matrix that vanishes, or null when there is none, more than one, or none is found.
    /// </summary>
    /// <param name="equations">One equation a row, one unknown a column; entries below 2⁶² in size.</param>
    /// <param name="unknowns">k, the number of unknowns.</param>
    public static BigInteger[]? Find(IReadOnlyList<long[]> equations, int unknowns)
    {
        if (ModularElimination.PivotsOf(equations, unknowns, Prime) is not { } pivots || pivots.Count != unknowns - 1)
        {
            return null;
        }

        var free = Enumerable.Range(0, unknowns).Except(pivots.Select(p => p.Unknown)).Single();
        long[][] square = [.. pivots.Select(p => pivots.Select(q => equations[p.Equation][q.Unknown]).ToArray())];
        var inverse = ModularElimination.InverseOf(square, Prime);
        var residual = pivots.Select(p => -(Int128)equations[p.Equation][free]).ToArray();
        var digits = new List<ulong[]>();
        var limit = DigitsEnough(square, residual);
        for (var next = 4; ; next = Math.Min(2 * next, limit))
        {
            while (digits.Count < next)
            {
                digits.Add(NextDigit(square, inverse, residual));
            }

            if (Fractions(digits) is { } solution)
            {
                var w = new BigInteger[unknowns];
                w[free] = solution.Denominator;
                for (var i = 0; i < pivots.Count; i++)
                {
                    w[pivots[i].Unknown] = solution.Numerators[i];
                }

                if (equations.All(equation => Vanishes(equation, w)))
                {
                    return w;
                }
            }

            if (next == limit)
            {
                return null;
            }
        }
    }

    /// <summary>Hadamard's bound: numerators and denominator are determinants, and p^digits has to exceed twice their product.</summary>
    private static int DigitsEnough(long[][] square, Int128[] right)
    {
        double bits = 4;
        for (var i = 0; i < square.Length; i++)
        {
            var norm = square[i].Sum(entry => (double)entry * entry) + ((double)right[i] * (double)right[i]);
            bits += Math.Max(0, Math.Log2(norm)) + 1;
        }

        return (int)Math.Ceiling(bits / Math.Log2(Prime)) + 4;
    }

    /// <summary>One step x ≡ M⁻¹ r (mod p), r ← (r − M x)/p, which leaves no remainder.</summary>
    private static ulong[] NextDigit(long[][] square, ulong[][] inverse, Int128[] residual)
    {
        var reduced = residual.Select(r => (ulong)(((r % (long)Prime) + (long)Prime) % (long)Prime)).ToArray();
        var digit = inverse.Select(row =>
        {
            ulong sum = 0;
            for (var j = 0; j < row.Length; j++)
            {
                sum = (sum + (row[j] * reduced[j])) % Prime;
            }

            return sum;
        }).ToArray();
        for (var i = 0; i < square.Length; i++)
        {
            var rest = residual[i];
            var row = square[i];
            for (var j = 0; j < row.Length; j++)
            {
                if (row[j] != 0)
                {
                    rest -= (Int128)row[j] * (long)digit[j];
                }
            }

            residual[i] = rest / (long)Prime;
        }

        return digit;
    }

    /// <summary>
    /// Numbers known modulo p^digits as fractions with one denominator, all small against the modulus; null when they are not.
    /// </summary>
    private static (BigInteger[] Numerators, BigInteger Denominator)? Fractions(List<ulong[]> digits)
    {
        var modulus = BigInteger.Pow(Prime, digits.Count);
        var most = BigInteger.One << (int)((modulus.GetBitLength() - 2) / 2);
        var values = new BigInteger[digits[0].Length];
        for (var t = digits.Count - 1; t >= 0; t--)
        {
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = (values[i] * Prime) + digits[t][i];
            }
        }

        var denominator = BigInteger.One;
        foreach (var value in values)
        {
            if (BigInteger.Abs(Symmetric(value * denominator, modulus)) > most)
            {
                denominator *= Denominator(Symmetric(value * denominator, modulus), modulus, most);
                if (denominator > most)
                {
                    return null;
                }
            }
        }

        BigInteger[] numerators = [.. values.Select(value => Symmetric(value * denominator, modulus))];
        return numerators.All(n => BigInteger.Abs(n) <= most) ? (numerators, denominator) : null;
    }

    private static BigInteger Symmetric(BigInteger value, BigInteger modulus)
    {
        var rest = BigInteger.Remainder(value, modulus);
        return 2 * rest > modulus ? rest - modulus : 2 * rest < -modulus ? rest + modulus : rest;
    }

    /// <summary>
    /// The denominator of the fraction with a small numerator that equals a value modulo p^digits (Euclid's algorithm, stopped halfway).
    /// </summary>
    private static BigInteger Denominator(BigInteger value, BigInteger modulus, BigInteger most)
    {
        var (before, now) = (modulus, value);
        var (factorBefore, factor) = (BigInteger.Zero, BigInteger.One);
        while (BigInteger.Abs(now) > most)
        {
            var quotient = BigInteger.DivRem(before, now, out var rest);
            (before, now) = (now, rest);
            (factorBefore, factor) = (factor, factorBefore - (quotient * factor));
        }

        return BigInteger.Abs(factor);
    }

    private static bool Vanishes(long[] equation, BigInteger[] w)
    {
        var sum = BigInteger.Zero;
        for (var i = 0; i < w.Length; i++)
        {
            sum += equation[i] * w[i];
        }

        return sum.IsZero;
    }
}
