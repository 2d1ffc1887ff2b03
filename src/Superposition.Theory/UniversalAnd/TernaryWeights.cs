using MathNet.Numerics.Distributions;

namespace Superposition.UniversalAnd;

/// <summary>
/// Neurons whose weights are independent, +1 and −1 with probability p/2 each and 0 otherwise, with a bias: moments of W_k W_l (a − E
/// a) as exact sums. With a noise on the pre-activation and a crosstalk at the two features they are those of a neuron that reads a state
/// in superposition.
/// </summary>
/// <param name="Density">p, the probability that a weight is not 0.</param>
/// <param name="Bias">β, the bias of every neuron.</param>
internal sealed record TernaryWeights(double Density, double Bias)
{
    private static readonly int[] Values = [-1, 0, 1];

    /// <summary>F(s_b) = E[W_k W_l a] with both features active, for inputs in no superposition.</summary>
    public double Signal(int active) => CentredRowProduct(active, members: 2).Mean;

    /// <summary>
    /// Mean and mean square of W_k W_l (a − E a) for an input with <paramref name="active"/> active features, <paramref name="members"/>
    /// of them in the pair.
    /// </summary>
    public (double Mean, double MeanSquare) CentredRowProduct(int active, int members) =>
        CentredRowProduct(active - members, members > 0 ? 1 : 0, members > 1 ? 1 : 0, noise: 0);

    /// <summary>The same where the neuron finds given amounts at the two features and a normal noise.</summary>
    /// <param name="others">How many active features are outside of the pair.</param>
    /// <param name="atFirst">What it finds at k.</param>
    /// <param name="atSecond">What it finds at l.</param>
    /// <param name="noise">Standard deviation of the noise.</param>
    public (double Mean, double MeanSquare) CentredRowProduct(int others, double atFirst, double atSecond, double noise)
    {
        var sums = SumOf(others);
        double all = 0, product = 0, products = 0, squares = 0, linear = 0, square = 0;
        foreach (var first in Values)
        {
            foreach (var second in Values)
            {
                var factor = first * second;
                for (var i = 0; i < sums.Length; i++)
                {
                    var probability = Probability(first) * Probability(second) * sums[i];
                    var (mean, meanSquare) = NoisyRelu.Moments((first * atFirst) + (second * atSecond) + i - others + Bias, noise);
                    all += probability * mean;
                    product += probability * factor * mean;
                    products += probability * factor;
                    squares += probability * factor * factor;
                    linear += probability * factor * factor * mean;
                    square += probability * factor * factor * meanSquare;
                }
            }
        }

        return (product - (all * products), square - (2 * all * linear) + (all * all * squares));
    }

    private double Probability(int value) => value == 0 ? 1 - Density : Density / 2;

    /// <summary>Probabilities of −n … n for the sum of n weights: j of them are not 0, and i of those are +1.</summary>
    private double[] SumOf(int weights)
    {
        var sums = new double[(2 * weights) + 1];
        for (var set = 0; set <= weights; set++)
        {
            for (var up = 0; up <= set; up++)
            {
                sums[weights + (2 * up) - set] += Binomial.PMF(Density, weights, set) * Binomial.PMF(0.5, set, up);
            }
        }

        return sums;
    }
}
