using Superposition.Booleans;
using static TorchSharp.torch;

namespace Superposition.Networks;

/// <summary>
/// A place in a network where activations are read and intervened on (a hook point): after one of its layers, or before them all. What
/// follows it maps activations to outputs. After a layer in residual form the activations are the numbers of the stream.
/// </summary>
public sealed class NetworkSite
{
    /// <summary>The place before all layers: the encoded features Φb, or b itself where there is no encoding.</summary>
    public const int BeforeLayers = -1;

    private readonly int layer;
    private readonly CancellationToken cancellation;

    /// <summary>Makes the place after one layer of a network, or before its first.</summary>
    /// <param name="network">The network.</param>
    /// <param name="layer">
    /// The layer whose activations are meant, 0 being the first; <see cref="BeforeLayers"/> for what the first layer reads.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The network has no such layer.</exception>
    public NetworkSite(ReluNetwork network, int layer)
    {
        if (layer < BeforeLayers || layer >= network.Layers.Count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(layer), layer,
                $"The network has {network.Layers.Count} layers, expected one of {BeforeLayers} … {network.Layers.Count - 1}.");
        }

        Network = network;
        this.layer = layer;
    }

    private NetworkSite(NetworkSite site, CancellationToken cancellation)
        : this(site.Network, site.layer) => this.cancellation = cancellation;

    /// <summary>The network in which activations are read or replaced; the site does not own it.</summary>
    public ReluNetwork Network { get; }

    /// <summary>The layer after which it is, 0 being the first; <see cref="BeforeLayers"/> before them all.</summary>
    public int Layer => layer;

    /// <summary>d, the number of activations.</summary>
    public int Neurons => layer > BeforeLayers ? Network.Layers[layer].Outputs : (int)(Network.Encoding?.shape[0] ?? Network.Features);

    /// <summary>Whether outputs are an affine function of the activations here: after the last layer.</summary>
    public bool IsAffine => layer == Network.Layers.Count - 1;

    /// <summary>The same place, at which whatever runs the network stops once it is cancelled.</summary>
    public NetworkSite StoppedBy(CancellationToken token) => new(this, token);

    /// <summary>The activations on sparse inputs, float32, shape [n, d].</summary>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public Tensor Activations(ActiveSets inputs)
    {
        cancellation.ThrowIfCancellationRequested();
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        if (IsAffine)
        {
            return Network.Activations(inputs).MoveToOuterDisposeScope();
        }

        if (layer == BeforeLayers)
        {
            return (Network.Encoding is { } phi_dm ? inputs.SumRows(phi_dm.t()) : inputs.ToDense(Network.Features))
                .MoveToOuterDisposeScope();
        }

        var first = Network.Layers[0];
        var state = Network.Encoding is { } encoding_dm ? first.call(inputs.SumRows(encoding_dm.t()))
            : first.Projection is not null ? first.call(inputs.ToDense(Network.Features))
            : first.Fire(inputs.SumRows(first.Weight.t()) + first.Bias);
        return Through(state, 1, layer + 1).MoveToOuterDisposeScope();
    }

    /// <summary>What the rest of the network makes of activations, float32, shape [n, g].</summary>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public Tensor Outputs(Tensor activations_nd)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        return Network.ReadOff.call(Last(activations_nd)).MoveToOuterDisposeScope();
    }

    /// <summary>What activations here become after the last layer, float32, shape [n, d'].</summary>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public Tensor Last(Tensor activations_nd)
    {
        cancellation.ThrowIfCancellationRequested();
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        return Through(activations_nd.to(float32), layer + 1, Network.Layers.Count).MoveToOuterDisposeScope();
    }

    /// <summary>The gradient of one output by the activations here, float32, shape [n, d].</summary>
    /// <param name="activations_nd">The activations at which it is taken, shape [n, d].</param>
    /// <param name="output">The output.</param>
    public Tensor Gradient(Tensor activations_nd, int output)
    {
        using var scope = NewDisposeScope();
        using var gradient = enable_grad();
        var at_nd = activations_nd.detach().to(float32).clone().requires_grad_(true);
        var sum = Network.ReadOff.call(Through(at_nd, layer + 1, Network.Layers.Count)).select(1, output).sum();
        return autograd.grad([sum], [at_nd])[0].MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The matrix through which all that follows sees the activations, float64: the read-off R [g, d] after the last layer, otherwise the
    /// next layer's W, or 1 where the next layer is in residual form and passes everything on. A direction in its null space reaches no
    /// output, whatever comes later.
    /// </summary>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public Tensor NextWeight()
    {
        cancellation.ThrowIfCancellationRequested();
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var weight = IsAffine ? (Outputs(eye(Neurons)) - Outputs(zeros(1, Neurons))).t()
            : Network.Layers[layer + 1] is { Projection: null } next ? next.Weight.detach()
            : eye(Neurons);
        return weight.to(float64).MoveToOuterDisposeScope();
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
