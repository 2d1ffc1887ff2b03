using Superposition.Studies;

namespace Superposition.Tests.Studies;

/// <summary>What is judged and drawn has one row for each network and seed, and none is left out because it failed.</summary>
public class ShownTableTests
{
    [Fact]
    public void Tuned_coordinates_are_chosen_and_gone_and_a_point_without_a_choice_is_a_failure()
    {
        StudyRow Row(double neurons, double rate, double loss, string? failure = null) => new(
            $"d{neurons}-{rate}", StudyRow.None.Add("neurons", neurons).Add("learningRate", rate)
                .Add("seed", 0.0), StudyRow.None.Add("loss", loss), null, failure);
        var shown = ShownTable.Of(
            StudyTable.Of([Row(64, 0.01, 2), Row(64, 0.03, 1), Row(128, 0.01, 5, "The loss was not finite."),
                Row(128, 0.03, 5, "The loss was not finite.")]), ["learningRate"]);
        Assert.Equal<string>(["seed", "neurons"], shown.CoordinateNames);
        Assert.Equal([("d64-0.03", null), ("d128-0.01", "The loss was not finite.")], shown.Rows.Select(row => (row.Cell, row.Failure)));
        Assert.Empty(shown.Rows[1].Measures);
    }

    [Fact]
    public void Runs_are_compared_seed_by_seed_on_the_rows_that_both_have()
    {
        StudyRow Row(double seed, double epsilon, double rms) => new(
            $"s{seed}", StudyRow.None.Add("network", "sign").Add("seed", seed), StudyRow.None.Add("epsilon", epsilon)
                .Add("rms", rms), null, null);
        var comparison = TableComparison.Of(
            StudyTable.Of([Row(0, 0.1, 1), Row(1, 0.5, 1), Row(2, 9, 9)]), StudyTable.Of([Row(1, 0.53, 1), Row(0, 0.12, 1), Row(3, 9, 9)]));
        var difference = Assert.Single(comparison.Differences);
        Assert.Equal(("epsilon", 2, 1, 1), (difference.Measure, comparison.Equal, comparison.OnlyFirst, comparison.OnlySecond));

        // Differences .02 and .03: mean .025, half width 12.7062 · .005.
        Assert.Equal((0.3, 0.325, 0.025),
            (Math.Round(difference.First, 12), Math.Round(difference.Second, 12), Math.Round(difference.Difference.Value, 12)));
        Assert.Equal(0.025 + 0.063531, difference.Difference.High, 6);
        Assert.Equal(0.03, comparison.Tolerance, 12);
    }
}
