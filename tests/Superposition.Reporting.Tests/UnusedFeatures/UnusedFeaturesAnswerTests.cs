using Superposition.Experiments.UnusedFeatures;
using Superposition.Probing;
using Superposition.Reporting;
using Superposition.Reporting.Figures;
using Superposition.Reporting.UnusedFeatures;
using Superposition.Tests.Reporting.Samples;

namespace Superposition.Tests.Reporting.UnusedFeatures;

public class UnusedFeaturesAnswerTests
{
    private static readonly UnusedFeaturesSpec Spec = UnusedFeaturesSample.Spec();
    private static readonly Findings Findings = new UnusedFeaturesReport().Of(Spec, UnusedFeaturesSample.Records(Spec));

    [Fact]
    public void Headline_tells_what_is_read_and_what_is_used()
    {
        Assert.StartsWith("Not necessarily, and the difference can be told: in networks trained on 5 of 15 ANDs", Findings.Answer.Headline, StringComparison.Ordinal);
        Assert.Contains("100 % of those unused, 100 % of the trained pairs used, and 100 % of control labels absent", Findings.Answer.Headline, StringComparison.Ordinal);
    }

    [Fact]
    public void A_trained_network_whose_verdicts_are_wrong_is_not_said_to_be_told_apart()
    {
        var wrong = UnusedFeaturesSample.Records(Spec).Select(record => record with { Pairs = [.. record.Pairs.Select(pair => pair with { Verdict = Verdict.Used })] });
        Assert.Contains("cannot always be told", new UnusedFeaturesReport().Of(Spec, [.. wrong]).Answer.Headline, StringComparison.Ordinal);
    }

    [Fact]
    public void What_misleads_is_listed_by_how_often()
    {
        var text = PointOn("What misleads");
        Assert.Contains("On more than half of them: held-out AUC ≥ 0.95 (100 %)", text, StringComparison.Ordinal);
        Assert.Contains("On less than a tenth of them: the verdict: used (0 %)", text, StringComparison.Ordinal);
    }

    [Fact]
    public void False_discoveries_are_counted_over_networks()
    {
        // One of the six pairs called used at one of three seeds of the frozen layer: 1/18.
        Assert.Contains("5.6 [0.0, 29.5] % (frozen random layer)", PointOn("False discoveries"), StringComparison.Ordinal);
        Assert.Contains("Of 15 networks with 15 control labels each, 0 had one that was found readable and 0 one that was found used", PointOn("False discoveries"), StringComparison.Ordinal);
    }

    [Fact]
    public void Pairs_of_a_linear_layer_are_absent_though_a_probe_ranks_them() =>
        Assert.Contains("still reads 100 % of all pairs with a held-out AUC above 0.95; 100 % are called absent", PointOn("Linear layer"), StringComparison.Ordinal);

    [Fact]
    public void Hidden_pairs_are_certified_only_where_outputs_do_not_see_everything()
    {
        Assert.Contains("11 of 16 dimensions reach no output. There alone a probe reads 100 %", PointOn("Unused by proof"), StringComparison.Ordinal);
        var rows = Findings.Tables.Single(table => table.Name == "null-space").Rows;
        Assert.Equal(["–", "–", "100.0", "–", "–"], rows.Select(row => row[4]));
    }

    [Fact]
    public void The_map_mirrors_verdict_and_truth()
    {
        var panel = Findings.Charts.Single(chart => chart.Name == "map-of-pairs").Panels[0];
        var used = panel.Marks.OfType<Curve>().Single(mark => mark.Label == "verdict: used").Points.Select(point => (point.X, point.Y));
        var truth = panel.Marks.OfType<Curve>().Single(mark => mark.Label.StartsWith("truth", StringComparison.Ordinal)).Points.Select(point => (X: point.Y, Y: point.X));
        Assert.Equal(truth.Order(), used.Order());
    }

    private static string PointOn(string subject) => Findings.Answer.Points.Single(point => point.Subject == subject).Text;
}
