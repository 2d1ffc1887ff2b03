using Superposition.Booleans;

namespace Superposition.Tests.Probing.Gauntlet;

/// <summary>
/// Puts networks together whose first layer carries every feature, the ANDs of chosen pairs, each in neurons of its own, and what else a
/// class asks for.
/// </summary>
internal sealed class GauntletBuilder
{
    private readonly List<double[]> weights = [];
    private readonly List<double> biases = [];
    private readonly Random random;

    public GauntletBuilder(SparseInputs inputs, Random random)
    {
        Inputs = inputs;
        this.random = random;
        for (var i = 0; i < inputs.Features; i++)
        {
            Add([(i, 1)], 0);
        }

        Pairs = [.. PairAnds.All(inputs.Features).Pairs];
        random.Shuffle(Pairs);
    }

    public SparseInputs Inputs { get; }

    /// <summary>All pairs, in random order.</summary>
    public (int First, int Second)[] Pairs { get; }

    public Dictionary<(int First, int Second), int[]> Carriers { get; } = [];

    public int Neurons => weights.Count;

    /// <summary>Adds a neuron and says where.</summary>
    public int Add(IEnumerable<(int Feature, double Weight)> reads, double bias)
    {
        var row = new double[Inputs.Features];
        foreach (var (feature, weight) in reads)
        {
            row[feature] += weight;
        }

        weights.Add(row);
        biases.Add(bias);
        return weights.Count - 1;
    }

    /// <summary>Holds a pair in some neurons of its own, each b_k ∧ b_l times a size.</summary>
    public int[] Hold((int First, int Second) pair, int copies = 1) =>
        Carriers[pair] = [.. Enumerable.Range(0, copies).Select(_ => Add([(pair.First, 1), (pair.Second, 1)], -1))];

    /// <summary>Neurons that read many features at random and that nothing reads: activations have to be told from them.</summary>
    public void Distract(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Add(Enumerable.Range(0, Inputs.Features).Select(feature => (feature, 2 * random.NextDouble() - 1)), random.NextDouble() - 0.5);
        }
    }

    public PlainLayer Layer() => new([.. weights], [.. biases]);

    /// <summary>
    /// A read-off row of so many numbers that reads the features with random weights and some numbers with weights of their own.
    /// </summary>
    public double[] Row(int width, double features, params IEnumerable<(int Place, double Weight)> reads)
    {
        var row = new double[width];
        for (var i = 0; i < Inputs.Features && i < width; i++)
        {
            row[i] = features * ((2 * random.NextDouble()) - 1);
        }

        foreach (var (place, weight) in reads)
        {
            row[place] += weight;
        }

        return row;
    }

    public GauntletCase Case(string kind, PlainLayer[] later, double[][] readOff) =>
        new(
            kind, new PlainNetwork(
            Inputs.Features, null, [Layer(), .. later], readOff, [.. readOff.Select(_ => random.NextDouble() - 0.5)]), 0, Inputs, Carriers);
}
