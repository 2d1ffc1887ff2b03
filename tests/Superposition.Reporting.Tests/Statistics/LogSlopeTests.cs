using System.Collections.Immutable;
using Superposition.Reporting.Statistics;

namespace Superposition.Tests.Reporting.Statistics;

public class LogSlopeTests
{
    [Fact]
    public void A_power_law_has_its_exponent_and_no_spread_when_seeds_agree()
    {
        var slope = LogSlope.Between(16, Of(1, 1, 1), 64, Of(0.5, 0.5, 0.5))!;
        Assert.Equal(-0.5, slope.Slope, 1e-12);
        Assert.Equal(-0.5, slope.Low, 1e-12);
        Assert.Equal(-0.5, slope.High, 1e-12);
    }

    [Fact]
    public void The_interval_is_narrow_where_seeds_scatter_together_and_wide_where_they_do_not()
    {
        var together = LogSlope.Between(16, Of(1, 2, 3, 4, 5), 64, Of(0.5, 1, 1.5, 2, 2.5))!;
        Assert.Equal(together.Low, together.High, 1e-9);
        var apart = LogSlope.Between(16, Of(1, 2, 3, 4, 5), 64, Of(2.5, 0.5, 2, 1, 1.5))!;
        Assert.Equal(together.Slope, apart.Slope, 1e-9);
        Assert.True(apart.High - apart.Low > 0.3);
        Assert.InRange(apart.Slope, apart.Low, apart.High);
    }

    [Fact]
    public void There_is_none_without_shared_seeds_or_positive_values()
    {
        Assert.Null(LogSlope.Between(16, PerSeed.None, 64, Of(1)));
        Assert.Null(LogSlope.Between(16, Of(1, 0), 64, Of(1, 1)));
    }

    [Fact]
    public void A_falling_curve_crosses_a_level_where_the_power_law_says()
    {
        ImmutableArray<(double, double)> curve = [(16, 0.5), (64, 0.25), (256, 0.125)];
        Assert.Equal(64, Crossing.Of(curve, 0.25)!.Value, 1e-9);
        Assert.Equal(16 / 0.16, Crossing.Of(curve, 0.2)!.Value, 1e-9);
        Assert.Null(Crossing.Of(curve, 0.1));
        Assert.Null(Crossing.Of(curve, 0.6));
    }

    private static PerSeed Of(params double[] values) => new(values.Select((value, seed) => KeyValuePair.Create((ulong)seed, value)).ToImmutableSortedDictionary());
}
