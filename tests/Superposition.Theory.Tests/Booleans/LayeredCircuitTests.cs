using Superposition.Booleans;

namespace Superposition.Tests.Booleans;

public class LayeredCircuitTests
{
    private static readonly GateMix Mix = new(0.4, 0.3, 0.15, 0.15);

    [Fact]
    public void A_trace_is_what_evaluating_every_gate_gives()
    {
        var circuit = LayeredCircuit.Draw(40, 6, Mix, Wiring.Dealt, new Seed(1));
        var random = new Seed(2).Stream("inputs");
        for (var trial = 0; trial < 50; trial++)
        {
            var input = new SparseInputs(40, 12, Sparsity.AtMost).Draw(random, 1)[0].ToArray();
            var trace = circuit.Trace(input);
            var bits = new bool[40];
            Array.ForEach(input, feature => bits[feature] = true);
            for (var layer = 0; layer < circuit.Depth; layer++)
            {
                bits = [.. circuit.Gates(layer).ToArray().Select(gate => Evaluate(gate, bits))];
                Assert.Equal(Enumerable.Range(0, 40).Where(k => bits[k]), trace[layer + 1]);
            }
        }
    }

    [Fact]
    public void Outputs_of_a_layer_are_its_trace_and_know_which_gates_have_an_input_on()
    {
        var circuit = LayeredCircuit.Draw(20, 3, Mix, Wiring.Dealt, new Seed(4));
        var random = new Seed(5).Stream("inputs");
        var classes = new byte[20];
        for (var layer = 1; layer <= 3; layer++)
        {
            var outputs = new LayerOutputs(circuit, layer);
            Assert.Equal((20, 20), (outputs.Features, outputs.Count));
            for (var trial = 0; trial < 40; trial++)
            {
                var input = new SparseInputs(20, 6, Sparsity.AtMost).Draw(random, 1)[0].ToArray();
                var trace = circuit.Trace(input);
                var on = new List<int>();
                outputs.AppendOn(input, on);
                Assert.Equal(trace[layer], on);
                outputs.Classify(input, classes);
                for (var gate = 0; gate < 20; gate++)
                {
                    var reads = circuit.Gates(layer - 1)[gate];
                    var expected = on.Contains(gate) ? "on" : trace[layer - 1].Contains(reads.First)
                        || trace[layer - 1].Contains(reads.Second) ? "beside" : "off";
                    Assert.Equal(expected, outputs.Classes[classes[gate]]);
                }
            }
        }
    }

    [Fact]
    public void Gates_are_drawn_in_the_shares_of_the_mix()
    {
        var gates = LayeredCircuit.Draw(20_000, 1, Mix, Wiring.Dealt, new Seed(3)).Gates(0).ToArray();
        Assert.InRange(gates.Count(gate => gate.Kind == LayerGateKind.Copy) / 20_000.0, 0.38, 0.42);
        Assert.InRange(gates.Count(gate => gate.Kind == LayerGateKind.And) / 20_000.0, 0.28, 0.32);
        Assert.InRange(gates.Count(gate => gate.Kind == LayerGateKind.Xor) / 20_000.0, 0.13, 0.17);
        Assert.All(gates, gate => Assert.Equal(gate.Kind == LayerGateKind.Copy, gate.First == gate.Second));
    }

    [Fact]
    public void A_gate_that_reads_what_does_not_exist_is_refused() =>
        Assert.Contains(
            "reads one of 3 features", Assert.Throws<ArgumentException>(
            () => new LayeredCircuit(3, [new Gate(LayerGateKind.And, 0, 3)])).Message, StringComparison.Ordinal);

    [Fact]
    public void Shares_that_do_not_add_up_are_refused() =>
        Assert.Contains(
            "add up to 1", Assert.Throws<ArgumentException>(() => new GateMix(0.5, 0.2, 0.2, 0.2)).Message, StringComparison.Ordinal);

    [Fact]
    public void Living_inputs_keep_between_one_and_s_features_active_in_every_layer()
    {
        var circuit = LayeredCircuit.Draw(1024, 16, Mix, Wiring.Dealt, new Seed(4));
        var inputs = LivingInputs.Draw(circuit, 3, 64, new Seed(5));
        Assert.Equal(64, inputs.Count);
        var active = Enumerable.Range(0, 64).SelectMany(i => circuit.Trace(inputs[i])).Select(set => set.Length).ToArray();
        Assert.All(active, count => Assert.InRange(count, 1, 3));
        Assert.True(active.Average() > 1.3, $"The inputs are barely alive: {active.Average():F2} features active on average.");
        Assert.Equal(inputs.Features.ToArray(), LivingInputs.Draw(circuit, 3, 64, new Seed(5)).Features.ToArray());
    }

    [Fact]
    public void A_circuit_that_kills_every_input_is_reported()
    {
        var ands = LayeredCircuit.Draw(200, 5, new GateMix(0, 1, 0, 0), Wiring.Uniform, new Seed(6));
        Assert.Contains(
            "branching", Assert.Throws<InvalidOperationException>(() => LivingInputs.Draw(ands, 2, 1, new Seed(7))).Message,
            StringComparison.Ordinal);
    }

    private static bool Evaluate(Gate gate, bool[] bits) => gate.Kind switch
    {
        LayerGateKind.Copy => bits[gate.First],
        LayerGateKind.And => bits[gate.First] && bits[gate.Second],
        LayerGateKind.Or => bits[gate.First] || bits[gate.Second],
        _ => bits[gate.First] ^ bits[gate.Second],
    };
}
