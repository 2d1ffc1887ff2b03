using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Probing;

/// <summary>
/// Directions that features take at a site, and what each does to the outputs. Intermediate tensors, owned by the caller's dispose scope; the numbers
/// that are reported of them are <see cref="FeatureUse"/>.
/// </summary>
/// <param name="Directions_cd">One direction a feature, float64, shape [c, d].</param>
/// <param name="Mean_cg">Mean effect on each output in shares of the output's range, float64, shape [c, g].</param>
/// <param name="StandardError_cg">Standard error of that mean over contexts, float64, shape [c, g].</param>
/// <param name="Largest_c">Largest absolute effect in any context on any output, in shares of its range, float64, shape [c].</param>
/// <param name="Contexts">How many contexts each mean is over.</param>
public sealed record FeatureEffects(Tensor Directions_cd, Tensor Mean_cg, Tensor StandardError_cg, Tensor Largest_c, int Contexts)
{
    /// <summary>For each output the largest absolute effect of any feature, shape [g].</summary>
    public Tensor StrongestPerOutput() => Mean_cg.abs().amax([0]);

    /// <summary>
    /// Each output's range (largest − smallest value) over states, shape [1, g]: the unit of effects. An output that never changes gets an infinite range,
    /// so that it counts for nothing.
    /// </summary>
    /// <param name="site">The site.</param>
    /// <param name="activations_nd">The states.</param>
    public static Tensor OutputRanges(NetworkSite site, Tensor activations_nd)
    {
        using var scope = NewDisposeScope();
        var out_ng = site.Outputs(activations_nd).to(float64);
        var range_1g = out_ng.amax([0], keepdim: true) - out_ng.amin([0], keepdim: true);
        return where(range_1g > 0, range_1g, full_like(range_1g, double.PositiveInfinity)).MoveToOuterDisposeScope();
    }
}
