using Superposition.Measurement;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Baselines;

/// <summary>What networks for real functions of features have to beat.</summary>
public static class RealControls
{
    /// <summary>The affine map of the features with the smallest mean squared error.</summary>
    public static ReluNetwork Linear(IRealTargets targets, RealSample fit)
    {
        using var scope = NewDisposeScope();
        return new ReluNetwork([], LeastSquares.Fit(inputs => inputs.SumRows(eye(targets.Features)), targets.Features, targets, fit));
    }

    /// <summary>One neuron for each of the first d features: ReLU(x) exactly for these, 0 for the others.</summary>
    public static ReluNetwork Naive(int features, int neurons)
    {
        using var scope = NewDisposeScope();
        return new ReluNetwork([new ReluLayer(eye(neurons, features), zeros(neurons))], new DenseReadOff(eye(features, neurons)));
    }
}
