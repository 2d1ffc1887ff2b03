using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Relaxations;

/// <summary>
/// Features with values in [0, 1] instead of 0 and 1. At s = 2 the read-offs then compute, in the mean over neurons, the continuous ANDs of
/// fuzzy logic: random subsets, and signs with bias −1, the Łukasiewicz AND max(0, x + y − 1); signs without bias the minimum;
/// Gaussian layers the normalised product √2 xy/√(x² + y²); neurons with quadratic activation the product.
/// </summary>
public static class ContinuousFeatures
{
    /// <summary>What a network reads for pairs with given values, no other feature being active.</summary>
    /// <param name="network">A network with a pair read-off.</param>
    /// <param name="first">x, from 0 to 1.</param>
    /// <param name="second">y, from 0 to 1.</param>
    /// <param name="pairs">How many different pairs are tried.</param>
    /// <param name="seed">Draws them.</param>
    /// <exception cref="ArgumentException">The read-off is not a pair read-off.</exception>
    public static ContinuousReading Read(ReluNetwork network, double first, double second, int pairs, Seed seed)
    {
        if (network.ReadOff is not PairReadOff readOff)
        {
            throw new ArgumentException(
                $"Continuous features are read by a pair read-off, found a {network.ReadOff.GetType().Name}.", nameof(network));
        }

        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var drawn = PairAnds.Draw(network.Features, pairs, seed.Stream("pairs"));
        var values = new float[pairs * network.Features];
        for (var i = 0; i < pairs; i++)
        {
            values[(i * network.Features) + drawn.Pairs[i].First] = (float)first;
            values[(i * network.Features) + drawn.Pairs[i].Second] = (float)second;
        }

        using var chosen = readOff.For(drawn);
        var outputs_n = chosen.call(network.Activations(tensor(values).reshape(pairs, network.Features))).diagonal().to(float64);
        return new ContinuousReading(first, second, outputs_n.mean().item<double>(), outputs_n.std().item<double>());
    }

    /// <summary>The readings on a grid of values (steps + 1 a side).</summary>
    public static ImmutableArray<ContinuousReading> Surface(ReluNetwork network, int steps, int pairs, Seed seed) =>
    [
        .. from i in Enumerable.Range(0, steps + 1)
           from j in Enumerable.Range(0, steps + 1)
           select Read(network, (double)i / steps, (double)j / steps, pairs, seed),
    ];

    /// <summary>The Łukasiewicz AND max(0, x + y − 1) of two values in [0, 1].</summary>
    public static double Lukasiewicz(double first, double second) => Math.Max(0, first + second - 1);

    /// <summary>The minimum min(x, y) of two values in [0, 1], the Gödel AND.</summary>
    public static double Minimum(double first, double second) => Math.Min(first, second);

    /// <summary>√2 xy/√(x² + y²): 1 for x = y = 1, 0 when one is 0.</summary>
    public static double NormalisedProduct(double first, double second) =>
        first == 0 || second == 0 ? 0 : Math.Sqrt(2) * first * second / Math.Sqrt((first * first) + (second * second));
}

/// <summary>What a network reads for a pair of continuous features.</summary>
/// <param name="First">x, the value of the first feature of the pair.</param>
/// <param name="Second">y, the value of the second feature of the pair.</param>
/// <param name="Mean">The mean over pairs.</param>
/// <param name="Std">The standard deviation over pairs.</param>
public sealed record ContinuousReading(double First, double Second, double Mean, double Std);
