using System.Globalization;
using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.Representation;
using Superposition.UniversalAnd;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace Superposition.Tests.UniversalAnd;

/// <summary>Universal AND when the layer reads Φb instead of b.</summary>
public class SuperposedInputTests(ITestOutputHelper output)
{
    [Theory, Trait("Paper", "2408.05451 universal AND, inputs in superposition")]
    [InlineData("superposed-projection", 2, 256, EncodingKind.Gaussian)]
    [InlineData("superposed-projection", 3, 256, EncodingKind.Signs)]
    [InlineData("superposed-projection", 2, 256, EncodingKind.LowCoherence)]
    [InlineData("superposed-subset", 2, 128, EncodingKind.Gaussian)]
    [InlineData("superposed-subset", 3, 128, EncodingKind.LowCoherence)]
    public void Standard_deviations_agree_with_prediction(string kind, int active, int features, EncodingKind encoding)
    {
        var size = new UniversalAndSize(
            new SparseInputs(features, active, Sparsity.Exactly), Neurons: 2048, Encoding: new EncodingSize(encoding, 512));
        using var network = Build(kind, size, seed: 11);
        var measured = OutputErrors.Measure(network, PairAnds.All(features), InputSample.Drawn(size.Inputs, 300, new Seed(12)));
        var predicted = UniversalAndConstructions.Find(kind)!.Predict(size);
        foreach (var expected in predicted.Classes)
        {
            var errors = measured[expected.Class];
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{expected.Class}: std {errors.Std:F4} predicted {expected.Std:F4}, mean {errors.Mean:F4} predicted {expected.Mean:F4}"));

            // Only 300 or 900 errors have both of the pair active, from one network: their spread is known to a few per cent.
            var tolerance = expected.Class == "both" ? 0.12 : 0.05;
            Assert.InRange(errors.Std / expected.Std, 1 - tolerance, 1 + tolerance);
            Assert.InRange(errors.Mean - expected.Mean, -0.3 * expected.Std, 0.3 * expected.Std);
        }
    }

    [Fact]
    public void Both_noises_of_random_projections_are_as_predicted_one_by_one()
    {
        // With the encoding fixed, what infinitely many neurons would read is known exactly: the rest of an error is the drawing of
        // neurons.
        const int features = 128;
        var size = new UniversalAndSize(
            new SparseInputs(features, 2, Sparsity.Exactly), Neurons: 512, Encoding: new EncodingSize(EncodingKind.Gaussian, 128));
        using var network = Build("superposed-projection", size, seed: 21);
        var inputs = size.Inputs.Draw(new Seed(22).Stream("inputs"), 200);
        using var scope = NewDisposeScope();
        var state_ne = inputs.SumRows(network.Encoding!.t());
        var read_nm = state_ne.matmul(network.Encoding!);
        var outputs_ng = network.Run(inputs);
        var targets = PairAnds.All(features);
        double[] crosstalk = new double[3], neurons = new double[3];
        var counts = new int[3];
        var classes = new byte[targets.Count];
        for (var i = 0; i < inputs.Count; i++)
        {
            targets.Classify(inputs[i], classes);
            var read = read_nm[i].data<float>().ToArray();
            var outputs = outputs_ng[i].data<float>().ToArray();
            var limit = Math.Sqrt(2) / state_ne[i].norm().item<float>();
            for (var j = 0; j < outputs.Length; j++)
            {
                var (k, l) = targets.Pairs[j];
                var infinite = limit * read[k] * read[l];
                crosstalk[classes[j]] += Math.Pow(infinite - (classes[j] == 2 ? 1 : 0), 2);
                neurons[classes[j]] += Math.Pow(outputs[j] - infinite, 2);
                counts[classes[j]]++;
            }
        }

        for (var members = 0; members <= 2; members++)
        {
            var (_, predicted) = SuperposedProjection.Crosstalk(size, 2, members);
            var tolerance = members == 2 ? 0.15 : 0.05;
            Assert.InRange(Math.Sqrt(crosstalk[members] / counts[members]) / predicted, 1 - tolerance, 1 + tolerance);
            Assert.InRange(
                Math.Sqrt(neurons[members] / counts[members]) / SuperposedProjection.NeuronNoise(size, 2, members), 1 - tolerance,
                1 + tolerance);
        }
    }

