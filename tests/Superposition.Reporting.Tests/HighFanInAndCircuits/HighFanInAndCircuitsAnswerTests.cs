using Superposition.Reporting;
using Superposition.Reporting.HighFanInAndCircuits;
using Superposition.Tests.Reporting.Samples;

namespace Superposition.Tests.Reporting.HighFanInAndCircuits;

/// <summary>The answer's numbers are the records' numbers.</summary>
public class HighFanInAndCircuitsAnswerTests
{
    private static readonly Experiments.HighFanInAndCircuits.HighFanInAndCircuitsSpec Spec = HighFanInAndCircuitsSample.Spec();
    private static readonly Findings Findings = new HighFanInAndCircuitsReport().Of(Spec, [.. HighFanInAndCircuitsSample.Records(Spec)]);

    [Fact]
    public void Headline_has_the_best_bank_of_every_fan_in_and_the_best_read_off_of_every_circuit()
    {
        Assert.StartsWith("With 1,024 ReLUs the best bank's ε is 0.500", Findings.Answer.Headline, StringComparison.Ordinal);
        Assert.Contains("for ANDs of 2 and 0.750", Findings.Answer.Headline, StringComparison.Ordinal);
        Assert.Contains("(adder) and 0.167", Findings.Answer.Headline, StringComparison.Ordinal);
        Assert.Contains("from 64 ReLUs by the best read-off", Findings.Answer.Headline, StringComparison.Ordinal);
    }

    [Fact]
    public void Cost_and_fall_are_those_of_the_records()
    {
        // κ² = (2t)².
        Assert.Contains("subsets, tuned density t = 2: 16.0, t = 3: 36.0", PointOn("Cost of fan-in"), StringComparison.Ordinal);
        Assert.Contains("to the power −0.500, the mean of 3 fits", PointOn("Fall with width"), StringComparison.Ordinal);
    }

    [Fact]
    public void Refusals_are_named_once() => Assert.StartsWith("ANDs of 3 by subsets of density ½: there F_t", PointOn("Refused"), StringComparison.Ordinal);

    [Fact]
    public void Read_offs_are_compared_on_the_same_neurons()
    {
        // 2/√64 = 0.25 and four of it: 1, 0.5 and a sixth; raw features 4·0.12.
        Assert.Contains("adder 1.00, 0.500, 0.167", PointOn("Read-off"), StringComparison.Ordinal);
        Assert.Contains("adder 0.480", PointOn("Read-off"), StringComparison.Ordinal);
        Assert.Contains("adder 32", PointOn("Below ¼"), StringComparison.Ordinal);
        Assert.Contains("d = 32: 1.20; d = 64: 1.20", PointOn("Random layers"), StringComparison.Ordinal);
    }

    private static string PointOn(string subject) => Findings.Answer.Points.Single(point => point.Subject == subject).Text;
}
