using Superposition.Reporting.Statistics;

namespace Superposition.Tests.Reporting.Statistics;

/// <summary>Means over seeds and their intervals.</summary>
public class EstimateTests
{
    [Fact]
    public void Interval_is_Students_t_for_the_number_of_seeds()
    {
        // 1 … 5: mean 3, standard deviation √2.5, t(0.975; 4) = 2.7764.
        var estimate = Estimate.Of([1, 2, 3, 4, 5])!;
        Assert.Equal(5, estimate.Seeds);
        Assert.Equal(3, estimate.Mean, 12);
        Assert.Equal(2.7764 * Math.Sqrt(2.5 / 5), estimate.HalfWidth!.Value, 3);
        Assert.Equal(estimate.Mean - estimate.HalfWidth.Value, estimate.Low, 12);
    }

    [Fact]
    public void Interval_covers_the_mean_as_often_as_it_says()
    {
        var random = new Random(2408);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        var covered = Enumerable.Range(0, 4000).Count(_ =>
            Estimate.Of([Normal(), Normal(), Normal(), Normal(), Normal()]) is { Low: <= 0, High: >= 0 });
        Assert.InRange(covered / 4000.0, 0.935, 0.965);
    }

    [Fact]
    public void One_value_has_no_interval()
    {
        var estimate = Estimate.Of([0.5])!;
        Assert.Null(estimate.HalfWidth);
        Assert.Equal((0.5, 0.5), (estimate.Low, estimate.High));
    }

    [Fact]
    public void Nothing_and_what_is_not_finite_give_no_estimate()
    {
        Assert.Null(Estimate.Of([]));
        Assert.Null(Estimate.Of([1, double.NaN]));
        Assert.Null(Estimate.Of([1, double.PositiveInfinity]));
    }
}
