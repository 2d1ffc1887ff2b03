using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearAlgebra;

namespace Superposition.UniversalAnd;

/// <summary>
/// Moments of a subset neuron that reads its subset from a superposed state. Feature j is decoded as b_j + g_j, with crosstalk g_j = Σ
/// φ_j·φ_a over the active a ≠ j. The neuron's pre-activation is Σ W_j (b_j + g_j) − 1: the crosstalk at the pair itself passes
/// through the read-off like a signal, that of the other features is a noise which for one input has a mean p Σ g_j common to all neurons
/// and a part of its own in each.
/// </summary>
internal static class CrosstalkOfSubsets
{
    private const int Nodes = 9;
    /// <summary>Nodes and weights of a Gauss–Hermite rule for the standard normal.</summary>
    public static (double Node, double Weight)[] Hermite { get; } = HermiteRule();

    /// <summary>Over neurons and inputs, the standard deviation of Σ W_j g_j.</summary>
    public static double PreactivationNoise(UniversalAndSize size, int active) =>
        Math.Sqrt(size.DensityOrDefault * SquaredCrosstalk(size, active, size.Features, active));

    /// <summary>
    /// C_k C_l a, for inputs with <paramref name="active"/> active features, <paramref name="members"/> of them in the pair: its mean; the
    /// variance, over encodings and inputs, of its mean over infinitely many neurons; and the variance of a single neuron around that.
    /// Where the mean activation of the input is subtracted, a stands for a − ā.
    /// </summary>
    public static (double Mean, double VarianceOfMean, double VarianceOfNeuron) CentredProduct(
        UniversalAndSize size, int active, int members, bool meanSubtracted = false)
    {
        var (p, others) = (size.DensityOrDefault, active - members);
        return OverCrosstalk(size, active, members, (atFirst, atSecond, offset, noise) =>
            OneInput(p, others, atFirst, atSecond, offset, noise, meanSubtracted));
    }

    /// <summary>The same of the activation itself, over the neurons whose subsets have both features of the pair.</summary>
    public static (double Mean, double VarianceOfMean, double VarianceOfNeuron) AveragedActivation(
        UniversalAndSize size, int active, int members)
    {
        var (p, others) = (size.DensityOrDefault, active - members);
        return OverCrosstalk(size, active, members, (atFirst, atSecond, offset, noise) =>
        {
            var (mean, meanSquare) = (0.0, 0.0);
            for (var high = 0; high <= others; high++)
            {
                var (activation, square) = NoisyRelu.Moments(atFirst + atSecond + high + offset, noise);
                var share = Binomial.PMF(p, others, high);
                mean += share * activation;
                meanSquare += share * square;
            }

            return (mean, meanSquare);
        });
    }

    /// <summary>Moments over encodings and inputs, from those over neurons at a given crosstalk.</summary>
    /// <param name="size">What the layer is built for.</param>
    /// <param name="active">How many features are active.</param>
    /// <param name="members">How many of the pair.</param>
    /// <param name="overNeurons">
    /// Mean and mean square over neurons, from what they find at the two features, what all of them are offset by, and the standard
    /// deviation of what each finds at others.
    /// </param>
    private static (double Mean, double VarianceOfMean, double VarianceOfNeuron) OverCrosstalk(
        UniversalAndSize size, int active, int members, Func<double, double, double, double, (double Mean, double MeanSquare)> overNeurons)
    {
        var p = size.DensityOrDefault;
        var overlap = size.EncodingOrDefault.MeanSquareOverlap(size.Features);
        var squares = SquaredCrosstalk(size, active, size.Features - 2, active - members);
        var own = Math.Sqrt(p * (1 - p) * squares);
        var common = p * Math.Sqrt(squares);

        // Crosstalk at the two features; both active, they share the overlap φ_k·φ_l.
        var first = Math.Sqrt(overlap * (members > 0 ? active - 1 : active));
        var second = Math.Sqrt(overlap * (members > 1 ? active - 1 : active));
        var correlation = members == 2 ? 1.0 / (active - 1) : 0;
        var rest = Math.Sqrt(1 - (correlation * correlation));

        double mean = 0, squareOfMean = 0, meanSquare = 0;
        foreach (var (zk, weightK) in Hermite)
        {
            foreach (var (zl, weightL) in Hermite)
            {
                var atFirst = (members > 0 ? 1 : 0) + (first * zk);
                var atSecond = (members > 1 ? 1 : 0) + (second * ((correlation * zk) + (rest * zl)));
                foreach (var (zc, weightC) in Hermite)
                {
                    var (product, square) = overNeurons(atFirst, atSecond, (common * zc) - 1, own);
                    var weight = weightK * weightL * weightC;
                    mean += weight * product;
                    squareOfMean += weight * product * product;
                    meanSquare += weight * square;
                }
            }
        }

        return (mean, Math.Max(0, squareOfMean - (mean * mean)), meanSquare - squareOfMean);
    }

    /// <summary>Mean and mean square over neurons, the crosstalk of the input held fixed.</summary>
    private static (double Mean, double MeanSquare) OneInput(
        double p, int others, double atFirst, double atSecond, double offset, double noise, bool meanSubtracted)
    {
        // Σ over neurons of a share, of a product c with a and of c² with 1, a and a².
        double all = 0, mean = 0, factors = 0, squares = 0, linear = 0, meanSquare = 0;
        for (var weights = 0; weights < 4; weights++)
        {
            int first = weights & 1, second = weights >> 1;
            var factor = (first - p) * (second - p);
            var probability = (first == 1 ? p : 1 - p) * (second == 1 ? p : 1 - p);
            for (var high = 0; high <= others; high++)
            {
                var (activation, square) = NoisyRelu.Moments((first * atFirst) + (second * atSecond) + high + offset, noise);
                var share = probability * Binomial.PMF(p, others, high);
                all += share * activation;
                mean += share * factor * activation;
                factors += share * factor;
                squares += share * factor * factor;
                linear += share * factor * factor * activation;
                meanSquare += share * factor * factor * square;
            }
        }

        return meanSubtracted ? (mean - (all * factors), meanSquare - (2 * all * linear) + (all * all * squares)) : (mean, meanSquare);
    }

    /// <summary>
    /// E Σ g_j² over <paramref name="features"/> features, of which <paramref name="active"/> are active and do not meet themselves.
    /// </summary>
    private static double SquaredCrosstalk(UniversalAndSize size, int inputActive, int features, int active) =>
        size.EncodingOrDefault.MeanSquareOverlap(size.Features)
            * (((features - active) * (double)inputActive) + (active * (inputActive - 1.0)));

    /// <summary>Gauss–Hermite quadrature for the standard normal: eigenvalues of the Jacobi matrix (Golub and Welsch, 1969).</summary>
    private static (double Node, double Weight)[] HermiteRule()
    {
        var jacobi = Matrix<double>.Build.Dense(Nodes, Nodes, (i, j) => Math.Abs(i - j) == 1 ? Math.Sqrt(Math.Max(i, j)) : 0);
        var eigen = jacobi.Evd(Symmetricity.Symmetric);
        return [.. Enumerable.Range(0, Nodes).Select(i =>
            (eigen.EigenValues[i].Real, eigen.EigenVectors[0, i] * eigen.EigenVectors[0, i]))];
    }
}
