using System.Numerics;
using System.Runtime.InteropServices;
using Superposition.Booleans;
using Superposition.Networks;
using static TorchSharp.torch;
using Lanes = System.Numerics.Vector<float>;

namespace Superposition.Probing;

/// <summary>
/// Interactions after the last layer where the pairs and their replacements share few states: activations and outputs of each state are
/// computed once, and an interaction's effect is a difference of four rows of the table, not a product with the read-off. With 64 features,
/// exactly 3 of them active, and all pairs, that is 41,664 states instead of 4.5 million. Lives in the dispose scope it is made in.
/// </summary>
/// <remarks>
/// Rows are relative to the mean activation: differences do not change, and a large constant part of the outputs takes no digits away.
/// </remarks>
internal sealed class StateTable
{
    // What a table may take, in numbers.
    private const long MaxCells = 1 << 28;

    private readonly PairContexts contexts;
    private readonly Tensor activations_ud;
    private readonly Tensor outputs_ug;
    private readonly int[] places;
    private readonly int statesOfPair;

    private StateTable(PairContexts contexts, Tensor activations_ud, Tensor outputs_ug, int[] places)
    {
        this.contexts = contexts;
        this.activations_ud = activations_ud.MoveToOuterDisposeScope();
        this.outputs_ug = outputs_ug.MoveToOuterDisposeScope();
        this.places = places;
        statesOfPair = 4 * contexts.Count * contexts.Replacements;
    }

    /// <summary>The table, or null where it would save nothing or take too much memory.</summary>
    /// <param name="site">A site after the last layer.</param>
    /// <param name="pairs">The pairs.</param>
    /// <param name="contexts">The contexts in which they are switched.</param>
    /// <param name="read_dg">What reads the outputs off.</param>
    public static StateTable? Of(NetworkSite site, IReadOnlyList<(int First, int Second)> pairs, PairContexts contexts, Tensor read_dg)
    {
        var each = 4 * contexts.Count * contexts.Replacements;
        var effects = (long)pairs.Count * contexts.Count * contexts.Replacements;
        var most = Math.Min(effects / 2, MaxCells / (read_dg.shape[0] + read_dg.shape[1]));
        if (contexts.Replacements == 1)
        {
            return null;
        }

        // Grows with what is met: most sets have far more states than fit, which shows after a few pairs.
        var placed = new List<int>();
        var known = new Dictionary<int[], int>(new SameFeatures());
        var (states, own) = (new List<int[]>(), new List<int[]>(each));
        for (var p = 0; p < pairs.Count; p++)
        {
            own.Clear();
            contexts.AppendStates(pairs[p].First, pairs[p].Second, own);
            for (var i = 0; i < own.Count; i++)
            {
                ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(known, own[i], out var isKnown);
                if (!isKnown)
                {
                    place = states.Count;
                    states.Add(own[i]);
                }

                placed.Add(place);
            }

            if (states.Count > most || placed.Count > MaxCells)
            {
                return null;
            }
        }

        using var scope = NewDisposeScope();
        var a_ud = site.Activations(ActiveSets.Of(states));
        a_ud -= a_ud.mean([0], keepdim: true);
        return new StateTable(contexts, a_ud.contiguous(), a_ud.matmul(read_dg), [.. placed]);
    }

    /// <summary>
    /// For some of the pairs the interaction in each context, mean over replacements, shape [pairs, contexts, d], and its effect on the
    /// outputs, the lower median over replacements, shape [pairs, contexts, g].
    /// </summary>
    /// <param name="first">The first pair.</param>
    /// <param name="count">How many.</param>
    public (Tensor Interaction_pkd, Tensor Effect_pkg) Of(int first, int count)
    {
        var (d, g) = ((int)activations_ud.shape[1], (int)outputs_ug.shape[1]);
        var (interaction_pkd, effect_pkg) = (zeros(count, contexts.Count, d), zeros(count, contexts.Count, g));
        Parallel.For(0, count * contexts.Count, row =>
        {
            var ways = places.AsSpan(
                ((first + (row / contexts.Count)) * statesOfPair) + (row % contexts.Count * 4 * contexts.Replacements),
                4 * contexts.Replacements);
            Mean(ways, activations_ud.Floats(), interaction_pkd.Floats().Slice(row * d, d));
            Median(ways, outputs_ug.Floats(), effect_pkg.Floats().Slice(row * g, g));
        });
        return (interaction_pkd, effect_pkg);
    }

    /// <summary>a₁₁ − a₁₀ − a₀₁ + a₀₀ of four rows, at one place.</summary>
    private static Lanes Difference(ReadOnlySpan<int> four, ReadOnlySpan<float> table, int width, int at) =>
        new Lanes(table[((four[0] * width) + at)..]) - new Lanes(table[((four[1] * width) + at)..])
            - new Lanes(table[((four[2] * width) + at)..]) + new Lanes(table[((four[3] * width) + at)..]);

    private static float Single(ReadOnlySpan<int> four, ReadOnlySpan<float> table, int width, int at) =>
        table[(four[0] * width) + at] - table[(four[1] * width) + at] - table[(four[2] * width) + at] + table[(four[3] * width) + at];

    private static void Mean(ReadOnlySpan<int> ways, ReadOnlySpan<float> table, Span<float> mean)
    {
        var (count, at) = (ways.Length / 4, 0);
        for (; at <= mean.Length - Lanes.Count; at += Lanes.Count)
        {
            var sum = Lanes.Zero;
            for (var way = 0; way < count; way++)
            {
                sum += Difference(ways[(4 * way)..], table, mean.Length, at);
            }

            (sum / count).CopyTo(mean[at..]);
        }

        for (; at < mean.Length; at++)
        {
            for (var way = 0; way < count; way++)
            {
                mean[at] += Single(ways[(4 * way)..], table, mean.Length, at) / count;
            }
        }
    }

    /// <summary>The lower median, by moving the smallest of what is left to the front until the middle one is in its place.</summary>
    private static void Median(ReadOnlySpan<int> ways, ReadOnlySpan<float> table, Span<float> median)
    {
        var (count, at) = (ways.Length / 4, 0);
        var middle = (count - 1) / 2;
        Span<Lanes> sorted = stackalloc Lanes[count];
        for (; at <= median.Length - Lanes.Count; at += Lanes.Count)
        {
            for (var way = 0; way < count; way++)
            {
                sorted[way] = Difference(ways[(4 * way)..], table, median.Length, at);
            }

            for (var place = 0; place <= middle; place++)
            {
                for (var i = count - 1; i > place; i--)
                {
                    (sorted[i - 1], sorted[i]) = (Vector.Min(sorted[i - 1], sorted[i]), Vector.Max(sorted[i - 1], sorted[i]));
                }
            }

            sorted[middle].CopyTo(median[at..]);
        }

        Span<float> rest = stackalloc float[count];
        for (; at < median.Length; at++)
        {
            for (var way = 0; way < count; way++)
            {
                rest[way] = Single(ways[(4 * way)..], table, median.Length, at);
            }

            rest.Sort();
            median[at] = rest[middle];
        }
    }

    private sealed class SameFeatures : IEqualityComparer<int[]>
    {
        public bool Equals(int[]? x, int[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(int[] features)
        {
            var hash = default(HashCode);
            hash.AddBytes(MemoryMarshal.AsBytes(features.AsSpan()));
            return hash.ToHashCode();
        }
    }
}
