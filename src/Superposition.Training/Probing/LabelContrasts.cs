using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Probing;

/// <summary>
/// The direction of any label, also of one that cannot be switched on and off in the input: the coefficient of the label in a regression of the activations
/// on the label and the raw input. Without a raw input it is the difference of means. For the AND of a pair it estimates the interaction vector.
/// </summary>
public static class LabelContrasts
{
    /// <summary>Contrasts of labels at a site, and what taking them away from states where the label is 1 does to the outputs.</summary>
    /// <param name="site">The site.</param>
    /// <param name="activations_nd">States, float64, shape [n, d].</param>
    /// <param name="labels_nc">Zeros and ones, float64, shape [n, c].</param>
    /// <param name="explained">Columns of ones and of what is to be regressed out, orthonormal, shape [n, k].</param>
    /// <param name="ranges_1g">The outputs' ranges.</param>
    public static FeatureEffects Measure(NetworkSite site, Tensor activations_nd, Tensor labels_nc, Tensor explained, Tensor ranges_1g)
    {
        using var scope = NewDisposeScope();
        var y_nc = labels_nc - explained.matmul(explained.t().matmul(labels_nc));
        var a_nd = activations_nd - explained.matmul(explained.t().matmul(activations_nd));
        var directions_cd = y_nc.t().matmul(a_nd) / y_nc.square().sum([0]).clamp_min(1e-9).unsqueeze(1);
        var count = (int)labels_nc.shape[1];
        var rows = Enumerable.Range(0, count).Select(c => Effect(site, activations_nd.index_select(0, labels_nc.select(1, c).nonzero().squeeze(1)), directions_cd[c], ranges_1g)).ToArray();
        return new FeatureEffects(
            directions_cd.MoveToOuterDisposeScope(),
            stack([.. rows.Select(row => row.Mean)]).MoveToOuterDisposeScope(),
            stack([.. rows.Select(row => row.StandardError)]).MoveToOuterDisposeScope(),
            stack([.. rows.Select(row => row.Largest)]).MoveToOuterDisposeScope(),
            (int)labels_nc.sum([0]).min().item<double>());
    }

    private static (Tensor Mean, Tensor StandardError, Tensor Largest) Effect(NetworkSite site, Tensor positives_bd, Tensor direction_d, Tensor ranges_1g)
    {
        using var scope = NewDisposeScope();
        var effect_bg = (site.Outputs(positives_bd) - site.Outputs(positives_bd - direction_d)).to(float64) / ranges_1g;
        var error_g = positives_bd.shape[0] > 1 ? (effect_bg.@var(0, unbiased: true) / positives_bd.shape[0]).sqrt() : full_like(effect_bg[0], double.PositiveInfinity);
        return (effect_bg.mean([0]).MoveToOuterDisposeScope(), error_g.MoveToOuterDisposeScope(), effect_bg.abs().max().MoveToOuterDisposeScope());
    }
}
