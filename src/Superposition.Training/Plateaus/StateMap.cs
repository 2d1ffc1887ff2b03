using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Plateaus;

/// <summary>A map from states to outputs: all of a network from some place on, or any other function of activation vectors.</summary>
/// <param name="Dimension">The length of a state.</param>
/// <param name="Apply">Maps states [n, d] to outputs [n, g], float32.</param>
public sealed record StateMap(int Dimension, Func<Tensor, Tensor> Apply)
{
    // 4 million numbers of states at a time: what a network makes of them in between is seldom more than a few times that.
    private const int CellsAtATime = 1 << 22;

    /// <summary>What a network makes of the activations at a place.</summary>
    public static StateMap From(NetworkSite site) => new(site.Neurons, site.Outputs);

    /// <summary>Outputs of any number of states, shape [n, g], a part at a time.</summary>
    /// <exception cref="ArgumentException">States have another length than the map takes.</exception>
    public Tensor Outputs(Tensor states_nd)
    {
        if (states_nd.dim() != 2 || states_nd.shape[1] != Dimension)
        {
            throw new ArgumentException($"The map takes states [n, {Dimension}], found {Shapes.Describe(states_nd)}.", nameof(states_nd));
        }

        using var scope = NewDisposeScope();
        return cat([.. states_nd.split(Math.Max(1, CellsAtATime / Dimension), 0).Select(Apply)]).MoveToOuterDisposeScope();
    }
}
