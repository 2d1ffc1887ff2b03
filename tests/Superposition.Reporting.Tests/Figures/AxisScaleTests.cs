using Superposition.Reporting.Figures;

namespace Superposition.Tests.Reporting.Figures;

/// <summary>Axes hold their data and their labels.</summary>
public class AxisScaleTests
{
    [Theory]
    [InlineData(256, 4096)]
    [InlineData(32, 32640)]
    [InlineData(1, 1_000_000)]
    [InlineData(128, 128)]
    public void Labels_do_not_touch_and_widths_stand_at_powers_of_two(double least, double most)
    {
        var scale = AxisScale.Around(Axis.Neurons, [least, most]);
        var labels = scale.Ticks(250, text => 7 * text.Length).Where(tick => tick.Label is not null).ToArray();
        Assert.NotEmpty(labels);
        Assert.All(labels, tick => Assert.Equal(Math.Round(Math.Log2(Math.Pow(10, tick.Place))), Math.Log2(Math.Pow(10, tick.Place)), 6));
        Assert.All(
            labels.Zip(labels.Skip(1)),
            pair => Assert.True((pair.Second.Place - pair.First.Place) / (scale.High - scale.Low) * 250 >= 3.5
            * (pair.First.Label!.Length + pair.Second.Label!.Length)));
    }

    [Theory]
    [InlineData(0.02, 5)]
    [InlineData(0.9, 1.1)]
    [InlineData(1e-9, 1)]
    public void Logarithmic_axes_hold_all_positive_values_and_pass_over_the_others(double least, double most)
    {
        var scale = AxisScale.Around(Axis.Logarithmic("error"), [least, 0, -3, most, double.NaN]);
        Assert.InRange(Math.Log10(least), scale.Low, scale.High);
        Assert.InRange(Math.Log10(most), scale.Low, scale.High);
        Assert.Null(scale.Place(0));
        Assert.Null(scale.Place(double.NaN));
        Assert.Equal(scale.Low, scale.PlaceOrLow(-1));
    }

    [Theory]
    [InlineData(0.11, 0.19)]
    [InlineData(0.02, 5)]
    [InlineData(1e-9, 1)]
    [InlineData(0.3, 0.9)]
    public void A_logarithmic_axis_has_at_least_three_labels(double least, double most)
    {
        var scale = AxisScale.Around(Axis.Logarithmic("error"), [least, most]);
        Assert.True(scale.Ticks(215, _ => 26).Count(tick => tick.Label is not null) >= 3);
    }

    [Fact]
    public void Zeros_stand_under_a_logarithmic_scale_that_shows_them_and_nowhere_else()
    {
        var scale = AxisScale.Around(Axis.Logarithmic("error") with { ShowsZeros = true }, [0, 0.1, 1]);
        Assert.True(scale.Place(0) < scale.Break && scale.Break < scale.Place(0.1));
        Assert.Null(AxisScale.Around(Axis.Logarithmic("error") with { ShowsZeros = true }, [0.1, 1]).Zero);
    }

    [Fact]
    public void Linear_axes_reach_what_they_are_told_to_and_no_further_than_their_cap()
    {
        var scale = AxisScale.Around(Axis.Linear("|error|") with { Least = 0, Cap = 1.5 }, [0.4, 1.2, 90]);
        Assert.True(scale.Low <= 0);
        Assert.InRange(scale.High, 1.2, 1.5);
    }

    [Fact]
    public void Named_rows_stand_from_the_top_down()
    {
        var scale = AxisScale.Around(Axis.Named(["first", "second"]), []);
        Assert.Equal<AxisTick>([new AxisTick(0, "first"), new AxisTick(-1, "second")], [.. scale.Ticks(100, _ => 10)]);
    }
}
