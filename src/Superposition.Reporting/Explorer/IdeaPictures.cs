using System.Collections.Immutable;
using Superposition.Exploring;
using Superposition.Reporting.Figures;

namespace Superposition.Reporting.Explorer;

/// <summary>Draws the three pictures of the idea.</summary>
public static class IdeaPictures
{
    private static readonly Ink None = new("#B9B4AA", Width: 2f), One = new("#8DB8D0", Width: 2f), Both = new("#0A5C8A", Width: 2f);
    private static readonly ImmutableArray<string> Words = ["none on", "one on", "both on"];

    /// <summary>Draws the pictures, in order: two layers, the neurons of one pair, read-offs before and after error correction.</summary>
    public static ImmutableArray<Figure> Draw(IdeaNumbers numbers) =>
        [HeatRenderer.Draw(Layers(numbers)), ChartRenderer.Draw(Neurons(numbers.Lit)), ChartRenderer.Draw(ReadOffs(numbers.ReadOffs))];

    private static HeatMap Layers(IdeaNumbers numbers) => new()
    {
        Name = "naive-and-superposed",
        Title = "The ANDs of all 28 pairs of 8 features: one neuron a pair, or neurons that share",
        Note = "weights of the layer, 0 or 1; the bias of every neuron is −1",
        Caption =
            "Above, every pair has a neuron of its own that reads its two features. Below, every neuron adds up a random subset of the "
            + "features, and a pair is read from all neurons that hold both of its members: far fewer neurons, and errors from the "
            + "other features they hold.",
        Across = "neurons",
        Down = "features",
        Columns = 1,
        Panels =
        [
            new HeatPanel($"naive: {numbers.Naive.Length} neurons, one for each pair", Turned(numbers.Naive)),
            new HeatPanel($"in superposition: {numbers.Superposed.Length} neurons, each for many pairs", Turned(numbers.Superposed)),
        ],
    };

    private static ImmutableArray<ImmutableArray<double?>> Turned(ImmutableArray<ImmutableArray<float>> rows) =>
        [.. Enumerable.Range(0, rows[0].Length).Select(feature => (ImmutableArray<double?>)[.. rows.Select(row => (double?)row[feature])])];

    private static Chart Neurons(ImmutableArray<LitNeurons> lit)
    {
        int[] order = [.. Enumerable.Range(0, lit[0].Heard.Length).OrderBy(neuron => lit[0].Heard[neuron])];
        return new Chart
        {
            Name = "neurons-of-a-pair",
            Title = "One pair's neurons while none, one and both of its features are on",
            Note = FormattableString.Invariant(
                $"{order.Length} neurons, each a random subset of 64 features with bias −1; two features are on in every panel"),
            Caption =
                "A bar is what a neuron gives. Neurons are sorted by how many of the pair they listen to. Only when both are on do all "
                + "the neurons that listen to both fire, and the AND is read from their mean; what fires before that is crosstalk, from "
                + "neurons that happen to listen to both active features.",
            X = Axis.Linear("neurons, sorted"),
            Y = Axis.Linear("activation"),
            Columns = 3,
            Panels = [.. lit.Select(own => new Panel(
                FormattableString.Invariant($"{Words[own.On]}: AND reads {own.ReadOff:0.00}").Replace('-', '−'),
                [.. new[] { ("listens to none", None), ("to one", One), ("to both", Both) }.Index().Select(group =>
                    (Mark)new Curve(group.Item.Item1, group.Item.Item2, Bars(own, order, group.Index)))]))],
        };
    }

    /// <summary>Bars as one line that goes up and down again at every neuron.</summary>
    private static ImmutableArray<CurvePoint> Bars(LitNeurons lit, int[] order, int heard) =>
    [
        .. from place in order.Index()
           where lit.Heard[place.Item] == heard
           from height in (double[])[0, lit.Activations[place.Item], 0]
           select new CurvePoint(place.Index, height),
    ];

    private static Chart ReadOffs(ImmutableArray<ReadOffHistogram> readOffs) => new()
    {
        Name = "read-offs-before-and-after",
        Title = "Read-offs of all 276 pairs of 24 features, before and after error correction",
        Note = "2,048 neurons, 1,000 inputs with three features on; then 4,096 clip units in channels of 16",
        Caption =
            "How often which value is read where the AND is 0 and where it is 1. Before, crosstalk spreads both; an error-correction "
            + "layer rounds what it reads, and the spread that would grow from layer to layer is gone.",
        X = Axis.Linear("read-off"),
        Y = Axis.Logarithmic("number of read-offs"),
        Columns = 2,
        Panels = [.. readOffs.Zip(["before correction", "after correction"], (own, when) => new Panel(
            FormattableString.Invariant($"{when}: ε = {own.Epsilon:0.000}, {own.Wrong} on the wrong side of ½"),
            [
                new Curve("AND is 0", None with { Colour = "#8A857C" }, Outline(own.Middles, own.Off)),
                new Curve("AND is 1", Both, Outline(own.Middles, own.On)),
                new Upright("threshold ½", Palette.Guide, 0.5),
            ]))],
    };

    /// <summary>The outline of a histogram on a logarithmic axis, where an empty bin stands below 1.</summary>
    private static ImmutableArray<CurvePoint> Outline(ImmutableArray<double> middles, ImmutableArray<long> counts)
    {
        const double Empty = 0.5;
        var half = (middles[1] - middles[0]) / 2;
        var (first, last) = (counts.IndexOf(counts.First(count => count > 0)), counts.Length - 1);
        while (counts[last] == 0)
        {
            last--;
        }

        return
        [
            new CurvePoint(middles[first] - half, Empty),
            .. from bin in Enumerable.Range(first, last - first + 1)
               from x in new[] { middles[bin] - half, middles[bin] + half }
               select new CurvePoint(x, Math.Max(Empty, counts[bin])),
            new CurvePoint(middles[last] + half, Empty),
        ];
    }
}
