using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Tasks;
using static TorchSharp.torch;

namespace Superposition.Exploring;

/// <summary>A network with its weights, as a page holds it.</summary>
public sealed record ExploredNetwork
{
    /// <summary>The largest change of any output that half precision may make; above it weights are kept as they are.</summary>
    public const double MaxChange = 1e-3;

    // Inputs outside the sample may change more than those in it.
    private const double Allowed = MaxChange / 2;
    private const int MaxInputs = 256, MinInputs = 16, MaxOutputsRun = 4_000_000;
    private const int InputsChecked = 6, OutputsChecked = 400;

    /// <summary>What it is called, usually the name of its file.</summary>
    public required string Name { get; init; }

    /// <summary>Where its weights came from: constructed, trained or imported.</summary>
    public required string Origin { get; init; }

    /// <summary>How its numbers are packed: as float16 where that changes outputs little enough, otherwise as float32.</summary>
    public required NumberFormat Format { get; init; }

    /// <summary>The largest change of an output by half precision, over the inputs that were tried.</summary>
    public required double Change { get; init; }

    /// <summary>The number of inputs on which half precision was tried.</summary>
    public required int Tried { get; init; }

    /// <summary>Φ, shape [d0, m]; null where the first layer reads the features.</summary>
    public PackedNumbers? Encoding { get; init; }

    /// <summary>The layers, in order; none for a network that is an affine map of its inputs.</summary>
    public required ImmutableArray<ExploredLayer> Layers { get; init; }

    /// <summary>The affine map from the last layer's activations to the g outputs.</summary>
    public required ExploredReadOff ReadOff { get; init; }

    /// <summary>Outputs of the network itself, for the page to compare its own with.</summary>
    public required ImmutableArray<CheckedOutputs> Check { get; init; }

    /// <summary>Affine read-offs of what the layers hold, for networks of several layers.</summary>
    public required ImmutableArray<LayerReading> Readings { get; init; }

    /// <summary>Packs a network for a page, with outputs of its own for the page to check its arithmetic by.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="origin">Where its weights came from.</param>
    /// <param name="network">The network.</param>
    /// <param name="task">Its task.</param>
    /// <param name="seed">Draws the inputs that precision is judged on and read-offs are fitted on.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="PageTooLargeException">It is larger than a page can hold.</exception>
    public static ExploredNetwork Of(
        string name, string origin, ReluNetwork network, StudyTask task, Seed seed, CancellationToken cancellation)
    {
        PageLimits.Check(name, network);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var inputs = Inputs(network, task, seed);
        var change = ChangeByHalves(network, inputs, cancellation);
        var format = change <= Allowed ? NumberFormat.Float16 : NumberFormat.Float32;
        return new ExploredNetwork
        {
            Name = name,
            Origin = origin,
            Format = format,
            Change = double.IsFinite(change) ? change : double.MaxValue,
            Tried = inputs.Count,
            Encoding = network.Encoding is { } phi ? PackedNumbers.Of(phi, format) : null,
            Layers = [.. network.Layers.Select(layer => ExploredLayer.Of(layer, format))],
            ReadOff = ExploredReadOff.Of(network.ReadOff, format),
            Check = [.. Enumerable.Range(0, Math.Min(InputsChecked, inputs.Count)).Select(input => Outputs(network, inputs, input))],
            Readings = LayerReading.Of(network, task, format, seed, cancellation),
        };
    }

    /// <summary>Inputs of the task, and some with more active features, as a person may switch on.</summary>
    private static SparseVectors Inputs(ReluNetwork network, StudyTask task, Seed seed)
    {
        var count = Math.Clamp(MaxOutputsRun / network.Outputs, MinInputs, MaxInputs);
        var random = seed.Stream("precision");
        var drawn = task.Inputs.Draw(random, count);
        var more = Math.Min(network.Features, 2 * task.Inputs.Space.Active);
        var fuller = new SparseInputs(network.Features, more, Sparsity.AtMost).Draw(random, count / 4);
        var places = ActiveSets.Of(
        [
            .. Enumerable.Range(0, count).Select(i => drawn.Places[i].ToArray()),
            .. Enumerable.Range(0, fuller.Count).Select(i => fuller[i].ToArray()),
        ]);
        return drawn.AreBoolean ? places : new SparseVectors(places, [.. drawn.Values, .. Enumerable.Repeat(1f, fuller.Features.Length)]);
    }

    private static double ChangeByHalves(ReluNetwork network, SparseVectors inputs, CancellationToken cancellation)
    {
        const int Batch = 16;
        using var halved = Halved(network);
        var largest = 0.0;
        for (var first = 0; first < inputs.Count; first += Batch)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var some = inputs.Choose([.. Enumerable.Range(first, Math.Min(Batch, inputs.Count - first))]);
            var change = (network.Run(some) - halved.Run(some)).abs().max().item<float>();
            largest = Math.Max(largest, float.IsFinite(change) ? change : double.PositiveInfinity);
        }

