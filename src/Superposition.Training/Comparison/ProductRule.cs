using MathNet.Numerics.LinearAlgebra;

namespace Superposition.Comparison;

/// <summary>
/// How far a neuron's read-off weights follow from its input weights: r_kl regressed over pairs on {1, W_k + W_l, W_k W_l}. Every
/// construction but the codewords has r_kl in the span of these, whatever the neuron's scale.
/// </summary>
/// <param name="R2">
/// The share of the variance of r explained, adjusted for the three regressors; 0 on average when r has nothing to do with W.
/// </param>
/// <param name="Constant">The coefficient of 1.</param>
/// <param name="Sum">The coefficient of W_k + W_l.</param>
/// <param name="Product">The coefficient of W_k W_l.</param>
public sealed record ProductRule(double R2, double Constant, double Sum, double Product)
{
    private const int Regressors = 3;

    /// <summary>
    /// R² with the sign of the product: an AND needs neurons that grow with both features to be read with a positive weight, a negated
    /// read-off computes its opposite.
    /// </summary>
    public double SignedR2 => Product > 0 ? R2 : -R2;

    /// <summary>
    /// Fits one neuron; with four pairs or fewer the three coefficients fit anything, and an R² of 0 says that nothing can be told.
    /// </summary>
    /// <param name="weights">W, one number a feature.</param>
    /// <param name="readOff">r, one number a pair.</param>
    /// <param name="pairs">The pairs.</param>
    public static ProductRule Of(ReadOnlySpan<double> weights, ReadOnlySpan<double> readOff, IReadOnlyList<(int First, int Second)> pairs)
    {
        var n = readOff.Length;
        if (n <= Regressors + 1)
        {
            return new ProductRule(0, 0, 0, 0);
        }

        var moments = Matrix<double>.Build.Dense(Regressors, Regressors);
        var products = Vector<double>.Build.Dense(Regressors);
        double mean = 0, square = 0;
        Span<double> x = stackalloc double[Regressors];
        for (var p = 0; p < n; p++)
        {
            var (k, l) = pairs[p];
            (x[0], x[1], x[2]) = (1, weights[k] + weights[l], weights[k] * weights[l]);
            for (var i = 0; i < Regressors; i++)
            {
                products[i] += x[i] * readOff[p];
                for (var j = 0; j < Regressors; j++)
                {
                    moments[i, j] += x[i] * x[j];
                }
            }

            mean += readOff[p];
            square += readOff[p] * readOff[p];
        }

        // The pseudo-inverse: with two weights of the same size, sum and product may say the same.
        var coefficients = moments.PseudoInverse() * products;
        var variance = square - (mean * mean / n);
        var explained = coefficients.DotProduct(products) - (mean * mean / n);
        var r2 = variance > 1e-12 * Math.Max(square, double.Epsilon)
            ? 1 - ((1 - Math.Clamp(explained / variance, 0, 1)) * (n - 1) / (n - Regressors))
            : 0;
        return new ProductRule(r2, coefficients[0], coefficients[1], coefficients[2]);
    }
}
