using Superposition.Booleans;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Objectives;

/// <summary>
/// The squared error averaged within each class of inputs (none, one, both of a pair active) and then over classes, so that the rare true ANDs
/// weigh as much as the many false ones.
/// </summary>
public sealed class ClassBalancedSquare : IObjective
{
    /// <inheritdoc/>
    public string Name => "balanced MSE";

    /// <inheritdoc/>
    public Tensor Loss(ReluNetwork network, ActiveSets inputs, IBooleanTargets targets)
    {
        using var scope = NewDisposeScope();
        var error_ng = network.Run(inputs) - OutputTargets.Values(inputs, targets);
        return (error_ng.square() * OutputTargets.ClassBalancedWeights(inputs, targets)).sum().MoveToOuterDisposeScope();
    }
}
