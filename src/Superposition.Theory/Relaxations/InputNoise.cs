using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.UniversalAnd;
using static TorchSharp.torch;

namespace Superposition.Relaxations;

/// <summary>
/// Normal noise of standard deviation ν on every feature, active or not: the network sees b + νz. A neuron of weights W meets a noise of
/// variance ν²|W|² before its ReLU: p m ν² for random subsets, m ν² for signs and Gaussian weights.
/// </summary>
public static class InputNoise
{
    /// <summary>Errors of a network whose inputs are noisy.</summary>
    /// <param name="network">Outputs in the order of <paramref name="targets"/>.</param>
    /// <param name="targets">The ground truth, of the inputs without noise.</param>
    /// <param name="noise">ν ≥ 0.</param>
    /// <param name="sample">The inputs.</param>
    /// <param name="seed">Draws the noise.</param>
    public static NoisyErrors Measure(ReluNetwork network, IBooleanTargets targets, double noise, InputSample sample, Seed seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(noise);
        using var generator = seed.Generator("input noise");
        return new NoisyErrors(noise, OutputErrors.Measure(Noisy, targets, sample, batch: 64));

        Tensor Noisy(ActiveSets inputs)
        {
            using var scope = NewDisposeScope();
            var noise_nm = randn(inputs.Count, targets.Features, generator: generator) * noise;
            return network.call(inputs.ToDense(targets.Features) + noise_nm).MoveToOuterDisposeScope();
        }
    }

    /// <summary>
    /// Errors to expect of a Gaussian layer for exactly s active features: est = √s x_k x_l/|x| with x = b + νz and |x|² ≈ s + mν²,
    /// plus the noise of drawn neurons for an input of that length. Noise on the features shrinks true ANDs by √(s/(s + mν²)) and lets
    /// a share of it through as crosstalk.
    /// </summary>
    public static PredictedErrors PredictGaussian(UniversalAndSize size, double noise)
    {
        if (size.Inputs.Sparsity != Sparsity.Exactly || size.Inputs.Active < 2)
        {
            throw new ArgumentException($"Noise is predicted for exactly s ≥ 2 active features, found {size.Inputs}.", nameof(size));
        }

        double s = size.Inputs.Active, m = size.Features, variance = noise * noise;
        var length = s + (m * variance);
        var gain = Math.Sqrt(s / length);

        PredictedClass Class(string name, double first, double second, double pairs)
        {
            // The noise passes through the read-off at the pair, where x_k = b_k + νz_k, and one neuron has E(W_k W_l a)² = |x|²/2 +
            // x_k² + x_l².
            var (xk, xl) = (first + variance, second + variance);
            var crosstalk = gain * gain * ((xk * xl) - (first * second));
            var neurons = 2 * Math.PI * s / size.Neurons * ((length / 2) + xk + xl - (xk * xl / (2 * Math.PI * length)));
            return new PredictedClass(name, first * second * (gain - 1), Math.Sqrt(crosstalk + neurons), pairs);
        }

        return new PredictedErrors(
        [
            Class("none", 0, 0, (m - s) * (m - s - 1) / 2),
            Class("one", 1, 0, s * (m - s)),
            Class("both", 1, 1, s * (s - 1) / 2),
        ]);
    }
}

/// <summary>Errors on inputs with noise of one size.</summary>
/// <param name="Noise">ν, the standard deviation of the noise on every feature.</param>
/// <param name="Errors">Errors by class.</param>
public sealed record NoisyErrors(double Noise, ErrorReport Errors);
