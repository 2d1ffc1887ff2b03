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
    public void The_smallest_error_that_is_not_zero_counts_as_one()
    {
        var histogram = new ErrorHistogram();
        histogram.Add(float.Epsilon);
        Assert.Equal(float.Epsilon, histogram.ToStatistics().Q50);
    }
}
