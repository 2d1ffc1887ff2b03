using static TorchSharp.torch;

namespace Superposition.ErrorCorrection;

/// <summary>One of the ReLUs that a unit's response is made of: it adds slope · ReLU(sign · (z − threshold)).</summary>
/// <param name="Threshold">Where it sets in.</param>
/// <param name="Slope">With what slope.</param>
/// <param name="Sign">+1 when it responds above the threshold, −1 when below.</param>
public readonly record struct ReluTerm(double Threshold, double Slope, int Sign = 1);

/// <summary>
/// Units with a piecewise linear response written as ReLUs. With T terms, unit i of n becomes the ReLUs i, n + i, …, (T − 1) n + i,
/// which share its weights up to sign; what reads unit i with weight w reads the t-th of them with w · slope_t.
/// </summary>
public static class ClipReLUs
{
    /// <summary>Weight [T n, c] and bias [T n] of the ReLUs, from the units' weight [n, c].</summary>
    public static (Tensor Weight, Tensor Bias) In(Tensor weight_nc, IReadOnlyList<ReluTerm> terms) =>
        (cat([.. terms.Select(term => weight_nc * term.Sign)]), cat(
            [.. terms.Select(term => full(weight_nc.shape[0], -term.Sign * (float)term.Threshold))]));

    /// <summary>What reads the ReLUs, shape [r, T n], from what reads the units, [r, n].</summary>
    public static Tensor Out(Tensor read_rn, IReadOnlyList<ReluTerm> terms) => cat([.. terms.Select(term => read_rn * term.Slope)], 1);
}
