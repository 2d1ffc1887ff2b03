using System.Globalization;
using MathNet.Numerics.Distributions;
using Superposition.Booleans;
using Superposition.Reproduction;
using Xunit.Abstractions;

namespace Superposition.Tests.Reproduction;

/// <summary>Published numbers come out again.</summary>
public class PublishedResultTests(ITestOutputHelper output)
{
    public static TheoryData<string> Ids => [.. PublishedResults.All.Select(result => result.Id)];

    [Theory, MemberData(nameof(Ids)), Trait("Category", "Slow")]
    public void Published_numbers_are_reproduced_and_beaten(string id)
    {
        var rows = PublishedResults.All.Single(result =>
            result.Id == id).Reproduce(new ReproductionRun(new Seed(121), Processors: 1, new Progress<string>(), CancellationToken.None));
        foreach (var row in rows)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{(row.Holds ? "holds" : "FAILS")}  {row.Quantity}: published {row.Published:F4}, ours {row.Ours:F4}, ratio "
                    + $"{row.Ratio:F3}"));
        }

        Assert.All(rows, row => Assert.True(row.Holds, $"{row.Quantity}: {row.Ours} against {row.Published}"));
    }

    [Theory]
    [InlineData(4, 24, 120)]
    public void The_order_statistics_agree_with_dictionaries_that_are_really_drawn(int active, int features, int dimension)
    {
        var random = new Seed(123).Stream("dictionaries");
        const int Draws = 1000;
        var direct =
            Enumerable.Range(0, Draws).Count(_ => ReadsAllPairs(active, features, dimension, threshold: 1.5, random)) / (double)Draws;
        var sampled = PairThresholdReading.AllCorrect(
            active, Math.Log(features - active), dimension, ThresholdRule.Midpoint, Draws, new Seed(124).Stream("states"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"direct {direct:F3}, order statistics {sampled:F3}"));

        // The two largest of m − k reads are drawn as the first arrivals of a Poisson process: good to about 1/(m − k).
        Assert.InRange(sampled - direct, -0.08, 0.08);
        Assert.InRange(direct, 0.2, 0.95);
    }

    [Fact]
    public void The_count_optimal_threshold_minimises_the_expected_number_of_wrong_gates()
    {
        var logInactive = Math.Log(1000 - 8);
        var best = PairThresholdReading.Threshold(8, logInactive, 400, ThresholdRule.CountOptimal);
        Assert.True(Wrong(best) <= Wrong(best - 0.01) && Wrong(best) <= Wrong(best + 0.01));

        static double Wrong(double theta)
        {
            var spread = Math.Sqrt(2 * 8 / 400.0);
            return (28 * Normal.CDF(2, spread, theta)) + (8 * 992 * (1 - Normal.CDF(1, spread, theta)));
        }
    }

    [Fact]
    public void A_value_that_is_not_finite_never_holds_and_one_to_be_beaten_has_to_be_below()
    {
        Assert.False(new ReproducedValue("t", "q", 1, double.NaN, 10, IsToBeBeaten: false).Holds);
        Assert.False(new ReproducedValue("t", "q", 1, double.NaN, 10, IsToBeBeaten: true).Holds);
        Assert.False(new ReproducedValue("t", "q", 1, 1, 10, IsToBeBeaten: true).Holds);
        Assert.True(new ReproducedValue("t", "q", 1, 0.99, 0, IsToBeBeaten: true).Holds);
        Assert.True(new ReproducedValue("t", "q", 2, 2.1, 0.051, IsToBeBeaten: false).Holds);
        Assert.False(new ReproducedValue("t", "q", 2, 2.2, 0.051, IsToBeBeaten: false).Holds);
    }

    /// <summary>Draws a Gaussian dictionary and a state and checks every gate one by one.</summary>
    private static bool ReadsAllPairs(int active, int features, int dimension, double threshold, Random random)
    {
        var state = new double[dimension];
        var directions = new double[features][];
        for (var j = 0; j < features; j++)
        {
            directions[j] = new double[dimension];
            for (var e = 0; e < dimension; e++)
            {
                directions[j][e] = Normal.Sample(random, 0, Math.Sqrt(1.0 / dimension));
                state[e] += j < active ? directions[j][e] : 0;
            }
        }

        double[] reads = [.. directions.Select(direction => direction.Zip(state, (a, b) => a * b).Sum())];
        for (var k = 0; k < features; k++)
        {
            for (var l = k + 1; l < features; l++)
            {
                if (reads[k] + reads[l] > threshold != (l < active))
                {
                    return false;
                }
            }
        }

        return true;
    }
}
