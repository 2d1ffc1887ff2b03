using Superposition.Booleans;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Probing;

/// <summary>
/// The interaction of a pair in a context, δ_kl = a₁₁ − a₁₀ − a₀₁ + a₀₀: what the activations hold of b_k ∧ b_l that is not a sum of
/// something of b_k and something of b_l. It vanishes on a linear layer, where a probe still finds every AND. What the outputs make of it
/// is measured in each context by taking it away, f(a₁₁) − f(a₁₁ − δ_kl): everything else that a₁₁ holds stays.
/// </summary>
/// <remarks>
/// With exactly s active features a member that is off is replaced by another feature, whose interactions come in. Each replacement brings
/// in others: where most neurons respond to few pairs, the median over replacements, neuron by neuron, leaves the pair's own; where most
/// respond to most pairs the mean leaves a small share of the others'.
/// </remarks>
internal static class PairInteractions
{
    // Where more of the neurons than this take part in a typical interaction, medians of single neurons mean nothing.
    private const double Dense = 1.0 / 3;

    // What float32 leaves of no interaction, in a neuron's standard deviations.
    private const double Nothing = 1e-4;

    // Pairs that tell whether a layer is dense.
    private const int Typical = 64;

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
        var widest = Math.Max(4 * contexts.Replacements * site.Neurons, (int)ranges_1g.numel());
        var some = Math.Max(1, CellsAtATime / (contexts.Count * widest));
        var parts = pairs.Chunk(some).Select(chunk => Chunk(site, chunk, contexts, units, ranges_1g, floor)).ToArray();
        return FeatureEffects.Concat(parts).MoveToOuterScope();
    }

    /// <summary>Whether most neurons take part in the interactions of most pairs.</summary>
    public static bool IsDense(NetworkSite site, IReadOnlyList<(int First, int Second)> pairs, PairContexts survey, NeuronUnits units)
    {
        using var scope = NewDisposeScope();
        var every = Math.Max(1, pairs.Count / Typical);
        var (_, interaction_bd) = Switch(site, [.. pairs.Where((_, i) => i % every == 0)], survey.ReplacedOnce());
        var living = (units.Scale_1d > 0).sum().item<long>();
        return living > 0
            && ((interaction_bd.to(float64) * units.Inverse_1d).abs() > Nothing).to(float64).sum(1).mean().item<double>() > Dense * living;
    }

    /// <summary>The states with both members active and the interaction in each, shape [pairs · contexts, d] each.</summary>
    public static (Tensor Both_bd, Tensor Interaction_bd) Switch(
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
        var interaction_bd = contexts.Replacements == 1 ? interaction_brd.select(1, 0)
            : contexts.AreAveraged ? interaction_brd.mean([1])
            : interaction_brd.kthvalue((contexts.Replacements + 1) / 2, 1).values;
        return (a_br4d.select(1, 0).select(1, 0).contiguous().MoveToOuterDisposeScope(),
            interaction_bd.contiguous().MoveToOuterDisposeScope());
    }

    private static FeatureEffects Chunk(
        NetworkSite site, (int First, int Second)[] pairs, PairContexts contexts, NeuronUnits units, Tensor ranges_1g,
            InterferenceFloor floor)
    {
        using var scope = NewDisposeScope();
        var (both_bd, interaction_bd) = Switch(site, pairs, contexts);
        var effect_pkg = (Effect(site, both_bd, interaction_bd) / ranges_1g.to(float32)).reshape(pairs.Length, contexts.Count, -1);
        return FeatureEffects.Over(
            interaction_bd.reshape(pairs.Length, contexts.Count, -1), effect_pkg, units, floor, contexts.AreAll, contexts.AreExact)
            .MoveToOuterScope();
    }

    /// <summary>f(a) − f(a − δ): after the last layer the same for every a.</summary>
    private static Tensor Effect(NetworkSite site, Tensor states_bd, Tensor removed_bd) => site.IsAffine
        ? removed_bd.matmul(site.NextWeight().to(float32).t())
        : site.Outputs(states_bd) - site.Outputs(states_bd - removed_bd);
}
