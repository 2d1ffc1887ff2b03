using Superposition.Booleans;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Baselines;

/// <summary>A network before training: the start of training, and the control for everything that is said of a trained one.</summary>
public static class UntrainedNetwork
{
    /// <summary>
    /// One layer with W ~ N(0, 1/s) and no bias, so that pre-activations of s-sparse inputs have variance about 1, and a dense read-off
    /// ~ N(0, 1/d²), so that outputs start near 0.
    /// </summary>
    /// <param name="inputs">m and s.</param>
    /// <param name="neurons">d.</param>
    /// <param name="outputs">g.</param>
    /// <param name="seed">The seed of the weights.</param>
    public static ReluNetwork OneLayer(SparseInputs inputs, int neurons, int outputs, Seed seed)
    {
        using var scope = NewDisposeScope();
        using var generator = seed.Generator("initial-weights");
        var weight_dm = randn(neurons, inputs.Features, generator: generator) / Math.Sqrt(Math.Max(1, inputs.Active));
        return new ReluNetwork([new ReluLayer(weight_dm, zeros(neurons))], ReadOff(outputs, neurons, generator));
    }

    /// <summary>The layers of a network (copied) under an untrained dense read-off ~ N(0, 1/d²).</summary>
    public static ReluNetwork UnderNewReadOff(ReluNetwork network, int outputs, Seed seed)
    {
        using var scope = NewDisposeScope();
        using var generator = seed.Generator("initial-read-off");
        return network.WithReadOff(ReadOff(outputs, network.Layers[^1].Neurons, generator));
    }

    private static DenseReadOff ReadOff(int outputs, int neurons, Generator generator) => new(randn(outputs, neurons, generator: generator) / neurons);
}
