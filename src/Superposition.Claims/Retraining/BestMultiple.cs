using MathNet.Numerics;
using static TorchSharp.torch;

namespace Superposition.Retraining;

/// <summary>
/// The multiple of given outputs that comes nearest to targets in the mean fourth power: Σ (c z − y)⁴ is a polynomial in c.
/// </summary>
/// <param name="Loss">Σ (c z − y)⁴ there.</param>
/// <param name="Multiple">c, the factor.</param>
internal readonly record struct BestMultiple(double Loss, double Multiple)
{
    /// <summary>Finds the factor c with the smallest loss, by the roots of the derivative, a cubic.</summary>
    /// <param name="z">Outputs.</param>
    /// <param name="y">Targets, of the same shape.</param>
    public static BestMultiple Of(Tensor z, Tensor y)
    {
        using var scope = NewDisposeScope();
        var (zz, zy, yy) = (z.square(), z * y, y.square());
        var loss = new Polynomial(Sum(yy * yy), -4 * Sum(zy * yy), 6 * Sum(zz * yy), -4 * Sum(zz * zy), Sum(zz * zz));
        return loss.Differentiate().Roots()
            .Where(root => Math.Abs(root.Imaginary) < 1e-9 * (1 + Math.Abs(root.Real)))
            .Select(root => new BestMultiple(loss.Evaluate(root.Real), root.Real))
            .MinBy(best => best.Loss);

        static double Sum(Tensor terms) => terms.sum(float64).item<double>();
    }
}
