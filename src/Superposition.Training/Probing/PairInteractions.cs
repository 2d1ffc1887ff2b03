using Superposition.Booleans;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Probing;

/// <summary>
/// The interaction of a pair in a context, δ_kl = a₁₁ − a₁₀ − a₀₁ + a₀₀: what the activations hold of b_k ∧ b_l that
/// is not a sum of something of b_k and something of b_l. It vanishes on a linear layer, where a probe still finds every AND. What the
/// outputs make of it is measured in each context by taking it away, f(a₁₁) − f(a₁₁ − δ_kl): everything else that a₁₁
/// holds stays.
/// </summary>
/// <remarks>
/// With exactly s active features a member that is off is replaced by another feature, whose own interactions come in: δ then holds those
/// of others too, in other neurons for each replacement. The effect of taking δ away is measured for every replacement, and the median
/// over them is taken output by output: on an output that depends on the pair every replacement shows the same, on one that depends on
/// another pair only the few that bring this one in. Medians of single neurons would not do: a neuron that reads half of the features takes
/// part in an interaction with a quarter of the replacements only.
/// </remarks>
internal static class PairInteractions
{
    // 2 million numbers at a time: what fits into the cache and is given back to the same places.
    private const int CellsAtATime = 1 << 21;

    /// <summary>Interactions of pairs at a site, and what taking them away does.</summary>
    /// <param name="site">The site.</param>
    /// <param name="pairs">The pairs.</param>
    /// <param name="contexts">The contexts in which they are switched.</param>
    /// <param name="units">The neurons' units.</param>
    /// <param name="ranges_1g">The outputs' ranges.</param>
    /// <param name="floor">From where an effect on an output is material.</param>
    public static FeatureEffects Measure(
        NetworkSite site, IReadOnlyList<(int First, int Second)> pairs, PairContexts contexts, NeuronUnits units, Tensor ranges_1g,
        InterferenceFloor floor)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var read_dg = site.IsAffine ? site.NextWeight().to(float32).t() : null;
        var table = read_dg is null ? null : StateTable.Of(site, pairs, contexts, read_dg);
        FeatureEffects[] parts = [.. Enumerable.Range(0, pairs.Count).Chunk(AtATime(site, contexts, ranges_1g.shape[1])).Select(chunk =>
        {
            using var inner = NewDisposeScope();
            var (interaction_pkd, effect_pkg) = table?.Of(chunk[0], chunk.Length)
                ?? Removed(site, [.. chunk.Select(p => pairs[p])], contexts, read_dg);
            return FeatureEffects.Over(
                interaction_pkd, effect_pkg / ranges_1g.to(float32), units, floor, contexts.AreAll, contexts.AreExact).MoveToOuterScope();
        })];
        return FeatureEffects.Concat(parts).MoveToOuterScope();
    }

    /// <summary>The effects of taking interactions away, replacement by replacement, reduced part by part of the pairs.</summary>
    /// <param name="site">The site.</param>
    /// <param name="pairs">The pairs.</param>
    /// <param name="contexts">The contexts in which they are switched.</param>
    /// <param name="reduce">From the place of a part's first pair and the effects, shape [pairs, contexts, replacements, g].</param>
    public static IReadOnlyList<T> ByPart<T>(
        NetworkSite site, IReadOnlyList<(int First, int Second)> pairs, PairContexts contexts, Func<int, Tensor, T> reduce)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var read_dg = site.IsAffine ? site.NextWeight().to(float32).t() : null;
        var outputs = site.Network.ReadOff.Outputs;
        return [.. Enumerable.Range(0, pairs.Count).Chunk(AtATime(site, contexts, outputs)).Select(chunk =>
        {
            using var inner = NewDisposeScope();
            var (both_bd, interaction_brd) = Switch(site, [.. chunk.Select(p => pairs[p])], contexts);
            return reduce(chunk[0], Effect(site, read_dg, both_bd, interaction_brd).reshape(
                chunk.Length, contexts.Count, contexts.Replacements, -1));
        })];
    }

    /// <summary>
    /// The states with both members active, shape [pairs · contexts, d], and the interaction in each with every replacement, shape
    /// [pairs · contexts, replacements, d].
    /// </summary>
    /// <param name="site">The site.</param>
    /// <param name="pairs">The pairs.</param>
    /// <param name="contexts">The contexts in which they are switched.</param>
    public static (Tensor Both_bd, Tensor Interaction_brd) Switch(
        NetworkSite site, IReadOnlyList<(int First, int Second)> pairs, PairContexts contexts)
    {
        using var scope = NewDisposeScope();
        var states = new List<int[]>(4 * pairs.Count * contexts.Count * contexts.Replacements);
        foreach (var (first, second) in pairs)
        {
            contexts.AppendStates(first, second, states);
        }

        var a_br4d = site.Activations(ActiveSets.Of(states)).reshape(pairs.Count * contexts.Count, contexts.Replacements, 4, site.Neurons);
        var interaction_brd = a_br4d.select(2, 0) - a_br4d.select(2, 1) - a_br4d.select(2, 2) + a_br4d.select(2, 3);
        return (a_br4d.select(1, 0).select(1, 0).contiguous().MoveToOuterDisposeScope(), interaction_brd.MoveToOuterDisposeScope());
    }

    private static int AtATime(NetworkSite site, PairContexts contexts, long outputs) =>
        Math.Max(1, CellsAtATime / (contexts.Count * contexts.Replacements * Math.Max(4 * site.Neurons, (int)outputs)));

    /// <summary>The interactions, mean over replacements, shape [p, k, d], and the effects of taking them away, shape [p, k, g].</summary>
    private static (Tensor Interaction_pkd, Tensor Effect_pkg) Removed(
        NetworkSite site, (int First, int Second)[] pairs, PairContexts contexts, Tensor? read_dg)
    {
        using var scope = NewDisposeScope();
        var (both_bd, interaction_brd) = Switch(site, pairs, contexts);
        Tensor ByPair(Tensor values) => values.reshape(pairs.Length, contexts.Count, -1).MoveToOuterDisposeScope();
        return (ByPair(interaction_brd.mean([1])), ByPair(Median(Effect(site, read_dg, both_bd, interaction_brd))));
    }

    /// <summary>f(a) − f(a − δ) for each replacement, shape [b, r, g]: after the last layer the same for every a.</summary>
    private static Tensor Effect(NetworkSite site, Tensor? read_dg, Tensor states_bd, Tensor removed_brd) => read_dg is not null
        ? removed_brd.matmul(read_dg)
        : site.Outputs(states_bd).unsqueeze(1)
            - site.Outputs((states_bd.unsqueeze(1) - removed_brd).flatten(0, 1)).unflatten(0, removed_brd.shape[0], removed_brd.shape[1]);

    /// <summary>
    /// The lower median over replacements, shape [b, g], by exchanging whole slices until the middle one is in its place: a thirtieth of
    /// the time of sorting each column, which for nine replacements would take most of a probe.
    /// </summary>
    private static Tensor Median(Tensor effect_brg)
    {
        using var scope = NewDisposeScope();
        Tensor[] sorted = [.. Enumerable.Range(0, (int)effect_brg.shape[1]).Select(replacement => effect_brg.select(1, replacement))];
        var middle = (sorted.Length - 1) / 2;
        for (var place = 0; place <= middle; place++)
        {
            for (var i = sorted.Length - 1; i > place; i--)
            {
                (sorted[i - 1], sorted[i]) = (minimum(sorted[i - 1], sorted[i]), maximum(sorted[i - 1], sorted[i]));
            }
        }

        return sorted[middle].contiguous().MoveToOuterDisposeScope();
    }
}
