using Superposition.Booleans;

namespace Superposition.Tests.Booleans;

public class ImplicitCircuitTests
{
    [Theory]
    [InlineData(0.9, 0.1, 0, 0)]
    [InlineData(0.4, 0.3, 0.15, 0.15)]
    [InlineData(0, 1, 0, 0)]
    [InlineData(1, 0, 0, 0)]
    public void What_it_computes_is_a_circuit_with_the_readers_that_its_gates_imply(double copy, double and, double or, double xor)
    {
        var circuit = new ImplicitCircuit(200, 3, new GateMix(copy, and, or, xor), new Seed(5));

        // The stored circuit refuses a gate that reads a feature twice or one that does not exist.
        var stored = Stored(circuit);
        var room = new int[2];
        for (var layer = 0; layer < 3; layer++)
        {
            var readers = Enumerable.Range(0, 200).Select(feature => circuit.Readers(layer, feature, room).ToArray()).ToArray();
            Assert.Equal(Enumerable.Range(0, 200).Select(feature => stored.Readers(layer, feature).ToArray()), readers);
            Assert.InRange(readers.Max(gates => gates.Length) - readers.Min(gates => gates.Length), 0, 1);
            Assert.Equal(Math.Round(and * 200), stored.Gates(layer).ToArray().Count(gate => gate.Kind == LayerGateKind.And));
            Assert.Equal(Math.Round(copy * 200), stored.Gates(layer).ToArray().Count(gate => gate.Kind == LayerGateKind.Copy));
        }
    }

    [Fact]
    public void Living_inputs_are_the_same_whether_the_circuit_is_computed_or_stored()
    {
        var circuit = new ImplicitCircuit(300, 5, new GateMix(0.4, 0.3, 0.15, 0.15), new Seed(6));
        var (computed, stored) = (LivingInputs.Draw(circuit, 3, 20, new Seed(1)), LivingInputs.Draw(Stored(circuit), 3, 20, new Seed(1)));
        Assert.Equal(stored.Features.ToArray(), computed.Features.ToArray());
        Assert.Equal(stored.Offsets.ToArray(), computed.Offsets.ToArray());
    }

    internal static LayeredCircuit Stored(ImplicitCircuit circuit) =>
        new(
            circuit.Features,
            [.. Enumerable.Range(0, circuit.Depth).Select(layer =>
            Enumerable.Range(0, circuit.Features).Select(gate => circuit.Gate(layer, gate)).ToArray())]);
}
