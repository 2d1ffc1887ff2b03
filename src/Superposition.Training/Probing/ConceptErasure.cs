using static TorchSharp.torch;

namespace Superposition.Probing;

/// <summary>
/// Least-squares concept erasure (LEACE; Belrose et al., 2023): the smallest change of the activations after which no linear probe reads a
/// label better than its mean. a → a − σ (w·(a − μ)) with σ = cov(a, y) and w = C⁺σ / (σᵀC⁺σ).
/// </summary>
public static class ConceptErasure
{
    /// <summary>The erasure of labels from states.</summary>
    /// <param name="states_nd">States, float64, shape [n, d].</param>
    /// <param name="labels_nc">Zeros and ones, float64, shape [n, c].</param>
    /// <returns>The directions σ that are taken away, and the readers w that say how much of them; both [c, d].</returns>
    public static (Tensor Directions_cd, Tensor Readers_cd) Fit(Tensor states_nd, Tensor labels_nc)
    {
        using var scope = NewDisposeScope();
        var n = states_nd.shape[0];
        var centred_nd = states_nd - states_nd.mean([0], keepdim: true);
        var cross_cd = (labels_nc - labels_nc.mean([0], keepdim: true)).t().matmul(centred_nd) / n;
        var readers_cd = cross_cd.matmul(linalg.pinv(centred_nd.t().matmul(centred_nd) / n, rtol: 1e-10, hermitian: true));
        var scale_c1 = (readers_cd * cross_cd).sum(1, keepdim: true);
        return (cross_cd.MoveToOuterDisposeScope(), (readers_cd / scale_c1.clamp_min(double.Epsilon)).MoveToOuterDisposeScope());
    }
}
