using Superposition.Booleans;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.TargetedAnds;

/// <summary>
/// From a universal bank (λ = 0) to a targeted one (λ = 1) at a fixed load L: a neuron looks at the union of Poisson(λL/2) random gates
/// and Poisson((1 − λ)L) random features, bias −1, read by mixed differences. Density and noise do not depend on λ, the number of
/// neurons that see both features of a gate does: d (p² + λL/(2m')). Asked for as open work in the post of the authors of arXiv
/// 2408.05451; derived here.
/// </summary>
public static class BridgeLayer
{
    /// <summary>Draws the layer, and reads some pairs, gates or not.</summary>
    /// <param name="features">m, the number of features.</param>
    /// <param name="gates">E, the pairs that neurons are drawn for.</param>
    /// <param name="read">The pairs that are read.</param>
    /// <param name="neurons">d, the number of neurons.</param>
    /// <param name="load">L, the mean number of features that a neuron is wired to.</param>
    /// <param name="lambda">λ, from 0 to 1.</param>
    /// <param name="seed">The seed of the layer.</param>
    public static ReluNetwork Build(int features, PairAnds gates, PairAnds read, int neurons, double load, double lambda, Seed seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(load);
        if (lambda is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(lambda), lambda, "Expected a share from 0 to 1.");
        }

        using var scope = NewDisposeScope();
        var random = seed.Stream("bridge");
        var weights = new float[neurons * features];
        for (var i = 0; i < neurons; i++)
        {
            var own = weights.AsSpan(i * features, features);
            for (var left = Poisson(lambda * load / 2, random); left > 0; left--)
            {
                var (first, second) = gates.Pairs[random.Next(gates.Count)];
                own[first] = own[second] = 1;
            }

            for (var left = Poisson((1 - lambda) * load, random); left > 0; left--)
            {
                own[random.Next(features)] = 1;
            }
        }

        var weight_dm = tensor(weights, [neurons, features]);
        return new ReluNetwork(
            [new ReluLayer(weight_dm, full(neurons, -1f))], new DenseReadOff(TargetedLayer.MixedDifferenceRows(weight_dm, read)));
    }

    /// <summary>Knuth's product of uniform numbers.</summary>
    private static int Poisson(double mean, Random random)
    {
        var count = 0;
        for (var left = random.NextDouble(); left > Math.Exp(-mean); left *= random.NextDouble())
        {
            count++;
        }

        return count;
    }
}
