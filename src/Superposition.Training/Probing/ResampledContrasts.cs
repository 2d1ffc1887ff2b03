using MathNet.Numerics.Distributions;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Probing;

/// <summary>
/// What taking a label's direction away does, with the uncertainty of that direction. The direction is the label's coefficient in a
/// regression of the activations on all labels and the raw input, so that a label is not credited with what goes with another. Inputs are
/// drawn again with replacement, group by group, and each draw estimates the direction anew. A context is one draw together with one state
/// in which the label is 1.
/// </summary>
/// <param name="Effects">The effects over contexts.</param>
/// <param name="SteadyP">
/// For each label the probability that a label of no meaning moves some output as steadily: mean effect over its standard deviation,
/// Student's t, Bonferroni over outputs.
/// </param>
internal sealed record ResampledContrasts(FeatureEffects Effects, double[] SteadyP)
{
    /// <summary>Effects of labels over contexts.</summary>
    /// <param name="site">The site.</param>
    /// <param name="activations_nd">States, float64, shape [n, d].</param>
    /// <param name="labels_nc">Zeros and ones, float64, shape [n, c].</param>
    /// <param name="held">How many labels, from the first on, are held fixed for the others; the rest are control labels.</param>
    /// <param name="explained_nk">Columns of ones and of what is to be regressed out, orthonormal.</param>
    /// <param name="identities">Which inputs stay together.</param>
    /// <param name="units">The neurons' units.</param>
    /// <param name="ranges_1g">The outputs' ranges.</param>
    /// <param name="floor">From where an effect on an output is material.</param>
    /// <param name="contexts">How many draws.</param>
    /// <param name="random">Draws inputs and states.</param>
    public static ResampledContrasts Measure(
        NetworkSite site, Tensor activations_nd, Tensor labels_nc, int held, Tensor explained_nk, IReadOnlyList<int> identities,
            NeuronUnits units, Tensor ranges_1g, InterferenceFloor floor,
        int contexts, Random random)
    {
        using var scope = NewDisposeScope();
        var regression = new LabelRegression(activations_nd, labels_nc, held, explained_nk);
        var weights_kn = Draws(identities, contexts, random);
        var removed_kcd = stack([.. Enumerable.Range(0, contexts).Select(k => regression.Coefficients(weights_kn[k]))]);
        var steady = new double[labels_nc.shape[1]];
        var parts = Enumerable.Range(0, steady.Length).Select(c =>
        {
            using var inner = NewDisposeScope();
            var removed_kd = removed_kcd.select(1, c);
            var effect_kg = Effect(site, StatesWith(labels_nc.select(1, c), activations_nd, contexts, random), removed_kd) / ranges_1g;
            steady[c] = Steadiness(effect_kg, GroupsWith(labels_nc.select(1, c), identities));
            return FeatureEffects.Over(
                removed_kd.unsqueeze(0), effect_kg.unsqueeze(0), units, floor, areAll: false, areExact: false).MoveToOuterScope();
        }).ToArray();
        return new ResampledContrasts(FeatureEffects.Concat(parts).MoveToOuterScope(), steady);
    }

    private static double Steadiness(Tensor effect_kg, int groups)
    {
        using var scope = NewDisposeScope();
        var mean_g = effect_kg.mean([0]);
        var deviation_g = (effect_kg - mean_g).square().mean([0]).sqrt();
        var t = (mean_g.abs() / deviation_g.maximum(mean_g.abs() * 1e-9).clamp_min(1e-300)).amax([0]).item<double>();
        return groups < 2 ? 1 : Math.Min(1, 2 * effect_kg.shape[1] * StudentT.CDF(0, 1, groups - 1, -t));
    }

    private static int GroupsWith(Tensor label_n, IReadOnlyList<int> identities) =>
        label_n.data<double>().ToArray().Zip(identities).Where(x => x.First > 0.5).Select(x => x.Second).Distinct().Count();

    /// <summary>How often each input is in each draw, shape [k, n].</summary>
    private static Tensor Draws(IReadOnlyList<int> identities, int contexts, Random random)
    {
        var groups = identities.Max() + 1;
        var cells = new double[contexts * identities.Count];
        for (var k = 0; k < contexts; k++)
        {
            var times = new int[groups];
            for (var drawn = 0; drawn < groups; drawn++)
            {
                times[random.Next(groups)]++;
            }

            for (var i = 0; i < identities.Count; i++)
            {
                cells[(k * identities.Count) + i] = times[identities[i]];
            }
        }

        return tensor(cells, [contexts, identities.Count], float64);
    }

    private static Tensor StatesWith(Tensor label_n, Tensor activations_nd, int count, Random random)
    {
        var rows = (label_n > 0.5).nonzero().squeeze(1).data<long>().ToArray();
        random.Shuffle(rows);
        return rows.Length == 0
            ? zeros(count, activations_nd.shape[1], dtype: float64)
            : activations_nd.index_select(0, tensor(Enumerable.Range(0, count).Select(k => rows[k % rows.Length]).ToArray(), int64));
    }

    private static Tensor Effect(NetworkSite site, Tensor states_kd, Tensor removed_kd) => site.IsAffine
        ? removed_kd.matmul(site.NextWeight().t())
        : (site.Outputs(states_kd) - site.Outputs(states_kd - removed_kd)).to(float64);
}
