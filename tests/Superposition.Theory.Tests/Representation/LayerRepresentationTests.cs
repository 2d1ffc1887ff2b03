using System.Diagnostics;
using System.Reflection;
using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.Representation;
using Xunit.Abstractions;

namespace Superposition.Tests.Representation;

public class LayerRepresentationTests(ITestOutputHelper output)
{
    [Fact]
    public void The_minimax_read_off_as_stored_keeps_its_proved_errors_in_a_network()
    {
        using var network = Layers.Network("gaussian", features: 10, neurons: 24, active: 2, seed: 7);
        var sample = Layers.AtMost(10, 2);
        var layer = LayerRepresentation.Decide(network, PairAnds.All(10), sample, ReadOffForm.Affine, parallelism: 2);
        using var refitted = layer.Refit(network);

        var certified = CertifiedReadOff.Verify(
            layer.Activations, BooleanTarget.Of(PairAnds.All(10), sample), Assert.IsType<DenseReadOff>(refitted.ReadOff));
        Assert.Equal(layer.Outputs.Select(o => o.EpsilonLinear.Stored.Upper), certified.Select(c => c.Upper));

        // The network adds up in float32.
        var measured = OutputErrors.Measure(refitted, PairAnds.All(10), sample).Epsilon;
        Assert.InRange(
            measured, layer.Outputs.Max(o => o.EpsilonLinear.Stored.Lower) - 1e-5, layer.Outputs.Max(o =>
            o.EpsilonLinear.Stored.Upper) + 1e-5);
        Assert.InRange(layer.Upper - layer.Lower, 0, 1e-9);
    }

    [Fact]
    public void Least_squares_agrees_with_the_fit_of_whole_networks()
    {
        using var network = Layers.Network("gaussian", features: 10, neurons: 24, active: 2, seed: 7);
        var sample = Layers.AtMost(10, 2);
        var layer = LayerRepresentation.Decide(network, PairAnds.All(10), sample, ReadOffForm.Affine, parallelism: 2);
        using var fitted = LeastSquares.Refit(network, PairAnds.All(10), sample);
        var report = OutputErrors.Measure(fitted, PairAnds.All(10), sample);
        Assert.Equal(report.Rms, Math.Sqrt(layer.Outputs.Average(o => o.MeanSquared.Rmse * o.MeanSquared.Rmse)), 1e-5);
        Assert.Equal(report.Epsilon, layer.Outputs.Max(o => o.MeanSquared.Max), 1e-3);
        Assert.All(layer.Outputs, o => Assert.True(o.MeanSquared.RmseOfRelu <= o.MeanSquared.Rmse));
        Assert.All(layer.Outputs, o => Assert.True(o.MeanSquared.Max >= o.EpsilonLinear.Lower));
    }

    [Fact]
    public void The_degree_of_parallelism_does_not_change_a_result()
    {
        using var network = Layers.Network("sign", features: 10, neurons: 24, active: 2, seed: 7);
        var sample = Layers.AtMost(10, 2);
        var results =
            new[] { 1, 3 }.Select(p => LayerRepresentation.Decide(network, PairAnds.All(10), sample, ReadOffForm.WithoutConstant, p)
            .Outputs.Select(o => (o.EpsilonLinear.Lower, o.EpsilonLinear.Upper, o.Weak.Margin, o.MeanSquared.Rmse)).ToArray()).ToArray();
        Assert.Equal(results[0], results[1]);
    }

    [Fact]
    public void Certificates_cannot_be_made_or_altered_without_being_checked()
    {
        Type[] certificates = [typeof(CertifiedReadOff), typeof(CertifiedLowerBound), typeof(MinimaxCertificate), typeof(WeakCertificate),
            typeof(ExactMeasure), typeof(LayerRepresentation)];
        foreach (var type in certificates)
        {
            Assert.True(type.IsSealed);
            Assert.All(type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic), constructor =>
                Assert.True(constructor.IsPrivate));
            Assert.All(type.GetProperties(), property => Assert.Null(property.SetMethod));
            Assert.Null(type.GetMethod("<Clone>$"));
        }
    }

    [Theory, Trait("Category", "Slow"), Trait("Paper", "2408.05451 ε-linear representation")]
    [InlineData("sign")]
    [InlineData("subset")]
    [InlineData("gaussian")]
    public void All_496_pairs_of_32_features_at_128_neurons_are_certified_in_seconds_of_one_processor(string kind)
    {
        using var network = Layers.Network(kind, features: 32, neurons: 128, active: 2, seed: 1);
        var (clock, before) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        var layer = LayerRepresentation.Decide(network, PairAnds.All(32), Layers.AtMost(32, 2), ReadOffForm.Affine, parallelism: 2);
        var cpu = Environment.CpuUsage.TotalTime - before;
        var epsilons = layer.Outputs.Select(o => o.EpsilonLinear.Upper).Order().ToArray();
        output.WriteLine(
            $"{kind}: {layer.Outputs.Length} pairs, {cpu.TotalSeconds:F1} s of CPU, {clock.Elapsed.TotalSeconds:F1} s of wall clock; ε* "
                + $"min {epsilons[0]:F4}, median {epsilons[248]:F4}, max {epsilons[^1]:F4}; " +
            $"widest bracket {layer.Outputs.Max(o => o.EpsilonLinear.Upper - o.EpsilonLinear.Lower):E1}; float32 adds "
                + $"{layer.Outputs.Max(o => o.EpsilonLinear.Stored.Upper - o.EpsilonLinear.ReadOff.Upper):E1}");

        // A loaded machine needs more of the processor for the same.
        Assert.InRange(cpu.TotalSeconds, 0, 20);
        Assert.All(layer.Outputs, o => Assert.InRange(o.EpsilonLinear.Upper - o.EpsilonLinear.Lower, 0, 1e-8));
        Assert.All(layer.Outputs, o => Assert.Equal(Verdict.Yes, o.Weak.Verdict));
        Assert.InRange(epsilons[248], 0.11, 0.13);
        Assert.InRange(epsilons[^1], 0.13, 0.20);
    }
}
