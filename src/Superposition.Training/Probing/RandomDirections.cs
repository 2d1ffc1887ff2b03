using static TorchSharp.torch;

namespace Superposition.Probing;

/// <summary>Random unit directions in neurons' units, with which the effect of a feature's direction is compared.</summary>
internal static class RandomDirections
{
    /// <summary>From how many states on their mean counts as normally distributed.</summary>
    public const int Many = 256;

    /// <summary>
    /// Uniform on the sphere of neurons that vary, in their units, float64, shape [count, d]. Most of such a direction points where
    /// activations never go.
    /// </summary>
    public static Tensor Isotropic(NeuronUnits units, int count, Generator generator)
    {
        using var scope = NewDisposeScope();
        var varies_1d = (units.Scale_1d > 0).to(float64);
        return Unit(randn(count, varies_1d.shape[1], dtype: float64, generator: generator) * varies_1d).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Directions that a label of no meaning takes: the mean of as many random states as a feature has positives, scaled to unit length;
    /// float64, shape [count, d]. Few positives give directions with heavier tails than a normal distribution, and so do features.
    /// </summary>
    /// <param name="states_nd">
    /// States in neurons' units; with the raw input regressed out of them, directions of what the layer computes beyond it.
    /// </param>
    /// <param name="positives">
    /// On how many inputs a feature is present; from <see cref="Many"/> on the means are as good as normal, and drawn so.
    /// </param>
    /// <param name="count">How many.</param>
    /// <param name="generator">Where the draws come from.</param>
    public static Tensor LikeContrasts(Tensor states_nd, int positives, int count, Generator generator)
    {
        using var scope = NewDisposeScope();
        var centred_nd = states_nd - states_nd.mean([0], keepdim: true);
        if (positives < Many)
        {
            var sums_kd = zeros(count, states_nd.shape[1], dtype: float64);
            for (var i = 0; i < positives; i++)
            {
                using var step = NewDisposeScope();
                sums_kd.add_(centred_nd.index_select(0, randint(0, states_nd.shape[0], [count], dtype: int64, generator: generator)));
            }

            return Unit(sums_kd).MoveToOuterDisposeScope();
        }

        var (values_d, vectors_dd) = linalg.eigh(centred_nd.t().matmul(centred_nd) / states_nd.shape[0]);
        var draws_kd = randn(count, states_nd.shape[1], dtype: float64, generator: generator);
        return Unit((draws_kd * values_d.clamp_min(0).sqrt()).matmul(vectors_dd.t())).MoveToOuterDisposeScope();
    }

    private static Tensor Unit(Tensor rows) => rows / rows.norm(dim: 1, keepdim: true, p: 2).clamp_min(1e-150);
}
