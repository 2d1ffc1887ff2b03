using Superposition.Booleans;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Comparison;

/// <summary>What noise on weights is relative to.</summary>
public enum NoiseScale
{
    /// <summary>Every weight is multiplied by 1 + η·N(0, 1): a weight of 0 stays 0.</summary>
    EachWeight,

    /// <summary>η·N(0, 1) times the root mean square of its tensor is added to every weight: a sparse layer is sparse no more.</summary>
    WholeTensor,
}

/// <summary>Networks with noise on all weights, biases and read-off weights.</summary>
public static class WeightNoise
{
    /// <summary>A copy of a network with independent Gaussian noise on every weight; the caller disposes it.</summary>
    /// <param name="network">The network; it is not changed.</param>
    /// <param name="relative">η ≥ 0.</param>
    /// <param name="scale">What it is relative to.</param>
    /// <param name="seed">The seed of the noise.</param>
    public static ReluNetwork Add(ReluNetwork network, double relative, NoiseScale scale, Seed seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(relative);
        using var generator = seed.Generator("weight-noise");
        return NetworkCopy.Changed(
            network,
            (layer, _) => new ReluLayer(
                Noisy(layer.Weight), Noisy(layer.Bias), layer.Projection is { } projection ? Noisy(projection) : null, layer.Activation),
            (weight_gd, bias_g) => (Noisy(weight_gd), Noisy(bias_g)));

        Tensor Noisy(Tensor values)
        {
            var noise = randn(values.shape, generator: generator) * relative;
            return scale == NoiseScale.EachWeight ? values * (1 + noise) : values + (noise * values.square().mean().sqrt());
        }
    }
}
