using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Relaxations;
using static TorchSharp.torch;

namespace Superposition.Comparison;

/// <summary>Networks made of others by a change of their weights. The given networks stay as they are; read-offs are written out.</summary>
public static class WeightChanges
{
    /// <summary>All weights of the layers and the read-off stored in few bits; biases, one number a neuron, stay.</summary>
    /// <param name="network">The network.</param>
    /// <param name="bits">Bits a weight, 1 … 16.</param>
    public static ReluNetwork Rounded(ReluNetwork network, int bits) => NetworkCopy.Changed(
        network,
        (layer, _) => layer.WithMatrices(matrix => WeightQuantisation.Round(matrix, bits)),
        (weight_gd, bias_g) => (WeightQuantisation.Round(weight_gd, bits), bias_g));

    /// <summary>The smallest weights of every layer set to 0.</summary>
    /// <param name="network">The network.</param>
    /// <param name="share">The share of each layer's weights, 0 … 1.</param>
    public static ReluNetwork WithoutSmallestWeights(ReluNetwork network, double share) => NetworkCopy.Changed(
        network, (layer, _) => layer.WithMatrices(matrix => WithoutSmallest(matrix, matrix.abs(), share)), (r, c) => (r, c));

    /// <summary>
    /// The least important neurons of the last layer silenced: those with the smallest |(w, β)| · |r|, which no rescaling of a neuron
    /// changes; r is what it is read by, or in residual form what it writes.
    /// </summary>
    /// <param name="network">The network, of one layer at least.</param>
    /// <param name="share">The share of the neurons, 0 … 1.</param>
    public static ReluNetwork WithoutLeastNeurons(ReluNetwork network, double share)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var last = network.Layers[^1];
        using var dense = NetworkCopy.Dense(network);
        var importance_d1 = (cat(
            [last.Weight, last.Bias.unsqueeze(1)], 1).norm(dim: 1) * (last.Projection ?? ((DenseReadOff)dense.ReadOff).Weight).norm(dim: 0))
            .unsqueeze(1);
        return NetworkCopy.Changed(
            network,
            (layer, index) => index == network.Layers.Count - 1
                ? new ReluLayer(
                    WithoutSmallest(layer.Weight, importance_d1, share),
                    WithoutSmallest(layer.Bias.unsqueeze(1), importance_d1, share).squeeze(1),
                    layer.Projection, layer.Activation)
                : layer.Copy(),
            (r, c) => (r, c));
    }

    /// <summary>
    /// All entries of every matrix in random places within it, and so the biases of a layer: sizes and signs stay, what they compute does
    /// not. The read-off stays.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="seed">The seed of the places.</param>
    public static ReluNetwork Shuffled(ReluNetwork network, Seed seed)
    {
        using var generator = seed.Generator("shuffle");
        return NetworkCopy.Changed(
            network,
            (layer, _) => new ReluLayer(
                Shuffle(layer.Weight), Shuffle(layer.Bias), layer.Projection is { } projection ? Shuffle(projection) : null,
                layer.Activation),
            (r, c) => (r, c));

        Tensor Shuffle(Tensor values)
        {
            var flat = values.detach().flatten();
            return flat.index_select(0, randperm(flat.numel(), generator: generator)).reshape(values.shape);
        }
    }

    /// <summary>A point on the straight line between the weights of two networks.</summary>
    /// <param name="first">At 0.</param>
    /// <param name="second">At 1; a network with the same shapes.</param>
    /// <param name="part">How far along the line it is.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static ReluNetwork Between(ReluNetwork first, ReluNetwork second, double part)
    {
        using var other = NetworkCopy.Dense(second);
        if (first.Layers.Count != other.Layers.Count)
        {
            throw new ArgumentException(
                $"Only networks of one shape can be joined by a line: {first.Layers.Count} layers stand against {other.Layers.Count}.",
                nameof(second));
        }

        var readOff = (DenseReadOff)other.ReadOff;
        return NetworkCopy.Changed(
            first,
            (layer, index) => new ReluLayer(
                Mix(layer.Weight, other.Layers[index].Weight), Mix(layer.Bias, other.Layers[index].Bias), layer.Projection is { } projection
                ? Mix(projection, other.Layers[index].Projection!)
                : null, layer.Activation),
            (weight_gd, bias_g) => (Mix(weight_gd, readOff.Weight), Mix(bias_g, readOff.Bias)));

        Tensor Mix(Tensor from, Tensor to) => from.shape.SequenceEqual(to.shape)
            ? (from * (1 - part)) + (to * part)
            : throw new ArgumentException(
                $"Only networks of one shape can be joined by a line: {Shapes.Describe(from)} stands against {Shapes.Describe(to)}.",
                nameof(second));
    }

    private static Tensor WithoutSmallest(Tensor values, Tensor sizes, double share)
    {
        if (share is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, "A share of weights or neurons is between 0 and 1.");
        }

        var order = sizes.flatten().argsort();
        var kept = ones_like(sizes).flatten().index_fill(0, order[..(int)Math.Round(share * order.numel())], 0f).reshape(sizes.shape);
        return values * kept;
    }
}
