using Superposition.Experiments.ErrorCorrection;
using Superposition.Reporting;
using Superposition.Reporting.ErrorCorrection;
using Superposition.Tests.Reporting.Samples;

namespace Superposition.Tests.Reporting.ErrorCorrection;

/// <summary>The answer says what the records say.</summary>
public class ErrorCorrectionAnswerTests
{
    private static readonly ErrorCorrectionSpec Spec = ErrorCorrectionSample.Spec();

    [Fact]
    public void The_layer_that_contracts_most_opens_the_answer()
    {
        // At ν = 0.1 errors of 0.25 go in; overlap-reduced channels of 32 units leave 2/32: a contraction by 4.
        var headline = FindingsOf(_ => true).Answer.Headline;
        Assert.Contains("n = 512, q = 32, s = 2: 1,024 ReLUs, overlap-reduced channels", headline, StringComparison.Ordinal);
        Assert.Contains("takes a largest error of 0.250 [0.244, 0.256] to 0.0625 [0.0625, 0.0625], a contraction by 4.00 [", headline, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_correcting_breaks_codes_and_forms_are_named()
    {
        var findings = FindingsOf(_ => true);
        Assert.Contains("n = 256, q = 16, s = 2: at ν = 0.2, where σ is 0.500 and errors of 0.400 go in", Point(findings, "Where it breaks"), StringComparison.Ordinal);
        Assert.Contains("random 0.188 [0.188, 0.188] (two channels share up to 5 units) and overlap-reduced 0.125 [", Point(findings, "Codes"), StringComparison.Ordinal);
        Assert.Contains("paper's form 0.125 and centred 0", Point(findings, "Forms"), StringComparison.Ordinal);
        Assert.Contains("is 1.000 in the mean over 96 measurements", Point(findings, "Noise of a unit"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_map_that_ends_early_at_one_seed_ends_there_for_all()
    {
        var records = ErrorCorrectionSample.Records(Spec).Select(record => record.Seed == 1 ? record with { Map = [.. record.Map.Take(2)] } : record).ToArray();
        var findings = ((IExperimentReport)new ErrorCorrectionReport()).Of(Spec, records);
        Assert.StartsWith("No layer was measured at errors near a quarter.", findings.Answer.Headline, StringComparison.Ordinal);
        Assert.DoesNotContain(findings.Charts, chart => chart.Name == "contraction-by-width");
        Assert.All(findings.Tables.Where(table => table.Name.StartsWith("map-", StringComparison.Ordinal)), table => Assert.Equal(2, table.Rows.Length));
    }

    private static Findings FindingsOf(Func<ErrorCorrectionRecord, bool> kept) => ((IExperimentReport)new ErrorCorrectionReport()).Of(Spec, [.. ErrorCorrectionSample.Records(Spec).Where(kept)]);

    private static string Point(Findings findings, string subject) => findings.Answer.Points.Single(point => point.Subject == subject).Text;
}
