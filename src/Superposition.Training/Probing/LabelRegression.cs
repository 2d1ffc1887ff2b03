using static TorchSharp.torch;

namespace Superposition.Probing;

/// <summary>
/// The direction of each label among activations: its coefficient in a regression of the activations on all labels and the raw input, with
/// weights on the inputs. Control labels are each added to that regression alone. Lives in the dispose scope it is made in.
/// </summary>
internal sealed class LabelRegression
{
    // A label of which less than this share of the variance is its own cannot be told from the others; the others are not held fixed for
    // it.
    private const double Own = 1e-6;

    // With fewer inputs a label the others are not held fixed.
    private const int InputsALabel = 2;

    // Relative to the largest entry: keeps a draw solvable in which a label is never 1.
    private const double Ridge = 1e-10;

    private readonly Tensor activations_nd;
    private readonly Tensor explained_nk;
    private readonly Tensor joint_nz;
    private readonly Tensor alone_nr;
    private readonly Tensor controls_nr;
    private readonly Tensor order;
    private readonly long heldBesides;

    /// <summary>Prepares the regression.</summary>
    /// <param name="activations_nd">Activations, float64, shape [n, d].</param>
    /// <param name="labels_nc">Labels, then control labels, float64, shape [n, c].</param>
    /// <param name="held">How many labels there are before the control labels.</param>
    /// <param name="explained_nk">Columns of ones and of what is to be regressed out, orthonormal.</param>
    public LabelRegression(Tensor activations_nd, Tensor labels_nc, int held, Tensor explained_nk)
    {
        this.activations_nd = activations_nd;
        this.explained_nk = explained_nk;
        var own_nh = labels_nc.slice(1, 0, held, 1);
        controls_nr = labels_nc.slice(1, held, labels_nc.shape[1], 1);

        // With exactly s active features the pairs of one feature add up to a multiple of it, and all pairs to a constant: what is held
        // fixed besides labels has to leave each label something of its own.
        var n = own_nh.shape[0];
        Tensor[] besides = [explained_nk, full(n, 1, Math.Sqrt(1.0 / n), dtype: float64), zeros(n, 0, dtype: float64)];
        var (held_nk, isJoint_h) = besides.Select(columns_nk =>
            (columns_nk, IsJoint(own_nh - columns_nk.matmul(columns_nk.t().matmul(own_nh))))).MaxBy(x => x.Item2.sum().item<long>());
        heldBesides = held_nk.shape[1];
        var (joint, alone) = (isJoint_h.nonzero().squeeze(1), isJoint_h.logical_not().nonzero().squeeze(1));
        joint_nz = cat([held_nk, own_nh.index_select(1, joint)], 1);
        alone_nr = own_nh.index_select(1, alone);
        order = cat([joint, alone, arange(held, labels_nc.shape[1], int64)]).argsort();
    }

    /// <summary>The directions of the labels, one row each, shape [c, d].</summary>
    /// <param name="weight_n">How much each input counts.</param>
    public Tensor Coefficients(Tensor weight_n)
    {
        using var scope = NewDisposeScope();
        var weighted_nd = activations_nd * weight_n.unsqueeze(1);
        var (joint_zd, controls_rd) = Fit(joint_nz, controls_nr, weight_n, weighted_nd);
        var (_, alone_rd) = Fit(explained_nk, alone_nr, weight_n, weighted_nd);
        return cat(
            [joint_zd.slice(0, heldBesides, joint_zd.shape[0], 1), alone_rd, controls_rd]).index_select(0, order).MoveToOuterDisposeScope();
    }

    /// <summary>The coefficients of columns that are fitted together, and those of further columns, each added to them alone.</summary>
    private static (Tensor Together_zd, Tensor Added_rd) Fit(Tensor columns_nz, Tensor added_nr, Tensor weight_n, Tensor weighted_nd)
    {
        var weightedColumns_nz = columns_nz * weight_n.unsqueeze(1);
        var gram_zz = columns_nz.t().matmul(weightedColumns_nz);
        var solved_zq = linalg.solve(
            gram_zz + (eye(gram_zz.shape[0], dtype: float64) * (gram_zz.diagonal().max() * Ridge)),
            cat([columns_nz.t().matmul(weighted_nd), weightedColumns_nz.t().matmul(added_nr)], 1));
        var d = weighted_nd.shape[1];
        var rest_nr = added_nr - columns_nz.matmul(solved_zq.slice(1, d, solved_zq.shape[1], 1));
        var own_r = (rest_nr.square() * weight_n.unsqueeze(1)).sum([0]).clamp_min(1e-12);
        return (solved_zq.slice(1, 0, d, 1), rest_nr.t().matmul(weighted_nd) / own_r.unsqueeze(1));
    }

    private static Tensor IsJoint(Tensor beyond_nh)
    {
        using var scope = NewDisposeScope();
        var held = beyond_nh.shape[1];
        if (held == 0 || beyond_nh.shape[0] < InputsALabel * held)
        {
            return zeros(held, dtype: ScalarType.Bool).MoveToOuterDisposeScope();
        }

        var gram_hh = beyond_nh.t().matmul(beyond_nh);
        var variance_h = gram_hh.diagonal();
        var inverse_hh = linalg.inv(gram_hh + (eye(held, dtype: float64) * (variance_h.max().clamp_min(1e-12) * Ridge)));
        return (1 / (inverse_hh.diagonal() * variance_h.clamp_min(1e-12)) > Own).MoveToOuterDisposeScope();
    }
}
