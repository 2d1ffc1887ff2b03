using MathNet.Numerics;
using static TorchSharp.torch;

namespace Superposition.Probing;

/// <summary>
/// The subspace of activations that what follows can see, the row space of the next weight, and its complement, which it cannot. What lies
/// in the complement reaches no output: that is a proof, not a measurement.
/// </summary>
public static class ReadSubspace
{
    /// <summary>An orthonormal basis of the row space of a weight, float64, shape [rank, d].</summary>
    /// <param name="weight_gd">The weight, shape [g, d].</param>
    public static Tensor Basis(Tensor weight_gd)
    {
        using var scope = NewDisposeScope();
        var (_, values_k, rows_kd) = linalg.svd(weight_gd.to(float64), fullMatrices: false);
        // Rank as usual for weights that are stored in float32.
        var rank = (values_k > values_k.amax([0]).clamp_min(double.Epsilon) * Math.Max(weight_gd.shape[0], weight_gd.shape[1]) * 1.2e-7)
            .sum().item<long>();
        return rows_kd.slice(0, 0, rank, 1).clone().MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The share of each direction's squared length inside the subspace; a random direction has rank/d on average. Shape [c].
    /// </summary>
    public static Tensor Share(Tensor directions_cd, Tensor basis_kd)
    {
        using var scope = NewDisposeScope();
        var length_c = directions_cd.square().sum(1);
        return where(
            length_c > 0, directions_cd.matmul(basis_kd.t()).square().sum(1) / length_c.clamp_min(double.Epsilon), zeros_like(length_c))
            .MoveToOuterDisposeScope();
    }

    /// <summary>States with everything in the subspace taken away, shape [n, d].</summary>
    public static Tensor Hidden(Tensor states_nd, Tensor basis_kd)
    {
        using var scope = NewDisposeScope();
        return (states_nd - states_nd.matmul(basis_kd.t()).matmul(basis_kd)).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The probability that a random direction in a space of some dimensions has a cosine of at least this size with a given one:
    /// cos² ~ Beta(½, (dimensions − 1)/2).
    /// </summary>
    public static double CosineP(double cosine, int dimensions) =>
        dimensions <= 1 ? 1 : 1 - SpecialFunctions.BetaRegularized(0.5, (dimensions - 1) / 2.0, Math.Clamp(cosine * cosine, 0, 1));
}
