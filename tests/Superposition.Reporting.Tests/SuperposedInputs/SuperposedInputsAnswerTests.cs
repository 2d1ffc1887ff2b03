using Superposition.Reporting;
using Superposition.Reporting.Statistics;
using Superposition.Reporting.SuperposedInputs;
using Superposition.Tests.Reporting.Samples;

namespace Superposition.Tests.Reporting.SuperposedInputs;

/// <summary>The answer's numbers are the records' numbers.</summary>
public class SuperposedInputsAnswerTests
{
    private static readonly Experiments.SuperposedInputs.SuperposedInputsSpec Spec = SuperposedInputsSample.Spec();
    private static readonly Findings Findings = new SuperposedInputsReport().Of(Spec, [.. SuperposedInputsSample.Records(Spec)]);

    [Fact]
    public void Headline_tells_both_constructions_from_the_fewest_to_the_most_features()
    {
        Assert.Contains("With gaussian directions, in 64 dimensions, ε of superposed-subset goes from", Findings.Answer.Headline, StringComparison.Ordinal);
        Assert.Contains("at m = 64 to", Findings.Answer.Headline, StringComparison.Ordinal);
        Assert.Contains("at m = 256", Findings.Answer.Headline, StringComparison.Ordinal);
        Assert.Contains("mean over 3 seeds", Findings.Answer.Headline, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_flat_is_said_to_be_and_what_doubles_too()
    {
        // The subset's error grows as √m, from 64 to 256 by 2; the projection's not at all.
        var text = PointOn("Number of features");
        Assert.Contains("superposed-subset, gaussian directions, from m = 64 to m = 256: none active 2.00", text, StringComparison.Ordinal);
        Assert.Contains("superposed-projection, gaussian directions, from m = 64 to m = 256: none active 1.00", text, StringComparison.Ordinal);
        Assert.Contains("from d0 = 32 to d0 = 64: none active 0.707", PointOn("Dimension of the state"), StringComparison.Ordinal);
    }

    [Fact]
    public void Noise_terms_are_held_against_their_predictions()
    {
        Assert.Matches("crosstalk of directions 1.00+ to 1.00+ over [0-9]+ points; drawing of neurons 1.00+ to 1.00+ over", PointOn("Both noises of projections"));
        Assert.Matches("is 1.00+ to 1.00+ over", PointOn("Noise before a neuron"));
    }

    [Fact]
    public void Directions_stand_beside_welchs_bound()
    {
        var row = Findings.Tables.Single(table => table.Name == "directions").Rows.First(row => row[..2].SequenceEqual(["256", "64"]));
        Assert.Equal(Numbers.Short(Math.Sqrt(192.0 / (64 * 255))), row[^1]);
    }

    private static string PointOn(string subject) => Findings.Answer.Points.Single(point => point.Subject == subject).Text;
}
