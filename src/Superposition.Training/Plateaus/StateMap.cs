using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Plateaus;

/// <summary>A map from states to outputs: all of a network from some place on, or any other function of activation vectors.</summary>
/// <param name="Dimension">d, the length of a state.</param>
/// <param name="Outputs">g, the number of outputs.</param>
/// <param name="Apply">Maps states [n, d] to outputs [n, g], float32.</param>
public sealed record StateMap(int Dimension, int Outputs, Func<Tensor, Tensor> Apply)
{
    // 4 million numbers at a time: what a network makes of them in between is seldom more than a few times that.
    private const int CellsAtATime = 1 << 22;

    /// <summary>How many states are mapped at a time, so that memory stays bounded.</summary>
    public int StatesAtATime => Math.Max(1, CellsAtATime / Math.Max(Dimension, Outputs));

    /// <summary>What a network makes of the activations at a place.</summary>
    public static StateMap From(NetworkSite site) => new(site.Neurons, site.Network.Outputs, site.Outputs);
}
