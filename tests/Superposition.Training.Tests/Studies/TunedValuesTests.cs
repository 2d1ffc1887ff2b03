using System.Collections.Immutable;
using Superposition.Studies;

namespace Superposition.Tests.Studies;

public class TunedValuesTests
{
    [Fact]
    public void The_training_loss_alone_chooses()
    {
        // The rate with the larger loss has the smaller error: it must not win.
        var table = Table(
            Row(0, 0.01, loss: 2, epsilon: 0.1), Row(1, 0.01, loss: 4, epsilon: 0.1), Row(0, 0.03, loss: 1, epsilon: 0.9),
            Row(1, 0.03, loss: 3, epsilon: 0.9));
        var choice = Assert.Single(TunedValues.Choose(table, ["learningRate"]));
        Assert.Equal(0.03, choice.Chosen!.Values["learningRate"].AsNumber);
        Assert.Equal([3.0, 2.0], choice.Candidates.Select(candidate => candidate.MeanLoss!.Value));
        Assert.All(TunedValues.Chosen(table, ["learningRate"]).Rows, row => Assert.Equal(0.9, row.Measures["epsilon"].AsNumber));
    }

    [Fact]
    public void Candidates_are_compared_on_the_seeds_that_all_have()
    {
        var table = Table(Row(0, 0.01, loss: 2), Row(0, 0.03, loss: 1), Row(1, 0.03, loss: 100));
        Assert.Equal(0.03, Assert.Single(TunedValues.Choose(table, ["learningRate"])).Chosen!.Values["learningRate"].AsNumber);
    }

    [Fact]
    public void A_value_under_which_a_seed_diverged_is_not_chosen()
    {
        var table = Table(Row(0, 0.01, loss: 2), Row(1, 0.01, loss: 2), Row(0, 0.03, loss: 1), Row(1, 0.03, loss: 1, failure: "diverged"));
        var choice = Assert.Single(TunedValues.Choose(table, ["learningRate"]));
        Assert.Equal((0.01, 1), (choice.Chosen!.Values["learningRate"].AsNumber, choice.Candidates[1].Diverged));
    }

    [Fact]
    public void Rows_without_tuned_values_stay()
    {
        var control = new StudyRow("linear", Of(("seed", 0), ("network", "linear")), Of(("epsilon", 0.25)), null, null);
        Assert.Contains(control, TunedValues.Chosen(Table(control, Row(0, 0.01, loss: 2), Row(0, 0.03, loss: 1)), ["learningRate"]).Rows);
    }

    private static StudyTable Table(params StudyRow[] rows) => StudyTable.Of(rows);

    private static StudyRow Row(int seed, double rate, double loss, double epsilon = 0.5, string? failure = null) =>
        new(
            FormattableString.Invariant($"trained-{rate}-{seed}"), Of(("seed", seed), ("network", "trained"), ("learningRate", rate)),
            Of(("loss", loss), ("epsilon", epsilon)), null, failure);

    private static ImmutableSortedDictionary<string, StudyValue> Of(params (string Name, StudyValue Value)[] values) =>
        values.ToImmutableSortedDictionary(value => value.Name, value => value.Value, StringComparer.Ordinal);
}
