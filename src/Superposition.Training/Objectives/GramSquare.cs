using Superposition.Booleans;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Objectives;

/// <summary>
/// The mean squared error over all outputs without the [n, g] tensor of outputs. With h the activations, R the read-off and targets of zeros and
/// ones, Σ (Rh − y)² = tr(RᵀR · Σ hhᵀ) − 2 Σ h·(sum of the rows of outputs that are 1) + their number: products of g·d² instead of n·g·d, and
/// memory that does not grow with n·g.
/// </summary>
internal static class GramSquare
{
    /// <summary>Whether fewer multiplications are needed than with the outputs written out.</summary>
    public static bool Pays(long inputs, DenseReadOff readOff) => readOff.Inputs * (readOff.Outputs + inputs) < inputs * readOff.Outputs;

    /// <summary>The mean, a scalar with gradient.</summary>
    /// <param name="activations_nd">What the read-off reads, shape [n, d].</param>
    /// <param name="readOff">R [g, d] and c [g].</param>
    /// <param name="on">For every input, the outputs that are 1.</param>
    public static Tensor Mean(Tensor activations_nd, DenseReadOff readOff, ActiveSets on)
    {
        using var scope = NewDisposeScope();
        var h_ne = cat([activations_nd, ones(activations_nd.shape[0], 1)], 1);
        var r_ge = cat([readOff.Weight, readOff.Bias.unsqueeze(1)], 1);
        var all = (r_ge.t().matmul(r_ge) * h_ne.t().matmul(h_ne)).sum(ScalarType.Float64);
        var positive = (h_ne * on.SumRows(r_ge)).sum(ScalarType.Float64);
        var loss = (all - (2 * positive) + on.Features.Length) / ((double)on.Count * readOff.Outputs);
        return loss.to(float32).MoveToOuterDisposeScope();
    }
}
