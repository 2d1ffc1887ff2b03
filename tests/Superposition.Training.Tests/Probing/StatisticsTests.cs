using FsCheck.Xunit;
using Superposition.Booleans;
using Superposition.Probing;

namespace Superposition.Tests.Probing;

public class StatisticsTests
{
    [Fact]
    public void Adjusted_p_values_are_those_of_Benjamini_and_Hochberg()
    {
        // By hand: sorted .01 .02 .03 .04 .5 times 5/rank, then the running minimum from the largest down.
        var adjusted = FalseDiscovery.Adjust([0.04, 0.01, 0.5, 0.03, 0.02]);
        double[] expected = [0.05, 0.05, 0.5, 0.05, 0.05];
        Assert.All(adjusted.Zip(expected), x => Assert.Equal(x.Second, x.First, 12));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    public void A_p_value_that_is_no_probability_is_refused(double p) =>
        Assert.Contains(
            "place 1", Assert.Throws<ArgumentException>(() => FalseDiscovery.Adjust([0.1, p])).Message, StringComparison.Ordinal);

    [Fact]
    public void Adjusted_p_values_stay_probabilities()
    {
        Assert.Equal([0, 1, 1], FalseDiscovery.Adjust([0, 1, 0.9]));
        Assert.Empty(FalseDiscovery.Adjust([]));
    }

    [Fact]
    public void Among_uniform_p_values_findings_are_as_rare_as_stated()
    {
        var random = new Seed(5).Stream("p");
        var runsWithFinding = Enumerable.Range(0, 2000).Count(_ =>
            FalseDiscovery.Adjust([.. Enumerable.Range(0, 50).Select(_ => random.NextDouble())]).Any(p => p <= 0.1));

        // Every finding is false, so a run with one has a false-discovery share of 1: expected 200 of 2000, standard deviation 13.
        Assert.InRange(runsWithFinding, 150, 250);
    }

    [Theory]
    [InlineData(0.5, 1.0)]
    [InlineData(2.0, 0.75)]
    [InlineData(2.5, 0.5)]
    [InlineData(4.0, 0.25)]
    [InlineData(3.0000000001, 0.5)]
    public void The_observed_value_counts_among_the_null_values(double observed, double p) =>
        Assert.Equal(p, new NullSample([1, 2, 3]).P(observed), 12);

    [Property(MaxTest = 50)]
    public void Auc_counts_pairs_in_the_right_order_with_ties_as_halves(ulong seed)
    {
        var random = new Seed(seed).Stream("values");
        var values = Enumerable.Range(0, 40).Select(_ => (double)random.Next(8)).ToArray();
        var labels = Enumerable.Range(0, 40).Select(i => i < 2 ? i : random.Next(2)).Select(label => (double)label).ToArray();
        var pairs = from i in Enumerable.Range(0, 40)
                    where labels[i] == 1
                    from j in Enumerable.Range(0, 40)
                    where labels[j] == 0
                    select (values[i], values[j]);
        Assert.Equal(pairs.Average(x => x.Item1 > x.Item2 ? 1 : x.Item1 == x.Item2 ? 0.5 : 0), ProbeScore.Of(values, labels).Auc, 12);
    }

    [Fact]
    public void A_score_tells_squared_and_largest_error()
    {
        var score = ProbeScore.Of([0.5, 0.5, 1, 0], [1, 0, 1, 0]);
        Assert.Equal(0.875, score.Auc, 12);
        Assert.Equal(0.5, score.R2, 12);
        Assert.Equal(0.5, score.Epsilon, 12);
    }

    [Fact]
    public void A_label_without_positives_or_a_value_that_is_not_finite_is_refused()
    {
        Assert.Contains(
            "no probe of it can be scored", Assert.Throws<ArgumentException>(() => ProbeScore.Of([1.0, 2], [0.0, 0])).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "finite", Assert.Throws<ArgumentException>(() => ProbeScore.Of([1, double.NaN], [0.0, 1])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1e-5, 2016, 1)]
    [InlineData(1e-4, 2016, 5)]
    [InlineData(0.0005, 100, 1)]
    [InlineData(0.1, 3, 4)]
    public void How_many_findings_have_to_come_together(double smallestP, int hypotheses, int fewest)
    {
        Assert.Equal(fewest, FalseDiscovery.MinFindings(smallestP, hypotheses, 0.05));

        // Fewer than that are none, that many are.
        double[] With(int found) => [.. Enumerable.Repeat(smallestP, found), .. Enumerable.Repeat(1.0, hypotheses - found)];
        Assert.All(Enumerable.Range(1, hypotheses), found => Assert.Equal(found >= fewest, FalseDiscovery.Adjust(With(found))[0] <= 0.05));
    }

    [Fact]
    public void Equal_inputs_stay_in_one_fold_and_folds_are_even()
    {
        var inputs = new SparseInputs(6, 2, Sparsity.Exactly).Draw(new Seed(1).Stream("inputs"), 300);
        var identities = InputIdentity.Of(inputs);
        var folds = Folds.Of(identities, 5, new Seed(2));
        var places = Enumerable.Range(0, 5).Select(fold => folds.Members(fold).Select(i => identities[i]).ToHashSet()).ToArray();
        Assert.Equal(15, places.Sum(place => place.Count)); // C(6, 2) different inputs, each in one fold.
        Assert.All(places, place => Assert.Equal(3, place.Count));
        Assert.Equal(300, folds.Members(0).Length + folds.Others(0).Length);
    }

    [Fact]
    public void Folds_differ_by_at_most_one_input_and_hold_everything_once()
    {
        var folds = Folds.Of([3, 0, 1, 2, 6, 5, 4, 0], 3, new Seed(3));
        long[][] parts = [.. Enumerable.Range(0, 3).Select(folds.Members)];
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], parts.SelectMany(part => part).Order());
        Assert.Equal([2, 2, 3], parts.Select(part => part.Count(i => i != 7)).Order());
        Assert.All(Enumerable.Range(0, 3), fold => Assert.Equal(
            parts.Where((_, other) => other != fold).SelectMany(part => part).Order(), folds.Others(fold)));
        Assert.Equal(3, folds.Count);

        // Which inputs go together is drawn from the seed.
        int[] identities = [.. Enumerable.Range(0, 20)];
        Assert.Equal(Folds.Of(identities, 4, new Seed(3)).Members(0), Folds.Of(identities, 4, new Seed(3)).Members(0));
        Assert.NotEqual(Folds.Of(identities, 4, new Seed(3)).Members(0), Folds.Of(identities, 4, new Seed(4)).Members(0));

        // Two of two is the least; what cannot be divided is refused.
        Assert.Single(Folds.Of([0, 1], 2, new Seed(3)).Members(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Folds.Of([0, 1], 1, new Seed(3)));
        Assert.Contains("2 different inputs", Assert.Throws<ArgumentException>(() => Folds.Of([0, 1, 1], 3, new Seed(3))).Message,
            StringComparison.Ordinal);
        Assert.Contains("0 different inputs", Assert.Throws<ArgumentException>(() => Folds.Of([], 3, new Seed(3))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Control_labels_have_the_wanted_base_rate_and_agree_on_equal_inputs()
    {
        int[] identities = [.. Enumerable.Range(0, 100), .. Enumerable.Range(0, 100)];
        using var labels_nc = ControlLabels.Draw(identities, 20, 30, new Seed(3).Stream("controls"));
        Assert.All(labels_nc.sum([0]).data<double>().ToArray(), count => Assert.Equal(20, count));
        Assert.Equal(0, (labels_nc[..100] - labels_nc[100..]).abs().max().item<double>());
    }
}
