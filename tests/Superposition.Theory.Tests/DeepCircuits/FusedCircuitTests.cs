using Superposition.Booleans;
using Superposition.DeepCircuits;
using Superposition.ErrorCorrection;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace Superposition.Tests.DeepCircuits;

public class FusedCircuitTests(ITestOutputHelper output)
{
    private static readonly GateMix FourKinds = new(0.4, 0.3, 0.15, 0.15);
    private static readonly GateMix MostlyCopies = new(0.9, 0.1, 0, 0);
    private static readonly Seed Seed = new(2408);

    [Theory]
    [InlineData(true, true, ChannelCodeKind.OverlapReduced)]
    [InlineData(true, false, ChannelCodeKind.OverlapReduced)]
    [InlineData(false, true, ChannelCodeKind.OverlapReduced)]
    [InlineData(true, true, ChannelCodeKind.Polynomial)]
    [InlineData(false, true, ChannelCodeKind.Polynomial)]
    public void The_sparse_engine_and_the_network_of_ReLUs_agree(bool corrects, bool centred, ChannelCodeKind code)
    {
        using var scope = NewDisposeScope();
        ILayeredCircuit circuit = code == ChannelCodeKind.Polynomial
            ? new ImplicitCircuit(64, 3, FourKinds, Seed)
            : LayeredCircuit.Draw(64, 3, FourKinds, Wiring.Dealt, Seed);
        var fused = new FusedCircuit(
            circuit, new FusedDesign(
            code == ChannelCodeKind.Polynomial ? 200 : 60, 5)
            { Corrects = corrects, Centred = centred, Code = code }, Seed);
        var inputs = new SparseInputs(64, 4, Sparsity.AtMost).Draw(Seed.Stream("inputs"), 40);
        using var network = FusedNetwork.Build(fused);
        Assert.Equal(Enumerable.Range(0, 4).Sum(layers => fused.Layout(layers).Relus(corrects)), network.Neurons);
        var sparse = fused.Run(inputs);
        var dense = network.Run(inputs);
        for (var i = 0; i < inputs.Count; i++)
        {
            Assert.InRange((dense[i] - tensor(sparse[i])).abs().max().item<float>(), 0, 1e-3);
        }
    }

    [Fact]
    public void A_computed_circuit_and_the_same_one_stored_give_the_same_report()
    {
        var circuit = new ImplicitCircuit(512, 4, MostlyCopies, Seed);
        var stored = Booleans.ImplicitCircuitTests.Stored(circuit);
        var inputs = LivingInputs.Draw(stored, 3, 16, Seed);
        var design = new FusedDesign(900, 8) { Code = ChannelCodeKind.Polynomial, AnyThreshold = 0.62 };
        var (computed, kept) =
            (new FusedCircuit(circuit, design, Seed).Measure(inputs), new FusedCircuit(stored, design, Seed).Measure(inputs));
        Assert.Equal(0, computed.ThresholdErrors);
        Assert.Equal(
            kept.Layers.Select(layer => (layer.On, layer.Beside, layer.Off, layer.ActiveUnits)), computed.Layers.Select(layer =>
            (layer.On, layer.Beside, layer.Off, layer.ActiveUnits)));
    }

    [Fact]
    public void A_roomy_circuit_computes_all_kinds_of_gates_without_errors_and_does_not_drift()
    {
        var report = Run(1024, 12, FourKinds, new FusedDesign(3072, 12));
        Assert.Equal(0, report.ThresholdErrors);
        Assert.InRange(report.Layers[^1].Rms / report.Layers[1].Rms, 0.6, 1.4);
        Assert.InRange(report.Epsilon, 0, 0.5);
        Assert.True(report.Layers.Skip(1).Sum(layer => layer.Beside.Count) > 200, "Hardly any gate was reached without being on.");
    }

    [Fact]
    public void Noise_of_the_units_is_as_predicted()
    {
        var report = Run(2048, 6, FourKinds, new FusedDesign(2048, 8) { Code = ChannelCodeKind.Balanced });
        foreach (var noise in report.Layers.Skip(1).SelectMany(layer => layer.Noise))
        {
            output.WriteLine($"{noise.Pool} {noise.Sigma:F4} predicted {noise.Predicted:F4} mean {noise.Mean:F4}");
            Assert.InRange(noise.Sigma / noise.Predicted, 0.8, 1.25);
        }
    }

    [Fact]
    public void Without_centring_the_same_circuit_fails_at_once()
    {
        var design = new FusedDesign(2048, 12);
        Assert.Equal(0, Run(2048, 3, MostlyCopies, design).ThresholdErrors);
        Assert.True(Run(2048, 3, MostlyCopies, design with { Centred = false }).ThresholdErrors > 1000);
    }

    [Fact]
    public void Without_error_correction_errors_grow_from_layer_to_layer()
    {
        var design = new FusedDesign(1280, 8) { AnyThreshold = 0.62 };
        var with = Run(2048, 6, MostlyCopies, design);
        var without = Run(2048, 6, MostlyCopies, design with { Corrects = false });
        output.WriteLine(string.Join(" ", without.Layers.Select(layer => $"{layer.Epsilon:G3}")));
        Assert.Equal(0, with.ThresholdErrors);
        Assert.True(without.Layers[^1].Epsilon > 4 * without.Layers[1].Epsilon);
        Assert.True(without.ThresholdErrors > 1000);
    }

    [Fact]
    public void The_same_seed_gives_the_same_report() =>
        Assert.Equal(
            Run(256, 4, FourKinds, new FusedDesign(512, 6)).Layers.Select(layer => layer.Rms), Run(
            256, 4, FourKinds, new FusedDesign(512, 6)).Layers.Select(layer => layer.Rms));

    [Fact]
    public void A_pool_narrower_than_a_channel_is_refused() =>
        Assert.Contains(
            "a channel has 12", Assert.Throws<ArgumentException>(() => Run(256, 2, MostlyCopies, new FusedDesign(40, 12))).Message,
            StringComparison.Ordinal);

    private static DeepReport Run(int features, int depth, GateMix mix, FusedDesign design)
    {
        var circuit = LayeredCircuit.Draw(features, depth, mix, Wiring.Dealt, Seed);
        return new FusedCircuit(circuit, design, Seed).Measure(LivingInputs.Draw(circuit, 3, 48, Seed));
    }
}
