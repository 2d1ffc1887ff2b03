using System.Collections.Immutable;

namespace Superposition.Plateaus;

/// <summary>
/// A contour of equal response in the plane of two directions, and the exponent p of the superellipse x^p + y^p = 1 that is fitted to it
/// (arXiv 2606.24964): 2 for a linear map of orthogonal directions, large where outputs have thresholds of their own.
/// </summary>
/// <param name="Exponent">
/// p, between <see cref="MinExponent"/> and <see cref="MaxExponent"/>; null where an axis does not reach the level.
/// </param>
/// <param name="Misfit">The mean of |(x^p + y^p)^(1/p) − 1| over the points that were fitted.</param>
/// <param name="Unreached">In how many of the 13 directions the level is not reached within the radii.</param>
public sealed record IsoContour(double? Exponent, double Misfit, int Unreached)
{
    /// <summary>The smallest exponent that is looked for.</summary>
    public const double MinExponent = 0.5;

    /// <summary>The largest; a contour that ends there is a square, and its exponent is known from below alone.</summary>
    public const double MaxExponent = 20;

    // Closer to an axis a point is fixed by the normalisation and says nothing.
    private const double Edge = 0.05;

    private const int MinPoints = 3, GridPoints = 400, Halvings = 60;

    /// <summary>Angles between the two directions, 0 to 90 degrees in 12 steps, in radians.</summary>
    public static ImmutableArray<double> Angles { get; } = [.. Enumerable.Range(0, 13).Select(j => j * Math.PI / 24)];

    /// <summary>Radii from 0 to 1.6 whole steps, 50 to the unit.</summary>
    public static ImmutableArray<double> Radii { get; } = [.. Enumerable.Range(0, 81).Select(i => i / 50.0)];

    /// <summary>Whether p lies at the largest exponent that is looked for, so that it is known from below alone.</summary>
    public bool IsAtBound => Exponent >= MaxExponent - 1e-3;

    /// <summary>The contour of a response surface at a share of the response to whole steps along the axes.</summary>
    /// <param name="response">The response at every angle (rows) and radius.</param>
    /// <param name="share">f: the level is f times the mean response at radius 1 along both axes.</param>
    public static IsoContour Of(IReadOnlyList<double[]> response, double share)
    {
        var whole = Radii.IndexOf(1);
        var level = share * (response[0][whole] + response[^1][whole]) / 2;
        var crossings = response.Select(row => Crossing(row, level)).ToArray();
        var unreached = crossings.Count(radius => radius is null);
        if (level <= 0 || crossings[0] is not { } first || crossings[^1] is not { } second)
        {
            return new IsoContour(null, 0, unreached);
        }

        var points = crossings.Zip(Angles, (radius, angle) => (X: radius * Math.Cos(angle) / first, Y: radius * Math.Sin(angle) / second))
            .Where(point => point.X >= Edge && point.Y >= Edge).Select(point => (X: point.X!.Value, Y: point.Y!.Value)).ToArray();
        if (points.Length < MinPoints)
        {
            return new IsoContour(null, 0, unreached);
        }

        var p = Fit(points);
        return new IsoContour(
            p, points.Average(point => Math.Abs(Math.Pow(Math.Pow(point.X, p) + Math.Pow(point.Y, p), 1 / p) - 1)), unreached);
    }

    /// <summary>Where a response first reaches a level, between radii on a straight line.</summary>
    private static double? Crossing(double[] row, double level)
    {
        var after = Array.FindIndex(row, value => value >= level);
        return after switch
        {
            < 0 => null,
            0 => 0,
            _ => Radii[after - 1] + ((level - row[after - 1]) / (row[after] - row[after - 1]) * (Radii[after] - Radii[after - 1])),
        };
    }

    private static double Fit((double X, double Y)[] points)
    {
        double[] grid = [.. Enumerable.Range(0, GridPoints + 1).Select(i =>
            MinExponent * Math.Pow(MaxExponent / MinExponent, (double)i / GridPoints))];
        var best = Enumerable.Range(0, grid.Length).MinBy(i => Loss(grid[i]));
        var (low, high) = (grid[Math.Max(0, best - 1)], grid[Math.Min(GridPoints, best + 1)]);
        for (var halving = 0; halving < Halvings; halving++)
        {
            var (left, right) = (low + ((high - low) / 3), high - ((high - low) / 3));
            (low, high) = Loss(left) <= Loss(right) ? (low, right) : (left, high);
        }

        return (low + high) / 2;

        double Loss(double p) => points.Sum(point => Math.Pow(Math.Pow(point.X, p) + Math.Pow(point.Y, p) - 1, 2));
    }
}
