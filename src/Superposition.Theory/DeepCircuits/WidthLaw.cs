using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearRegression;
using MathNet.Numerics.Statistics;

namespace Superposition.DeepCircuits;

/// <summary>A power law n = c m^a through smallest widths, by least squares of log n on log m.</summary>
/// <param name="Exponent">a, the exponent.</param>
/// <param name="Low">Lower end of the 95 % confidence interval of a.</param>
/// <param name="High">Its upper end.</param>
/// <param name="Coefficient">c, the factor in front.</param>
/// <param name="Points">How many widths were fitted.</param>
public sealed record WidthLaw(double Exponent, double Low, double High, double Coefficient, int Points)
{
    /// <summary>
    /// Fits the law. The interval is Student's for the slope and treats the widths as independent draws around the line; that a true curve
    /// bends (logarithms, constants that fade) is not in it.
    /// </summary>
    public static WidthLaw Fit(IReadOnlyList<SmallestWidth> widths)
    {
        var x = widths.Select(width => Math.Log(width.Features)).ToArray();
        var y = widths.Select(width => Math.Log(width.Units)).ToArray();
        if (x.Distinct().Count() < 2 || x.Length < 3)
        {
            throw new ArgumentException(
                $"A power law needs at least three widths at two sizes, found {x.Length} at {x.Distinct().Count()}.", nameof(widths));
        }

        var (intercept, slope) = SimpleRegression.Fit(x, y);
        var residual = x.Zip(y, (a, b) => Math.Pow(b - intercept - (slope * a), 2)).Sum() / (x.Length - 2);
        var error = Math.Sqrt(residual / (x.PopulationVariance() * x.Length));
        var reach = StudentT.InvCDF(0, 1, x.Length - 2, 0.975) * error;
        return new WidthLaw(slope, slope - reach, slope + reach, Math.Exp(intercept), x.Length);
    }
}
