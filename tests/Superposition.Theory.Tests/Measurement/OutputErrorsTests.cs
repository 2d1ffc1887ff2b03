using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.UniversalAnd;
using static TorchSharp.torch;

namespace Superposition.Tests.Measurement;

public class OutputErrorsTests
{
    private static readonly SparseInputs Inputs = new(12, 3, Sparsity.AtMost);
    private static readonly PairAnds Pairs = PairAnds.All(12);

    [Fact]
    public void Runs_of_one_class_are_measured_as_their_values_one_by_one()
    {
        var pairs = PairAnds.All(40);
        var inputs = new SparseInputs(40, 3, Sparsity.AtMost).Draw(new Seed(3).Stream("inputs"), 25);
        var random = new Random(5);
        var out_ng = Enumerable.Range(0, 25 * pairs.Count).Select(_ => (float)random.NextDouble()).ToArray();
        var report = OutputErrors.Measure(_ =>
            tensor(out_ng).reshape(25, pairs.Count), pairs, InputSample.Given(new SparseInputs(40, 3, Sparsity.AtMost), inputs), batch: 25);
        var (histograms, wrong, classes) = (new ErrorHistogram[] { new(), new(), new() }, 0, new byte[pairs.Count]);
        for (var i = 0; i < 25; i++)
        {
            pairs.Classify(inputs[i], classes);
            for (var j = 0; j < pairs.Count; j++)
            {
                var value = out_ng[(i * pairs.Count) + j];
                histograms[classes[j]].Add(value - pairs.ValueOf(classes[j]));
                wrong += (value >= 0.5f) == (classes[j] == 2) ? 0 : 1;
            }
        }

        Assert.Equal(histograms.Select(histogram => histogram.ToStatistics()), report.Classes.Select(c => c.Errors));
        Assert.Equal(wrong, report.ThresholdErrors);
    }

    /// <summary>With 66,066 outputs the read-off is multiplied in two parts.</summary>
    [Fact]
    public void Outputs_that_come_in_parts_are_measured_as_all_at_once()
    {
        using var scope = NewDisposeScope();
        using var generator = new Seed(9).Generator("weights");
        var pairs = PairAnds.All(364);
        var sample = InputSample.Drawn(new SparseInputs(364, 3, Sparsity.AtMost), 70, new Seed(1));
        using var network = new ReluNetwork(
            [new ReluLayer(randn(6, 364, generator: generator), randn(6, generator: generator))],
            new DenseReadOff(randn(pairs.Count, 6, generator: generator), randn(pairs.Count, generator: generator)));
        var (parts, whole) =
            (OutputErrors.Measure(network, pairs, sample), OutputErrors.Measure(network.Run, pairs, sample, batch: 70));
        Assert.Equal(whole.ThresholdErrors, parts.ThresholdErrors);
        foreach (var (expected, found) in whole.Classes.Zip(parts.Classes))
        {
            Assert.Equal(expected.Errors.Count, found.Errors.Count);
            Assert.Equal(expected.Errors.Rms, found.Errors.Rms, 1e-6);
            Assert.Equal(expected.Errors.Q99, found.Errors.Q99, 1e-4);
            Assert.Equal(expected.Errors.Max, found.Errors.Max, 1e-5);
        }
    }

    [Fact]
    public void Statistics_are_those_of_a_plain_computation()
    {
        using var network = Network();
        var report = OutputErrors.Measure(network, Pairs, InputSample.All(Inputs));
        var errors = PlainErrors(network);
        Assert.Equal((299, true), (report.Inputs, report.AllInputs));
        foreach (var (name, index) in Pairs.Classes.Select((name, index) => (name, index)))
        {
            var sizes = errors[index].Select(Math.Abs).Order().ToArray();
            var statistics = report[name];
            Assert.Equal(errors[index].Count, statistics.Count);
            Assert.Equal(errors[index].Average(), statistics.Mean, 1e-6);
            Assert.Equal(Math.Sqrt(errors[index].Average(e => e * e)), statistics.Rms, 1e-6);
            Assert.Equal(sizes[^1], statistics.Max, 1e-5);
            foreach (var (share, value) in new[] { (0.5, statistics.Q50), (0.9, statistics.Q90), (0.99, statistics.Q99) })
            {
                var exact = sizes[(int)Math.Ceiling(share * sizes.Length) - 1];
                Assert.InRange(value, exact - 1e-5, (exact * 1.001) + 1e-5);
            }
        }

        Assert.Equal(errors.SelectMany(e => e).Max(Math.Abs), report.Epsilon, 1e-5);
        Assert.Equal(Math.Sqrt(errors.SelectMany(e => e).Average(e => e * e)), report.Rms, 1e-6);
        Assert.Throws<InvalidOperationException>(() => report["three"]);
    }

    /// <summary>On half of the runs of outputs, so that the first ones are measured by vectors and the last ones by themselves.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(12)]
    public void An_output_of_one_half_is_on(int features)
    {
        var pairs = PairAnds.All(features);
        var inputs = InputSample.All(new SparseInputs(features, 2, Sparsity.Exactly));
        var report = OutputErrors.Measure(batch => full(batch.Count, pairs.Count, 0.5), pairs, inputs, batch: 3);
        Assert.Equal(inputs.Count * (pairs.Count - 1), report.ThresholdErrors);
        var below = OutputErrors.Measure(batch => full(batch.Count, pairs.Count, 0.4999), pairs, inputs, batch: 3);
        Assert.Equal(inputs.Count, below.ThresholdErrors);
        Assert.Equal((0.5, 0.5), (report.Rms, report.Epsilon));
    }

