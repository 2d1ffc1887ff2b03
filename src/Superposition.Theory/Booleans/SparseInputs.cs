using System.Numerics;

namespace Superposition.Booleans;

/// <summary>Whether an input has exactly s active features or at most s. The constants of every theorem differ between the two.</summary>
public enum Sparsity
{
    /// <summary>Exactly s features are active.</summary>
    Exactly,

    /// <summary>Anything from no active feature to s of them.</summary>
    AtMost,
}

/// <summary>
/// The set of s-sparse boolean inputs b ∈ {0,1}^m. Inputs are ordered by their number of active features, then lexicographically;
/// all of them can be walked, any can be reached by its rank, and they can be drawn uniformly.
/// </summary>
public sealed record SparseInputs
{
    /// <summary>Makes the set of inputs with exactly or at most s of m active features.</summary>
    /// <param name="features">m ≥ 1.</param>
    /// <param name="active">s, with 0 ≤ s ≤ m.</param>
    /// <param name="sparsity">Exactly s or at most s.</param>
    /// <exception cref="ArgumentOutOfRangeException">m is below 1, or s is not between 0 and m.</exception>
    public SparseInputs(int features, int active, Sparsity sparsity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(active);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(active, features);
        Features = features;
        Active = active;
        Sparsity = sparsity;
    }

    /// <summary>m, the number of features.</summary>
    public int Features { get; }

    /// <summary>s, the (largest) number of active features.</summary>
    public int Active { get; }

    /// <summary>Whether inputs have exactly or at most s active features.</summary>
    public Sparsity Sparsity { get; }

    /// <summary>The smallest number of active features of an input in the set.</summary>
    public int MinActive => Sparsity == Sparsity.Exactly ? Active : 0;

    /// <summary>How many inputs the set has: C(m, s), or the sum of C(m, t) over t ≤ s.</summary>
    public BigInteger Count => Enumerable.Range(MinActive, Active - MinActive + 1).Aggregate(BigInteger.Zero, (sum, t) =>
        sum + Combinations.Count(Features, t));

    /// <summary>The share of the set's inputs that have exactly <paramref name="active"/> active features.</summary>
    public double Share(int active) =>
        active < MinActive || active > Active
            ? 0
            : Math.Exp(BigInteger.Log(Combinations.Count(Features, active)) - BigInteger.Log(Count));

    /// <summary>The rank of an input in the order of the set, from 0, given its active features in increasing order.</summary>
    public BigInteger Rank(ReadOnlySpan<int> input)
    {
        if (input.Length < MinActive || input.Length > Active)
        {
            throw new ArgumentException($"{input.Length} features are active, expected {this}.", nameof(input));
        }

        var rank = Combinations.Rank(Features, input);
        for (var t = MinActive; t < input.Length; t++)
        {
            rank += Combinations.Count(Features, t);
        }

        return rank;
    }

    /// <summary>The input at a rank between 0 and <see cref="Count"/> − 1.</summary>
    public int[] Unrank(BigInteger rank)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rank);
        for (var t = MinActive; t <= Active; t++)
        {
            var count = Combinations.Count(Features, t);
            if (rank < count)
            {
                var input = new int[t];
                Combinations.Unrank(Features, rank, input);
                return input;
            }

            rank -= count;
        }

        throw new ArgumentOutOfRangeException(nameof(rank), rank, $"There are {Count} inputs with {this}.");
    }

    /// <summary>All inputs in order, in batches of at most <paramref name="batch"/>.</summary>
    public IEnumerable<ActiveSets> All(int batch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        var features = new List<int>(batch * Active);
        var offsets = new List<int>(batch + 1) { 0 };
        for (var t = MinActive; t <= Active; t++)
        {
            var input = Enumerable.Range(0, t).ToArray();
            do
            {
                features.AddRange(input);
                offsets.Add(features.Count);
                if (offsets.Count > batch)
                {
                    yield return new ActiveSets([.. features], [.. offsets]);
                    features.Clear();
                    offsets.Clear();
                    offsets.Add(0);
                }
            }
            while (Combinations.Advance(Features, input));
        }

        if (offsets.Count > 1)
        {
            yield return new ActiveSets([.. features], [.. offsets]);
        }
    }

    /// <summary>Draws inputs, each uniformly from the whole set and independently of the others.</summary>
    public ActiveSets Draw(Random random, int inputs)
    {
        var counts = new BigInteger[Active - MinActive + 1];
        for (var t = MinActive; t <= Active; t++)
        {
            counts[t - MinActive] = Combinations.Count(Features, t);
        }

        var total = counts.Aggregate(BigInteger.Add);
        var features = new int[inputs * Active];
        var offsets = new int[inputs + 1];
        for (var i = 0; i < inputs; i++)
        {
            var active = Active;
            if (Sparsity == Sparsity.AtMost)
            {
                var rank = Below(total, random);
                for (active = MinActive; rank >= counts[active - MinActive]; active++)
                {
                    rank -= counts[active - MinActive];
                }
            }

            Combinations.Draw(Features, random, features.AsSpan(offsets[i], active));
            offsets[i + 1] = offsets[i] + active;
        }

        return new ActiveSets(features[..offsets[inputs]], offsets);
    }

    /// <inheritdoc/>
    public override string ToString() => Sparsity == Sparsity.Exactly
        ? $"exactly {Active} of {Features} features active"
        : $"at most {Active} of {Features} features active";

    private static BigInteger Below(BigInteger bound, Random random)
    {
        if (bound <= long.MaxValue)
        {
            return random.NextInt64((long)bound);
        }

        // Rejection: draw as many bits as the bound has until they are below it.
        var bytes = new byte[bound.GetByteCount(isUnsigned: true)];
        var unused = (int)((8 * bytes.Length) - bound.GetBitLength());
        while (true)
        {
            random.NextBytes(bytes);
            bytes[^1] &= (byte)(0xff >> unused);
            var draw = new BigInteger(bytes, isUnsigned: true);
            if (draw < bound)
            {
                return draw;
            }
        }
    }
}
