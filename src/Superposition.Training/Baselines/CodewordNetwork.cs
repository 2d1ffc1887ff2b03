using Superposition.Booleans;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Baselines;

/// <summary>
/// A network for y = ReLU(x) with fewer neurons than features, of the kind that training under the fourth power of the error finds (da Silva and Heimersheim,
/// arXiv 2607.04800): each feature has a codeword of K neurons with a high weight, all other weights are slightly negative, and the read-off is a multiple
/// of the pseudo-inverse.
/// </summary>
public static class CodewordNetwork
{
    /// <summary>Draws a network with balanced codewords: every neuron stands in as nearly the same number of them as possible.</summary>
    /// <param name="features">m.</param>
    /// <param name="neurons">d.</param>
    /// <param name="size">K, the number of neurons of a codeword, below d.</param>
    /// <param name="on">The weight of a neuron of the codeword.</param>
    /// <param name="off">The weight of the others.</param>
    /// <param name="scale">What the pseudo-inverse is multiplied by.</param>
    /// <param name="seed">The seed of the code.</param>
    public static ReluNetwork Draw(int features, int neurons, int size, double on, double off, double scale, Seed seed)
    {
        if (size < 1 || size >= neurons)
        {
            throw new ArgumentOutOfRangeException(nameof(size), size, $"A codeword is some of the {neurons} neurons, expected 1 … {neurons - 1}.");
        }

        using var scope = NewDisposeScope();
        var random = seed.Stream("codewords");
        var weight_dm = full(neurons, features, (float)off);
        var load = new int[neurons];
        for (var feature = 0; feature < features; feature++)
        {
            // The neurons with the fewest codewords so far, in random order among equals.
            foreach (var neuron in Enumerable.Range(0, neurons).OrderBy(i => load[i]).ThenBy(_ => random.Next()).Take(size))
            {
                weight_dm[neuron, feature] = (float)on;
                load[neuron]++;
            }
        }

        return new ReluNetwork([new ReluLayer(weight_dm, zeros(neurons))], new DenseReadOff(linalg.pinv(weight_dm) * scale));
    }
}
