using System.ComponentModel;
using Superposition.Booleans;
using Superposition.Comparison;
using Superposition.Networks;
using Superposition.Specs;
using Superposition.Studies.Networks;
using Superposition.Studies.ReadOffs;
using Superposition.UniversalAnd;

namespace Superposition.Studies.Measures;

/// <summary>
/// How a network goes together with another one of the same width: whether its layer works under the other's read-off, and what lies on the
/// line between them. Networks of another width have no such numbers.
/// </summary>
[Description("A network compared with another of the same width and seed, under the prefix of that one's name: its errors under the "
    + "other's read-off, neurons matched (read-off.epsilon and so on), and with points the similarity of the layers and the line "
    + "between them: straight.barrier, straight.squares, and aligned. after matching neurons.")]
public sealed record PartnerMeasure : MeasureSpec
{
    /// <summary>The recipe of the network of the same width that it is compared with, drawn with the same seed.</summary>
    [Description("The other network.")]
    public required InnerNetwork Network { get; init; }

    /// <summary>How many points of the line are measured.</summary>
    [Description("How many points of the line between both are measured, the ends included; no line when left out.")]
    public int? Points { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path) =>
        [.. Network.Recipe.AllProblems($"{path}.network"), .. SpecRules.Between($"{path}.points", Points ?? 3, 3, 1001)];

    /// <inheritdoc/>
    public override void Measure(ReadNetwork read, StudyBench bench, CellContext context, MeasuredNumbers numbers)
    {
        if (!read.IsOwn || read.Network is not { Layers: [{ Projection: null }], Encoding: null })
        {
            return;
        }

        try
        {
            // A name need not be fit for a file.
            var store = context.Store?.For(Uri.EscapeDataString(Network.Recipe.Name));
            using var drawn = Network.Recipe.Draw(bench, context with { Store = store });
            if (drawn.Network is not { Layers: [{ Projection: null } layer], Encoding: null }
                || !layer.Weight.shape.SequenceEqual(read.Network.Layers[0].Weight.shape))
            {
                return;
            }

            using var other = NetworkCopy.Dense(drawn.Network);
            using var own = NetworkCopy.Dense(read.Network);
            Compare(own, other, read.Drawn.Untrained, bench, numbers);
        }
        catch (ConstructionFailedException)
        {
            // A construction that does not exist at this width has no read-off; its own cell says why.
        }
    }

    private void Compare(ReluNetwork own, ReluNetwork other, ReluNetwork? untrained, StudyBench bench, MeasuredNumbers numbers)
    {
        using var joined = ReadOffTransfer.Across(own, other);
        numbers.Add($"{Network.Recipe.Name}.read-off.", bench.Errors(joined));
        if (Points is not { } points)
        {
            return;
        }

        if (untrained is not null)
        {
            var score = LayerSimilarity.Score(own.Layers[0], untrained.Layers[0], other.Layers[0], bench.Seed);
            numbers.Add($"{Network.Recipe.Name}.similarity", score.Value);
            numbers.Add($"{Network.Recipe.Name}.similarity.untrained", score.Untrained);
            numbers.Add($"{Network.Recipe.Name}.similarity.shuffled", score.Shuffled);
        }

        foreach (var (name, isAligned) in new[] { ("straight", false), ("aligned", true) })
        {
            var line = Interpolation.Between(own, other, isAligned, bench.Targets, bench.Measured, points);
            numbers.Add($"{Network.Recipe.Name}.{name}.barrier", line.Barrier);
            numbers.Add($"{Network.Recipe.Name}.{name}.squares", StudyValue.Of(line.Points.Select(point => point.MeanSquare)));
        }
    }
}

/// <summary>A layer under read-offs that are made from its own weights, or from those that it was trained from.</summary>
[Description("Errors of a layer under a read-off by products of its own weights, as the constructions have it (products.epsilon and "
    + "so on), and of the layer before training under the trained read-off, neurons matched (on-untrained.): what matching alone gives.")]
public sealed record ProductsMeasure : MeasureSpec
{
    /// <inheritdoc/>
    public override void Measure(ReadNetwork read, StudyBench bench, CellContext context, MeasuredNumbers numbers)
    {
        if (!read.IsOwn || bench.Task.Boolean is not PairAnds pairs
            || read.Network is not { Layers: [{ Projection: null }], Encoding: null })
        {
            return;
        }

        using var own = NetworkCopy.Dense(read.Network);
        using var products = ReadOffTransfer.ByProducts(own, pairs, bench.FitSample(FittedReadOff.UsualInputs, own.Neurons));
        numbers.Add("products.", bench.Errors(products));
        if (read.Drawn.Untrained is { } untrained)
        {
            using var joined = ReadOffTransfer.Across(untrained, own);
            numbers.Add("on-untrained.", bench.Errors(joined));
        }
    }
}
