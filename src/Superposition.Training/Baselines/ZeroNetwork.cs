using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Baselines;

/// <summary>The network that answers 0 to everything: under sparse targets its mean squared error is small and its ε is 1.</summary>
public static class ZeroNetwork
{
    /// <summary>The zero map from m features to g outputs.</summary>
    /// <param name="features">m, the number of features.</param>
    /// <param name="outputs">g, the number of outputs.</param>
    /// <param name="encoding_em">Φ, shape [d0, m], for inputs in superposition.</param>
    public static ReluNetwork Of(int features, int outputs, Tensor? encoding_em = null)
    {
        using var scope = NewDisposeScope();
        return new ReluNetwork([], new DenseReadOff(zeros(outputs, encoding_em?.shape[0] ?? features)), encoding_em);
    }
}
