namespace Superposition.UniversalAnd;

/// <summary>
/// Neurons whose weights are independent with a symmetric density of variance 1 and whose bias is uniform on ±h (or absent): moments of
/// W_k W_l a by integration on a grid. Weights of another scale behave alike, once the read-off is divided by the cube of that scale.
/// </summary>
internal sealed class SymmetricWeights
{
    // √3 = 100 steps, so that the uniform density of variance 1 ends on a grid point.
    private static readonly double Step = Math.Sqrt(3) / 100;
    private readonly double[] weight;
    private readonly double[]? bias;

    private SymmetricWeights(double[] weight, double[]? bias) => (this.weight, this.bias) = (weight, bias);

    /// <summary>Weights from the standard normal distribution, cut off at 6 standard deviations.</summary>
    /// <param name="biasBound">h, in standard deviations of a weight.</param>
    public static SymmetricWeights Normal(double biasBound) => new(Masses(6, x => Math.Exp(-x * x / 2)), Uniform(biasBound));

    /// <summary>Uniform weights, on ±√3.</summary>
    /// <param name="biasBound">h, in standard deviations of a weight.</param>
    public static SymmetricWeights UniformOf(double biasBound) => new(Uniform(Math.Sqrt(3))!, Uniform(biasBound));

    /// <summary>F(s_b), in units of the cubed scale of the weights.</summary>
    public double Signal(int active) => CentredProduct(active, members: 2).Mean;

    /// <summary>
    /// Mean and mean square of W_k W_l a for an input with <paramref name="active"/> active features, <paramref name="members"/> of them in
    /// the pair.
    /// </summary>
    public (double Mean, double MeanSquare) CentredProduct(int active, int members) => Product(active, members, without: 0);

    /// <summary>The same for W_k W_l (a − E a), which is read where the mean activation is subtracted.</summary>
    public (double Mean, double MeanSquare) CentredRowProduct(int active, int members) => Product(active, members, MeanActivation(active));

    private double MeanActivation(int active)
    {
        var rest = bias ?? [1];
        for (var i = 0; i < active; i++)
        {
            rest = Sum(rest, weight);
        }

        var (mean, _) = Activations(rest, reach: 0, without: 0);
        return mean[mean.Length / 2];
    }

    private (double Mean, double MeanSquare) Product(int active, int members, double without)
    {
        var rest = bias ?? [1];
        for (var other = members; other < active; other++)
        {
            rest = Sum(rest, weight);
        }

        var (mean, square) = Activations(rest, members * (weight.Length / 2), without);
        var middle = mean.Length / 2;
        double product = 0, squared = 0;
        switch (members)
        {
            case 0:
                squared = square[middle];
                break;
            case 1:
                for (var i = 0; i < weight.Length; i++)
                {
                    var x = Value(i, weight.Length);
                    squared += weight[i] * x * x * square[middle + i - (weight.Length / 2)];
                }

                break;
            default:
                for (var i = 0; i < weight.Length; i++)
                {
                    for (var j = 0; j < weight.Length; j++)
                    {
                        var both = Value(i, weight.Length) * Value(j, weight.Length);
                        var at = middle + i + j - weight.Length + 1;
                        product += weight[i] * weight[j] * both * mean[at];
                        squared += weight[i] * weight[j] * both * both * square[at];
                    }
                }

                break;
        }

        return (product, squared);
    }

    /// <summary>E A and E A² for A = ReLU(t + R) − without and t on the grid, R with the given masses.</summary>
    private static (double[] Mean, double[] Square) Activations(double[] masses, int reach, double without)
    {
        var half = Math.Max(masses.Length / 2, reach) + 1;
        var mean = new double[(2 * half) + 1];
        var square = new double[(2 * half) + 1];
        for (var t = -half; t <= half; t++)
        {
            for (var r = 0; r < masses.Length; r++)
            {
                var activation = Math.Max(0, (t + r - (masses.Length / 2)) * Step) - without;
                mean[t + half] += masses[r] * activation;
                square[t + half] += masses[r] * activation * activation;
            }
        }

        return (mean, square);
    }

    private static double[] Sum(double[] left, double[] right)
    {
        var sum = new double[left.Length + right.Length - 1];
        for (var i = 0; i < left.Length; i++)
        {
            for (var j = 0; j < right.Length; j++)
            {
                sum[i + j] += left[i] * right[j];
            }
        }

        return sum;
    }

    private static double[]? Uniform(double bound) => bound > 0 ? Masses(bound, _ => 1) : null;

    /// <summary>Probabilities of the grid points within ±bound; the outermost stand for half a step.</summary>
    private static double[] Masses(double bound, Func<double, double> density)
    {
        var half = (int)Math.Round(bound / Step);
        double[] masses = [.. Enumerable.Range(-half, (2 * half) + 1).Select(i => density(i * Step) * (Math.Abs(i) == half ? 0.5 : 1))];
        var total = masses.Sum();
        return [.. masses.Select(mass => mass / total)];
    }

    private static double Value(int index, int length) => (index - (length / 2)) * Step;
}
