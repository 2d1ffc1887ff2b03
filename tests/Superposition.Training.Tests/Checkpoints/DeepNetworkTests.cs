using System.Text.Json;
using Superposition.Booleans;
using Superposition.Checkpoints;
using Superposition.Measurement;
using Superposition.Tasks;

namespace Superposition.Tests.Checkpoints;

/// <summary>
/// The deep network in <c>checkpoints/deep/</c> still computes its circuit, which is drawn again from the spec and the seed that its file
/// states.
/// </summary>
public class DeepNetworkTests
{
    [Fact]
    public void A_trained_network_narrower_than_its_circuit_makes_no_threshold_error_on_ten_thousand_inputs()
    {
        var golden =
            JsonSerializer.Deserialize<Golden>(File.ReadAllText(CheckpointFolder.Place("deep/expected.json")), JsonSerializerOptions.Web)!;
        var stored = NetworkFile.Load(CheckpointFolder.Place($"deep/{golden.File}"));
        using var network = stored.Network;
        var task = Circuit(new LivingInputsSpec { Features = 64, Active = 3, Pool = 1 });
        var seed = stored.Manifest.Seed!.Value;
        var circuit = task.Targets.Draw(task.Inputs, seed).Layers!;
        Assert.Equal(golden.Neurons, network.Layers.Select(layer => layer.Neurons));
        Assert.True(network.Layers.Count >= 4 && network.Layers.All(layer => layer.Neurons < circuit.WidthBefore(0)));

        var inputs = LivingInputs.Draw(circuit, active: 3, golden.Inputs, seed.For("measurement"));
        var report = OutputErrors.Measure(
            network, new LayerOutputs(circuit, circuit.Depth), InputSample.Given(new SparseInputs(64, 3, Sparsity.AtMost), inputs));
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
        // Draws the pool again, two million inputs, and takes the same ones out of it.
        var task = Circuit(
            new LivingInputsSpec { Features = 64, Active = 5, Pool = 2_000_000, HeldOut = 10_000 }).Draw(stored.Manifest.Seed!.Value);
        Assert.True(network.Layers.All(layer => layer.Neurons < task.Features));
        var measured = task.Sample(10_000, default);
        Assert.Equal(10_000, task.Unseen(measured));
        var report = task.Errors(network, measured, default);
        Assert.Equal((10_000, 0), (report.Inputs, report.ThresholdErrors));
        Assert.InRange(report.Epsilon, 0.37, 0.39);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Its_threshold_errors_on_drawn_inputs_are_those_of_a_few_inputs_that_are_drawn_again_and_again()
    {
        var stored = NetworkFile.Load(CheckpointFolder.Place("deep/trained-m64-s5-L4-d56-held-out.safetensors"));
        using var network = stored.Network;
        var task = Circuit(new LivingInputsSpec { Features = 64, Active = 5, Pool = 1 });
        var circuit = task.Targets.Draw(task.Inputs, stored.Manifest.Seed!.Value).Layers!;
        var drawn = LivingInputs.Draw(circuit, active: 5, 20_000, stored.Manifest.Seed!.Value.For("measurement"));
        var different = drawn.Choose([.. Enumerable.Range(0, drawn.Count).DistinctBy(i => string.Join(',', drawn[i].ToArray()))]);
        long Wrong(ActiveSets inputs) => OutputErrors.Measure(
            network, new LayerOutputs(circuit, circuit.Depth),
            InputSample.Given(new SparseInputs(64, 5, Sparsity.AtMost), inputs)).ThresholdErrors;
        Assert.InRange(different.Count, 18_000, 19_000);
        Assert.Equal((125, 7), (Wrong(drawn), Wrong(different)));
    }

    /// <summary>The task of experiments 13 and 14.</summary>
    private static TaskSpec Circuit(LivingInputsSpec inputs) =>
        new()
        {
            Inputs = inputs,
            Targets = new LayersSpec { Depth = 4, Gates = new GateShares { Copy = 0.4, And = 0.3, Or = 0.15, Xor = 0.15 } }
        };

    private sealed record Golden(
        string File, string Command, string Platform, int[] Neurons, int Inputs, double Epsilon, double Tolerance, string Why);
}
