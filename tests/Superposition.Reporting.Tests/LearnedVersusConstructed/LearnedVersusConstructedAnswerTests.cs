using Superposition.Experiments.LearnedVersusConstructed;
using Superposition.Reporting;
using Superposition.Reporting.LearnedVersusConstructed;
using Superposition.Reporting.Statistics;
using Superposition.Tests.Reporting.Samples;

namespace Superposition.Tests.Reporting.LearnedVersusConstructed;

/// <summary>The answer's numbers are the records' numbers, each trained arm at its chosen learning rate.</summary>
public class LearnedVersusConstructedAnswerTests
{
    private static readonly LearnedVersusConstructedSpec Spec = LearnedVersusConstructedSample.Spec();
    private static readonly LearnedVersusConstructedRecord[] Records = [.. LearnedVersusConstructedSample.Records(Spec)];
    private static readonly Findings Findings = new LearnedVersusConstructedReport().Of(Spec, Records);

    [Fact]
    public void Headline_sets_the_best_trained_network_beside_the_best_construction()
    {
        var (trained, constructed) = (Epsilons(Arm.Trained, "L4", 128), Epsilons(Arm.LeastSquares, null, 128).Select(e => 0.9 * e).ToArray());
        Assert.StartsWith("Yes: at every width looked at training finds the smaller worst error. With d = 128 ReLUs for m = 32 features, where 496 make the answer exact", Findings.Answer.Headline, StringComparison.Ordinal);
        Assert.Contains($"the best network trained whole has ε = {Interval(trained)} (trained whole under L4)", Findings.Answer.Headline, StringComparison.Ordinal);
        Assert.Contains($"the best construction has ε = {Interval(constructed)} (subset, least squares)", Findings.Answer.Headline, StringComparison.Ordinal);
        Assert.Contains("(Mean over 3 seeds, 95 % confidence interval by Student's t in brackets.)", Findings.Answer.Headline, StringComparison.Ordinal);
    }

    [Fact]
    public void Share_of_the_read_off_is_its_part_of_the_way()
    {
        // (0.18 − 0.08) of (0.18 − 0.05), the same at every seed and width.
        Assert.Contains("gives 76.923 [76.923, 76.923] % at d = 64 (L4) and 76.923 [76.923, 76.923] % at d = 128 (L4)", PointOn("Read-off or layer"), StringComparison.Ordinal);
        var row = Findings.Tables.Single(table => table.Name == "read-off-or-layer").Rows.Single(row => row[..3].SequenceEqual(["rms", "MSE", "64"]));
        Assert.StartsWith("125", row[6], StringComparison.Ordinal);
    }

    [Fact]
    public void Verdict_turns_with_the_records()
    {
        Assert.StartsWith("No: at no width", With((arm, _) => arm == Arm.Trained ? 5 : 1), StringComparison.Ordinal);
        Assert.StartsWith("At some widths looked at training finds the smaller worst error: at d = 64, not clearly", With((arm, d) => arm == Arm.Trained && d == 128 ? 5 : 1), StringComparison.Ordinal);

        static string With(Func<Arm, int, double> factor) => new LearnedVersusConstructedReport().Of(
            Spec,
            [
                .. Records.Select(record => record with
                {
                    Arms = [.. record.Arms.Select(arm => arm with { Errors = arm.Errors with { Epsilon = arm.Errors.Epsilon * factor(arm.Arm, record.Neurons) } })],
                }),
            ]).Answer.Headline;
    }

    [Fact]
    public void Arms_under_a_quarter_are_named_and_no_others()
    {
        var text = PointOn("Against the linear control");
        Assert.Contains("trained whole under L4 at d = 128", text, StringComparison.Ordinal);
        Assert.DoesNotContain("analytic", text, StringComparison.Ordinal);
        Assert.DoesNotContain("d = 64", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Likeness_counts_what_exceeds_its_shuffled_control()
    {
        // Both objectives and widths against "sign" (0.51 over 0.4); "subset" is not above.
        Assert.Contains("in 4 of 8 comparisons by more than the interval; chance alone would give about 0.2", PointOn("Likeness to constructions"), StringComparison.Ordinal);
        Assert.Contains("trained 0.510, untrained 0.480, shuffled 0.400; trained less shuffled 0.110 [0.085, 0.135]", PointOn("Likeness to constructions"), StringComparison.Ordinal);
    }

    [Fact]
    public void Table_of_learning_rates_tells_loss_divergence_and_choice()
    {
        var rows = Findings.Tables.Single(table => table.Name == "learning-rates").Rows.Where(row => row[0] == "whole" && row[2] == "64").ToArray();
        Assert.Equal<string>(["whole", "L4", "64", "0.01", "1.00·10⁻⁴", "3", "0", "chosen"], [.. rows.Single(row => row[1] == "L4" && row[3] == "0.01")]);
        Assert.Equal<string>(["whole", "MSE", "64", "0.01", "–", "3", "1", ""], [.. rows.Single(row => row[1] == "MSE" && row[3] == "0.01")]);
        Assert.Equal("chosen", rows.Single(row => row[1] == "MSE" && row[3] == "0.003")[7]);
    }

    [Fact]
    public void Controls_stand_in_every_column_and_arms_only_where_they_were_measured()
    {
        var table = Findings.Tables.Single(table => table.Name == "epsilon");
        Assert.Equal<string>(["arm", "d = 64", "d = 128", "d = 496", "seeds"], [.. table.Columns]);
        Assert.Equal<string>(["raw input, smallest possible ε", "0.250", "0.250", "0.250", "1"], [.. table.Rows.Single(row => row[0] == "raw input, smallest possible ε")]);
        Assert.Equal<string>(["naive, analytic read-off", "–", "–", "0", "3"], [.. table.Rows.Single(row => row[0] == "naive, analytic read-off")]);
        Assert.Equal("–", table.Rows.Single(row => row[0] == "subset, analytic read-off")[1]);
        Assert.Equal(Numbers.PlusMinus(Estimate.Of(Epsilons(Arm.Trained, "MSE", 64))), table.Rows.Single(row => row[0] == "trained whole under MSE")[1]);
    }

    private static double[] Epsilons(Arm arm, string? objective, int d) => [.. Spec.Seeds.Select(seed => 6 * LearnedVersusConstructedSample.Size(arm, objective, d, seed))];

    private static string Interval(double[] values) => Numbers.Interval(Estimate.Of(values)!);

    private static string PointOn(string subject) => Findings.Answer.Points.Single(point => point.Subject == subject).Text;
}
