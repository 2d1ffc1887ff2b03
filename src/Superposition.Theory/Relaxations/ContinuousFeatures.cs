using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Networks;
using Superposition.UniversalAnd;
using static TorchSharp.torch;

namespace Superposition.Relaxations;

/// <summary>
/// Features with values in [0, 1] instead of 0 and 1. The centred read-offs then compute, in the mean over neurons, a continuous AND of their own: random
/// subsets at s = 2 the Łukasiewicz AND max(0, x + y − 1), Gaussian layers the normalised product √s xy/|x|.
/// </summary>
public static class ContinuousFeatures
{
    /// <summary>What a network reads for a pair with given values, over random pairs, with no other feature active.</summary>
    /// <param name="network">Pairs in the order of <see cref="PairAnds.All"/>.</param>
    /// <param name="first">x, from 0 to 1.</param>
    /// <param name="second">y, from 0 to 1.</param>
    /// <param name="pairs">How many pairs are tried.</param>
    /// <param name="seed">Draws them.</param>
    public static ContinuousReading Read(ReluNetwork network, double first, double second, int pairs, Seed seed)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var targets = PairAnds.All(network.Features);
        var drawn = new SparseInputs(network.Features, 2, Sparsity.Exactly).Draw(seed.Stream("pairs"), pairs);
        var values = new float[pairs * network.Features];
        var places = new long[pairs];
        for (var i = 0; i < pairs; i++)
        {
            values[(i * network.Features) + drawn[i][0]] = (float)first;
            values[(i * network.Features) + drawn[i][1]] = (float)second;
            places[i] = targets.IndexOf(drawn[i][0], drawn[i][1]);
        }

        var outputs_n1 = network.call(tensor(values).reshape(pairs, network.Features)).gather(1, tensor(places).unsqueeze(1)).to(float64);
        return new ContinuousReading(first, second, outputs_n1.mean().item<double>(), outputs_n1.std().item<double>());
    }

    /// <summary>The readings on a grid of values (steps + 1 a side).</summary>
    public static ImmutableArray<ContinuousReading> Surface(ReluNetwork network, int steps, int pairs, Seed seed) =>
    [
        .. from i in Enumerable.Range(0, steps + 1)
           from j in Enumerable.Range(0, steps + 1)
           select Read(network, (double)i / steps, (double)j / steps, pairs, seed),
    ];

    /// <summary>max(0, x + y − 1).</summary>
    public static double Lukasiewicz(double first, double second) => Math.Max(0, first + second - 1);

    /// <summary>√2 xy/√(x² + y²): 1 for x = y = 1, 0 when one is 0.</summary>
    public static double NormalisedProduct(double first, double second) =>
        first == 0 || second == 0 ? 0 : Math.Sqrt(2) * first * second / Math.Sqrt((first * first) + (second * second));
}

/// <summary>What a network reads for a pair of continuous features.</summary>
/// <param name="First">x.</param>
/// <param name="Second">y.</param>
/// <param name="Mean">The mean over pairs.</param>
/// <param name="Std">The standard deviation over pairs.</param>
public sealed record ContinuousReading(double First, double Second, double Mean, double Std);
