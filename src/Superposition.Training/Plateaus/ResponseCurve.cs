using System.Collections.Immutable;

namespace Superposition.Plateaus;

/// <summary>
/// How outputs respond to a step of growing length, averaged over states and directions. A linear map responds along a straight line; a map
/// that corrects errors stays flat, jumps, and stays flat again.
/// </summary>
/// <param name="Steps">
/// Lengths of the step, increasing, with 0 and 1 among them; 1 is a whole feature, or the whole way to another state.
/// </param>
/// <param name="Mean">The mean response at each.</param>
/// <param name="StandardError">Its standard error over states and directions.</param>
public sealed record ResponseCurve(ImmutableArray<double> Steps, ImmutableArray<double> Mean, ImmutableArray<double> StandardError)
{
    // Responses are sums of float32 products; what is smaller than this is rounding.
    private const double Nothing = 1e-5;

    /// <summary>Slope at 0, from the neighbouring steps.</summary>
    public double InitialSlope => SlopeAt(Zero);

    /// <summary>Slope at 1, from the neighbouring steps.</summary>
    public double FinalSlope => SlopeAt(One);

    /// <summary>The largest slope between 0 and 1, in the direction in which the response moves.</summary>
    public double SteepestSlope => Enumerable.Range(Zero, One - Zero + 1).Select(SlopeAt).MaxBy(slope => slope * Math.Sign(EndToEndSlope));

    /// <summary>The response at 1 less that at 0: the slope of a straight line with the same ends.</summary>
    public double EndToEndSlope => Mean[One] - Mean[Zero];

    /// <summary>
    /// 1 − (larger of the slopes at 0 and at 1) / end-to-end slope: 0 for a straight line, near 1 where small steps do nothing at either
    /// end, negative for a unit that is merely off at one of them. Null where the whole step does next to nothing, so that there is nothing
    /// to compare with.
    /// </summary>
    public double? PlateauIndex => Moves ? 1 - (Math.Max(Math.Abs(InitialSlope), Math.Abs(FinalSlope)) / Math.Abs(EndToEndSlope)) : null;

    /// <summary>
    /// Initial over steepest slope: 1 for a straight line, near 0 where the response begins flat. Null where the whole step does next to
    /// nothing.
    /// </summary>
    public double? InitialShare => Moves ? InitialSlope / SteepestSlope : null;

    /// <summary>Steepest over end-to-end slope: 1 for a straight line. Null where the whole step does next to nothing.</summary>
    public double? Steepness => Moves ? SteepestSlope / EndToEndSlope : null;

    /// <summary>
    /// r₅₀: the first step between 0 and 1 at which half of the way is made, interpolated. Null where the whole step does next to
    /// nothing.
    /// </summary>
    public double? Half
    {
        get
        {
            if (!Moves)
            {
                return null;
            }

            var (middle, rise) = ((Mean[Zero] + Mean[One]) / 2, Math.Sign(EndToEndSlope));
            var after = Enumerable.Range(Zero + 1, One - Zero).First(i => (Mean[i] - middle) * rise >= 0);
            var share = (middle - Mean[after - 1]) / (Mean[after] - Mean[after - 1]);
            return Steps[after - 1] + (share * (Steps[after] - Steps[after - 1]));
        }
    }

    private bool Moves => Math.Abs(EndToEndSlope) > Nothing;

    private int Zero => Steps.IndexOf(0);

    private int One => Steps.IndexOf(1);

    private double SlopeAt(int place)
    {
        var (before, after) = (Math.Max(0, place - 1), Math.Min(Steps.Length - 1, place + 1));
        return (Mean[after] - Mean[before]) / (Steps[after] - Steps[before]);
    }
}
