using Superposition.Booleans;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Objectives;

/// <summary>What training makes small.</summary>
public interface IObjective
{
    /// <summary>The objective in words, for tables and legends: "MSE", "L4", …</summary>
    string Name { get; }

    /// <summary>The loss of a network on a batch, a scalar with gradient.</summary>
    Tensor Loss(ReluNetwork network, ActiveSets inputs, IBooleanTargets targets);
}
