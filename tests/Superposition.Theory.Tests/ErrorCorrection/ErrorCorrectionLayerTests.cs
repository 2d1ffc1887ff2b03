using Superposition.Booleans;
using Superposition.ErrorCorrection;
using Superposition.Networks;
using TorchSharp;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace Superposition.Tests.ErrorCorrection;

public class ErrorCorrectionLayerTests(ITestOutputHelper output)
{
    private static readonly Seed Seed = new(2408);

    [Theory]
    [InlineData(0.5, 0.0)]
    [InlineData(0.0, 0.2)]
    [InlineData(0.45, 0.15)]
    [InlineData(1.0, 0.3)]
    public void Mean_and_mean_square_response_are_those_of_many_normal_draws(double mean, double sigma)
    {
        var window = ClipWindow.Rounding(0.4);
        var random = Seed.Stream("normal");
        var sum = 0.0;
        for (var draw = 0; draw < 200_000; draw++)
        {
            var z = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            sum += window.Apply((float)(mean + (sigma * z)));
        }

        Assert.InRange(window.MeanResponse(mean, sigma) - (sum / 200_000), -0.005, 0.005);
    }

    [Theory, Trait("Paper", "2408.05451 error correction")]
    [InlineData(1024, 1024, 1024, 16, 3, 0.0)]
    [InlineData(1024, 1024, 1024, 16, 3, 0.05)]
    [InlineData(2048, 1024, 1024, 16, 3, 0.0)]
    [InlineData(512, 1024, 2048, 32, 2, 0.08)]
    public void Unit_noise_is_the_root_of_channels_times_crosstalk_and_noise(
        int features, int dimension, int units, int size, int active, double noise)
    {
        using var layer = Layer(ChannelCodeKind.Balanced, features, dimension, units, size, centred: true);
        var report = CorrectionReport.Measure(layer, Inputs(features, active, 40), noise, Seed);
        output.WriteLine($"sigma {report.Sigma:F4} predicted {report.PredictedSigma:F4}");
        Assert.InRange(report.Sigma / report.PredictedSigma, 0.95, 1.05);
    }

    [Fact, Trait("Paper", "2408.05451 error correction")]
    public void Errors_of_a_quarter_come_out_as_less_than_half_of_that_at_512_features_and_16384_ReLUs()
    {
        using var layer = Layer(ChannelCodeKind.OverlapReduced, 512, 2048, 8192, 64, centred: true);
        Assert.Equal(16384, layer.Relus);
        var report = CorrectionReport.Measure(layer, Inputs(512, 2, 40), 0.054, Seed);
        output.WriteLine($"in {report.In.Epsilon:F3} out {report.Out.Epsilon:F3}");
        Assert.True(report.In.Epsilon >= 0.25, $"ε in is {report.In.Epsilon:F3}");
        Assert.InRange(report.Out.Epsilon, 0, 0.125);
        Assert.Equal(0, report.Out.ThresholdErrors);
    }

    [Fact]
    public void The_contraction_map_ends_where_correcting_breaks()
    {
        using var layer = Layer(ChannelCodeKind.Balanced, 512, 512, 1024, 16, centred: true);
        var map = CorrectionReport.Map(layer, Inputs(512, 2, 20), [0, 0.05, 0.1, 0.2, 0.4, 0.8], Seed);
        Assert.True(map.Length < 6);
        Assert.All(map[..^1], report => Assert.InRange(report.Out.Epsilon, 0, 0.4999999));
        Assert.True(map[^1].Out.Epsilon >= 0.5);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_sparse_engine_and_the_network_of_ReLUs_agree(bool centred)
    {
        using var scope = NewDisposeScope();
        using var layer = Layer(ChannelCodeKind.OverlapReduced, 96, 48, 80, 8, centred);
        var inputs = Inputs(96, 3, 30);
        var once = layer.Correct(inputs.SumRows(layer.Encoding.t()));
        using var single = layer.ToNetwork();
        Assert.Equal(layer.Relus, single.Neurons);
        Assert.InRange(Difference(single.Run(inputs), once), 0, 1e-4);
        using var repeated = layer.ToNetwork(repeats: 2);
        Assert.Equal(2 * layer.Relus, repeated.Neurons);
        Assert.InRange(Difference(repeated.Run(inputs), layer.Correct(once.matmul(layer.Encoding.t()))), 0, 1e-3);
    }

    [Fact]
    public void Measuring_leaves_no_tensor_behind()
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (var layer = Layer(ChannelCodeKind.Random, 64, 32, 64, 8, centred: true))
        {
            _ = CorrectionReport.Measure(layer, Inputs(64, 2, 5), 0.1, Seed);
            _ = CorrectionReport.Iterate(layer, Inputs(64, 2, 5), 3);
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static float Difference(Tensor first, Tensor second) => (first - second).abs().max().item<float>();

    private static ErrorCorrectionLayer Layer(ChannelCodeKind kind, int features, int dimension, int units, int size, bool centred) =>
        ErrorCorrectionLayer.Draw(dimension, ChannelCode.Draw(kind, features, units, size, Seed), ClipWindow.Rounding(0.4), centred, Seed);

    private static ActiveSets Inputs(int features, int active, int count) =>
        new SparseInputs(features, active, Sparsity.Exactly).Draw(Seed.Stream("inputs"), count);
}
