using System.Collections.Immutable;

namespace Superposition.Verification;

/// <summary>
/// Moments of one neuron, by walking through every combination of its weights on the active features. Rows of <see cref="Claims"/> take
/// their predictions from here, and the constructions take none: a factor that both a construction and its own prediction get wrong then
/// shows.
/// </summary>
/// <param name="Weights">The values of a weight and their probabilities.</param>
/// <param name="Bias">β, or the middle of its range.</param>
internal sealed record OneNeuron(ImmutableArray<(double Value, double Share)> Weights, double Bias)
{
    // The midpoints of 100 equal steps. A normal weight is cut off at ±5; with three active features moments are then good to 0.1 %.
    private const int Steps = 100;

    /// <summary>h, when the bias is uniform on Bias ± h.</summary>
    public double BiasBound { get; init; }

    /// <summary>Weights 0 and 1, 1 with probability p.</summary>
    public static OneNeuron Subset(double density, double bias = -1) => new([(0, 1 - density), (1, density)], bias);

    /// <summary>A neuron whose weights are +1 or −1 with probability ½ each, and whose bias is given.</summary>
    public static OneNeuron Sign(double bias) => new([(-1, 0.5), (1, 0.5)], bias);

    /// <summary>Standard normal weights.</summary>
    public static OneNeuron Normal { get; } = new(Grid(5, x => Math.Exp(-x * x / 2)), 0);

    /// <summary>Uniform weights of variance 1.</summary>
    public static OneNeuron Uniform { get; } = new(Grid(Math.Sqrt(3), _ => 1), 0);

    private double Mean => Weights.Sum(weight => weight.Share * weight.Value);

    private double Variance => Weights.Sum(weight => weight.Share * (weight.Value - Mean) * (weight.Value - Mean));

    /// <summary>
    /// √n times the standard deviation of what n independent neurons read for the AND of a set of features, when a true AND reads 1 on
    /// average.
    /// </summary>
    /// <param name="active">Active features.</param>
    /// <param name="members">How many of them belong to the set.</param>
    /// <param name="fanIn">The size of the set.</param>
    /// <param name="rowsSumToZero">Whether the mean of the read-off's row over the neurons is taken off.</param>
    public double Spread(int active, int members, int fanIn = 2, bool rowsSumToZero = false)
    {
        var (mean, meanSquare) = Product(active, members, fanIn, rowsSumToZero ? Product(active, 0, 0, 0).Mean : 0);
        return Math.Sqrt(meanSquare - (mean * mean)) / Product(active, fanIn, fanIn, 0).Mean;
    }

    /// <summary>Mean and mean square of (a − level) times the product of the set's weights, each less its expectation.</summary>
    private (double Mean, double MeanSquare) Product(int active, int members, int fanIn, double level)
    {
        double mean = 0, meanSquare = 0;
        var expected = Mean;
        Walk(feature: 0, sum: Bias, product: 1, share: 1);

        // A member that is not active is independent of the activation.
        return (members == fanIn ? mean : 0, meanSquare * Math.Pow(Variance, fanIn - members));

        void Walk(int feature, double sum, double product, double share)
        {
            if (feature == active)
            {
                var (activation, square) = Activation(sum);
                mean += share * product * (activation - level);
                meanSquare += share * product * product * (square - (2 * level * activation) + (level * level));
                return;
            }

            foreach (var (value, probability) in Weights)
            {
                Walk(feature + 1, sum + value, feature < members ? product * (value - expected) : product, share * probability);
            }
        }
    }

    /// <summary>Mean and mean square of ReLU(x + β) over the bias.</summary>
    private (double Mean, double MeanSquare) Activation(double x)
    {
        var (high, low) = (Math.Max(0, x + BiasBound), Math.Max(0, x - BiasBound));
        return BiasBound == 0
            ? (high, high * high)
            : (((high * high) - (low * low)) / (4 * BiasBound), ((high * high * high) - (low * low * low)) / (6 * BiasBound));
    }

    private static ImmutableArray<(double Value, double Share)> Grid(double bound, Func<double, double> density)
    {
        double[] values = [.. Enumerable.Range(0, Steps).Select(i => bound * (((2 * i) + 1.0) / Steps - 1))];
        var total = values.Sum(density);
        return [.. values.Select(value => (value, density(value) / total))];
    }
}
