using Superposition.Booleans;

namespace Superposition.Tests.Probing.Gauntlet;

/// <summary>
/// Further classes of the gauntlet: sets with more contexts than are tried, one output, ANDs that shut something off, and neurons that hold
/// several pairs.
/// </summary>
internal static class GauntletForms
{
    public static readonly (string Name, Func<Random, GauntletCase> Draw)[] All =
    [
        ("drawn rare", random => Rare("drawn rare", random, others: 1)), ("rarer context", random =>
            Rare("rarer context", random, others: 2)), ("drawn flip", DrawnFlip), ("single output", SingleOutput),
        ("inhibition", Inhibition), ("majority", Majority), ("shared neurons", SharedNeurons),
    ];

    private static SparseInputs Large(Random random) => random.Next(3) switch
    {
        0 => new SparseInputs(random.Next(17, 21), 4, Sparsity.AtMost),
        1 => new SparseInputs(random.Next(14, 17), 4, Sparsity.Exactly),
        _ => new SparseInputs(12, 12, Sparsity.AtMost),
    };

    private static SparseInputs Small(Random random) => random.Next(2) == 0
        ? new SparseInputs(random.Next(8, 12), 3, Sparsity.AtMost)
        : new SparseInputs(random.Next(8, 12), 3, Sparsity.Exactly);

    private static double Weight(Random random) => Math.Pow(20, random.NextDouble()) / 5 * (random.Next(2) == 0 ? 1 : -1);

    private static GauntletBuilder Start(Random random, SparseInputs inputs)
    {
        var builder = new GauntletBuilder(inputs, random);
        foreach (var pair in builder.Pairs.Take(12))
        {
            builder.Hold(pair);
        }

        builder.Distract(4);
        return builder;
    }

    /// <summary>Features outside a pair, in random order.</summary>
    private static int[] Outside(GauntletBuilder b, Random random, (int First, int Second) pair)
    {
        int[] others = [.. Enumerable.Range(0, b.Inputs.Features).Where(i => i != pair.First && i != pair.Second)];
        random.Shuffle(others);
        return others;
    }

    private static (PlainLayer Layer, int First) Later(GauntletBuilder b, ((int Place, double Weight)[] Reads, double Bias)[] neurons)
    {
        var m = b.Inputs.Features;
        var rows = PlainNetwork.Zeros(m + neurons.Length, b.Neurons);
        for (var i = 0; i < m; i++)
        {
            rows[i][i] = 1;
        }

        for (var k = 0; k < neurons.Length; k++)
        {
            foreach (var (place, weight) in neurons[k].Reads)
            {
                rows[m + k][place] += weight;
            }
        }

        return (new PlainLayer(rows, [.. new double[m], .. neurons.Select(neuron => neuron.Bias)]), m);
    }

    private static GauntletCase Read(string kind, GauntletBuilder b, Random random, (PlainLayer Layer, int First) later) =>
        b.Case(
            kind, [later.Layer],
            [.. Enumerable.Range(0, 4).Select(j =>
            b.Row(later.Layer.Bias.Length, 0.6 * random.NextDouble(), (later.First + j, Weight(random))))]);

    /// <summary>AND ∧ z, or AND ∧ z ∧ z′: one context in ten, or in two hundred.</summary>
    private static GauntletCase Rare(string kind, Random random, int others)
    {
        var b = Start(random, Large(random));
        return Read(kind, b, random, Later(b, [.. b.Pairs[..4].Select(pair =>
            (((int Place, double Weight)[])[(b.Carriers[pair][0], 1.0), .. Outside(b, random, pair)[..others].Select(z => (z, 1.0))],
                -(double)others))]));
    }

