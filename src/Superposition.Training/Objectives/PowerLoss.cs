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
        if (p == 2 && network.ReadOff is DenseReadOff readOff && GramSquare.Pays(inputs.Count, readOff))
        {
            return GramSquare.Mean(network.Activations(inputs), readOff, OutputTargets.OnSets(inputs, targets)).MoveToOuterDisposeScope();
        }

        var error_ng = network.Run(inputs) - OutputTargets.Values(inputs, targets);
        return Power(error_ng).mean().MoveToOuterDisposeScope();
    }

    /// <summary>|e|^p; even whole powers by multiplication, which is many times faster than the general power.</summary>
    private Tensor Power(Tensor error_ng)
    {
        if (p % 2 != 0)
        {
            return error_ng.abs().pow(p);
        }

        var square_ng = error_ng.square();
        Tensor? power_ng = null;
        for (var left = (int)p / 2; left > 0; left >>= 1, square_ng = left > 0 ? square_ng.square() : square_ng)
        {
            if ((left & 1) == 1)
            {
                power_ng = power_ng is null ? square_ng : power_ng * square_ng;
            }
        }

        return power_ng!;
    }
}
