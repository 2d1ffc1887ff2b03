using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;

namespace Superposition.Comparison;

/// <summary>Errors of a network that was disturbed to some degree.</summary>
/// <param name="Degree">The number of active features, the relative noise, the bits a weight, or the share that was pruned.</param>
/// <param name="Errors">Errors; over draws of noise, those of the draw with the median ε.</param>
/// <param name="Refitted">Errors after a new least-squares read-off was fitted, where one was.</param>
public sealed record DisturbedErrors(double Degree, ErrorReport Errors, ErrorReport? Refitted);

/// <summary>
/// What a network tolerates that it was not made for: other sparsities, noise on its weights, few bits, missing weights and neurons.
/// </summary>
public static class Robustness
{
    private const int NoiseDraws = 5;

    /// <summary>Errors at other numbers of active features.</summary>
    /// <param name="network">The network.</param>
    /// <param name="targets">What it is to compute.</param>
    /// <param name="sparsity">Whether the number is exact or the most.</param>
    /// <param name="active">The numbers.</param>
    /// <param name="inputs">How many inputs at each: all when there are no more, otherwise drawn.</param>
    /// <param name="seed">The seed of the inputs.</param>
    public static ImmutableArray<DisturbedErrors> OtherSparsity(
        ReluNetwork network, IBooleanTargets targets, Sparsity sparsity, IEnumerable<int> active, int inputs, Seed seed) =>
    [
        .. from s in active
           let sample = InputSample.AllUpTo(new SparseInputs(targets.Features, s, sparsity), inputs, seed.For($"active-{s}"))
           select new DisturbedErrors(s, OutputErrors.Measure(network, targets, sample), null),
    ];

    /// <summary>Errors with noise on all weights: at each level those of the median of five draws.</summary>
    public static ImmutableArray<DisturbedErrors> Noise(
        ReluNetwork network, IBooleanTargets targets, NoiseScale scale, IEnumerable<double> relative, InputSample sample, Seed seed) =>
    [
        .. relative.Select(eta => Enumerable.Range(0, NoiseDraws).Select(draw =>
        {
            using var noisy = WeightNoise.Add(network, eta, scale, seed.For(FormattableString.Invariant($"noise-{eta}-{draw}")));
            return new DisturbedErrors(eta, OutputErrors.Measure(noisy, targets, sample), null);
        }).OrderBy(disturbed => disturbed.Errors.Epsilon).ElementAt(NoiseDraws / 2)),
    ];

    /// <summary>Errors with all weights of the layers and the read-off stored in few bits; biases, one number a neuron, stay.</summary>
    /// <param name="network">The network.</param>
    /// <param name="targets">What it is to compute.</param>
    /// <param name="bits">Bits a weight, each 1 … 16.</param>
    /// <param name="sample">The inputs that errors are measured on.</param>
    /// <param name="fit">The inputs that the new read-off is fitted on.</param>
    public static ImmutableArray<DisturbedErrors> Quantisation(
        ReluNetwork network, IBooleanTargets targets, IEnumerable<int> bits, InputSample sample, InputSample fit) =>
    [
        .. bits.Select(count => Disturbed(count, WeightChanges.Rounded(network, count), targets, sample, fit)),
    ];

    /// <summary>Errors with the smallest weights of every layer set to 0.</summary>
    /// <param name="network">The network.</param>
    /// <param name="targets">What it is to compute.</param>
    /// <param name="shares">The shares of each layer's weights that are pruned, each 0 … 1.</param>
    /// <param name="sample">The inputs that errors are measured on.</param>
    /// <param name="fit">The inputs that the new read-off is fitted on.</param>
    public static ImmutableArray<DisturbedErrors> PrunedWeights(
        ReluNetwork network, IBooleanTargets targets, IEnumerable<double> shares, InputSample sample, InputSample fit) =>
    [
        .. shares.Select(share => Disturbed(share, WeightChanges.WithoutSmallestWeights(network, share), targets, sample, fit)),
    ];

    /// <summary>
    /// Errors with the least important neurons of the last layer silenced: those with the smallest |(w, β)| · |r|, which no rescaling of
    /// a neuron changes; r is what it is read by, or in residual form what it writes.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="targets">What it is to compute.</param>
    /// <param name="shares">The shares of neurons that are silenced, each 0 … 1.</param>
    /// <param name="sample">The inputs that errors are measured on.</param>
    /// <param name="fit">The inputs that the new read-off is fitted on.</param>
    public static ImmutableArray<DisturbedErrors> PrunedNeurons(
        ReluNetwork network, IBooleanTargets targets, IEnumerable<double> shares, InputSample sample, InputSample fit) =>
    [
        .. shares.Select(share => Disturbed(share, WeightChanges.WithoutLeastNeurons(network, share), targets, sample, fit)),
    ];

    private static DisturbedErrors Disturbed(
        double degree, ReluNetwork disturbed, IBooleanTargets targets, InputSample sample, InputSample fit)
    {
        using (disturbed)
        {
            using var refitted = LeastSquares.Refit(disturbed, targets, fit);
            return new DisturbedErrors(
                degree, OutputErrors.Measure(disturbed, targets, sample), OutputErrors.Measure(refitted, targets, sample));
        }
    }
}
