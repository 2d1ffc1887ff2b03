using System.Text.Json;
using Superposition.Specs;
using Superposition.Studies;
using Superposition.Studies.Predictions;

namespace Superposition.Tests.Studies;

/// <summary>Verdicts on tables small enough to be computed by hand.</summary>
public class PredictionJudgeTests
{
    private const string Trained = """{ "network": "trained" }""";

    [Fact]
    public void A_mean_is_judged_by_students_interval()
    {
        // 0.20, 0.22, 0.24: mean 0.22, s = 0.02, t(2, 97.5 %) = 4.302653, half width 4.302653 · 0.02/√3 = 0.049683.
        var table = Table(("trained", 64, 0, 0.20), ("trained", 64, 1, 0.22), ("trained", 64, 2, 0.24));
        var verdict = Judge(table, """{ "measure": "epsilon", "is": "<", "than": 0.25 }""");
        Assert.Equal(VerdictState.Open, verdict.State);
        Assert.Equal(0.22 - 0.049683, verdict.Points[0].Interval.Low, 6);
        Assert.Equal(0.22 + 0.049683, verdict.Points[0].Interval.High, 6);

        // Decided at n seeds when t(n − 1) · 0.02/√n < 0.03: n = 5 gives 2.776445 · 0.0089443 = 0.024833, n = 4 gives 3.182446 ·
        // 0.01 = 0.031824.
        Assert.Equal(2, verdict.MoreSeeds);
        Assert.Equal(VerdictState.Held, Judge(table, """{ "measure": "epsilon", "is": "<", "than": 0.27 }""").State);
        Assert.Equal(VerdictState.Failed, Judge(table, """{ "measure": "epsilon", "is": ">", "than": 0.27 }""").State);
        Assert.Equal(VerdictState.Held, Judge(table, """{ "measure": "epsilon", "between": [0.15, 0.30] }""").State);
        Assert.Equal(VerdictState.Failed, Judge(table, """{ "measure": "epsilon", "between": [0.28, 0.30] }""").State);
    }

    [Fact]
    public void Each_point_has_to_hold_and_the_worst_is_named()
    {
        var table = Table(("trained", 64, 0, 0.30), ("trained", 64, 1, 0.30), ("trained", 128, 0, 0.10), ("trained", 128, 1, 0.10));
        var verdict = Judge(table, """{ "measure": "epsilon", "is": "<", "than": 0.25 }""");
        Assert.Equal(VerdictState.Failed, verdict.State);
        Assert.Equal(64, verdict.Points[verdict.Worst].Point["neurons"].AsNumber);
        Assert.Equal(VerdictState.Held, Judge(table, """{ "measure": "epsilon", "reduce": "mean", "is": "<", "than": 0.25 }""").State);
        Assert.Equal(VerdictState.Failed, Judge(table, """{ "measure": "epsilon", "reduce": "largest", "is": "<", "than": 0.25 }""").State);
        Assert.Equal(VerdictState.Held, Judge(table, """{ "measure": "epsilon", "reduce": "smallest", "is": "<", "than": 0.25 }""").State);
    }

    [Fact]
    public void Rows_are_compared_seed_by_seed()
    {
        // The seeds differ by far more than the networks: only the differences, 0.05, 0.06 and 0.04, tell them apart.
        var table = Table(
            ("trained", 64, 0, 0.10), ("trained", 64, 1, 0.50), ("trained", 64, 2, 0.90), ("sign", 64, 0, 0.15), ("sign", 64, 1, 0.56),
                ("sign", 64, 2, 0.94));
        var verdict = Judge(table, $$"""{ "measure": "epsilon", "of": {{Trained}}, "is": "<", "than": { "of": { "network": "sign" } } }""");
        Assert.Equal(VerdictState.Held, verdict.State);
        Assert.Equal(-0.05, verdict.Points[0].Interval.Value, 12);
        Assert.Equal(
            VerdictState.Failed,
            Judge(
                table, $$"""{ "measure": "epsilon", "of": {{Trained}}, "is": ">", "than": """
                    + """{ "of": { "network": "sign" }, "times": 1.01 } }""").State);
    }

    [Fact]
    public void Rows_are_compared_at_the_same_width_where_neither_side_names_one()
    {
        var table = Table(("trained", 64, 0, 0.2), ("trained", 64, 1, 0.2), ("trained", 128, 0, 0.1), ("trained", 128, 1, 0.1),
            ("sign", 64, 0, 0.3), ("sign", 64, 1, 0.3), ("sign", 128, 0, 0.15), ("sign", 128, 1, 0.15));
        Assert.Equal(VerdictState.Held,
            Judge(table, $$"""{ "measure": "epsilon", "of": {{Trained}}, "is": "<", "than": { "of": { "network": "sign" } } }""").State);
        var verdict = Judge(table,
            $$"""{ "measure": "epsilon", "of": {{Trained}}, "is": "<", "than": { "of": { "network": "sign", "neurons": 128 } } }""");
        Assert.Equal((VerdictState.Failed, 0.05), (verdict.State, Math.Round(verdict.Points[verdict.Worst].Interval.Value, 12)));
    }

