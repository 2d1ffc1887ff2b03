using Superposition.Measurement;

namespace Superposition.Tests.Measurement;

public class ErrorHistogramTests
{
    [Fact]
    public void Quantiles_of_errors_that_are_zero_are_zero()
    {
        var histogram = new ErrorHistogram();
        histogram.Add(0, times: 90);
        histogram.Add(0.25f, times: 9);
        histogram.Add(-1);
        var statistics = histogram.ToStatistics();
        Assert.Equal(0, statistics.Q50);
        Assert.Equal(0, statistics.Q90);
        Assert.Equal(0.25, statistics.Q99, 0.001);
        Assert.Equal(1, statistics.Max);
    }

    [Fact]
    public void Errors_of_a_run_of_values_count_as_errors_one_by_one()
    {
        float[] values = [1, 1, 1, 1.25f, 1, 0.5f, 1, 1, -1e-40f, 1];
        var (together, single) = (new ErrorHistogram(), new ErrorHistogram());
        Assert.Equal(values.Length, together.Add(values, target: 1));
        foreach (var value in values)
        {
            single.Add(value - 1);
        }

        Assert.Equal(single.ToStatistics(), together.ToStatistics());
        Assert.Equal(0, together.ToStatistics().Q50);
        Assert.Equal(2, together.Add([1, 1, float.NaN, 1], target: 1));
    }

    [Fact]
    public void An_error_that_occurred_several_times_counts_as_often()
    {
        var (times, single) = (new ErrorHistogram(), new ErrorHistogram());
        times.Add(0.5f, times: 3);
        times.Add(-0.25f, times: 2);
        times.Add(7, times: 0);
        foreach (var error in (float[])[0.5f, 0.5f, 0.5f, -0.25f, -0.25f])
        {
            single.Add(error);
        }

        Assert.Equal(single.ToStatistics(), times.ToStatistics());
        Assert.Equal((5, 0.2, 0.5), (times.ToStatistics().Count, times.ToStatistics().Mean, times.ToStatistics().Max));
        Assert.Equal(Math.Sqrt(0.875 / 5), times.ToStatistics().Rms, 1e-12);
    }

    [Fact]
    public void The_smallest_error_that_is_not_zero_counts_as_one()
    {
        var histogram = new ErrorHistogram();
        histogram.Add(float.Epsilon);
        Assert.Equal(float.Epsilon, histogram.ToStatistics().Q50);
    }
}
