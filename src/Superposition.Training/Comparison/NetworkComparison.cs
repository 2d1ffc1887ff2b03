using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;

namespace Superposition.Comparison;

/// <summary>What one of two compared networks is like and does, beyond its errors.</summary>
/// <param name="Errors">Errors as it is.</param>
/// <param name="LeastSquares">Errors of the least-squares read-off on its layer.</param>
/// <param name="Products">Errors of products of its own weights as read-off, the constructions' way; null unless it has one layer.</param>
/// <param name="OthersReadOff">Errors of its layers under the other network's read-off, neurons matched; null unless shapes agree.</param>
/// <param name="Evidence">The construction it is like; null unless it has one layer.</param>
/// <param name="Noise">With noise on every weight.</param>
/// <param name="Bits">With few bits a weight.</param>
/// <param name="PrunedNeurons">Without its least important neurons.</param>
/// <param name="OtherActive">At other numbers of active features.</param>
public sealed record ComparedNetwork(
    ErrorReport Errors, ErrorReport LeastSquares, ErrorReport? Products, ErrorReport? OthersReadOff, ConstructionEvidence? Evidence,
    ImmutableArray<DisturbedErrors> Noise, ImmutableArray<DisturbedErrors> Bits, ImmutableArray<DisturbedErrors> PrunedNeurons, ImmutableArray<DisturbedErrors> OtherActive);

/// <summary>Two networks for the same functions compared by what they are like and what they do.</summary>
/// <param name="A">The first.</param>
/// <param name="B">The second.</param>
/// <param name="Straight">The line between their weights as they are; null unless shapes agree.</param>
/// <param name="Aligned">The same after B's neurons were matched with A's; null unless shapes agree.</param>
public sealed record NetworkComparison(ComparedNetwork A, ComparedNetwork B, Interpolation? Straight, Interpolation? Aligned)
{
    private const int PointsOnLine = 11;
    private static readonly ImmutableArray<double> NoiseLevels = [0.01, 0.03, 0.1, 0.3];
    private static readonly ImmutableArray<int> BitsPerWeight = [2, 3, 4, 6, 8];
    private static readonly ImmutableArray<double> PrunedShares = [0.05, 0.1, 0.2, 0.4];

    /// <summary>Compares two networks.</summary>
    /// <param name="a">The first.</param>
    /// <param name="b">The second.</param>
    /// <param name="targets">The functions that both compute, in the order of their outputs.</param>
    /// <param name="sample">The inputs that errors are measured on, and unless it has all inputs, others are drawn to fit read-offs on.</param>
    /// <param name="seed">The seed of noise and of inputs at other sparsities.</param>
    /// <param name="cancellation">Stops between measurements.</param>
    public static NetworkComparison Of(ReluNetwork a, ReluNetwork b, IBooleanTargets targets, InputSample sample, Seed seed, CancellationToken cancellation)
    {
        using var denseA = Dense(a);
        using var denseB = Dense(b);
        var haveOneShape = a.Encoding is null && b.Encoding is null && a.Layers.Count > 0 && a.Layers.Count == b.Layers.Count
            && a.Layers.Zip(b.Layers).All(layers => layers.First.Weight.shape.SequenceEqual(layers.Second.Weight.shape) && layers.First.Projection is null == layers.Second.Projection is null);
        return new NetworkComparison(
            Describe(denseA, haveOneShape ? denseB : null, targets, sample, seed, cancellation),
            Describe(denseB, haveOneShape ? denseA : null, targets, sample, seed, cancellation),
            haveOneShape ? Interpolation.Between(denseA, denseB, isAligned: false, targets, sample, PointsOnLine) : null,
            haveOneShape ? Interpolation.Between(denseA, denseB, isAligned: true, targets, sample, PointsOnLine) : null);
    }

    private static ComparedNetwork Describe(ReluNetwork network, ReluNetwork? other, IBooleanTargets targets, InputSample sample, Seed seed, CancellationToken cancellation)
    {
        var pairs = targets as PairAnds;
        var isNamed = pairs is not null || targets is FanInAnds { FanIn: 1 };
        var fit = sample.IsAll ? sample : InputSample.AllUpTo(sample.Space, Math.Max(20_000, 4 * network.Neurons), seed.For("fit")).StoppedBy(cancellation);
        using var squares = LeastSquares.Refit(network, targets, fit);
        var hasOneLayer = network.Layers is [{ Projection: null }];
        using var products = hasOneLayer && pairs is not null ? ReadOffTransfer.ByProducts(network, pairs, fit) : null;
        using var joined = other is null ? null : ReadOffTransfer.Across(network, other);
        var inputs = (int)Math.Min(sample.Count, int.MaxValue);
        var most = sample.Space.Active + 3;
        cancellation.ThrowIfCancellationRequested();
        return new ComparedNetwork(
            OutputErrors.Measure(network, targets, sample),
            OutputErrors.Measure(squares, targets, sample),
            products is null ? null : OutputErrors.Measure(products, targets, sample),
            joined is null ? null : OutputErrors.Measure(joined, targets, sample),
            hasOneLayer && isNamed ? ConstructionClassifier.Classify(network, pairs) : null,
            Robustness.Noise(network, targets, NoiseScale.EachWeight, NoiseLevels, sample, seed),
            Robustness.Quantisation(network, targets, BitsPerWeight, sample, fit),
            network.Layers.Count == 0 ? [] : Robustness.PrunedNeurons(network, targets, PrunedShares, sample, fit),
            Robustness.OtherSparsity(network, targets, sample.Space.Sparsity, Enumerable.Range(1, Math.Min(most, targets.Features)), inputs, seed));
    }

    private static ReluNetwork Dense(ReluNetwork network) => NetworkCopy.Dense(network);
}
