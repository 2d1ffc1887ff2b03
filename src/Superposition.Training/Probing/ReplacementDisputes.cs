using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Probing;

/// <summary>
/// Pairs of which inputs with exactly s active features cannot tell whether they are used. A function of such inputs is the same when
/// Σ x = s is multiplied by a feature and added: an AND of two features can then stand for another. Where a neuron responds to most of
/// several features, four in five ways of replacing a pair's members bring another of these in, and the median over replacements is 0.
/// Such a pair shows in two ways: leaving its members out, rather than replacing them, moves an output materially, and so do a tenth or
/// more of the replacements.
/// </summary>
internal static class ReplacementDisputes
{
    // A pair that shares one member with a used pair is moved by one replacement in as many as there are features to choose from.
    private const double MinShare = 0.1;

    /// <summary>Which of some pairs are disputed.</summary>
    /// <param name="site">The site.</param>
    /// <param name="pairs">Pairs that no context shows to be used.</param>
    /// <param name="contexts">The contexts, with members replaced in many ways.</param>
    /// <param name="ranges_1g">The outputs' ranges.</param>
    /// <param name="floor">From where an effect on an output is material.</param>
    /// <returns>Their places.</returns>
    public static int[] Among(
        NetworkSite site, IReadOnlyList<(int First, int Second)> pairs, PairContexts contexts, Tensor ranges_1g, InterferenceFloor floor)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var least_1g = (floor.Material_1g * ranges_1g).to(float32);
        var leftOut = PairInteractions.ByPart(site, pairs, contexts.LeavingOut(), (_, effect_pkrg) => Strongest(effect_pkrg, least_1g))
            .SelectMany(part => part).ToArray();

        // Each pair in the context that shows most when its members are left out, on the output that moves most there.
        return [.. Enumerable.Range(0, pairs.Count).Where(place => leftOut[place].Excess >= 1).GroupBy(place => leftOut[place].Context)
            .SelectMany(own =>
        {
            int[] places = [.. own];
            var shares = PairInteractions.ByPart(
                site, [.. places.Select(place => pairs[place])], contexts.Only(own.Key), (first, effect_pkrg) =>
            {
                var outputs = places.Skip(first).Take((int)effect_pkrg.shape[0]).Select(place => leftOut[place].Output).ToArray();
                return (effect_pkrg.abs() >= least_1g).to(float32).mean([1, 2]).gather(1, tensor(outputs, int64).unsqueeze(1))
                    .squeeze(1).data<float>().ToArray();
            }).SelectMany(part => part);
            return places.Zip(shares).Where(found => found.Second >= MinShare).Select(found => found.First);
        })];
    }

    /// <summary>For each pair the largest effect of leaving its members out, in multiples of what is material, and where it is.</summary>
    private static (float Excess, int Context, long Output)[] Strongest(Tensor effect_pkrg, Tensor least_1g)
    {
        var (excess_pk, output_pk) = (effect_pkrg.squeeze(2).abs() / least_1g).max(2);
        var (excess_p, context_p) = excess_pk.max(1);
        var output_p = output_pk.gather(1, context_p.unsqueeze(1)).squeeze(1);
        return [.. excess_p.data<float>().ToArray().Zip(context_p.data<long>().ToArray(), output_p.data<long>().ToArray())
            .Select(found => (found.First, (int)found.Second, found.Third))];
    }
}
