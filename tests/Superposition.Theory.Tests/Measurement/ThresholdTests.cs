using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.DeepCircuits;
using Superposition.Measurement;
using static TorchSharp.torch;

namespace Superposition.Tests.Measurement;

/// <summary>What counts as a threshold error: a read-off of exactly ½ is read as 1, whoever counts.</summary>
public class ThresholdTests
{
    private const float JustBelow = 0.49999997f;

    public static TheoryData<float, bool, int> Cases => new()
    {
        { 0.5f, true, 0 },
        { 0.5f, false, 1 },
        { JustBelow, true, 1 },
        { JustBelow, false, 0 },
        { 1, true, 0 },
        { 0, false, 0 },
        { 1, false, 1 },
        { 0, true, 1 },
    };

    [Theory, MemberData(nameof(Cases))]
    public void Outputs_are_cut_at_a_half(float value, bool isOn, int errors)
    {
        // One pair of two features, on one input: both active, or none.
        int[] active = isOn ? [0, 1] : [];
        var report = OutputErrors.Measure(
            inputs => full(inputs.Count, 1, value), PairAnds.All(2),
                InputSample.Given(new SparseInputs(2, 2, Sparsity.AtMost), new ActiveSets(active, [0, active.Length])), batch: 1);
        Assert.Equal(errors, report.ThresholdErrors);
        Assert.Equal(Math.Abs(value - (isOn ? 1 : 0)), report.Epsilon, 1e-7);
        Assert.Equal(Math.Abs(value - (isOn ? 1 : 0)), report.Rms, 1e-7);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Features_are_cut_at_a_half(float value, bool isOn, int errors)
    {
        var tally = new FeatureErrorTally();
        tally.Add([1, value, 0], isOn ? [0, 1] : [0]);
        var found = tally.ToErrors();
        Assert.Equal(errors, found.ThresholdErrors);
        Assert.Equal(isOn ? (2, 1) : (1, 2), (found.On.Count, found.Off.Count));
        Assert.Equal(Math.Abs(value - (isOn ? 1 : 0)), found.Epsilon, 1e-7);
        Assert.Equal(Math.Abs(value - (isOn ? 1 : 0)) / Math.Sqrt(3), found.Rms, 1e-7);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Features_of_a_deep_circuit_are_cut_at_a_half(float value, bool isOn, int errors)
    {
        var tally = new LayerTally();
        tally.Add([1, value, 0], isOn ? [0, 1] : [0], reached: [0, 1]);
        var found = tally.ToReport(1, []);
        Assert.Equal(errors, found.ThresholdErrors);
        Assert.Equal(isOn ? (2, 0, 1) : (1, 1, 1), (found.On.Count, found.Beside.Count, found.Off.Count));
        Assert.Equal(Math.Abs(value - (isOn ? 1 : 0)), found.Epsilon, 1e-7);
        Assert.Equal(isOn ? 2 : 1, found.MeanActive);
    }

    [Fact]
    public void The_largest_error_is_that_of_the_worst_class()
    {
        var none = ErrorStatistics.Empty;
        ErrorStatistics With(double max) => none with { Count = 1, Max = max };
        Assert.Equal(0.7, new FeatureErrors(With(0.2), With(0.7), 0, 0).Epsilon);
        Assert.Equal(0.7, new FeatureErrors(With(0.7), With(0.2), 0, 0).Epsilon);
        foreach (var place in Enumerable.Range(0, 3))
        {
            ErrorStatistics At(int i) => With(i == place ? 0.7 : 0.2);
            Assert.Equal(0.7, new LayerReport(1, 1, At(0), At(1), At(2), 0, 0, 0, ImmutableArray<PoolNoise>.Empty).Epsilon);
        }
    }

    [Fact]
    public void Errors_of_a_deep_circuit_are_added_up_over_its_layers()
    {
        LayerReport Layer(int layer, double max, long errors) => new(
            layer, 1, ErrorStatistics.Empty with { Count = 1, Max = max }, ErrorStatistics.Empty, ErrorStatistics.Empty, 0, errors, 0, []);
        var report = new DeepReport(8, 4, 8, 1, [Layer(0, 0.1, 0), Layer(1, 0.6, 3), Layer(2, 0.3, 0), Layer(3, 0.2, 4)]);
        Assert.Equal((7, 0.6, 1), (report.ThresholdErrors, report.Epsilon, report.LayersWithoutErrors));
    }
}