    [Fact]
    public void A_slope_is_of_logarithms_and_has_one_value_a_seed()
    {
        var table = Table(from seed in new[] { 0, 1, 2 }
                          from neurons in new[] { 16, 64, 256 }
                          select ("sign", neurons, seed, (1 + seed) / Math.Sqrt(neurons)));
        var verdict = Judge(table, """{ "slope": "epsilon", "against": "neurons", "between": [-0.6, -0.4] }""");
        Assert.Equal(VerdictState.Held, verdict.State);
        Assert.Equal(-0.5, verdict.Points[0].Interval.Value, 12);
        Assert.Equal(3, verdict.Points[0].Interval.Seeds);
        Assert.Equal(VerdictState.Failed, Judge(table, """{ "slope": "epsilon", "against": "neurons", "is": "<", "than": -0.6 }""").State);
    }

    [Fact]
    public void A_ratio_is_a_geometric_mean()
    {
        var table = Table(("trained", 64, 0, 1.0), ("trained", 64, 1, 4.0), ("sign", 64, 0, 2.0), ("sign", 64, 1, 2.0));
        var verdict = Judge(table,
            $$"""{ "ratio": "epsilon", "of": {{Trained}}, "over": { "of": { "network": "sign" } }, "is": "<", "than": 0.5 }""");
        Assert.Equal(1.0, verdict.Points[0].Interval.Value, 12); // √(½ · 2)
        Assert.Equal(VerdictState.Open, verdict.State);
    }

    [Fact]
    public void A_share_has_an_exact_binomial_interval()
    {
        // One case a seed, 19 of 20 below: Clopper and Pearson give [0.7513, 0.9987].
        var table = Table(from seed in Enumerable.Range(0, 20) select ("sign", 64, seed, seed == 7 ? 0.3 : 0.1));
        var verdict = Judge(table, """{ "share": { "measure": "epsilon", "is": "<", "than": 0.25 }, "atLeast": 0.7 }""");
        Assert.Equal((0.95, 0.7513, 0.9987),
            (verdict.Points[0].Interval.Value, Math.Round(verdict.Points[0].Interval.Low, 4),
                Math.Round(verdict.Points[0].Interval.High, 4)));
        Assert.Equal(VerdictState.Held, verdict.State);
        Assert.Equal(VerdictState.Open,
            Judge(table, """{ "share": { "measure": "epsilon", "is": "<", "than": 0.25 }, "atLeast": 0.9 }""").State);
    }

    [Fact]
    public void Cases_of_one_seed_that_agree_count_as_one()
    {
        // Four seeds of a hundred cases each, all alike within a seed: as much as four cases, of which two hold.
        (int, int)[] bySeed = [(100, 100), (100, 100), (0, 100), (0, 100)];
        Assert.Equal(4, SeedInterval.Effective(bySeed), 9);
        Assert.Equal(4, SeedInterval.Effective([(100, 100), (100, 100), (100, 100), (100, 100)]), 9);
        Assert.Equal(400, SeedInterval.Effective([(50, 100), (50, 100), (50, 100), (50, 100)]), 9);
    }

    [Fact]
    public void One_seed_decides_nothing_and_a_row_without_a_seed_is_exact()
    {
        var table = Table(("sign", 64, 0, 0.1));
        Assert.Equal((VerdictState.Open, null),
            (Judge(table, """{ "measure": "epsilon", "is": "<", "than": 0.25 }""").State,
                Judge(table, """{ "measure": "epsilon", "is": "<", "than": 0.25 }""").MoreSeeds));
        var exact = StudyTable.Of([new StudyRow("c", StudyRow.None.Add("network", "code"), StudyRow.None.Add("epsilon", 1.0 / 7), null,
            null)]);
        Assert.Equal(VerdictState.Held, Judge(exact, """{ "measure": "epsilon", "is": "<=", "than": 0.14285714285714285 }""").State);
        Assert.Equal(VerdictState.Failed, Judge(exact, """{ "measure": "epsilon", "is": "<", "than": 0.14285714285714285 }""").State);
    }

