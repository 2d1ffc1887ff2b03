using Superposition.Booleans;
using Superposition.ErrorCorrection;
using Superposition.Networks;
using Superposition.Plateaus;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace Superposition.Tests.Plateaus;

public class PlateauTests(ITestOutputHelper output)
{
    private static readonly PlateauSettings Settings = new() { States = 400, DistanceStates = 60, JacobianStates = 2 };

    [Theory]
    [InlineData(0.40, 0.05)]
    [InlineData(0.40, 0.12)]
    [InlineData(0.30, 0.05)]
    [InlineData(0.20, 0.20)]
    public void The_fit_finds_the_step_that_a_curve_was_made_from(double theta, double sigma)
    {
        var steps = Responses.FeatureSteps;
        var window = ClipWindow.Rounding(theta);
        var sample = new ResponseSample(steps, [.. steps.Select(t => new[] { 0.03 + (0.95 * window.MeanResponse(t, sigma)) })]);
        var fit = ClipFit.Of(sample, new Seed(1));
        Assert.Equal(theta, fit.Theta, 2e-3);
        Assert.Equal(sigma, fit.Sigma, 2e-3);
        Assert.Equal(0.03, fit.Offset, 1e-3);
        Assert.InRange(fit.Rms, 0, 1e-4);
        Assert.Equal(0, fit.ThetaError!.Value, 1e-9); // one state: nothing to resample
        Assert.All(sample.Curve().Steps.Zip(sample.Curve().Mean), x => Assert.Equal(x.Second, fit.At(x.First), 1e-3));
    }

    [Fact]
    public void The_Jacobian_of_a_linear_map_is_its_matrix()
    {
        using var scope = NewDisposeScope();
        using var generator = new Seed(1).Generator("matrix");
        var matrix_gd = randn(6, 4, generator: generator);
        var spectrum = JacobianSpectrum.Of(new StateMap(4, 6, state => state.matmul(matrix_gd.t())), randn(3, 4, generator: generator));
        var expected = linalg.svdvals(matrix_gd.to(float64)).data<double>().ToArray();
        Assert.All(expected.Zip(spectrum.Leading), x => Assert.Equal(x.First, x.Second, 1e-3));
        Assert.Equal(expected.Count(value => value > 1), spectrum.AboveOne, 1e-9);
    }

    [Fact]
    public void States_of_a_network_lack_the_feature_whose_output_is_looked_at()
    {
        using var scope = NewDisposeScope();
        using var generator = new Seed(1).Generator("encoding");
        var phi_dm = randn(6, 10, generator: generator);
        using var network = new ReluNetwork([], new DenseReadOff(eye(6)), phi_dm);
        using var states = PlateauStates.FromNetwork(
            new NetworkSite(network, NetworkSite.BeforeLayers), FanInAnds.Of(10, 1, [[0], [1], [2], [3], [4], [5]]),
            new SparseInputs(10, 2, Sparsity.Exactly), 50, new Seed(2));
        for (var i = 0; i < 50; i++)
        {
            var own = states.Own[i];
            Assert.True(states.Features![i].allclose(phi_dm[.., own], atol: 1e-5));
            // The state itself is one other column: exactly 2 active features, less one.
            Assert.Single(Enumerable.Range(0, 10), k => k != own && states.States[i].allclose(phi_dm[.., k], atol: 1e-5));
        }
    }

