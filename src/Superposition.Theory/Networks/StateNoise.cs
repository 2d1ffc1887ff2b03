using System.Collections.Immutable;
using Superposition.Booleans;
using static TorchSharp.torch;

namespace Superposition.Networks;

/// <summary>
/// Independent Gaussian noise on the states of a network: on the encoded input Φb where there is an encoding, and on the pre-activations
/// of every layer. It stands in for whatever else a state carries, and is what a layer that corrects errors has to take off.
/// </summary>
/// <param name="Deviations">
/// Standard deviations ν: of the encoded input first if there is an encoding, then of each layer's pre-activations.
/// </param>
public sealed record StateNoise(ImmutableArray<double> Deviations)
{
    /// <summary>No noise on any state: ν = 0 everywhere.</summary>
    public static StateNoise None { get; } = new([]);

    /// <summary>Whether every deviation is 0.</summary>
    public bool IsNone => Deviations.All(deviation => deviation == 0);

    /// <summary>Refuses a network with another number of states; no noise at all fits every network.</summary>
    /// <exception cref="ArgumentException">There are more or fewer numbers than states.</exception>
    public void ThrowIfUnfit(ReluNetwork network)
    {
        var states = network.Layers.Count + (network.Encoding is null ? 0 : 1);
        if (Deviations.Length > 0 && Deviations.Length != states)
        {
            throw new ArgumentException(
                $"Noise of {Deviations.Length} deviations does not fit a network of {states} states (the encoded input if there is an "
                + "encoding, then every layer).", nameof(network));
        }
    }

    /// <summary>Adds the noise of one state to it, in place.</summary>
    /// <param name="state">The state's number, from 0.</param>
    /// <param name="values_nd">The encoded input or the pre-activations, shape [n, d].</param>
    /// <param name="generator">Draws the noise.</param>
    public void AddTo(int state, Tensor values_nd, Generator generator)
    {
        if (state < Deviations.Length && Deviations[state] > 0)
        {
            using var noise_nd = randn(values_nd.shape, generator: generator);
            values_nd.add_(noise_nd.mul_((float)Deviations[state]));
        }
    }

    /// <summary>What the last layer of a network gives with this noise in it, shape [n, d].</summary>
    public Tensor Activations(ReluNetwork network, ActiveSets inputs, Generator generator)
    {
        ThrowIfUnfit(network);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var next = 0;
        Tensor? state = null;
        if (network.Encoding is { } encoding)
        {
            state = inputs.SumRows(encoding.t());
            AddTo(next++, state, generator);
        }

        foreach (var layer in network.Layers)
        {
            if (state is null && layer.Projection is not null)
            {
                state = inputs.ToDense(network.Features);
            }

            var neurons_nd = (state is null ? inputs.SumRows(layer.Weight.t()) : state.matmul(layer.Weight.t())) + layer.Bias;
            AddTo(next++, neurons_nd, generator);
            state = layer.Give(state ?? neurons_nd, neurons_nd.relu_());
        }

        return (state ?? inputs.ToDense(network.Features)).MoveToOuterDisposeScope();
    }

    /// <summary>The outputs of a network with this noise in it, shape [n, g].</summary>
    public Tensor Run(ReluNetwork network, ActiveSets inputs, Generator generator)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        return network.ReadOff.call(Activations(network, inputs, generator)).MoveToOuterDisposeScope();
    }
}