    [Fact]
    public void An_output_that_is_not_a_number_is_named()
    {
        // Output 15 of 66 is the pair (1, 6): second of the run behind (1, 5), on which the other feature of a pair is active.
        var input = InputSample.Given(Inputs, new ActiveSets([1, 5], [0, 2]));
        var values = new float[66];
        values[15] = float.PositiveInfinity;
        Assert.Equal((1, 6), Pairs.Pairs[15]);
        var refusal = Assert.Throws<NotFiniteException>(() =>
            OutputErrors.Measure(_ => tensor(values).view(1, 66), Pairs, input, batch: 1));
        Assert.Equal("Output 15 is Infinity for the input with features 1, 5 active.", refusal.Message);
    }

    [Fact]
    public void An_output_that_is_not_a_number_is_refused_with_its_input()
    {
        using var network = Network();
        var refusal = Assert.Throws<NotFiniteException>(() => OutputErrors.Measure(
            inputs => network.Run(inputs) / (inputs.SumRows(ones(12, 1)) - 2), Pairs, InputSample.All(Inputs), batch: 1));
        Assert.Contains("features 0, 1 active", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_that_do_not_fit_are_refused()
    {
        using var network = Network();
        (PairAnds Pairs, int Features)[] wrong = [(PairAnds.All(11), 11), (PairAnds.Of(12, [(0, 1)]), 12), (Pairs, 11)];
        foreach (var (pairs, features) in wrong)
        {
            var refusal = Assert.Throws<ArgumentException>(() =>
                OutputErrors.Measure(network, pairs, InputSample.All(new SparseInputs(features, 2, Sparsity.Exactly))));
            Assert.StartsWith(
                $"The network maps 12 features to 66 outputs, the task {pairs.Features} to {pairs.Count}, and inputs have {features} "
                    + "features.", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Least_squares_is_optimal_on_the_inputs_it_was_fitted_on()
    {
        using var scope = NewDisposeScope();
        using var network = Network();
        var all = InputSample.All(Inputs);
        using var refitted = LeastSquares.Refit(network, Pairs, all);
        var best = OutputErrors.Measure(refitted, Pairs, all).Rms;
        Assert.True(best < OutputErrors.Measure(network, Pairs, all).Rms);

        // Any small change of the read-off makes it worse.
        var readOff = Assert.IsType<DenseReadOff>(refitted.ReadOff);
        using var generator = new Seed(4).Generator("change");
        for (var i = 0; i < 5; i++)
        {
            using var changed = refitted.WithReadOff(
                new DenseReadOff(readOff.Weight + (0.01 * randn(readOff.Weight.shape, generator: generator)), readOff.Bias));
            Assert.True(OutputErrors.Measure(changed, Pairs, all).Rms > best);
        }
    }

    [Fact]
    public void The_linear_control_reads_an_and_no_better_than_its_known_bound()
    {
        using var control = LeastSquares.LinearControl(Pairs, InputSample.All(Inputs));
        var report = OutputErrors.Measure(control, Pairs, InputSample.All(Inputs));
        Assert.True(report.Epsilon >= 0.25, $"ε = {report.Epsilon}");
        Assert.Equal(0, control.Neurons);
    }

    [Fact]
    public void Expected_maximum_of_a_single_normal_class_is_that_of_the_extreme_value_law()
    {
        var predicted = new PredictedErrors([new PredictedClass("none", 0, 1, 1)]);

        // Mean of the largest |z| of n standard normals, by simulation.
        var random = new Seed(11).Stream("normal");
        foreach (var n in new[] { 50, 1000 })
        {
            var simulated = Enumerable.Range(0, 400).Average(_ =>
                Enumerable.Range(0, n).Max(_ => Math.Abs(MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, random.NextDouble()))));
            Assert.InRange(predicted.ExpectedMaximum(n) / simulated, 0.97, 1.03);
        }
    }

    private static ReluNetwork Network()
    {
        return new DenseSigns().Build(new UniversalAndSize(Inputs, 40), new Seed(1));
    }

    private static List<double>[] PlainErrors(ReluNetwork network)
    {
        var weight = network.Layers[0].Weight.data<float>().ToNDArray();
        var scale = ((PairReadOff)network.ReadOff).Scale.item<float>();
        var w = (float[,])weight;
        List<double>[] errors = [[], [], []];
        foreach (var inputs in Inputs.All(1))
        {
            var active = inputs[0].ToArray();
            var a = Enumerable.Range(0, 40).Select(i => Math.Max(0, active.Sum(j => (double)w[i, j]) - 1)).ToArray();
            foreach (var (k, l) in Pairs.Pairs)
            {
                var output = scale * Enumerable.Range(0, 40).Sum(i => w[i, k] * w[i, l] * a[i]);
                var members = active.Count(j => j == k || j == l);
                errors[members].Add(output - (members == 2 ? 1 : 0));
            }
        }

        return errors;
    }
}
