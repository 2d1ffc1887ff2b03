using Superposition.Booleans;
using Superposition.Reporting.Statistics;

namespace Superposition.Tests.Reporting.Statistics;

/// <summary>Shares and their intervals.</summary>
public class ProportionTests
{
    // R: binom.test(x, n)$conf.int.
    [Theory]
    [InlineData(0, 10, 0, 0.3084971)]
    [InlineData(8, 10, 0.4439045, 0.9747893)]
    [InlineData(10, 10, 0.6915029, 1)]
    [InlineData(1, 3000, 0.0000084391, 0.0018558)]
    public void Independent_trials_have_the_interval_of_Clopper_and_Pearson(long successes, long trials, double low, double high)
    {
        var found = Proportion.Of(successes, trials)!;
        Assert.Equal(low, found.Low, 2e-6);
        Assert.Equal(high, found.High, 2e-6);
        Assert.Equal((double)successes / trials, found.Share);
    }

    [Fact]
    public void No_interval_leaves_the_range_of_a_share()
    {
        // 99.97 % over five seeds, once printed as [99.87, 100.06] %.
        var found = Proportion.OfClusters([(600, 600), (600, 600), (599, 600), (600, 600), (600, 600)])!;
        Assert.InRange(found.Low, 0.99, found.Share);
        Assert.InRange(found.High, found.Share, 1);
        Assert.True(found.High < 1);
    }

    [Fact]
    public void Clusters_that_differ_widen_the_interval_and_clusters_that_agree_do_not_narrow_it()
    {
        var independent = Proportion.Of(250, 500)!;
        var alike = Proportion.OfClusters(Enumerable.Repeat((50L, 100L), 5))!;
        var apart = Proportion.OfClusters([(10, 100), (90, 100), (50, 100), (20, 100), (80, 100)])!;
        Assert.True(alike.High - alike.Low >= independent.High - independent.Low);
        Assert.True(apart.High - apart.Low > 3 * (independent.High - independent.Low));
        Assert.Equal(0.5, apart.Share);
    }

    [Fact]
    public void Intervals_cover_the_truth_of_trials_that_share_a_seed()
    {
        // Ten seeds of 30 trials each, whose shares vary by seed: at least 95 in 100 intervals hold the mean share, where independent
        // trials would hold it in about 55.
        var random = new Seed(5).Stream("trials");
        var (clustered, naive) = (0, 0);
        for (var study = 0; study < 400; study++)
        {
            var clusters = Enumerable.Range(0, 10).Select(_ =>
            {
                var share = 0.5 + (0.4 * (random.NextDouble() - 0.5) * 2);
                return ((long)Enumerable.Range(0, 30).Count(_ => random.NextDouble() < share), 30L);
            }).ToArray();
            clustered += Holds(Proportion.OfClusters(clusters)!) ? 1 : 0;
            naive += Holds(Proportion.Of(clusters.Sum(cluster => cluster.Item1), 300)!) ? 1 : 0;
        }

        Assert.InRange(clustered, 380, 400);
        Assert.InRange(naive, 0, 370);

        static bool Holds(Proportion found) => found.Low <= 0.5 && found.High >= 0.5;
    }

    [Fact]
    public void Nothing_tried_is_no_share_and_more_successes_than_trials_are_refused()
    {
        Assert.Null(Proportion.Of(0, 0));
        Assert.Null(Proportion.OfClusters([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Proportion.Of(4, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => Proportion.Of(-1, 3));
    }
}
