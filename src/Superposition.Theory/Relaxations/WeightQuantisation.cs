using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Relaxations;

/// <summary>
/// Weights stored with few bits: every weight of the layers and every factor of the read-off is rounded to one of 2^bits evenly spaced
/// levels, the spacing chosen for the smallest squared error, and the read-off is rescaled so that true ANDs read 1 on average. Signs and
/// subsets need a single bit.
/// </summary>
public static class WeightQuantisation
{
    private const int FittingSteps = 30;

    /// <summary>Errors at each number of bits.</summary>
    /// <param name="network">One or more layers with a pair read-off. It is not changed.</param>
    /// <param name="bits">For example 1 … 8.</param>
    /// <param name="sample">The inputs that errors are measured on.</param>
    /// <param name="calibration">Other inputs, on which the scale of the read-off is found.</param>
    public static ImmutableArray<QuantisedErrors> Measure(
        ReluNetwork network, IEnumerable<int> bits, InputSample sample, InputSample calibration) =>
    [
        .. bits.Select(count =>
        {
            using var quantised = Quantise(network, count, calibration);
            return new QuantisedErrors(count, OutputErrors.Measure(quantised, ((PairReadOff)network.ReadOff).Pairs, sample));
        }),
    ];

    /// <summary>The network with rounded weights; biases, one number a neuron, stay.</summary>
    /// <exception cref="ArgumentException">The read-off is not a pair read-off.</exception>
    public static ReluNetwork Quantise(ReluNetwork network, int bits, InputSample calibration)
    {
        if (network.ReadOff is not PairReadOff readOff)
        {
            throw new ArgumentException(
                $"Quantisation rescales a pair read-off, found a {network.ReadOff.GetType().Name}.", nameof(network));
        }

        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        ReluNetwork With(double scale) => new(
            [.. network.Layers.Select(layer => layer.WithMatrices(matrix => Round(matrix, bits)))],
            new PairReadOff(
                Round(readOff.Factors, bits), scale, readOff.Normalisation, readOff.Pairs, readOff.Correction is { } correction
                ? Round(correction, bits)
                : null),
            network.Encoding);
        var scale = readOff.Scale.item<float>();
        using var unscaled = With(scale);
        var mean = 1 + OutputErrors.Measure(unscaled, readOff.Pairs, calibration)["both"].Mean;
        return With(scale / mean);
    }

    /// <summary>
    /// Rounds to 2^bits evenly spaced levels. Starting from levels that span the range, values are given to their nearest level and the
    /// levels fitted to their values by least squares, in turn (Lloyd's iteration with even spacing).
    /// </summary>
    public static Tensor Round(Tensor values, int bits)
    {
        if (bits is < 1 or > 16)
        {
            throw new ArgumentOutOfRangeException(nameof(bits), bits, "Weights are rounded to 1 to 16 bits.");
        }

        using var scope = NewDisposeScope();
        var steps = (1 << bits) - 1;
        var exact = values.to(float64);
        var low = exact.min().item<double>();
        var spacing = (exact.max().item<double>() - low) / steps;
        for (var step = 0; step < FittingSteps && spacing > 0; step++)
        {
            using var inner = NewDisposeScope();
            var level = ((exact - low) / spacing).round().clamp(0, steps);
            var fromMean = level - level.mean();
            var fitted = (fromMean * exact).sum().item<double>() / fromMean.square().sum().item<double>();
            low = exact.mean().item<double>() - (fitted * level.mean().item<double>());
            spacing = fitted;
        }

        return spacing > 0
            ? ((((exact - low) / spacing).round().clamp(0, steps) * spacing) + low).to(values.dtype).MoveToOuterDisposeScope()
            : values.clone().MoveToOuterDisposeScope();
    }
}

/// <summary>Errors of a network whose weights are rounded to a number of bits.</summary>
/// <param name="Bits">Bits a weight.</param>
/// <param name="Errors">Errors by class.</param>
public sealed record QuantisedErrors(int Bits, ErrorReport Errors);
