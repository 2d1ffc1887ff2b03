using Superposition.Booleans;
using Superposition.Probing;

namespace Superposition.Tests.Probing;

public class NullSampleTests
{
    [Fact]
    public void The_fitted_tail_agrees_with_a_sample_a_hundred_times_as_large()
    {
        // Sums of 12 squares of uniform numbers: neither exponential nor bounded within reach.
        var random = new Seed(11).Stream("values");
        double Draw() => Enumerable.Range(0, 12).Sum(_ => Math.Pow(random.NextDouble(), 2));
        var few = new NullSample(Enumerable.Range(0, 2000).Select(_ => Draw()));
        var many = Enumerable.Range(0, 200_000).Select(_ => Draw()).Order().ToArray();
        foreach (var p in new[] { 1e-3, 1e-4 })
        {
            Assert.InRange(few.P(many[^(int)(p * many.Length)]), p / 4, p * 4);
        }

        Assert.InRange(few.SmallestP, 0, 1e-6);
    }

    [Fact]
    public void A_tail_that_does_not_fit_is_not_used()
    {
        // A tenth of the values lie far out, all in one place.
        var values = Enumerable.Range(0, 2000).Select(i => i % 10 == 0 ? 10.0 : i / 2000.0);
        var sample = new NullSample(values);
        Assert.Equal(1.0 / 2001, sample.P(11), 12);
        Assert.Equal(1.0 / 2001, sample.SmallestP, 12);
    }

    [Fact]
    public void Upper_is_the_value_that_a_share_reaches() =>
        Assert.Equal(96, new NullSample(Enumerable.Range(1, 100).Select(i => (double)i)).Upper(0.05), 1.01);
}
