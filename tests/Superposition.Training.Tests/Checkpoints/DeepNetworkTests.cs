using System.Text.Json;
using Superposition.Booleans;
using Superposition.Checkpoints;
using Superposition.Experiments;
using Superposition.Experiments.LearnedCounterparts;
using Superposition.Measurement;

namespace Superposition.Tests.Checkpoints;

/// <summary>The deep network in <c>checkpoints/deep/</c> still computes its circuit, which is drawn again from the spec and the seed that its file states.</summary>
public class DeepNetworkTests
{
    [Fact]
    public void A_trained_network_narrower_than_its_circuit_makes_no_threshold_error_on_ten_thousand_inputs()
    {
        var golden = JsonSerializer.Deserialize<Golden>(File.ReadAllText(CheckpointFolder.Place("deep/expected.json")), JsonSerializerOptions.Web)!;
        var stored = NetworkFile.Load(CheckpointFolder.Place($"deep/{golden.File}"));
        using var network = stored.Network;
        var spec = Assert.IsType<LearnedCounterpartsSpec>(SpecReader.Parse(stored.Manifest.Spec!, golden.File, []));
        var task = Assert.IsType<DeepCircuitTaskSpec>(Assert.Single(spec.Tasks));
        var seed = stored.Manifest.Seed!.Value;
        var circuit = LayeredCircuit.Draw(task.Features, task.Depth, task.Gates.ToMix(), Wiring.Dealt, seed.For("circuit"));
        Assert.Equal(golden.Neurons, network.Layers.Select(layer => layer.Neurons));
        Assert.True(network.Layers.Count >= 4 && network.Layers.All(layer => layer.Neurons < circuit.WidthBefore(0)));

        var inputs = LivingInputs.Draw(circuit, task.Active, golden.Inputs, seed.For("measurement"));
        var report = OutputErrors.Measure(network, new LayerOutputs(circuit, circuit.Depth), InputSample.Given(task.Inputs, inputs));
        Assert.Equal(0, report.ThresholdErrors);
        Assert.InRange(report.Epsilon, golden.Epsilon - golden.Tolerance, golden.Epsilon + golden.Tolerance);
        Assert.InRange(report["on"].Count, 2L * golden.Inputs, 3L * golden.Inputs);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void A_trained_network_makes_no_threshold_error_on_ten_thousand_inputs_that_were_kept_from_training()
    {
        var stored = NetworkFile.Load(CheckpointFolder.Place("deep/trained-m64-s5-L4-d56-held-out.safetensors"));
        using var network = stored.Network;
        var spec = Assert.IsType<LearnedCounterpartsSpec>(SpecReader.Parse(stored.Manifest.Spec!, "held out", []));
        var task = Assert.IsType<DeepCircuitTaskSpec>(spec.Tasks[0]);
        Assert.True(task.HoldsOut && network.Layers.All(layer => layer.Neurons < task.Features));

        // Draws the pool again, two million inputs, and takes the same ones out of it.
        var drawn = task.Draw(stored.Manifest.Seed!.Value, spec.Measurement.Inputs, CancellationToken.None);
        Assert.Equal(10_000, drawn.Unseen);
        var report = OutputErrors.Measure(network, drawn.Targets, drawn.Measured);
        Assert.Equal((10_000, 0), (report.Inputs, report.ThresholdErrors));
        Assert.InRange(report.Epsilon, 0.37, 0.39);
    }

    private sealed record Golden(string File, string Command, string Platform, int[] Neurons, int Inputs, double Epsilon, double Tolerance, string Why);
}
