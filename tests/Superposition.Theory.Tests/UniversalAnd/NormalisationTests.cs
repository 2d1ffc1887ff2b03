using Superposition.Booleans;
using Superposition.Networks;
using Superposition.UniversalAnd;

namespace Superposition.Tests.UniversalAnd;

/// <summary>What read-offs are divided by, F, on input sets with more than one number of active features, and where F vanishes.</summary>
public class NormalisationTests
{
    // F(2), F(3), F(4) of dense signs with bias −1, by hand: the mixed second difference of the activation.
    private static readonly double[] Signs = [1.0 / 4, 1.0 / 4, 3.0 / 16];

    [Theory]
    [InlineData(Sparsity.AtMost, 2, 0.25)]
    [InlineData(Sparsity.AtMost, 3, 0.25)]
    [InlineData(Sparsity.AtMost, 4, 7.0 / 32)]
    [InlineData(Sparsity.Exactly, 4, 3.0 / 16)]
    public void Signs_are_read_by_the_middle_of_the_range_of_F(Sparsity sparsity, int active, double expected) =>
        Assert.Equal(1 / (1000 * expected), ScaleOf("sign", new SparseInputs(8, active, sparsity)), 1e-6);

    [Fact]
    public void Means_with_at_most_four_active_are_off_by_what_the_middle_of_the_range_leaves()
    {
        // A true AND reads F(s_b)/F on average: 8/7 with 2 or 3 active features, 6/7 with 4.
        var predicted = new DenseSigns().Predict(new UniversalAndSize(new SparseInputs(8, 4, Sparsity.AtMost), 1000))["both"];
        double[] inputs = [28, 56, 70], pairs = [1, 3, 6];
        var weights = inputs.Zip(pairs, (count, each) => count * each).ToArray();
        var mean = weights.Zip(Signs, (weight, signal) => weight * ((signal * 32 / 7) - 1)).Sum() / weights.Sum();
        Assert.Equal(mean, predicted.Mean, 1e-12);
    }

    [Fact]
    public void One_active_feature_is_read_as_if_there_were_two() =>
        Assert.Equal(1 / (1000 * Signs[0]), ScaleOf("sign", new SparseInputs(8, 1, Sparsity.AtMost)), 1e-6);

    [Fact]
    public void A_signal_that_vanishes_or_turns_negative_is_refused_and_said_by_name()
    {
        foreach (var signal in new[] { 0.0, 1e-10, -0.2 })
        {
            var refusal = Assert.Throws<ConstructionFailedException>(
                () => CentredReadOff.Signal("signs", new SparseInputs(8, 3, Sparsity.AtMost), active => active == 3 ? signal : 1));
            Assert.Contains("signs: with", refusal.Message, StringComparison.Ordinal);
            Assert.Contains("at most 3", refusal.Message, StringComparison.Ordinal);
            Assert.Contains($"F = {signal:G3} ", refusal.Message, StringComparison.Ordinal);
            Assert.Contains("Expected F > 0", refusal.Message, StringComparison.Ordinal);
        }

        Assert.Throws<ConstructionFailedException>(
            () => CentredReadOff.Signal("signs", new SparseInputs(8, 2, Sparsity.AtMost), _ => 0));

        Assert.Equal(
            (1e-8 + 1) / 2, CentredReadOff.Signal("signs", new SparseInputs(8, 3, Sparsity.AtMost), active => active == 3 ? 1e-8 : 1));
    }

    [Fact]
    public void Every_number_of_active_features_that_inputs_can_have_is_asked_about()
    {
        var asked = new List<int>();
        CentredReadOff.Signal("any", new SparseInputs(9, 5, Sparsity.AtMost), active => Ask(active));
        Assert.Equal([2, 3, 4, 5], asked);
        asked.Clear();
        CentredReadOff.Signal("any", new SparseInputs(9, 5, Sparsity.Exactly), active => Ask(active));
        Assert.Equal([5], asked);

        double Ask(int active)
        {
            asked.Add(active);
            return 1;
        }
    }

    [Fact]
    public void Classes_of_pairs_that_no_input_has_are_empty_and_nothing_is_asked_about_them()
    {
        // One active feature of five: four pairs have it, six do not.
        var one = PairClasses.Mix(new SparseInputs(5, 1, Sparsity.Exactly), Ask).Classes;
        Assert.Equal([("none", 6.0), ("one", 4.0), ("both", 0.0)], one.Select(c => (c.Class, c.PerInput)));
        Assert.Equal([(1.0, 2.0), (11.0, 2.0), (0.0, 0.0)], one.Select(c => (c.Mean, c.Std)));

        // All five active: every pair is on.
        var all = PairClasses.Mix(new SparseInputs(5, 5, Sparsity.Exactly), Ask).Classes;
        Assert.Equal([0.0, 0, 10], all.Select(c => c.PerInput));

        // At most two of three, by how many inputs have 0, 1 and 2 active: 1, 3 and 3 of 7.
        var some = PairClasses.Mix(new SparseInputs(3, 2, Sparsity.AtMost), Ask).Classes;
        Assert.Equal([6.0 / 7, 12.0 / 7, 3.0 / 7], some.Select(c => c.PerInput), (x, y) => Math.Abs(x - y) < 1e-12);

        // The mean of 0 and 1 active features, three pairs and one: (3·0 + 3·1)/6; deviation by the mean square m² + 4.
        Assert.Equal(0.5, some[0].Mean, 1e-12);
        Assert.Equal(Math.Sqrt(4 + 0.25), some[0].Std, 1e-12);

        // Mean m = active + 10 · members, mean square m² + 4.
        static (double Mean, double MeanSquare) Ask(int active, int members)
        {
            Assert.True(members <= active);
            double mean = active + (10 * members);
            return (mean, (mean * mean) + 4);
        }
    }

    private static double ScaleOf(string kind, SparseInputs inputs)
    {
        using var network = UniversalAndConstructions.Find(kind)!.Build(new UniversalAndSize(inputs, 1000), new Seed(1));
        return Assert.IsType<PairReadOff>(network.ReadOff).Scale.item<float>();
    }
}
