using System.Numerics;

namespace Superposition.Booleans;

/// <summary>Subsets of {0, …, m−1} with a fixed number of members, in lexicographic order.</summary>
public static class Combinations
{
    /// <summary>C(n, k): the number of k-subsets of n things; 0 when k is negative or above n.</summary>
    public static BigInteger Count(int n, int k)
    {
        if (k < 0 || k > n)
        {
            return BigInteger.Zero;
        }

        var count = BigInteger.One;
        for (var i = 1; i <= Math.Min(k, n - k); i++)
        {
            count = count * (n - Math.Min(k, n - k) + i) / i;
        }

        return count;
    }

    /// <summary>The place of a strictly increasing subset among all subsets of its size.</summary>
    public static BigInteger Rank(int n, ReadOnlySpan<int> subset)
    {
        var rank = BigInteger.Zero;
        var next = 0;
        for (var i = 0; i < subset.Length; i++)
        {
            for (; next < subset[i]; next++)
            {
                rank += Count(n - next - 1, subset.Length - i - 1);
            }

            next++;
        }

        return rank;
    }

    /// <summary>Writes the subset that stands at <paramref name="rank"/>; its size is the length of <paramref name="subset"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rank is negative or not below the number of subsets.</exception>
    public static void Unrank(int n, BigInteger rank, Span<int> subset)
    {
        if (rank < 0 || rank >= Count(n, subset.Length))
        {
            throw new ArgumentOutOfRangeException(
                nameof(rank), rank, $"There are {Count(n, subset.Length)} subsets of {subset.Length} out of {n}.");
        }

        var next = 0;
        for (var i = 0; i < subset.Length; i++, next++)
        {
            for (var skipped = Count(n - next - 1, subset.Length - i - 1); rank >= skipped;
                skipped = Count(n - next - 1, subset.Length - i - 1))
            {
                rank -= skipped;
                next++;
            }

            subset[i] = next;
        }
    }

    /// <summary>Turns a subset into the one after it; false, and unchanged, when it is the last.</summary>
    public static bool Advance(int n, Span<int> subset)
    {
        var i = subset.Length - 1;
        while (i >= 0 && subset[i] == n - subset.Length + i)
        {
            i--;
        }

        if (i < 0)
        {
            return false;
        }

        subset[i]++;
        for (var j = i + 1; j < subset.Length; j++)
        {
            subset[j] = subset[j - 1] + 1;
        }

        return true;
    }

    /// <summary>Draws a subset, every one of the given size with the same probability (Floyd's algorithm), in increasing order.</summary>
    public static void Draw(int n, Random random, Span<int> subset)
    {
        if (subset.Length > n)
        {
            throw new ArgumentException($"{n} things have no subset of {subset.Length}.", nameof(subset));
        }

        for (var i = 0; i < subset.Length; i++)
        {
            var last = n - subset.Length + i;
            var pick = random.Next(last + 1);
            subset[i] = subset[..i].Contains(pick) ? last : pick;
        }

        subset.Sort();
    }
}
