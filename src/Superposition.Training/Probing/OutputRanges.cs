using Superposition.Booleans;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Probing;

/// <summary>Each output's range (largest − smallest value) over inputs: the unit of effects.</summary>
internal static class OutputRanges
{
    // What float32 leaves of a constant output, relative to the sum of the absolute terms that it is added up from.
    private const double Rounding = 1e-5;

    /// <summary>
    /// The ranges, float64, shape [1, g]; infinite for an output that never changes, so that effects on it count for nothing.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="inputs">
    /// The inputs, in parts: a sample, and inputs in which each feature is present. A sample alone may have none in which an output is on.
    /// </param>
    public static Tensor Of(ReluNetwork network, params IEnumerable<ActiveSets> inputs)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var last = new NetworkSite(network, network.Layers.Count - 1);
        return Of(last, inputs.Select(part => last.Activations(part))).MoveToOuterDisposeScope();
    }

    /// <summary>The same over states at a site.</summary>
    /// <param name="site">The site.</param>
    /// <param name="states_nd">Activations there, shape [n, d].</param>
    public static Tensor Over(NetworkSite site, Tensor states_nd)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        return Of(new NetworkSite(site.Network, site.Network.Layers.Count - 1), [site.Last(states_nd)]).MoveToOuterDisposeScope();
    }

    private static Tensor Of(NetworkSite last, IEnumerable<Tensor> states)
    {
        using var scope = NewDisposeScope();
        var (least_pg, most_pg, terms_pg) = (new List<Tensor>(), new List<Tensor>(), new List<Tensor>());
        foreach (var states_nd in states)
        {
            using var inner = NewDisposeScope();
            var out_ng = last.Outputs(states_nd).to(float64);
            least_pg.Add(out_ng.amin([0]).MoveToOuterDisposeScope());
            most_pg.Add(out_ng.amax([0]).MoveToOuterDisposeScope());
            terms_pg.Add(states_nd.to(float64).abs().matmul(last.NextWeight().abs().t()).amax([0]).maximum(out_ng.abs().amax([0]))
                .MoveToOuterDisposeScope());
        }

        var range_1g = stack(most_pg).amax([0], keepdim: true) - stack(least_pg).amin([0], keepdim: true);
        var changes = range_1g > stack(terms_pg).amax([0], keepdim: true) * Rounding;
        return where(changes, range_1g, full_like(range_1g, double.PositiveInfinity)).MoveToOuterDisposeScope();
    }
}
