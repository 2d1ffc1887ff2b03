using Superposition.Plateaus;

namespace Superposition.Tests.Plateaus;

public class ResponseCurveTests
{
    private static readonly IReadOnlyList<double> Steps = Responses.DistanceSteps;

    [Fact]
    public void A_straight_line_has_no_plateau()
    {
        var line = Curve(t => [3 * t, 5 * t]);
        Assert.Equal(0, line.PlateauIndex!.Value, 1e-9);
        Assert.Equal(1, line.Steepness!.Value, 1e-9);
        Assert.Equal(1, line.InitialShare!.Value, 1e-9);
        Assert.Equal(0.5, line.Half!.Value, 1e-9);
        Assert.Equal(4, line.EndToEndSlope, 1e-9);
        Assert.Equal(0.2, line.StandardError[4] * Math.Sqrt(2), 1e-9); // 3t and 5t at t = 0.2 differ from their mean by 0.2
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void A_step_has_a_plateau_and_its_half_is_where_it_jumps(double height)
    {
        var step = Curve(t => [t < 0.7 ? 0.0 : height]);
        Assert.Equal(1, step.PlateauIndex!.Value, 1e-9);
        Assert.InRange(step.Half!.Value, 0.65, 0.7);
        Assert.Equal(10, step.Steepness!.Value, 1e-6);
    }

    [Fact]
    public void A_unit_that_is_merely_off_at_one_end_has_no_plateau()
    {
        var rectified = Curve(t => [Math.Max(0, t - 0.4)]);
        Assert.Equal(0, rectified.InitialShare!.Value, 1e-9);
        Assert.Equal(1 - (1 / 0.6), rectified.PlateauIndex!.Value, 1e-6);
        var saturated = Curve(t => [Math.Min(0.6, t)]);
        Assert.Equal(1 - (1 / 0.6), saturated.PlateauIndex!.Value, 1e-6);
    }

    [Fact]
    public void Where_nothing_happens_there_is_no_index()
    {
        var nothing = Curve(_ => [0.0]);
        Assert.Null(nothing.PlateauIndex);
        Assert.Null(nothing.Half);
        Assert.Null(nothing.Steepness);
        Assert.Null(nothing.InitialShare);
    }

    [Fact]
    public void What_is_not_finite_or_missing_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Curve(_ => [double.NaN]));
        Assert.Throws<ArgumentException>(() => Curve(_ => []));
        Assert.Throws<ArgumentException>(() => Curve(t => t < 0.5 ? [1.0] : [1.0, 2]));
        Assert.Throws<ArgumentException>(() => new ResponseSample([0, 0.5], [[1], [1]]));
        Assert.Throws<ArgumentException>(() => new ResponseSample([0, 1, 0.5], [[1], [1], [1]]));
    }

    private static ResponseCurve Curve(Func<double, double[]> responses) => new ResponseSample(Steps, [.. Steps.Select(responses)]).Curve();
}
