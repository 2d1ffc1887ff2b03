using Superposition.Booleans;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Probing;

/// <summary>
/// The interaction vector of a pair, δ_kl = E[a₁₁ − a₁₀ − a₀₁ + a₀₀] over contexts: what the activations hold of b_k ∧ b_l that is not a sum of something
/// of b_k and something of b_l. It vanishes on a linear layer, where a probe still finds every AND. What the outputs make of it is measured by taking it
/// away: f(a₁₁) − f(a₁₁ − δ).
/// </summary>
public static class PairInteractions
{
    // 16 million numbers at a time.
    private const int CellsAtATime = 1 << 24;

    /// <summary>Interactions of pairs at a site.</summary>
    /// <param name="site">The site.</param>
    /// <param name="pairs">The pairs.</param>
    /// <param name="space">
    /// The inputs. With exactly s active, a member that is off is replaced by another feature, each in turn, so that every state has s active features;
    /// the vector then contains −1/(m − 2) of each interaction with a replacement. With at most s it is left out.
    /// </param>
    /// <param name="contexts">Contexts a pair.</param>
    /// <param name="ranges_1g">The outputs' ranges.</param>
    /// <param name="seed">The seed of the contexts.</param>
    /// <exception cref="ArgumentException">The inputs have no two active features, or no features to replace the members by.</exception>
    public static FeatureEffects Measure(NetworkSite site, PairAnds pairs, SparseInputs space, int contexts, Tensor ranges_1g, Seed seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(contexts, 2);
        if (space.Active < 2 || (space.Sparsity == Sparsity.Exactly && space.Features < space.Active + 2))
        {
            throw new ArgumentException($"A pair has no interaction to measure with {space}: expected at least two active features, and two more features than that when their number is fixed.", nameof(space));
        }

        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var random = seed.Stream("contexts");
        var some = Math.Max(1, CellsAtATime / (4 * contexts * Math.Max(site.Neurons, (int)ranges_1g.numel())));
        var parts = pairs.Pairs.Chunk(some).Select(chunk => Chunk(site, chunk, space, contexts, ranges_1g, random)).ToArray();
        return new FeatureEffects(
            cat([.. parts.Select(part => part.Directions_cd)]).MoveToOuterDisposeScope(),
            cat([.. parts.Select(part => part.Mean_cg)]).MoveToOuterDisposeScope(),
            cat([.. parts.Select(part => part.StandardError_cg)]).MoveToOuterDisposeScope(),
            cat([.. parts.Select(part => part.Largest_c)]).MoveToOuterDisposeScope(),
            contexts);
    }

    private static FeatureEffects Chunk(NetworkSite site, (int First, int Second)[] pairs, SparseInputs space, int contexts, Tensor ranges_1g, Random random)
    {
        using var scope = NewDisposeScope();
        var states = new List<int[]>(4 * pairs.Length * contexts);
        foreach (var (first, second) in pairs)
        {
            var others = Enumerable.Range(0, space.Features).Where(feature => feature != first && feature != second).ToArray();
            random.Shuffle(others);
            for (var c = 0; c < contexts; c++)
            {
                states.AddRange(space.Sparsity == Sparsity.Exactly
                    ? Replacing(first, second, Reordered(others, c), space.Active - 2, random)
                    : LeavingOut(first, second, others, space.Active - 2, random));
            }
        }

        var a_pc4d = site.Activations(ActiveSets.Of(states)).reshape(pairs.Length * contexts, 4, site.Neurons);
        var both = a_pc4d.select(1, 0);
        var interaction = both - a_pc4d.select(1, 1) - a_pc4d.select(1, 2) + a_pc4d.select(1, 3);
        var effect_pcg = ((site.Outputs(both) - site.Outputs(both - interaction)).to(float64) / ranges_1g).reshape(pairs.Length, contexts, -1);
        return new FeatureEffects(
            interaction.to(float64).reshape(pairs.Length, contexts, -1).mean([1]).MoveToOuterDisposeScope(),
            effect_pcg.mean([1]).MoveToOuterDisposeScope(),
            (effect_pcg.@var(1, unbiased: true) / contexts).sqrt().MoveToOuterDisposeScope(),
            effect_pcg.abs().amax([1, 2]).MoveToOuterDisposeScope(),
            contexts);
    }

    /// <summary>
    /// The states with both, the first, the second and neither of a pair active, the number of active features fixed: a member that is off is replaced.
    /// </summary>
    /// <param name="first">The first member.</param>
    /// <param name="second">The second member.</param>
    /// <param name="others">The other features, the two replacements first.</param>
    /// <param name="count">How many further features are active in all four states.</param>
    /// <param name="random">Draws them.</param>
    private static int[][] Replacing(int first, int second, int[] others, int count, Random random)
    {
        var places = new int[count];
        Combinations.Draw(others.Length - 2, random, places);
        return Four(first, second, [others[0]], [others[1]], [.. places.Select(place => others[place + 2])]);
    }

    /// <summary>The same four states with at most s active: a member that is off is left out.</summary>
    private static int[][] LeavingOut(int first, int second, int[] others, int most, Random random)
    {
        var places = new SparseInputs(others.Length, Math.Min(most, others.Length), Sparsity.AtMost).Draw(random, 1)[0];
        return Four(first, second, [], [], [.. places.ToArray().Select(place => others[place])]);
    }

    private static int[][] Four(int first, int second, int[] firstInstead, int[] secondInstead, int[] context)
    {
        int[][] four = [[.. context, first, second], [.. context, first, .. secondInstead], [.. context, .. firstInstead, second], [.. context, .. firstInstead, .. secondInstead]];
        foreach (var state in four)
        {
            Array.Sort(state);
        }

        return four;
    }

    /// <summary>
    /// The other features in an order that has each of them replace each member equally often over the contexts: what is left of the interactions with
    /// replacements is then 1/(m − 2) of each, not a matter of luck.
    /// </summary>
    private static int[] Reordered(int[] others, int context)
    {
        var first = context % others.Length;
        var second = (first + 1 + (context / others.Length % (others.Length - 1))) % others.Length;
        return [others[first], others[second], .. others.Where((_, place) => place != first && place != second)];
    }
}
