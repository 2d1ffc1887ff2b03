using Superposition.Booleans;
using Superposition.DeepCircuits;
using TorchSharp;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace Superposition.Tests.DeepCircuits;

public class AlternatingCircuitTests(ITestOutputHelper output)
{
    private static readonly GateMix FourKinds = new(0.4, 0.3, 0.15, 0.15);
    private static readonly Seed Seed = new(2408);

    [Fact, Trait("Paper", "2408.05451 deep circuits")]
    public void Error_correction_after_every_layer_keeps_errors_below_a_half_and_without_it_they_grow()
    {
        var circuit = LayeredCircuit.Draw(256, 10, FourKinds, Wiring.Dealt, Seed);
        var inputs = LivingInputs.Draw(circuit, 3, 64, Seed);
        var design = new AlternatingDesign(3, 1536, 16, 8192);
        using var alternating = new AlternatingCircuit(circuit, design, Seed);
        var with = alternating.Measure(inputs);
        using var uncorrected = new AlternatingCircuit(circuit, design with { Corrects = false }, Seed);
        var without = uncorrected.Measure(inputs);
        output.WriteLine("with    " + string.Join(" ", with.Layers.Select(layer => $"{layer.Epsilon:F3}")));
        output.WriteLine("without " + string.Join(" ", without.Layers.Select(layer => $"{layer.Epsilon:G3}")));
        output.WriteLine(
            "noise   " + string.Join(" ", with.Layers.Skip(1).Select(layer => $"{layer.Noise[0].Sigma:F3}/{layer.Noise[0].Predicted:F3}")));
        Assert.Equal(0, with.ThresholdErrors);
        Assert.InRange(with.Epsilon, 0, 0.5);
        Assert.InRange(with.Layers[^1].Rms / with.Layers[1].Rms, 0.5, 1.5);
        Assert.True(without.ThresholdErrors > 30);
        Assert.True(without.Layers[^1].Rms > 1.4 * without.Layers[1].Rms);
        Assert.All(with.Layers.Skip(1), layer => Assert.InRange(layer.Noise[0].Sigma / layer.Noise[0].Predicted, 0.85, 1.2));
    }

    [Fact]
    public void The_alternation_and_its_network_of_twice_the_depth_agree()
    {
        using var scope = NewDisposeScope();
        var circuit = LayeredCircuit.Draw(48, 3, FourKinds, Wiring.Dealt, Seed);
        var inputs = LivingInputs.Draw(circuit, 3, 20, Seed);
        using var alternating = new AlternatingCircuit(circuit, new AlternatingDesign(3, 96, 8, 400), Seed);
        using var network = alternating.ToNetwork();
        Assert.Equal(1 + (2 * circuit.Depth), network.Layers.Count);
        Assert.InRange((network.Run(inputs) - alternating.Run(inputs)).abs().max().item<float>(), 0, 1e-3);
    }

    [Fact]
    public void Measuring_leaves_no_tensor_behind()
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var circuit = LayeredCircuit.Draw(32, 2, FourKinds, Wiring.Dealt, Seed);
        using (var alternating = new AlternatingCircuit(circuit, new AlternatingDesign(2, 64, 8, 50), Seed))
        {
            _ = alternating.Measure(LivingInputs.Draw(circuit, 2, 8, Seed));
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }
}
