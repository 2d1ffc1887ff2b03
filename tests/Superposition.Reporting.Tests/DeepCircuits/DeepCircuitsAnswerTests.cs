using Superposition.Experiments.DeepCircuits;
using Superposition.Reporting;
using Superposition.Reporting.DeepCircuits;
using Superposition.Tests.Reporting.Samples;

namespace Superposition.Tests.Reporting.DeepCircuits;

/// <summary>The answer says what the records say.</summary>
public class DeepCircuitsAnswerTests
{
    private static readonly DeepCircuitsSpec Spec = DeepCircuitsSample.Spec();

    [Fact]
    public void Depth_width_and_errors_open_the_answer()
    {
        var headline = FindingsOf(_ => true).Answer.Headline;
        Assert.StartsWith("1,024 features run 6 layers deep on 900 units (1,800 ReLUs) with 0 threshold errors and a worst error of 0.300 [", headline, StringComparison.Ordinal);
        Assert.Contains("m = 4,096 is 1,2", headline, StringComparison.Ordinal);
        Assert.EndsWith("mean over 3 seeds, 95 % confidence interval by Student's t in brackets.", headline, StringComparison.Ordinal);
    }

    [Fact]
    public void A_square_root_is_found_and_two_thirds_are_ruled_out()
    {
        var exponent = Point(FindingsOf(_ => true), "Exponent");
        Assert.Contains("8 widths from m = 256 to 4,096", exponent, StringComparison.Ordinal);
        Assert.Matches(@"has the exponent 0\.50\d \[0\.\d+, 0\.\d+\]", exponent);
        Assert.Contains("√m (0.500) lies inside", exponent, StringComparison.Ordinal);
        Assert.Contains("m^(2/3) (0.667) lies above", exponent, StringComparison.Ordinal);
    }

    [Fact]
    public void Threshold_errors_are_added_up_over_layers_and_seeds_and_their_first_layer_is_named()
    {
        var findings = FindingsOf(_ => true);

        // Without correction the error is 0.3 · 3 at layer 1 and larger from there on: 17 threshold errors in each of 6 layers and 3 seeds.
        Assert.Contains("threshold errors from layer 1 on, 306 threshold errors over all layers and seeds, worst error 223, rms error times 3.00", Point(findings, "Without error correction"), StringComparison.Ordinal);
        Assert.Contains("threshold errors from layer 2 on, 255 threshold errors", Point(findings, "Without centring"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_not_run_is_not_spoken_of()
    {
        var findings = FindingsOf(record => record.Part == DeepPart.Alternating);
        Assert.StartsWith("The alternation at m = 64, n = 256, 512 subsets makes 0 threshold errors in 5 layers of gates, with correction", findings.Answer.Headline, StringComparison.Ordinal);
        Assert.Equal(["Drift", "Alternation"], findings.Answer.Points.Select(point => point.Subject));
        Assert.Equal(["alternation-errors-by-layer"], findings.Charts.Select(chart => chart.Name));
        Assert.Null(new DeepGrid([]).Law);
    }

    private static Findings FindingsOf(Func<DeepCircuitsRecord, bool> kept) => ((IExperimentReport)new DeepCircuitsReport()).Of(Spec, [.. DeepCircuitsSample.Records(Spec).Where(kept)]);

    private static string Point(Findings findings, string subject) => findings.Answer.Points.Single(point => point.Subject == subject).Text;
}
