using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Probing;

/// <summary>
/// What reaches the outputs when a feature is taken away from what one later neuron reads, and from nothing else: the rest of the network
/// still has the feature.
/// </summary>
/// <param name="Layer">The layer of the neuron that reads it; null for the outputs themselves, at the end of a residual stream.</param>
/// <param name="Neuron">The neuron; null for the outputs themselves.</param>
/// <param name="Output">The output that moves most.</param>
/// <param name="Effect">How far, root mean square over contexts, in shares of its range.</param>
/// <param name="Share">The share of contexts in which it is material.</param>
public sealed record PathUse(int? Layer, int? Neuron, int Output, double Effect, double Share);

/// <summary>Traces by which later neurons used features reach the outputs, one edge at a time.</summary>
internal static class Paths
{
    // Contexts that an edge is tried in, and edges that are listed.
    private const int Contexts = 32;
    private const int Listed = 10;

    // Neurons that change by less than this share of the largest change are not tried.
    private const double Unchanged = 1e-6;

    // 8 million numbers at a time.
    private const long CellsAtATime = 1 << 23;

    /// <summary>The verdicts, with paths where a feature is used and more than a read-off follows.</summary>
    public static IEnumerable<FeatureVerdict> Trace(
        NetworkSite site, PairAnds pairs, PairContexts contexts, IReadOnlyList<FeatureVerdict> verdicts, Tensor ranges_1g,
            InterferenceFloor floor)
    {
        var some = contexts.Some(Contexts, new Seed(0).Stream("paths"));
        foreach (var (verdict, pair) in verdicts.Zip(pairs.Pairs))
        {
            yield return verdict.Verdict != Verdict.Used || site.IsAffine
                ? verdict
                : verdict with { Use = verdict.Use with { Paths = Of(site, pair, some, ranges_1g, floor) } };
        }
    }

    private static ImmutableArray<PathUse> Of(
        NetworkSite site, (int First, int Second) pair, PairContexts contexts, Tensor ranges_1g, InterferenceFloor floor)
    {
        using var scope = NewDisposeScope();
        var (both_bd, removed_brd) = PairInteractions.Switch(site, [pair], contexts);
        var (state_bd, removed_bd) = (both_bd.repeat_interleave(contexts.Replacements, 0), removed_brd.flatten(0, 1));
        var before_bg = site.Outputs(state_bd);
        var found = new List<PathUse>();
        var layers = site.Network.Layers;
        for (var l = site.Layer + 1; l < layers.Count; l++)
        {
            var layer = layers[l];
            var on_bh = nn.functional.relu(nn.functional.linear(state_bd, layer.Weight, layer.Bias));
            var off_bh = nn.functional.relu(nn.functional.linear(state_bd - removed_bd, layer.Weight, layer.Bias));
            found.AddRange(Edges(
                new NetworkSite(site.Network, l), l, layer, state_bd, on_bh, off_bh, before_bg, contexts.Replacements, ranges_1g, floor));
            state_bd = layer.Give(state_bd, on_bh);
            if (layer.Projection is null)
            {
                return Strongest(found);
            }
        }

        // A stream of residual layers only: the read-off reads the feature itself.
        var end = new NetworkSite(site.Network, layers.Count - 1);
        found.Add(Measure(null, null, before_bg - end.Outputs(state_bd - removed_bd), contexts.Replacements, ranges_1g, floor));
        return Strongest(found);
    }

    private static List<PathUse> Edges(
        NetworkSite after, int number, ReluLayer layer, Tensor state_bd, Tensor on_bh, Tensor off_bh, Tensor before_bg,
        int replacements, Tensor ranges_1g, InterferenceFloor floor)
    {
        var change_h = (on_bh - off_bh).abs().amax([0]);
        var largest = change_h.amax([0]).item<float>();
        var neurons = largest > 0 ? (change_h > largest * Unchanged).nonzero().squeeze(1).data<long>().ToArray() : [];
        var atATime = (int)Math.Max(1, CellsAtATime / (on_bh.shape[0] * Math.Max(layer.Neurons, before_bg.shape[1])));
        var found = new List<PathUse>(neurons.Length);
        foreach (var some in neurons.Chunk(atATime))
        {
            using var scope = NewDisposeScope();
            var moved_kbh = on_bh.unsqueeze(0).repeat(some.Length, 1, 1);
            for (var k = 0; k < some.Length; k++)
            {
                moved_kbh[k].select(1, some[k]).copy_(off_bh.select(1, some[k]));
            }

            var states_bd = state_bd.unsqueeze(0).expand(some.Length, -1, -1).reshape(-1, state_bd.shape[1]);
            var out_kbg =
                after.Outputs(layer.Give(states_bd, moved_kbh.reshape(-1, layer.Neurons))).reshape(some.Length, on_bh.shape[0], -1);
            for (var k = 0; k < some.Length; k++)
            {
                found.Add(Measure(number, (int)some[k], before_bg - out_kbg[k], replacements, ranges_1g, floor));
            }
        }

        return found;
    }

    /// <summary>The use that a change shows: the median over the ways of replacing the members, then over contexts.</summary>
    private static PathUse Measure(
        int? layer, int? neuron, Tensor change_bg, int replacements, Tensor ranges_1g, InterferenceFloor floor)
    {
        using var scope = NewDisposeScope();
        var change_krg = change_bg.to(float64).reshape(-1, replacements, change_bg.shape[1]);
        var effect_bg = (change_krg.kthvalue((replacements + 1) / 2, 1).values / ranges_1g).abs();
        var (rms, output) = effect_bg.square().mean([0]).sqrt().max(0);
        return new PathUse(
            layer, neuron, (int)output.item<long>(), rms.item<double>(),
                (effect_bg >= floor.Material_1g).any(1).to(float64).mean().item<double>());
    }

    private static ImmutableArray<PathUse> Strongest(List<PathUse> found) =>
        [.. found.OrderByDescending(path => path.Effect).Where(path => path.Effect > 0).Take(Listed)];
}
