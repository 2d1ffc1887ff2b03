using Superposition.Booleans;

namespace Superposition.Tests.Probing.Gauntlet;

/// <summary>Layers that hold more than a neuron for each AND: null spaces, neurons that never switch, superposition, sums.</summary>
internal static class GauntletLayers
{
    /// <summary>Pairs in two neurons of which outputs read the difference: each neuron is read, the pair is not.</summary>
    public static GauntletCase NullSpace(Random random)
    {
        var b = new GauntletBuilder(GauntletKinds.Space(random), random);
        foreach (var pair in b.Pairs[..12])
        {
            b.Hold(pair, copies: 2);
        }

        return b.Case("null space", [],
            [.. Enumerable.Range(0, 5).Select(j => b.Row(b.Neurons, GauntletKinds.Features(random), b.Pairs[..12].SelectMany((pair, i) =>
        {
            var w = GauntletKinds.Weight(random);
            return new[] { (b.Carriers[pair][0], w), (b.Carriers[pair][1], i < 3 && i == j ? w : -w) };
        })))]);
    }

    /// <summary>Neurons that never switch off.</summary>
    public static GauntletCase Affine(Random random)
    {
        var b = new GauntletBuilder(GauntletKinds.Space(random), random);
        for (var i = 0; i < 20; i++)
        {
            double[] row = [.. Enumerable.Range(0, b.Inputs.Features).Select(_ => (2 * random.NextDouble()) - 1)];
            b.Add(row.Select((w, feature) => (feature, w)), row.Where(w => w < 0).Sum(w => -w) + 0.1);
        }

        return b.Case(
            "affine", [],
            [.. Enumerable.Range(0, 5).Select(_ =>
            b.Row(b.Neurons, 1, Enumerable.Range(b.Inputs.Features, 20).Select(i => (i, random.NextDouble() - 0.5))))]);
    }

    public static GauntletCase Dead(Random random)
    {
        var b = GauntletKinds.Start(random, held: 12);
        for (var i = 0; i < 8; i++)
        {
            b.Add(Enumerable.Range(0, b.Inputs.Features).Select(feature => (feature, random.NextDouble())), i < 4 ? -100 : 100 * (i - 3));
        }

        for (var i = 0; i < 3; i++)
        {
            b.Add([], random.Next(2));
        }

        return b.Case(
            "dead neurons", [],
            [.. Enumerable.Range(0, 4).Select(j =>
            b.Row(
                b.Neurons, GauntletKinds.Features(random), b.Pairs[(2 * j)..((2 * j) + 2)].Select(pair =>
                (b.Carriers[pair][0], GauntletKinds.Weight(random)))))]);
    }

    /// <summary>A dense random layer that carries every AND a little, under a read-off fitted to some: all others interfere.</summary>
    public static GauntletCase Superposed(Random random)
    {
        var inputs = new SparseInputs(12, 3, random.Next(2) == 0 ? Sparsity.Exactly : Sparsity.AtMost);
        const int asked = 12;
        var neurons = random.Next(80, 161);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        var layer = new PlainLayer(
            [.. Enumerable.Range(0, neurons).Select(_ => Enumerable.Range(0, 12).Select(_ => Normal()).ToArray())],
            [.. Enumerable.Range(0, neurons).Select(_ => 0.5 * Normal())]);
        var pairs = PairAnds.All(12).Pairs.ToArray();
        random.Shuffle(pairs);
        var rows = Enumerable.Range(0, 1 << 12).Where(x =>
            System.Numerics.BitOperations.PopCount((uint)x) is var t && t <= 3 && t >= inputs.MinActive)
            .Select(x => Enumerable.Range(0, 12).Select(i => (double)((x >> i) & 1)).ToArray()).ToArray();
        var a = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.DenseOfRowArrays(rows.Select(x => (double[])[.. layer.Run(x), 1]));
        var gram = a.TransposeThisAndMultiply(a);
        for (var i = 0; i <= neurons; i++)
        {
            gram[i, i] += 1e-3 * rows.Length;
        }

        var targets = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(rows.Length, asked, (n, j) =>
            rows[n][pairs[j].First] * rows[n][pairs[j].Second]);
        var fit = gram.Cholesky().Solve(a.TransposeThisAndMultiply(targets));
        double[][] readOff = [.. Enumerable.Range(0, asked).Select(j => fit.Column(j).Take(neurons).ToArray())];
        return new GauntletCase(
            "superposed", new PlainNetwork(12, null, [layer], readOff, [.. Enumerable.Range(0, asked).Select(j => fit[neurons, j])]), 0,
                inputs, [], [.. pairs[..asked]]);
    }

    /// <summary>One output that adds up many ANDs, and one that adds up few.</summary>
    public static GauntletCase Summed(Random random)
    {
        var b = GauntletKinds.Start(random, held: 20);
        return b.Case("summed", [],
        [
            b.Row(b.Neurons, 0.2, b.Pairs[..10].Select(pair => (b.Carriers[pair][0], 1.0))),
            b.Row(b.Neurons, 0.2, b.Pairs[10..13].Select(pair => (b.Carriers[pair][0], 0.5 + random.NextDouble()))),
        ]);
    }
}