    /// <summary>z ∧ AND − ¬z ∧ AND where contexts are drawn.</summary>
    private static GauntletCase DrawnFlip(Random random)
    {
        var b = Start(random, Large(random));
        var (layer, first) = Later(b, [.. b.Pairs[..4].SelectMany(pair =>
        {
            var (carrier, z) = (b.Carriers[pair][0], Outside(b, random, pair)[0]);
            return new[] { (new[] { (carrier, 1.0), (z, 1.0) }, -1.0), (new[] { (carrier, 1.0), (z, -1.0) }, 0.0) };
        })]);
        return b.Case(
            "drawn flip", [layer],
            [.. Enumerable.Range(0, 4).Select(j => Weight(random) is var w
            ? b.Row(layer.Bias.Length, 0.6 * random.NextDouble(), (first + (2 * j), w), (first + (2 * j) + 1, -w))
            : [])]);
    }

    private static GauntletCase SingleOutput(Random random)
    {
        var b = Start(random, Small(random));
        return b.Case(
            "single output", [],
            [b.Row(
            b.Neurons, 0.6 * random.NextDouble(), b.Pairs[..random.Next(1, 4)].Select(pair => (b.Carriers[pair][0], Weight(random))))]);
    }

    /// <summary>ReLU(z − AND): the pair shuts a third feature off.</summary>
    private static GauntletCase Inhibition(Random random)
    {
        var b = Start(random, Small(random));
        return Read(
            "inhibition", b, random, Later(
            b, [.. b.Pairs[..4].Select(pair => (new[] { (b.Carriers[pair][0], -1.0), (Outside(b, random, pair)[0], 1.0) }, 0.0))]));
    }

    /// <summary>One output reads a neuron of three to five features: every pair of them.</summary>
    private static GauntletCase Majority(Random random)
    {
        var (inputs, most) = SpaceForSets(random);
        var b = new GauntletBuilder(inputs, random);
        foreach (var pair in b.Pairs.Take(8))
        {
            b.Hold(pair);
        }

        b.Distract(4);
        var set = Enumerable.Range(0, b.Inputs.Features).ToArray();
        random.Shuffle(set);
        var neuron = Shared(b, set[..random.Next(3, most + 1)]);
        return b.Case("majority", [], [b.Row(b.Neurons, 0.2, (neuron, 1.0)), b.Row(b.Neurons, 0.3)]);
    }

    /// <summary>Eight neurons of three features each, of which outputs read three.</summary>
    private static GauntletCase SharedNeurons(Random random)
    {
        var b = new GauntletBuilder(SpaceForSets(random).Inputs, random);
        int[] neurons = [.. Enumerable.Range(0, 8).Select(_ =>
        {
            var set = Enumerable.Range(0, b.Inputs.Features).ToArray();
            random.Shuffle(set);
            return Shared(b, set[..3]);
        })];
        return b.Case("shared neurons", [], [.. Enumerable.Range(0, 3).Select(j => b.Row(b.Neurons, 0.4, (neurons[j], Weight(random))))]);
    }

    /// <summary>
    /// Inputs on which it is defined which pairs a neuron of a set S of features uses, and how many features it may read. With exactly s of
    /// n active, Σ x = s makes an AND of S the same function as sums and ANDs of the other features; around s − 2 of these,
    /// n − s + 2 − |S| are left, and S is the shorter description only while it has fewer. (A neuron of five of eight features, four of
    /// them active, is even linear there: at least one of the five is always on.)
    /// </summary>
    private static (SparseInputs Inputs, int MaxRead) SpaceForSets(Random random)
    {
        while (true)
        {
            var inputs = GauntletKinds.Space(random);
            var most = inputs.Sparsity == Sparsity.Exactly ? Math.Min(5, (inputs.Features - inputs.Active + 1) / 2) : 5;
            if (most >= 3)
            {
                return (inputs, most);
            }
        }
    }

    /// <summary>A neuron that sums some features from the second on, and carries every pair of them.</summary>
    private static int Shared(GauntletBuilder b, int[] set)
    {
        var neuron = b.Add(set.Select(i => (i, 1.0)), -1);
        foreach (var pair in b.Pairs.Where(pair => set.Contains(pair.First) && set.Contains(pair.Second)))
        {
            b.Carriers[pair] = [neuron, .. b.Carriers.GetValueOrDefault(pair, [])];
        }

        return neuron;
    }
}
