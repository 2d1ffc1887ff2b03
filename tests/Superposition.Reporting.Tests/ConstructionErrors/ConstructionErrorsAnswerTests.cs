using Superposition.Experiments.ConstructionErrors;
using Superposition.Reporting;
using Superposition.Reporting.ConstructionErrors;
using Superposition.Reporting.Statistics;
using Superposition.Tests.Reporting.Samples;

namespace Superposition.Tests.Reporting.ConstructionErrors;

/// <summary>The answer's numbers are the records' numbers.</summary>
public class ConstructionErrorsAnswerTests
{
    private static readonly ConstructionErrorsSpec Spec = ConstructionErrorsSample.Spec();
    private static readonly ConstructionErrorsRecord[] Records = [.. ConstructionErrorsSample.Records(Spec)];
    private static readonly Findings Findings = new ConstructionErrorsReport().Of(Spec, Records);

    [Fact]
    public void Headline_has_the_smallest_epsilon_at_the_largest_size_with_its_interval()
    {
        foreach (var active in Spec.Scientific.Active)
        {
            var (kind, values) = Records.Where(record => record is { Features: 64, Neurons: 1024, Analytic: not null } && record.Active == active)
                .GroupBy(record => record.Construction).Select(group => (group.Key, Values: group.Select(record => record.Analytic!.Epsilon).ToArray())).MinBy(group => group.Values.Average());
            Assert.Contains($"{Numbers.Interval(Estimate.Of(values)!)} with {active} active ({kind})", Findings.Answer.Headline, StringComparison.Ordinal);
        }

        Assert.Contains("At m = 64 features and d = 1,024 ReLUs", Findings.Answer.Headline, StringComparison.Ordinal);
        Assert.Contains("mean over 3 seeds, 95 % confidence interval by Student's t", Findings.Answer.Headline, StringComparison.Ordinal);
        Assert.Contains("an exact answer takes 2,016 ReLUs", Findings.Answer.Headline, StringComparison.Ordinal);
    }

    [Fact]
    public void Families_are_ranked_by_their_errors()
    {
        // At s = 3: subset 0.8·3, sign 2.2, gaussian 1.8·3, all over √d; the averaging read-off's bias counts.
        Assert.Matches(@"with s = 3 sign [\d.]+ < subset [\d.]+ < subset-averaging [\d.]+ < gaussian", PointOn("Families"));
    }

    [Fact]
    public void Errors_that_fall_as_one_over_root_d_are_said_to() => Assert.Contains("to the power −0.500, the mean of 14 fits", PointOn("Fall with width"), StringComparison.Ordinal);

    [Fact]
    public void Deviations_from_prediction_are_the_ones_in_the_records()
    {
        // Seeds are spread evenly around the prediction, so that means over all three seeds meet it.
        Assert.Contains("none active 0.0 %, 46 of 46 points within 3 %", PointOn("Own prediction of the spread"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_deviation_is_found_and_named()
    {
        var off = Records.Select(record => record is { Construction: "sign", Features: 32, Active: 2, Neurons: 512 } ? record with { Analytic = SampleErrors.Of(1.25 * ConstructionErrorsSample.Std("sign", 2, 512)) } : record).ToArray();
        var point = new ConstructionErrorsReport().Of(Spec, off).Answer.Points.Single(p => p.Subject == "Own prediction of the spread").Text;
        Assert.Contains("The farthest lies 25 % off: sign at m = 32, s = 2, d = 512", point, StringComparison.Ordinal);
        Assert.Contains("45 of 46 points within 3 %", point, StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_that_do_not_depend_on_the_number_of_features_are_said_not_to() =>
        Assert.Contains("From m = 32 to m = 64 the standard deviation where none is active changes by a factor of 1.000", PointOn("Number of features"), StringComparison.Ordinal);

    [Fact]
    public void Bias_of_the_averaging_read_off_is_told_as_predicted_and_measured() =>
        Assert.Contains("s = 3: predicted 0.500, measured 0.500", PointOn("Bias of the averaging read-off"), StringComparison.Ordinal);

    [Fact]
    public void Least_squares_is_told_only_where_there_are_more_inputs_than_neurons()
    {
        // C(32,2) = 496 inputs: only d = 256 says something with s = 2; C(32,3) = 4,960.
        var text = PointOn("Least squares");
        Assert.Contains("s = 2, d = 256: subset 3.33", text, StringComparison.Ordinal);
        Assert.Contains("s = 3, d = 1,024: subset 3.33", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Refused_cells_leave_a_dash_in_the_table()
    {
        var table = Findings.Tables.Single(table => table.Name == "epsilon");
        var row = table.Rows.Single(row => row[..3].SequenceEqual(["64", "2", "subset"]));
        Assert.Equal("–", row[table.Columns.IndexOf("d = 256")]);
        var values = Records.Where(record => record is { Construction: "subset", Features: 64, Active: 2, Neurons: 512 }).Select(record => record.Analytic!.Epsilon);
        Assert.StartsWith(Numbers.PlusMinus(Estimate.Of(values)), row[table.Columns.IndexOf("d = 512")], StringComparison.Ordinal);
    }

    [Fact]
    public void Class_tables_hold_the_means_over_seeds_and_the_number_of_errors()
    {
        var table = Findings.Tables.Single(table => table.Name == "classes-m32-s2");
        Assert.Contains("200 inputs a seed, drawn with exactly 2 of 32 features active", table.Note, StringComparison.Ordinal);
        var row = table.Rows.Single(row => row[..3].SequenceEqual(["sign", "512", "one"]));
        var errors = Records.Where(record => record is { Construction: "sign", Features: 32, Active: 2, Neurons: 512 }).Select(record => record.Analytic!["one"]).ToArray();
        Assert.Equal<string>(
            ["3", "60,000", .. new[] { errors.Average(e => e.Mean), errors.Average(e => e.Std), errors.Average(e => e.Q50), errors.Average(e => e.Q90), errors.Average(e => e.Q99), errors.Average(e => e.Max), errors.Max(e => e.Max) }.Select(Numbers.Short)],
            [.. row[3..]]);
    }

    private static string PointOn(string subject) => Findings.Answer.Points.Single(point => point.Subject == subject).Text;
}
