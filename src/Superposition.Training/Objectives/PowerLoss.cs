using Superposition.Booleans;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Objectives;

/// <summary>The mean of |error|^p over all inputs and outputs: the mean squared error for p = 2; the larger p, the closer to the worst error ε.</summary>
/// <param name="p">The power, at least 1.</param>
public sealed class PowerLoss(double p) : IObjective
{
    /// <inheritdoc/>
    public string Name => p == 2 ? "MSE" : FormattableString.Invariant($"L{p}");

    /// <inheritdoc/>
    public Tensor Loss(ReluNetwork network, ActiveSets inputs, IBooleanTargets targets)
    {
        using var scope = NewDisposeScope();
        var error_ng = network.Run(inputs) - OutputTargets.Values(inputs, targets);
        var power_ng = p == 2 ? error_ng.square() : error_ng.abs().pow(p);
        return power_ng.mean().MoveToOuterDisposeScope();
    }
}
