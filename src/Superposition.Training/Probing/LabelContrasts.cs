using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Probing;

/// <summary>
/// The direction of any label, also of one that cannot be switched on and off in the input: the coefficient of the label in a regression of
/// the activations on the label and the raw input. Without a raw input it is the difference of means. For the AND of a pair it estimates
/// the interaction, with the noise of a finite sample, so that what taking it away does has to be compared with labels of no meaning.
/// </summary>
internal static class LabelContrasts
{
    // States that a direction is taken away from where what follows is not affine.
    private const int States = 64;

    /// <summary>Contrasts of labels at a site, and what taking them away from states where the label is 1 does to the outputs.</summary>
    /// <param name="site">The site.</param>
    /// <param name="activations_nd">States, float64, shape [n, d].</param>
    /// <param name="labels_nc">Zeros and ones, float64, shape [n, c].</param>
    /// <param name="explained_nk">Columns of ones and of what is to be regressed out, orthonormal.</param>
    /// <param name="units">The neurons' units.</param>
    /// <param name="ranges_1g">The outputs' ranges.</param>
    /// <param name="floor">From where an effect on an output is material.</param>
    public static FeatureEffects Measure(
        NetworkSite site, Tensor activations_nd, Tensor labels_nc, Tensor explained_nk, NeuronUnits units, Tensor ranges_1g,
            InterferenceFloor floor)
    {
        using var scope = NewDisposeScope();
        var directions_cd = Directions(activations_nd, labels_nc, explained_nk);
        var parts = Enumerable.Range(0, (int)labels_nc.shape[1]).Select(c =>
        {
            using var inner = NewDisposeScope();
            var removed_1d = directions_cd[c..(c + 1)];
            var on = labels_nc.select(1, c).nonzero().squeeze(1);
            var states_bd = activations_nd.index_select(0, on.slice(0, 0, States, 1));

            // After the last layer a step does the same to every state.
            var effect_bg = site.IsAffine
                ? removed_1d.matmul(site.NextWeight().t())
                : (site.Outputs(states_bd) - site.Outputs(states_bd - removed_1d)).to(float64);
            return FeatureEffects.Over(
                removed_1d.unsqueeze(1), (effect_bg / ranges_1g).unsqueeze(0), units, floor, areAll: false, areExact: false)
                .MoveToOuterScope();
        }).ToArray();
        return FeatureEffects.Concat(parts).MoveToOuterScope();
    }

    /// <summary>The coefficients of labels, shape [c, d].</summary>
    public static Tensor Directions(Tensor activations_nd, Tensor labels_nc, Tensor explained_nk)
    {
        using var scope = NewDisposeScope();
        var y_nc = labels_nc - explained_nk.matmul(explained_nk.t().matmul(labels_nc));
        var a_nd = activations_nd - explained_nk.matmul(explained_nk.t().matmul(activations_nd));
        return (y_nc.t().matmul(a_nd) / y_nc.square().sum([0]).clamp_min(1e-9).unsqueeze(1)).MoveToOuterDisposeScope();
    }
}