    [Fact]
    public void Where_no_feature_turns_an_output_on_the_sentence_says_so()
    {
        using var network = new ReluNetwork([], new DenseReadOff(ones(3, 3)));
        var error = Assert.Throws<ArgumentException>(() => PlateauStates.FromNetwork(
            new NetworkSite(network, NetworkSite.BeforeLayers), PairAnds.All(3), new SparseInputs(3, 1, Sparsity.AtMost), 5, new Seed(2)));
        Assert.Contains("there are 0 where a feature turns an output on", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Activations_alone_are_enough_for_the_curves_that_need_no_features()
    {
        using var scope = NewDisposeScope();
        using var generator = new Seed(1).Generator("activations");
        var states_nd = randn(60, 5, generator: generator);
        using var states = PlateauStates.FromActivations(states_nd, new Seed(3));
        var report =
            PlateauReport.Measure(new StateMap(5, 5, x => x * 2), states, Settings with { JacobianStates = 0, States = 60 }, new Seed(4));
        Assert.Null(report.Target);
        Assert.Null(report.Fit);
        Assert.Null(report.AtCodewords);
        Assert.Equal(0, report.BetweenStates.PlateauIndex!.Value, 1e-4);
        Assert.Equal(2 * (states.Others - states.States).norm(dim: 1).mean().item<float>(), report.BetweenStates.EndToEndSlope, 1e-3);
        Assert.Throws<ArgumentException>(() => PlateauStates.FromActivations(full(5, 5, float.NaN), new Seed(1)));
    }

    [Fact, Trait("Paper", "2408.05451 error correction")]
    public void A_corrected_layer_has_the_predicted_curve_and_an_uncorrected_one_has_none()
    {
        var (corrected, uncorrected, predicted) = Layers(theta: 0.3, new Seed(1));
        output.WriteLine(Describe(corrected, predicted));
        output.WriteLine(Describe(uncorrected, predicted));
        Assert.Equal(0.3, corrected.Fit!.Theta, 0.03);
        Assert.Equal(predicted.Sigma(0.5), corrected.Fit.Sigma, 0.1 * predicted.Sigma(0.5));
        Assert.InRange(corrected.Target!.PlateauIndex!.Value, 0.9, 1.1);
        Assert.InRange(uncorrected.Target!.PlateauIndex!.Value, -0.1, 0.1);
        Assert.InRange(corrected.AtCodewords!.Rms, 0, 0.3 * corrected.AtMidpoints!.Rms);
        Assert.InRange(corrected.Random.Mean[^1], 0, 0.2 * corrected.Feature!.Mean[^1]);

        // Predicted from the sizes, with nothing fitted.
        Assert.All(corrected.Target.Steps.Zip(corrected.Target.Mean), x => Assert.InRange(x.Second - predicted.At(x.First), -0.03, 0.03));
    }

    [Fact, Trait("Category", "Slow"), Trait("Paper", "2408.05451 error correction")]
    public void Over_20_seeds_the_fit_is_right_to_a_tenth_and_the_index_separates_without_overlap()
    {
        var runs = Enumerable.Range(0, 20).Select(seed => Layers(0.3, new Seed((ulong)seed))).ToArray();
        foreach (var (corrected, uncorrected, predicted) in runs)
        {
            output.WriteLine($"{Describe(corrected, predicted)} | {Describe(uncorrected, predicted)}");
        }

        Assert.All(runs, run => Assert.Equal(0.3, run.Corrected.Fit!.Theta, 0.03));
        Assert.All(runs, run => Assert.Equal(run.Predicted.Sigma(0.5), run.Corrected.Fit!.Sigma, 0.1 * run.Predicted.Sigma(0.5)));
        Assert.True(runs.Min(run => run.Corrected.Target!.PlateauIndex) > runs.Max(run => run.Uncorrected.Target!.PlateauIndex) + 0.5);
        Assert.True(
            runs.Min(run => run.Corrected.BetweenStates.PlateauIndex) > runs.Max(run => run.Uncorrected.BetweenStates.PlateauIndex) + 0.3);
    }

    /// <summary>An error-correction layer, and the same without its clip units: channel means of the pre-activations.</summary>
    private static (PlateauReport Corrected, PlateauReport Uncorrected, PlateauPrediction Predicted) Layers(double theta, Seed seed)
    {
        using var scope = NewDisposeScope();
        var code = ChannelCode.Draw(ChannelCodeKind.Balanced, channels: 128, units: 1024, size: 16, seed);
        using var layer = ErrorCorrectionLayer.Draw(dimension: 256, code, ClipWindow.Rounding(theta), centred: true, seed);
        using var network = layer.ToNetwork();
        var site = new NetworkSite(network, NetworkSite.BeforeLayers);
        using var states =
            PlateauStates.FromNetwork(site, FanInAnds.All(128, 1), new SparseInputs(128, 2, Sparsity.Exactly), Settings.States, seed);
        var corrected = PlateauReport.Measure(StateMap.From(site), states, Settings, seed.For("plateau"));
        var code_nm = code.ToTensor();
        var linear_md = ((code_nm.t() - code.Centre) / (code.Size * (1 - code.Centre))).matmul(code_nm).matmul(layer.Encoding.t());
        var uncorrected =
            PlateauReport.Measure(new StateMap(256, 128, state => state.matmul(linear_md.t())), states, Settings, seed.For("plateau"));
        return (corrected, uncorrected, PlateauPrediction.Of(layer, active: 1));
    }

    private static string Describe(PlateauReport report, PlateauPrediction predicted) =>
        $"σ predicted {predicted.Sigma(0.5):F4}: θ {report.Fit!.Theta:F3} ± {report.Fit.ThetaError:F3} σ {report.Fit.Sigma:F4} ± "
            + $"{report.Fit.SigmaError:F4} offset {report.Fit.Offset:F3} height {report.Fit.Height:F3} rms {report.Fit.Rms:F4}, " +
        $"index {report.Target!.PlateauIndex:F3}, steepness {report.Target.Steepness:F2}, half {report.Target.Half:F3}; feature "
            + $"{report.Feature!.PlateauIndex:F3} between {report.BetweenStates.PlateauIndex:F3} " +
        $"random end {report.Random.Mean[^1]:F4} like {report.StateLike.Mean[^1]:F4} feature end {report.Feature.Mean[^1]:F3}; " +
        $"J codewords {report.AtCodewords!.Leading[0]:F2} rms {report.AtCodewords.Rms:F3}, midpoints "
            + $"{report.AtMidpoints!.Leading[0]:F2} rms {report.AtMidpoints.Rms:F3}";
}
