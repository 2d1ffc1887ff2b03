using System.Numerics;

namespace Superposition.UniversalAnd;

/// <summary>
/// Paley's Hadamard matrix of order q + 1 for a prime q ≡ 3 mod 4: rows and columns are ∞ and the numbers modulo q, the entry of two
/// different numbers is 1 where their difference is a square and −1 elsewhere, the diagonal is 1, the row of ∞ is 1 and its column −1
/// (R. E. A. C. Paley, On orthogonal matrices, 1933). Any two of its columns are orthogonal.
/// </summary>
public sealed class PaleyMatrix
{
    private readonly int[,] entries;

    /// <summary>Makes the matrix of order q + 1 for a prime q ≡ 3 mod 4.</summary>
    /// <param name="prime">q ≡ 3 mod 4.</param>
    /// <exception cref="ArgumentOutOfRangeException">q is not a prime that is 3 modulo 4.</exception>
    public PaleyMatrix(int prime)
    {
        if (!IsPaley(prime))
        {
            throw new ArgumentOutOfRangeException(nameof(prime), prime, "Expected a prime that is 3 modulo 4.");
        }

        Order = prime + 1;
        entries = new int[Order, Order];
        var squares = Enumerable.Range(1, prime - 1).Select(x => (int)((long)x * x % prime)).ToHashSet();
        for (var i = 0; i < Order; i++)
        {
            for (var j = 0; j < Order; j++)
            {
                entries[i, j] = i == j || i == 0 ? 1 : j == 0 ? -1 : squares.Contains((i - j + prime) % prime) ? 1 : -1;
            }
        }
    }

    /// <summary>N = q + 1, the number of rows and of columns.</summary>
    public int Order { get; }

    /// <summary>The entry, 1 or −1, of a row and a column; 0 stands for ∞, x + 1 for the number x.</summary>
    public int this[int row, int column] => entries[row, column];

    /// <summary>The smallest matrix with enough columns.</summary>
    public static PaleyMatrix WithColumns(int columns) => new(Enumerable.Range(Math.Max(3, columns - 1), int.MaxValue / 2).First(IsPaley));

    /// <summary>
    /// κN: the largest |Σ_a H_ai H_aj H_ak H_al| over different i, j, k, l among the first columns, found by trying all of them, C(m,
    /// 4)·N/64 steps.
    /// </summary>
    public int LargestFourfoldSum(int columns)
    {
        var words = (Order + 63) / 64;
        var signs = new ulong[columns][];
        for (var column = 0; column < columns; column++)
        {
            signs[column] = new ulong[words];
            for (var row = 0; row < Order; row++)
            {
                signs[column][row / 64] |= entries[row, column] < 0 ? 1UL << (row % 64) : 0;
            }
        }

        var largest = new int[columns];
        Parallel.For(0, columns, i =>
        {
            var three = new ulong[words];
            for (var j = i + 1; j < columns; j++)
            {
                for (var k = j + 1; k < columns; k++)
                {
                    for (var word = 0; word < words; word++)
                    {
                        three[word] = signs[i][word] ^ signs[j][word] ^ signs[k][word];
                    }

                    for (var l = k + 1; l < columns; l++)
                    {
                        var negative = 0;
                        for (var word = 0; word < words; word++)
                        {
                            negative += BitOperations.PopCount(three[word] ^ signs[l][word]);
                        }

                        largest[i] = Math.Max(largest[i], Math.Abs(Order - (2 * negative)));
                    }
                }
            }
        });
        return largest.Max();
    }

    private static bool IsPaley(int q) =>
        q % 4 == 3 && Enumerable.Range(2, Math.Max(0, (int)Math.Sqrt(q) - 1)).All(divisor => q % divisor != 0);
}