    [Fact]
    public void What_is_missing_keeps_a_prediction_open_but_a_refusal_is_passed_over()
    {
        var rows = Table(("sign", 64, 0, 0.1), ("sign", 64, 1, 0.1)).Rows;
        var refused = new StudyRow("r", rows[0].Coordinates.SetItem("seed", 2.0), StudyRow.None, "There are no such columns.", null);
        var failed = refused with { Refusal = null, Failure = "The loss was not finite." };
        var verdict = Judge(StudyTable.Of([.. rows, refused]), """{ "measure": "epsilon", "is": "<", "than": 0.25 }""");
        Assert.Equal((VerdictState.Held, 1, 0), (verdict.State, verdict.Refused, verdict.Missing));
        Assert.Equal(VerdictState.Open,
            Judge(StudyTable.Of([.. rows, failed]), """{ "measure": "epsilon", "is": "<", "than": 0.25 }""").State);
        Assert.Equal(VerdictState.Open,
            Judge(StudyTable.Of([.. rows, failed with { Failure = null }]), """{ "measure": "epsilon", "is": "<", "than": 0.25 }""").State);
        Assert.Equal(VerdictState.Open, Judge(StudyTable.Of(rows), """{ "measure": "epsilom", "is": "<", "than": 0.25 }""").State);
        Assert.Equal(VerdictState.Open,
            Judge(StudyTable.Of(rows), """{ "measure": "epsilon", "of": { "neurons": 63 }, "is": "<", "than": 0.25 }""").State);
    }

    [Theory]
    [InlineData("""{ "is": "<", "than": 1 }""", "test is without a quantity")]
    [InlineData("""{ "measure": "a", "share": { "measure": "a", "is": "<", "than": 1 }, "between": [0, 1] }""",
        "test is of measure and share")]
    [InlineData("""{ "measure": "a" }""", "test is without one bound")]
    [InlineData("""{ "measure": "a", "is": "<" }""", "test is without one bound")]
    [InlineData("""{ "measure": "a", "is": "<", "than": 1, "between": [0, 1] }""", "test is without one bound")]
    [InlineData("""{ "measure": "a", "is": "=", "than": 1 }""", "test.is is \"=\"")]
    [InlineData("""{ "measure": "a", "between": [1, 0] }""", "test.between is [1, 0]")]
    [InlineData("""{ "measure": "a", "between": [1] }""", "test.between is [1]")]
    [InlineData("""{ "measure": "a", "atLeast": 0.5 }""", "test is without one bound")]
    [InlineData("""{ "slope": "a", "between": [0, 1] }""", "test.against is missing")]
    [InlineData("""{ "slope": "a", "against": "neuron", "between": [0, 1] }""",
        "test.against is \"neuron\", which is no coordinate of this study")]
    [InlineData("""{ "ratio": "a", "between": [0, 1] }""", "test.over is missing")]
    [InlineData(
        """{ "measure": "a", "of": { "width": 3 }, "between": [0, 1] }""",
        "test.of is a selection by \"width\", which is no coordinate of this study")]
    [InlineData(
        """{ "measure": "a", "of": { "neurons": [] }, "between": [0, 1] }""", "test.of is a selection by \"neurons\" with an empty list")]
    [InlineData("""{ "share": { "measure": "a", "is": "<", "than": 1 }, "atLeast": 95 }""", "test is a share that is none")]
    [InlineData("""{ "share": { "measure": "a", "is": "<", "than": 1 }, "reduce": "mean", "atLeast": 0.95 }""", "test.reduce is there")]
    public void A_test_that_cannot_be_judged_is_refused(string test, string problem)
    {
        var prediction = new Prediction { Says = "It holds.", Test = JsonSerializer.Deserialize<PredictionTest>(test, SpecJson.Line)! };
        var first = PredictionRules.Problems("predictions[0]", prediction, ["network", "neurons", "seed"]).First();
        Assert.StartsWith($"predictions[0].{problem}", $"{first.Path} is {first.Found}", StringComparison.Ordinal);
    }

    [Fact]
    public void The_hash_changes_with_the_prediction_and_with_nothing_else()
    {
        Prediction One(string test) =>
            new() { Says = "It holds.", Test = JsonSerializer.Deserialize<PredictionTest>(test, SpecJson.Line)! };
        var first = Prediction.HashOf([One("""{ "measure": "epsilon", "is": "<", "than": 0.25 }""")], SpecJson.Line);
        Assert.Equal(first, Prediction.HashOf([One("""{ "than": 0.250, "is": "<", "measure": "epsilon" }""")], SpecJson.Line));
        Assert.NotEqual(first, Prediction.HashOf([One("""{ "measure": "epsilon", "is": "<", "than": 0.26 }""")], SpecJson.Line));
    }

    private static Verdict Judge(StudyTable table, string test) =>
        PredictionJudge.Judge(new Prediction
        {
            Says = "It holds.",
            Test =
            JsonSerializer.Deserialize<PredictionTest>(test, SpecJson.Line)!
        }, table);

    private static StudyTable Table(params (string Network, int Neurons, int Seed, double Epsilon)[] rows) => Table(rows.AsEnumerable());

    private static StudyTable Table(IEnumerable<(string Network, int Neurons, int Seed, double Epsilon)> rows) =>
        StudyTable.Of(rows.Select(row => new StudyRow(
        $"{row.Network}-d{row.Neurons}-seed{row.Seed}",
        StudyRow.None.Add("network", row.Network).Add("neurons", row.Neurons).Add("seed", row.Seed),
        StudyRow.None.Add("epsilon", row.Epsilon),
        Refusal: null,
        Failure: null)));
}
