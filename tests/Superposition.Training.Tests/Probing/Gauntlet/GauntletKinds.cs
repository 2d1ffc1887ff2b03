using Superposition.Booleans;

namespace Superposition.Tests.Probing.Gauntlet;

/// <summary>The classes of networks in the gauntlet, each drawn from a seed.</summary>
internal static class GauntletKinds
{
    public static readonly (string Name, Func<Random, GauntletCase> Draw)[] All =
    [
        ("additive", random => Additive("additive", random)),
        ("sign-flipping", SignFlipping),
        ("rare context", RareContext),
        ("XOR", Xor),
        ("second layer", SecondLayer),
        ("third layer", ThirdLayer),
        ("redundant", Redundant),
        ("competing", Competing),
        ("rescaled", Rescaled),
        ("few of many", FewOfMany),
        ("null space", GauntletLayers.NullSpace),
        ("affine", GauntletLayers.Affine),
        ("dead neurons", GauntletLayers.Dead),
        ("residual", Residual),
        ("superposed", GauntletLayers.Superposed),
        ("summed", GauntletLayers.Summed),
    ];

    internal static SparseInputs Space(Random random, int least = 8)
    {
        var m = random.Next(least, 12);
        return random.Next(3) switch
        {
            0 => new SparseInputs(m, 3, Sparsity.AtMost),
            1 => new SparseInputs(m, random.Next(3, 5), Sparsity.Exactly),
            _ => new SparseInputs(least, least, Sparsity.AtMost),
        };
    }

    /// <summary>An effect between 5 and 100 % of the range that features alone give, evenly spaced in its logarithm, either sign.</summary>
    internal static double Weight(Random random) => Math.Pow(20, random.NextDouble()) / 15 * (random.Next(2) == 0 ? 1 : -1) * 3;

    internal static GauntletBuilder Start(Random random, int held, int distractors = 4)
    {
        var builder = new GauntletBuilder(Space(random), random);
        foreach (var pair in builder.Pairs.Take(held))
        {
            builder.Hold(pair);
        }

        builder.Distract(distractors);
        return builder;
    }

    internal static double Features(Random random) => 0.6 * random.NextDouble();

    private static GauntletCase Additive(string kind, Random random)
    {
        var b = Start(random, held: 16);
        var readOff = Enumerable.Range(0, 4).Select(j =>
            b.Row(b.Neurons, Features(random), b.Pairs[(2 * j)..((2 * j) + 2)].Select(pair => (b.Carriers[pair][0], Weight(random)))))
                .ToArray();
        return b.Case(kind, [], readOff);
    }

    private static GauntletCase Rescaled(Random random)
    {
        var plain = Additive("rescaled", random);
        var d = plain.Network.Layers[0].Bias.Length;
        var order = Enumerable.Range(0, d).ToArray();
        random.Shuffle(order);
        double[] scale = [.. Enumerable.Range(0, d).Select(_ => Math.Pow(10, (6 * random.NextDouble()) - 3))];
        return plain with
        {
            Network = plain.Network.Rewritten(0, order, scale),
            Carriers = plain.Carriers.ToDictionary(x => x.Key, x => x.Value.Select(i => Array.IndexOf(order, i)).ToArray()),
        };
    }

    /// <summary>A later layer that passes all features on and adds neurons; the read-off reads both.</summary>
    private static (PlainLayer Layer, int First) Later(
        GauntletBuilder b, int inputs, ((int Place, double Weight)[] Reads, double Bias)[] neurons)
    {
        var m = b.Inputs.Features;
        var rows = PlainNetwork.Zeros(m + neurons.Length, inputs);
        var bias = new double[m + neurons.Length];
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

            bias[m + k] = neurons[k].Bias;
        }

