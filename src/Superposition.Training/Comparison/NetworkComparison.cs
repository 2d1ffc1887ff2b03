using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;
using static TorchSharp.torch;

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
    ImmutableArray<DisturbedErrors> Noise, ImmutableArray<DisturbedErrors> Bits, ImmutableArray<DisturbedErrors> PrunedNeurons,
    ImmutableArray<DisturbedErrors> OtherActive);

/// <summary>Two networks for the same pairs compared by what they are like and what they do.</summary>
/// <param name="A">The first.</param>
/// <param name="B">The second.</param>
/// <param name="Straight">The line between their weights as they are; null unless shapes agree.</param>
/// <param name="Aligned">The same after B's neurons were matched with A's; null unless shapes agree.</param>
/// <param name="DisturbedOutputs">Of how many outputs disturbances and lines are measured: all, or evenly spaced ones of many.</param>
public sealed record NetworkComparison(
    ComparedNetwork A, ComparedNetwork B, Interpolation? Straight, Interpolation? Aligned, int DisturbedOutputs)
{
    // Disturbances are a hundred measurements: on more weights than this they are made of some outputs.
    private const int MaxDisturbedWeights = 1 << 20;

    // Inputs that a read-off is fitted on, and those that the two numbers of a read-off by products are.
    private const int FittingInputs = 20_000;
    private const int FittingInputsOfProducts = 2_000;
    private const int FittingInputsOfWide = 10_000;
    private const int Wide = 512;

    private const int PointsOnLine = 11;
    private static readonly ImmutableArray<double> NoiseLevels = [0.01, 0.03, 0.1, 0.3];
    private static readonly ImmutableArray<int> BitsPerWeight = [2, 3, 4, 6, 8];
    private static readonly ImmutableArray<double> PrunedShares = [0.05, 0.1, 0.2, 0.4];

    /// <summary>
    /// Compares two networks for the ANDs of the same pairs: errors, read-offs, disturbances, and the line between them.
    /// </summary>
    /// <param name="a">The first.</param>
    /// <param name="b">The second.</param>
    /// <param name="pairs">The pairs that both compute, in the order of their outputs.</param>
    /// <param name="sample">
    /// The inputs that errors are measured on, and unless it has all inputs, others are drawn to fit read-offs on.
    /// </param>
    /// <param name="seed">The seed of noise and of inputs at other sparsities.</param>
    /// <param name="progress">Told what is being done.</param>
    /// <param name="cancellation">Stops between measurements.</param>
    public static NetworkComparison Of(
        ReluNetwork a, ReluNetwork b, PairAnds pairs, InputSample sample, Seed seed, IProgress<string>? progress = null,
        CancellationToken cancellation = default)
    {
        progress ??= new Progress<string>();
        using var denseA = Dense(a);
        using var denseB = Dense(b);
        var haveOneShape = a.Encoding is null && b.Encoding is null && a.Layers.Count > 0 && a.Layers.Count == b.Layers.Count
            && a.Layers.Zip(b.Layers).All(layers => layers.First.Weight.shape.SequenceEqual(layers.Second.Weight.shape)
                && layers.First.Projection is null == layers.Second.Projection is null);
        var some = Some(pairs, Math.Max(denseA.ReadOff.Inputs, denseB.ReadOff.Inputs));
        using var someOfA = WithOutputs(denseA, pairs, some);
        using var someOfB = WithOutputs(denseB, pairs, some);
        var describedA = Describe("A", denseA, someOfA, haveOneShape ? denseB : null, pairs, some, sample, seed, progress, cancellation);
        var describedB = Describe("B", denseB, someOfB, haveOneShape ? denseA : null, pairs, some, sample, seed, progress, cancellation);
        if (!haveOneShape)
        {
            return new NetworkComparison(describedA, describedB, Straight: null, Aligned: null, some.Count);
        }

        progress.Report("comparing what they do: on the line between them");
        cancellation.ThrowIfCancellationRequested();
        return new NetworkComparison(
            describedA, describedB,
            Interpolation.Between(someOfA, someOfB, isAligned: false, some, sample, PointsOnLine),
            Interpolation.Between(someOfA, someOfB, isAligned: true, some, sample, PointsOnLine),
            some.Count);
    }

    /// <summary>All pairs, or evenly spaced ones of so many that read-offs of a width would be too large.</summary>
    private static PairAnds Some(PairAnds pairs, int width)
    {
        var count = Math.Clamp(MaxDisturbedWeights / Math.Max(1, width), 1, pairs.Count);
        return count == pairs.Count
            ? pairs
            : PairAnds.Of(pairs.Features, Enumerable.Range(0, count).Select(i => pairs.Pairs[(int)((long)i * pairs.Count / count)]));
    }

    private static ReluNetwork WithOutputs(ReluNetwork network, PairAnds pairs, PairAnds some)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var placeOf = pairs.Pairs.Index().ToDictionary(pair => pair.Item, pair => (long)pair.Index);
        var places = tensor(some.Pairs.Select(pair => placeOf[pair]).ToArray());
        var readOff = (DenseReadOff)network.ReadOff;
        return network.WithReadOff(new DenseReadOff(readOff.Weight.index_select(0, places), readOff.Bias.index_select(0, places)));
    }

    private static ComparedNetwork Describe(
        string name, ReluNetwork network, ReluNetwork disturbed, ReluNetwork? other, PairAnds pairs, PairAnds some, InputSample sample,
        Seed seed, IProgress<string> progress, CancellationToken cancellation)
    {
        var inputs = (int)Math.Min(sample.Count, int.MaxValue);
        var hasOneLayer = network.Layers is [{ Projection: null }];
        var fit = Fitting(Math.Max(FittingInputs, 4 * network.Neurons));
        var errors = Told("errors", () => OutputErrors.Measure(network, pairs, sample));
        var squares = Told("the least-squares read-off", () => Measured(LeastSquares.Refit(network, pairs, fit)));
        var products = hasOneLayer ? Told("products of its weights as read-off", () =>
            Measured(ReadOffTransfer.ByProducts(network, pairs, Fitting(FittingInputsOfProducts)))) : null;
        var joined = other is null ? null : Told("the other's read-off", () => Measured(ReadOffTransfer.Across(network, other)));
        var evidence = hasOneLayer ? Told("the construction it is like", () => ConstructionClassifier.Classify(network, pairs)) : null;
        var refit = network.Neurons <= Wide ? fit : Fitting(Math.Max(FittingInputsOfWide, 4 * network.Neurons));
        var most = sample.Space.Active + 3;
        return new ComparedNetwork(
            errors, squares, products, joined, evidence,
            Told("with noise on its weights", () => Robustness.Noise(disturbed, some, NoiseScale.EachWeight, NoiseLevels, sample, seed)),
            Told("with few bits a weight", () => Robustness.Quantisation(disturbed, some, BitsPerWeight, sample, refit)),
            network.Layers.Count == 0 ? [] : Told("without some neurons", () =>
                Robustness.PrunedNeurons(disturbed, some, PrunedShares, sample, refit)),
            Told(
                "at other numbers of active features",
                () => Robustness.OtherSparsity(
                    disturbed, some, sample.Space.Sparsity, Enumerable.Range(1, Math.Min(most, pairs.Features)), inputs, seed)));

        T Told<T>(string what, Func<T> work)
        {
            cancellation.ThrowIfCancellationRequested();
            progress.Report($"comparing what they do: {name}, {what}");
            return work();
        }

        ErrorReport Measured(ReluNetwork changed)
        {
            using (changed)
            {
                return OutputErrors.Measure(changed, pairs, sample);
            }
        }

        InputSample Fitting(int count) =>
            sample.IsAll ? sample : InputSample.AllUpTo(sample.Space, count, seed.For("fit")).StoppedBy(cancellation);
    }

    private static ReluNetwork Dense(ReluNetwork network) => NetworkCopy.Dense(network);
}
