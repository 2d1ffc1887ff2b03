using static TorchSharp.torch;

namespace Superposition.Representation;

/// <summary>How much the directions of an encoding overlap: the source of crosstalk between features.</summary>
/// <param name="Largest">The largest |φ_k·φ_l| over pairs of features.</param>
/// <param name="Rms">The root of the mean (φ_k·φ_l)² over pairs.</param>
public sealed record Coherence(double Largest, double Rms)
{
    /// <summary>Measures how far from orthogonal the directions of an encoding Φ [d0, m] are.</summary>
    /// <param name="encoding_em">Φ, shape [d0, m], columns of length 1, m ≥ 2.</param>
    public static Coherence Of(Tensor encoding_em)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        if (encoding_em.dim() != 2 || encoding_em.shape[1] < 2)
        {
            throw new ArgumentException("Overlaps need an encoding [d0, m] of at least 2 features.", nameof(encoding_em));
        }

        var features = encoding_em.shape[1];
        var overlap_mm = (encoding_em.t().matmul(encoding_em) - eye(features)).abs();
        var squares = overlap_mm.to(float64).pow(2).sum().item<double>();
        return new Coherence(overlap_mm.max().item<float>(), Math.Sqrt(squares / ((double)features * (features - 1))));
    }
}
