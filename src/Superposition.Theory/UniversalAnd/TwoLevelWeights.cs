using MathNet.Numerics.Distributions;

namespace Superposition.UniversalAnd;

/// <summary>
/// Neurons whose weights are independent and take a high value with probability p and a low one otherwise: random subsets are (0, 1, p,
/// −1), dense signs (−1, +1, ½, −1). With centred weights C = W − E W as factors of the read-off, the expectation of C_k C_l a is
/// the mixed second difference of the activation in the two weights: it vanishes identically unless both features are active, so
/// interference has mean zero. All moments are exact sums over the weights of one neuron.
/// </summary>
/// <param name="Low">The low value.</param>
/// <param name="High">The high value.</param>
/// <param name="Density">p, the probability of the high value.</param>
/// <param name="Bias">β, the bias of every neuron.</param>
internal sealed record TwoLevelWeights(double Low, double High, double Density, double Bias)
{
    /// <summary>E W, the mean of a weight.</summary>
    public double Mean => Low + (Density * (High - Low));

    /// <summary>
    /// Mean and mean square of C_k C_l a for an input with <paramref name="active"/> active features, <paramref name="members"/> of them in
    /// the pair.
    /// </summary>
    public (double Mean, double MeanSquare) CentredProduct(int active, int members) =>
        Sum(active, members, (first, second) => (first - Mean) * (second - Mean));

    /// <summary>
    /// The same for read-off rows whose own mean over the neurons is subtracted: C_k C_l (a − E a). It has the mean of C_k C_l a and,
    /// where the activation is mostly a constant, much less noise.
    /// </summary>
    public (double Mean, double MeanSquare) CentredRowProduct(int active, int members)
    {
        var (activation, _) = Sum(active, members, (_, _) => 1);
        return Sum(active, members, (first, second) => (first - Mean) * (second - Mean), activation);
    }

    /// <summary>Mean and mean square of a, given that the neuron has the high weight on both features of the pair.</summary>
    public (double Mean, double MeanSquare) ActivationOfShared(int active, int members)
    {
        var (mean, meanSquare) = Sum(active, members, (first, second) => first == High && second == High ? 1 : 0);
        return (mean / (Density * Density), meanSquare / (Density * Density));
    }

    /// <summary>
    /// F(s_b) = E[C_k C_l a] with both features active: what one neuron adds to a true AND. For random subsets
    /// (p(1−p))²(1−p)^(s_b−2).
    /// </summary>
    public double Signal(int active) => CentredProduct(active, members: 2).Mean;

    private (double Mean, double MeanSquare) Sum(int active, int members, Func<double, double, double> factor, double without = 0)
    {
        double mean = 0, meanSquare = 0;
        var others = active - members;
        foreach (var (first, firstProbability) in Levels())
        {
            foreach (var (second, secondProbability) in Levels())
            {
                var own = (members > 0 ? first : 0) + (members > 1 ? second : 0) + Bias;
                for (var high = 0; high <= others; high++)
                {
                    var activation = Math.Max(0, own + (high * High) + ((others - high) * Low));
                    var value = factor(first, second) * (activation - without);
                    var probability = firstProbability * secondProbability * Binomial.PMF(Density, others, high);
                    mean += probability * value;
                    meanSquare += probability * value * value;
                }
            }
        }

        return (mean, meanSquare);
    }

    private IEnumerable<(double Value, double Probability)> Levels() => [(Low, 1 - Density), (High, Density)];
}
