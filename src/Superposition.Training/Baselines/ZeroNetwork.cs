using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Baselines;

/// <summary>The network that answers 0 to everything: under sparse targets its mean squared error is small and its ε is 1.</summary>
public static class ZeroNetwork
{
    /// <summary>The zero map from m features to g outputs.</summary>
    public static ReluNetwork Of(int features, int outputs)
    {
        using var scope = NewDisposeScope();
        return new ReluNetwork([], new DenseReadOff(zeros(outputs, features)));
    }
}
