using static TorchSharp.torch;

namespace Superposition.Probing;

/// <summary>
/// Difference-of-means probes: the direction w = mean of the positives − mean of the negatives, in standard deviations of each neuron. No
/// inverse covariance, so a feature that shares variance with others is read with theirs mixed in; on a network that is right it may read
/// worse than least squares.
/// </summary>
public static class MeanDifferenceProbe
{
    /// <summary>The directions μ₁ − μ₀ of all labels, shape [c, d].</summary>
    /// <param name="activations_nd">float64, shape [n, d].</param>
    /// <param name="labels_nc">Zeros and ones, float64, shape [n, c].</param>
    public static Tensor Directions(Tensor activations_nd, Tensor labels_nc)
    {
        using var scope = NewDisposeScope();
        var positives_c1 = labels_nc.sum([0]).unsqueeze(1);
        var sums_cd = labels_nc.t().matmul(activations_nd);
        var others_cd = activations_nd.sum([0], keepdim: true) - sums_cd;

        // A fold may hold every positive, or every negative: the others' mean alone is then what is known.
        return ((sums_cd / positives_c1.clamp_min(1)) - (others_cd / (labels_nc.shape[0] - positives_c1).clamp_min(1)))
            .MoveToOuterDisposeScope();
    }

    /// <summary>
    /// What the probes say on inputs that they were not fitted on, shape [n, c]: a·w scaled and shifted, from the fitting inputs alone, so
    /// that positives are 1 and negatives 0 on average.
    /// </summary>
    public static Tensor HeldOut(Tensor activations_nd, Tensor labels_nc, Folds folds)
    {
        using var scope = NewDisposeScope();
        var values_nc = zeros_like(labels_nc);
        for (var fold = 0; fold < folds.Count; fold++)
        {
            using var step = NewDisposeScope();
            var held = tensor(folds.Members(fold), int64);
            var fitting = tensor(folds.Others(fold), int64);
            var units = NeuronUnits.Of(activations_nd.index_select(0, fitting));
            var (a_nd, y_nc) = (units.Standardise(activations_nd.index_select(0, fitting)), labels_nc.index_select(0, fitting));
            var directions_cd = Directions(a_nd, y_nc);
            var negatives_cd =
                (a_nd.sum([0], keepdim: true) - y_nc.t().matmul(a_nd)) / (y_nc.shape[0] - y_nc.sum([0])).clamp_min(1).unsqueeze(1);
            var scale_c = directions_cd.square().sum(1).clamp_min(double.Epsilon);
            var shift_c = (directions_cd * negatives_cd).sum(1);
            values_nc.index_copy_(
                0, held, (units.Standardise(activations_nd.index_select(0, held)).matmul(directions_cd.t()) - shift_c) / scale_c);
        }

        return values_nc.MoveToOuterDisposeScope();
    }
}