        return largest;
    }

    private static ReluNetwork Halved(ReluNetwork network)
    {
        static Tensor Half(Tensor values) => values.detach().to(float16).to(float32);
        static Tensor? HalfOf(Tensor? values) => values is null ? null : Half(values);
        return new ReluNetwork(
            [.. network.Layers.Select(layer =>
                new ReluLayer(Half(layer.Weight), Half(layer.Bias), HalfOf(layer.Projection), layer.Activation))],
            network.ReadOff switch
            {
                PairReadOff pairs => new PairReadOff(
                    Half(pairs.Factors), pairs.Scale.item<float>(), pairs.Normalisation, pairs.Pairs, HalfOf(pairs.Correction)),
                DenseReadOff dense => new DenseReadOff(Half(dense.Weight), Half(dense.Bias)),
                var other => throw new ArgumentException($"A page has no form for a read-off of {other.GetType().Name}.", nameof(network)),
            },
            HalfOf(network.Encoding));
    }

    private static CheckedOutputs Outputs(ReluNetwork network, SparseVectors inputs, int input)
    {
        using var scope = NewDisposeScope();
        var one = inputs.Choose([input]);
        var outputs = network.Run(one).contiguous().Floats().ToArray();
        var step = Math.Max(1, outputs.Length / OutputsChecked);
        int[] places = [.. Enumerable.Range(0, outputs.Length).Where(place => place % step == 0)];
        return new CheckedOutputs(
            [.. one.Places[0]], one.AreBoolean ? null : [.. one.Values], [.. places], [.. places.Select(place => outputs[place])]);
    }
}

/// <summary>One layer of neurons with its packed weights, a = φ(W x + β).</summary>
/// <param name="Neurons">d, the number of neurons.</param>
/// <param name="Inputs">How many numbers it reads.</param>
/// <param name="Activation">φ, what is applied to the pre-activations.</param>
/// <param name="Weight">W, shape [d, inputs].</param>
/// <param name="Bias">β, shape [d].</param>
/// <param name="Projection">P, shape [inputs, d], in residual form; otherwise null.</param>
public sealed record ExploredLayer(
    int Neurons, int Inputs, Activation Activation, PackedNumbers Weight, PackedNumbers Bias, PackedNumbers? Projection)
{
    internal static ExploredLayer Of(ReluLayer layer, NumberFormat format) => new(
        layer.Neurons, layer.Inputs, layer.Activation, PackedNumbers.Of(layer.Weight, format), PackedNumbers.Of(layer.Bias, format),
        layer.Projection is { } projection ? PackedNumbers.Of(projection, format) : null);
}

/// <summary>A read-off: rows R and c, or the factors of rows of pairs.</summary>
public sealed record ExploredReadOff
{
    /// <summary>g, the number of outputs.</summary>
    public required int Outputs { get; init; }

    /// <summary>How many numbers it reads.</summary>
    public required int Inputs { get; init; }

    /// <summary>R, shape [g, d]; null where factors stand for it.</summary>
    public PackedNumbers? Weight { get; init; }

    /// <summary>c, the constant of each output, shape [g]; null for a factored read-off, which has no constants.</summary>
    public PackedNumbers? Bias { get; init; }

    /// <summary>V, whose products of columns give the rows of a factored read-off, shape [d, m]; null for a dense one.</summary>
    public PackedNumbers? Factors { get; init; }

    /// <summary>The pairs that are read from factors, first and second member one after the other; null for all pairs in order.</summary>
    public ImmutableArray<int>? Pairs { get; init; }

    /// <summary>α, the factor of the products that give the rows of a factored read-off; null for a dense one.</summary>
    public double? Scale { get; init; }

    /// <summary>Whether rows are divided by Σ_i V_ik V_il.</summary>
    public bool? BySharedNeurons { get; init; }

    /// <summary>K, shape [c, m]; null where rows have no correction.</summary>
    public PackedNumbers? Correction { get; init; }

    internal static ExploredReadOff Of(ReadOff readOff, NumberFormat format) => readOff is PairReadOff pairs
        ? new ExploredReadOff
        {
            Outputs = pairs.Outputs,
            Inputs = pairs.Inputs,
            Factors = PackedNumbers.Of(pairs.Factors, format),
            Pairs = pairs.Pairs.AreAll ? null : [.. pairs.Pairs.Pairs.SelectMany(pair => new[] { pair.First, pair.Second })],
            Scale = pairs.Scale.item<float>(),
            BySharedNeurons = pairs.Normalisation == PairNormalisation.SharedNeurons,
            Correction = pairs.Correction is { } correction ? PackedNumbers.Of(correction, format) : null,
        }
        : new ExploredReadOff
        {
            Outputs = readOff.Outputs,
            Inputs = readOff.Inputs,
            Weight = PackedNumbers.Of(((DenseReadOff)readOff).Weight, format),
            Bias = PackedNumbers.Of(((DenseReadOff)readOff).Bias, format),
        };
}

/// <summary>Outputs of the network itself for one input.</summary>
/// <param name="On">The active features.</param>
/// <param name="Values">Their values; null where all are 1.</param>
/// <param name="Places">Which outputs.</param>
/// <param name="Outputs">What they are.</param>
public sealed record CheckedOutputs(
    ImmutableArray<int> On, ImmutableArray<float>? Values, ImmutableArray<int> Places, ImmutableArray<float> Outputs);
