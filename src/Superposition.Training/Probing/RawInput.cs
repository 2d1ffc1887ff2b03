using static TorchSharp.torch;

namespace Superposition.Probing;

/// <summary>
/// Separates what a layer computes from what its input already says: every affine function of the raw input is regressed out. On inputs
/// with a fixed number of active features even the raw input ranks every AND perfectly (b_k + b_l = 2 only where both are on), so what is
/// left is what counts.
/// </summary>
public static class RawInput
{
    // What float32 leaves of a coordinate's variance when it is an affine function of the raw input.
    private const double NothingLeft = 1e-10;

    /// <summary>An orthonormal basis of all affine functions of the raw input on n inputs, shape [n, k], k ≤ m + 1.</summary>
    /// <param name="raw_nm">The raw inputs, float64.</param>
    public static Tensor AffineBasis(Tensor raw_nm)
    {
        using var scope = NewDisposeScope();
        var raw1_ne = cat([raw_nm, ones(raw_nm.shape[0], 1, float64)], 1);
        var (values_e, vectors_ee) = linalg.eigh(raw1_ne.t().matmul(raw1_ne));
        var kept = (values_e > values_e.max() * 1e-12).nonzero().squeeze(1);
        return (raw1_ne.matmul(vectors_ee.index_select(1, kept)) / values_e.index_select(0, kept).sqrt()).MoveToOuterDisposeScope();
    }

    /// <summary>What is left of columns of numbers; a column of which only rounding is left becomes exactly 0.</summary>
    /// <param name="columns_nc">Activations or labels, float64, shape [n, c].</param>
    /// <param name="basis_nk">What is regressed out, orthonormal, shape [n, k].</param>
    public static Tensor Beyond(Tensor columns_nc, Tensor basis_nk)
    {
        using var scope = NewDisposeScope();
        var left_nc = columns_nc - basis_nk.matmul(basis_nk.t().matmul(columns_nc));
        var share_c = left_nc.square().mean([0]) / columns_nc.@var(0, unbiased: false).clamp_min(1e-300);
        return (left_nc * (share_c > NothingLeft).to(float64)).MoveToOuterDisposeScope();
    }
}
