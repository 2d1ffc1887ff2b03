using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Tests.Probing.Gauntlet;

/// <summary>One layer in plain numbers: a = ReLU(W x + β), and x + P a where there is a projection.</summary>
internal sealed record PlainLayer(double[][] Weight, double[] Bias, double[][]? Projection = null)
{
    public double[] Run(double[] x)
    {
        var a = Weight.Select((row, i) => Math.Max(0, PlainNetwork.Dot(row, x) + Bias[i])).ToArray();
        return Projection is null ? a : [.. x.Select((value, i) => value + PlainNetwork.Dot(Projection[i], a))];
    }
}

/// <summary>
/// A network in plain double arithmetic: what the truth is computed with. Shares no code with networks in tensors or with probes.
/// </summary>
internal sealed record PlainNetwork(int Features, double[][]? Encoding, PlainLayer[] Layers, double[][] ReadOff, double[] Constant)
{
    public static double Dot(double[] row, double[] x)
    {
        var sum = 0.0;
        for (var i = 0; i < row.Length; i++)
        {
            sum += row[i] * x[i];
        }

        return sum;
    }

    public static double[][] Zeros(int rows, int columns) => [.. Enumerable.Range(0, rows).Select(_ => new double[columns])];

    /// <summary>The activations after a layer.</summary>
    public double[] State(double[] x, int layer)
    {
        var state = Encoding is null ? x : [.. Encoding.Select(row => Dot(row, x))];
        for (var l = 0; l <= layer; l++)
        {
            state = Layers[l].Run(state);
        }

        return state;
    }

    /// <summary>The outputs from the activations after a layer.</summary>
    public double[] Outputs(double[] state, int layer)
    {
        for (var l = layer + 1; l < Layers.Length; l++)
        {
            state = Layers[l].Run(state);
        }

        return [.. ReadOff.Select((row, j) => Dot(row, state) + Constant[j])];
    }

    /// <summary>
    /// The same function with a layer's neurons in another order and other units: neuron i becomes c times what it was, whatever reads it
    /// divides by c. Layers in plain form only.
    /// </summary>
    public PlainNetwork Rewritten(int layer, int[] order, double[] scale)
    {
        var layers = Layers.ToArray();
        layers[layer] = new PlainLayer(
            [.. order.Select(i => Layers[layer].Weight[i].Select(w => w * scale[i]).ToArray())],
            [.. order.Select(i => Layers[layer].Bias[i] * scale[i])]);
        double[][] Readers(double[][] rows) => [.. rows.Select(row => order.Select(i => row[i] / scale[i]).ToArray())];
        if (layer + 1 == Layers.Length)
        {
            return this with { Layers = layers, ReadOff = Readers(ReadOff) };
        }

        layers[layer + 1] = layers[layer + 1] with { Weight = Readers(Layers[layer + 1].Weight) };
        return this with { Layers = layers };
    }

    public ReluNetwork ToNetwork()
    {
        using var scope = NewDisposeScope();
        return new ReluNetwork(
            [.. Layers.Select(layer => new ReluLayer(
                Matrix(layer.Weight), tensor(layer.Bias).to(float32), layer.Projection is null ? null : Matrix(layer.Projection)))],
            new DenseReadOff(Matrix(ReadOff), tensor(Constant).to(float32)),
            Encoding is null ? null : Matrix(Encoding));
    }

    private static Tensor Matrix(double[][] rows) =>
        tensor(rows.SelectMany(row => row).ToArray(), [rows.Length, rows[0].Length]).to(float32);
}
