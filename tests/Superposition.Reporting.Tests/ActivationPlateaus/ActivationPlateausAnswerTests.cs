using Superposition.Experiments.ActivationPlateaus;
using Superposition.Reporting.ActivationPlateaus;
using Superposition.Tests.Reporting.Samples;

namespace Superposition.Tests.Reporting.ActivationPlateaus;

public class ActivationPlateausAnswerTests
{
    private static readonly ActivationPlateausSpec Spec = ActivationPlateausSample.Spec();

    [Fact]
    public void The_headline_says_whether_the_index_separates()
    {
        var records = ActivationPlateausSample.Records(Spec);
        var answer = ActivationPlateausAnswer.Of(new PlateauRuns(Spec, records));
        Assert.StartsWith("Yes: the plateau index tells layers that correct from those that do not, without overlap: at least ", answer.Headline, StringComparison.Ordinal);
        Assert.Contains("at most 0.00 in 16 controls", answer.Headline, StringComparison.Ordinal);

        // One corrected layer with a straight line, and the answer turns round.
        var line = records.First(record => record.Arm == PlateauArm.Linear).Plateaus;
        var spoilt = records.Select((record, i) => i == 0 ? record with { Plateaus = record.Plateaus with { Target = line.Target } } : record);
        Assert.StartsWith("No: the plateau index overlaps", ActivationPlateausAnswer.Of(new PlateauRuns(Spec, [.. spoilt])).Headline, StringComparison.Ordinal);
    }

    [Fact]
    public void The_fit_is_judged_where_noise_is_small_beside_the_window()
    {
        var text = ActivationPlateausAnswer.Of(new PlateauRuns(Spec, ActivationPlateausSample.Records(Spec))).Points.Single(point => point.Subject == "θ and σ from the curve").Text;
        Assert.Contains("in 9 layers with σ up to 0.4 windows (1 − 2θ), θ is off by 2.0 % at most and σ by 3.0 %", text, StringComparison.Ordinal);
        Assert.Contains("In the 3 layers with more noise it is off by up to 20 % in θ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_learning_rate_is_chosen_by_loss_and_a_rate_that_diverged_is_not()
    {
        var records = ActivationPlateausSample.Records(Spec);
        Assert.All(new PlateauRuns(Spec, records).Of(PlateauArm.Trained), series => Assert.Equal(0.003, series.Records[0].LearningRate));
        var diverged = records.Select(record => record.LearningRate == 0.003 && record.Seed == 0 ? record with { Failure = "The loss was no longer finite." } : record);
        Assert.All(new PlateauRuns(Spec, [.. diverged]).Of(PlateauArm.Trained), series => Assert.Equal(0.001, series.Records[0].LearningRate));
    }
}
