using Superposition.Booleans;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Comparison;

/// <summary>How alike a layer's weights are to a reference, modulo the order and positive scale of neurons.</summary>
public static class LayerSimilarity
{
    /// <summary>
    /// The mean cosine of matched neurons, next to that of the untrained layer and of the layer with its entries shuffled.
    /// </summary>
    /// <param name="layer">The layer that is judged.</param>
    /// <param name="untrained">The layer it was trained from.</param>
    /// <param name="reference">A layer of the same shape.</param>
    /// <param name="seed">The seed of the shuffle.</param>
    public static Scored Score(ReluLayer layer, ReluLayer untrained, ReluLayer reference, Seed seed)
    {
        using var shuffled = Shuffle(layer, seed);
        return new Scored(
            NeuronMatching.Of(layer, reference).MeanCosine, NeuronMatching.Of(untrained, reference).MeanCosine,
            NeuronMatching.Of(shuffled, reference).MeanCosine);
    }

    /// <summary>The layer with all entries of its weight, and its biases, in random places.</summary>
    public static ReluLayer Shuffle(ReluLayer layer, Seed seed)
    {
        using var scope = NewDisposeScope();
        using var generator = seed.Generator("shuffle");
        var weight = layer.Weight.detach().flatten();
        var bias = layer.Bias.detach();
        return new ReluLayer(
            weight.index_select(0, randperm(weight.numel(), generator: generator)).reshape(layer.Weight.shape),
            bias.index_select(0, randperm(bias.numel(), generator: generator)), activation: layer.Activation);
    }
}