    [Fact]
    public void Noise_before_the_subset_neurons_is_as_predicted()
    {
        var size = new UniversalAndSize(
            new SparseInputs(512, 2, Sparsity.Exactly), Neurons: 1024, Density: 0.25, new EncodingSize(EncodingKind.Gaussian, 512));
        using var network = Build("superposed-subset", size, seed: 31);
        using var scope = NewDisposeScope();
        var inputs = size.Inputs.Draw(new Seed(32).Stream("inputs"), 400);
        var subsets_dm = ((PairReadOff)network.ReadOff).Factors + 0.25;
        var seen_nd = inputs.SumRows(network.Encoding!.t()).matmul(network.Layers[0].Weight.t());
        var noise = (seen_nd - inputs.SumRows(subsets_dm.t())).std().item<float>();
        Assert.InRange(noise / SuperposedSubsets.PreactivationNoise(size, 2), 0.95, 1.05);
        Assert.InRange(noise / Math.Sqrt(0.25 * 512 * 2 / 512.0), 0.95, 1.05);
    }

    [Fact]
    public void Without_the_correction_for_overlaps_the_projections_are_worse_everywhere()
    {
        var size = new UniversalAndSize(
            new SparseInputs(128, 3, Sparsity.Exactly), Neurons: 4096, Encoding: new EncodingSize(EncodingKind.Gaussian, 64));
        using var network = Build("superposed-projection", size, seed: 41);
        var corrected = (PairReadOff)network.ReadOff;
        using var bare = new ReluNetwork(
            [new ReluLayer(network.Layers[0].Weight, network.Layers[0].Bias)],
            new PairReadOff(corrected.Factors, corrected.Scale.item<float>(), PairNormalisation.Constant, PairAnds.All(128)),
            network.Encoding);
        var sample = InputSample.Drawn(size.Inputs, 200, new Seed(42));
        var with = OutputErrors.Measure(network, PairAnds.All(128), sample);
        var without = OutputErrors.Measure(bare, PairAnds.All(128), sample);
        Assert.All(with.Classes, c =>
            Assert.True(c.Errors.Rms < without[c.Class].Rms, $"{c.Class}: {c.Errors.Rms:F3} with, {without[c.Class].Rms:F3} without"));
    }

    [Fact]
    public void A_corrected_read_off_written_out_row_by_row_gives_the_same_outputs()
    {
        var size =
            new UniversalAndSize(new SparseInputs(24, 3, Sparsity.AtMost), Neurons: 64, Encoding: new EncodingSize(EncodingKind.Signs, 16));
        using var network = Build("superposed-projection", size, seed: 51);
        using var dense = ((PairReadOff)network.ReadOff).ToDense();
        using var scope = NewDisposeScope();
        var activations_nd = network.Activations(size.Inputs.Draw(new Seed(52).Stream("inputs"), 50));
        Assert.True(network.ReadOff.call(activations_nd).allclose(dense.call(activations_nd), rtol: 1e-4, atol: 1e-4));
    }

    [Fact, Trait("Category", "Slow"), Trait("Paper", "2408.05451 universal AND, inputs in superposition")]
    public void Random_projections_are_flat_in_the_number_of_features_from_128_to_2048()
    {
        int[] features = [128, 256, 512, 1024, 2048];
        var reports = features.Select(m => Enumerable.Range(0, 3).Select(seed => Projection(m, (ulong)seed)).ToArray()).ToArray();
        foreach (var (m, report) in features.Zip(reports))
        {
            output.WriteLine($"m={m} ε {string.Join(' ', report.Select(r => r.Epsilon.ToString("F3", CultureInfo.InvariantCulture)))}; "
                + "rms "
                + string.Join("; ", report[0].Classes.Select(c =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{c.Class} {Math.Sqrt(report.Average(r => Math.Pow(r[c.Class].Rms, 2))):F4} max "
                        + $"{report.Max(r => r[c.Class].Max):F3}"))));
        }

        foreach (var name in new[] { "none", "one", "both" })
        {
            double[] rms = [.. reports.Select(runs => Math.Sqrt(runs.Average(run => run[name].Rms * run[name].Rms)))];
            Assert.All(rms, value => Assert.InRange(value / rms.Average(), 0.75, 1.25));
        }
    }

    private static ErrorReport Projection(int features, ulong seed)
    {
        var size = new UniversalAndSize(
            new SparseInputs(features, 2, Sparsity.Exactly), Neurons: 4096, Encoding: new EncodingSize(EncodingKind.Gaussian, 512));
        using var network = Build("superposed-projection", size, seed);
        return OutputErrors.Measure(network, PairAnds.All(features), InputSample.Drawn(size.Inputs, 48, new Seed(seed)));
    }

    private static ReluNetwork Build(string kind, UniversalAndSize size, ulong seed)
    {
        return UniversalAndConstructions.Find(kind)!.Build(size, new Seed(seed));
    }
}
