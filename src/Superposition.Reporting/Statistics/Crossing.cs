using System.Collections.Immutable;

namespace Superposition.Reporting.Statistics;

/// <summary>Where a falling curve comes down to a level: the size that is needed to get there.</summary>
public static class Crossing
{
    /// <summary>
    /// The size at which the curve first reaches the level, on straight lines between the logarithms of sizes and values; null when it does not within the
    /// sizes looked at, or has reached it at the smallest already (then all that is known is an upper bound).
    /// </summary>
    /// <param name="curve">Sizes, increasing and above 0, with values.</param>
    /// <param name="level">The level, above 0.</param>
    public static double? Of(ImmutableArray<(double Size, double Value)> curve, double level)
    {
        for (var i = 1; i < curve.Length; i++)
        {
            var ((x1, y1), (x2, y2)) = (curve[i - 1], curve[i]);
            if (y1 > level && y2 <= level)
            {
                // A value of 0 has no logarithm; a hair above it says the same.
                var t = Math.Log(y1 / level) / Math.Log(y1 / Math.Max(y2, 1e-12));
                return x1 * Math.Pow(x2 / x1, t);
            }
        }

        return null;
    }
}
