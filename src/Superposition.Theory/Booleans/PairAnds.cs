using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Superposition.Booleans;

/// <summary>
/// The ANDs b_k ∧ b_l of pairs of features (C_UAND when all pairs are asked for), in the order (0,1), (0,2), …, (m−2,m−1).
/// </summary>
public sealed class PairAnds : IBooleanTargets
{
    private readonly FrozenDictionary<(int First, int Second), int>? places;

    private PairAnds(int features, ImmutableArray<(int First, int Second)> pairs, bool areAll)
    {
        Features = features;
        Pairs = pairs;
        AreAll = areAll;
        places = areAll ? null : pairs.Select((pair, i) => (pair, i)).ToFrozenDictionary(x => x.pair, x => x.i);
    }

    /// <inheritdoc/>
    public int Features { get; }

    /// <inheritdoc/>
    public int Count => Pairs.Length;

    /// <summary>The pairs (k, l), k &lt; l, in the order of the outputs.</summary>
    public ImmutableArray<(int First, int Second)> Pairs { get; }

    /// <summary>Whether all C(m, 2) pairs are asked for.</summary>
    public bool AreAll { get; }

    /// <summary>none, one, both: how many members of the pair are active.</summary>
    public ImmutableArray<string> Classes { get; } = ["none", "one", "both"];

    /// <summary>All pairs of m features.</summary>
    public static PairAnds All(int features)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 2);
        return new PairAnds(features, [.. EveryPair(features)], areAll: true);
    }

    /// <summary>Chosen pairs; they are put into lexicographic order.</summary>
    /// <exception cref="ArgumentException">A pair is not two different features below m in increasing order, or occurs twice.</exception>
    public static PairAnds Of(int features, IEnumerable<(int First, int Second)> pairs)
    {
        var sorted = pairs.Order().ToImmutableArray();
        for (var i = 0; i < sorted.Length; i++)
        {
            var (k, l) = sorted[i];
            if (k < 0 || k >= l || l >= features)
            {
                throw new ArgumentException($"({k},{l}) is not a pair of features: expected 0 ≤ k < l < {features}.", nameof(pairs));
            }

            if (i > 0 && sorted[i] == sorted[i - 1])
            {
                throw new ArgumentException($"The pair ({k},{l}) occurs twice.", nameof(pairs));
            }
        }

        return new PairAnds(features, sorted, sorted.Length == (long)features * (features - 1) / 2);
    }

    /// <summary>A random choice of pairs, every choice with the same probability.</summary>
    public static PairAnds Draw(int features, int pairs, Random random)
    {
        var chosen = new int[pairs];
        Combinations.Draw(features * (features - 1) / 2, random, chosen);
        var every = EveryPair(features).ToArray();
        return Of(features, chosen.Select(i => every[i]));
    }

    /// <summary>The output of a pair k &lt; l, or −1 when it is not asked for.</summary>
    public int IndexOf(int first, int second) => places is null
        ? Place(first, second)
        : places.GetValueOrDefault((first, second), -1);

    /// <inheritdoc/>
    public int ValueOf(int inputClass) => inputClass == 2 ? 1 : 0;

    /// <inheritdoc/>
    public void Classify(ReadOnlySpan<int> active, Span<byte> classes)
    {
        if (AreAll)
        {
            ClassifyAll(active, classes[..Count]);
            return;
        }

        Span<byte> isActive = Features <= 4096 ? stackalloc byte[Features] : new byte[Features];
        isActive.Clear();
        foreach (var feature in active)
        {
            isActive[feature] = 1;
        }

        var pairs = ImmutableCollectionsMarshal.AsArray(Pairs)!;
        for (var i = 0; i < pairs.Length; i++)
        {
            classes[i] = (byte)(isActive[pairs[i].First] + isActive[pairs[i].Second]);
        }
    }

    /// <inheritdoc/>
    public void AppendOn(ReadOnlySpan<int> active, List<int> on)
    {
        for (var i = 0; i < active.Length; i++)
        {
            for (var j = i + 1; j < active.Length; j++)
            {
                if (IndexOf(active[i], active[j]) is >= 0 and var index)
                {
                    on.Add(index);
                }
            }
        }
    }

    /// <summary>Counts in the m − 1 pairs of every active feature; all others are cleared at once.</summary>
    private void ClassifyAll(ReadOnlySpan<int> active, Span<byte> classes)
    {
        classes.Clear();
        foreach (var feature in active)
        {
            for (var other = 0; other < feature; other++)
            {
                classes[Place(other, feature)]++;
            }

            foreach (ref var asFirst in feature == Features - 1 ? [] : classes.Slice(Place(feature, feature + 1), Features - feature - 1))
            {
                asFirst++;
            }
        }
    }

    private int Place(int first, int second) => (first * ((2 * Features) - first - 1) / 2) + second - first - 1;

    private static IEnumerable<(int First, int Second)> EveryPair(int features) =>
        from k in Enumerable.Range(0, features) from l in Enumerable.Range(k + 1, features - k - 1) select (k, l);
}
