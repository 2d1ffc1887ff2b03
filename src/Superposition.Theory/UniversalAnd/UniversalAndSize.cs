using Superposition.Booleans;
using Superposition.Representation;

namespace Superposition.UniversalAnd;

/// <summary>What a universal-AND network is built for.</summary>
/// <param name="Inputs">The s-sparse inputs it is to serve; read-offs are normalised for them.</param>
/// <param name="Neurons">d, the number of ReLUs.</param>
/// <param name="Density">p, the share of non-zero weights, where a construction has one; null asks for its default.</param>
/// <param name="Encoding">
/// Φ, for constructions whose inputs are in superposition; null asks for their default, random directions in d dimensions.
/// </param>
public sealed record UniversalAndSize(SparseInputs Inputs, int Neurons, double? Density = null, EncodingSize? Encoding = null)
{
    /// <summary>m, the number of features.</summary>
    public int Features => Inputs.Features;

    /// <summary>C(m, 2), the number of ANDs.</summary>
    public int Pairs => Inputs.Features * (Inputs.Features - 1) / 2;

    /// <summary>
    /// p, or the default 0.75/s that balances the noise of the three error classes best (measured optimum 0.7 … 0.85, by s).
    /// </summary>
    public double DensityOrDefault => Density ?? 0.75 / Math.Max(1, Inputs.Active);

    /// <summary>Φ, or the default: a state as wide as the layer, as in the theorem, with Gaussian directions.</summary>
    public EncodingSize EncodingOrDefault => Encoding ?? new EncodingSize(EncodingKind.Gaussian, Neurons);
}
