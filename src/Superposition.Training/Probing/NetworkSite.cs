using Superposition.Booleans;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Probing;

/// <summary>A place in a network where activations are looked at and changed: after one of its layers. What follows it maps activations to outputs.</summary>
public sealed class NetworkSite
{
    private readonly int layer;

    /// <summary>Names the place.</summary>
    /// <param name="network">The network.</param>
    /// <param name="layer">The layer whose activations are meant, 0 being the first.</param>
    public NetworkSite(ReluNetwork network, int layer)
    {
        if (layer < 0 || layer >= network.Layers.Count)
        {
            throw new ArgumentOutOfRangeException(nameof(layer), layer, $"The network has {network.Layers.Count} layers, expected one of 0 … {network.Layers.Count - 1}.");
        }

        Network = network;
        this.layer = layer;
    }

    /// <summary>The network.</summary>
    public ReluNetwork Network { get; }

    /// <summary>d, the number of activations.</summary>
    public int Neurons => Network.Layers[layer].Neurons;

    /// <summary>Whether outputs are an affine function of the activations here: after the last layer.</summary>
    public bool IsAffine => layer == Network.Layers.Count - 1;

    /// <summary>The activations on sparse inputs, float32, shape [n, d].</summary>
    public Tensor Activations(ActiveSets inputs)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        if (IsAffine)
        {
            return Network.Activations(inputs).MoveToOuterDisposeScope();
        }

        var first = Network.Layers[0];
        var state = Network.Encoding is { } encoding_em
            ? first.call(inputs.SumRows(encoding_em.t()))
            : nn.functional.relu(inputs.SumRows(first.Weight.t()) + first.Bias);
        return Through(state, 1, layer + 1).MoveToOuterDisposeScope();
    }

    /// <summary>What the rest of the network makes of activations, float32, shape [n, g].</summary>
    public Tensor Outputs(Tensor activations_nd)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        return Network.ReadOff.call(Through(activations_nd.to(float32), layer + 1, Network.Layers.Count)).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The matrix through which all that follows sees the activations, float64: the read-off R [g, d] after the last layer, otherwise the next layer's W.
    /// A direction in its null space reaches no output, whatever comes later.
    /// </summary>
    public Tensor NextWeight()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        return (IsAffine ? (Outputs(eye(Neurons)) - Outputs(zeros(1, Neurons))).t() : Network.Layers[layer + 1].Weight.detach()).to(float64).MoveToOuterDisposeScope();
    }

    private Tensor Through(Tensor state, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            state = Network.Layers[i].call(state);
        }

        return state.alias();
    }
}