        return (new PlainLayer(rows, bias), m);
    }

    private static int Third(GauntletBuilder b, Random random, (int First, int Second) pair)
    {
        int z;
        do
        {
            z = random.Next(b.Inputs.Features);
        }
        while (z == pair.First || z == pair.Second);
        return z;
    }

    /// <summary>z ∧ AND − ¬z ∧ AND: the effect changes its sign with a third feature.</summary>
    private static GauntletCase SignFlipping(Random random)
    {
        var b = Start(random, held: 12);
        var neurons = b.Pairs[..4].SelectMany(pair =>
        {
            var (a, z) = (b.Carriers[pair][0], Third(b, random, pair));
            return new[] { (new[] { (a, 1.0), (z, 1.0) }, -1.0), (new[] { (a, 1.0), (z, -1.0) }, 0.0) };
        }).ToArray();
        var (layer, first) = Later(b, b.Neurons, neurons);
        var readOff = Enumerable.Range(0, 4)
            .Select(j => Weight(random) is var w
            ? b.Row(layer.Bias.Length, Features(random), (first + (2 * j), w), (first + (2 * j) + 1, -w))
            : []).ToArray();
        return b.Case("sign-flipping", [layer], readOff);
    }

    /// <summary>AND ∧ z: material only where a third feature is active.</summary>
    private static GauntletCase RareContext(Random random)
    {
        var b = Start(random, held: 12);
        var (layer, first) = Later(
            b, b.Neurons, [.. b.Pairs[..4].Select(pair => (new[] { (b.Carriers[pair][0], 1.0), (Third(b, random, pair), 1.0) }, -1.0))]);
        return b.Case(
            "rare context", [layer],
            [.. Enumerable.Range(0, 4).Select(j => b.Row(layer.Bias.Length, Features(random), (first + j, Weight(random))))]);
    }

    /// <summary>k XOR l = k + l − 2 k∧l, and AND XOR z.</summary>
    private static GauntletCase Xor(Random random)
    {
        var b = Start(random, held: 12);
        var third = b.Pairs[2..4].Select(pair => (Carrier: b.Carriers[pair][0], Z: Third(b, random, pair))).ToArray();
        var (layer, first) = Later(
            b, b.Neurons,
            [.. b.Pairs[..4].Select((pair, i) => (new[] { (b.Carriers[pair][0], 1.0) }, 0.0)), .. third.Select(x =>
            (new[] { (x.Carrier, 1.0), (x.Z, 1.0) }, -1.0))]);
        var width = layer.Bias.Length;
        double[][] readOff =
        [
            .. b.Pairs[..2].Select((pair, j) => b.Row(width, Features(random), (pair.First, 1), (pair.Second, 1), (first + j, -2))),
            .. third.Select((x, j) => b.Row(width, Features(random), (first + 2 + j, 1), (x.Z, 1), (first + 4 + j, -2))),
        ];
        return b.Case("XOR", [layer], readOff);
    }

    private static GauntletCase SecondLayer(Random random)
    {
        var b = Start(random, held: 14);
        var (layer, first) =
            Later(b, b.Neurons, [.. b.Pairs[..6].Select(pair => (new[] { (b.Carriers[pair][0], 1.0) }, -0.1 * random.NextDouble()))]);
        return b.Case(
            "second layer", [layer],
            [.. Enumerable.Range(0, 5).Select(j => b.Row(layer.Bias.Length, Features(random), (first + j, Weight(random))))]);
    }

    private static GauntletCase ThirdLayer(Random random)
    {
        var b = Start(random, held: 12);
        var (second, first) = Later(b, b.Neurons, [.. b.Pairs[..6].Select(pair => (new[] { (b.Carriers[pair][0], 2.0) }, -0.2))]);
        var (third, from) = Later(
            b, second.Bias.Length,
            [.. Enumerable.Range(0, 4).Select(j => (new[] { (first + j, 1.0), (random.Next(b.Inputs.Features), 0.3) }, -0.2))]);
        return b.Case(
            "third layer", [second, third],
            [.. Enumerable.Range(0, 4).Select(j => b.Row(third.Bias.Length, Features(random), (from + j, Weight(random))))]);
    }

    /// <summary>Two neurons carry the AND, and either is enough: min(1, n + n′).</summary>
    private static GauntletCase Redundant(Random random)
    {
        var b = new GauntletBuilder(Space(random), random);
        foreach (var (pair, i) in b.Pairs[..12].Select((pair, i) => (pair, i)))
        {
            b.Hold(pair, copies: i < 6 ? 2 : 1);
        }

        b.Distract(4);
        var (layer, first) = Later(
            b, b.Neurons,
            [.. b.Pairs[..4].SelectMany(pair =>
            new[] { 0.0, -1.0 }.Select(bias => (b.Carriers[pair].Select(i => (i, 1.0)).ToArray(), bias)))]);
        var readOff = Enumerable.Range(0, 4)
            .Select(j => Weight(random) is var w
            ? b.Row(layer.Bias.Length, Features(random), (first + (2 * j), w), (first + (2 * j) + 1, -w))
            : []).ToArray();
        return b.Case("redundant", [layer], readOff);
    }

    /// <summary>A strong and a weak AND on the same output, and two of opposite sign.</summary>
    private static GauntletCase Competing(Random random)
    {
        var b = Start(random, held: 14);
        int At(int i) => b.Carriers[b.Pairs[i]][0];
        return b.Case("competing", [],
        [
            b.Row(b.Neurons, 0.1, (At(0), 2), (At(1), 0.25 + (0.3 * random.NextDouble()))),
            b.Row(b.Neurons, 0.1, (At(2), 1), (At(3), -1)),
            b.Row(b.Neurons, 0.1, (At(4), 1), (At(5), 0.3), (At(6), -0.6)),
        ]);
    }

    /// <summary>One to five used pairs among 2,016.</summary>
    private static GauntletCase FewOfMany(Random random)
    {
        var b = new GauntletBuilder(new SparseInputs(64, 3, Sparsity.Exactly), random);
        foreach (var pair in b.Pairs[..40])
        {
            b.Hold(pair);
        }

        var used = random.Next(1, 6);
        return b.Case(
            "few of many", [],
            [.. Enumerable.Range(0, used).Select(j => b.Row(b.Neurons, 0.3, (b.Carriers[b.Pairs[j]][0], Math.Abs(Weight(random)))))]);
    }

    /// <summary>
    /// A stream of features; the first layer writes ANDs into numbers of their own, the second reads some and writes what outputs read.
    /// </summary>
    private static GauntletCase Residual(Random random)
    {
        const int held = 12, read = 4;
        var b = new GauntletBuilder(Space(random), random);
        var m = b.Inputs.Features;
        var width = m + held + read;
        var encoding = PlainNetwork.Zeros(width, m);
        for (var i = 0; i < m; i++)
        {
            encoding[i][i] = 1;
        }

        var (first, firstOut, second, secondOut) = (PlainNetwork.Zeros(held, width), PlainNetwork.Zeros(width, held),
            PlainNetwork.Zeros(read, width), PlainNetwork.Zeros(width, read));
        for (var i = 0; i < held; i++)
        {
            (first[i][b.Pairs[i].First], first[i][b.Pairs[i].Second], firstOut[m + i][i]) = (1, 1, 1);
            b.Carriers[b.Pairs[i]] = [m + i];
        }

        for (var i = 0; i < read; i++)
        {
            (second[i][m + i], secondOut[m + held + i][i]) = (1, 1);
        }

        // Two outputs read what the second layer wrote, two the stream itself, two both.
        double[][] readOff =
            [.. Enumerable.Range(0,
            6).Select(
            j => b.Row(
            width, Features(random), j < 2
            ? [(m + held + j, Weight(random))]
            : j < 4
            ? [(m + 2 + j, Weight(random))]
            : [(m + held + j - 2, 1), (m + j + 2, 0.5)]))];
        var network = new PlainNetwork(
            m, encoding,
                [new PlainLayer(first, [.. Enumerable.Repeat(-1.0, held)], firstOut), new PlainLayer(second, new double[read], secondOut)],
                readOff, new double[6]);
        return new GauntletCase("residual", network, 0, b.Inputs, b.Carriers);
    }
}
