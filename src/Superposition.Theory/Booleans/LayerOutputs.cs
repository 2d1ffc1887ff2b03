using System.Collections.Immutable;

namespace Superposition.Booleans;

/// <summary>
/// What the gates of one layer of a layered circuit give, as functions of the circuit's inputs. An input is for a gate "on" when the gate
/// is, "beside" when it is not but one of the features that it reads is (a half-active AND, a cancelled XOR), and otherwise "off".
/// </summary>
public sealed class LayerOutputs : IBooleanTargets
{
    private readonly LayeredCircuit circuit;
    private readonly int layers;

    /// <summary>Takes the gates of one layer as outputs.</summary>
    /// <param name="circuit">The circuit.</param>
    /// <param name="layers">ℓ: the outputs are the gates of the ℓ-th layer, 1 … L.</param>
    /// <exception cref="ArgumentOutOfRangeException">The circuit has no ℓ-th layer.</exception>
    public LayerOutputs(LayeredCircuit circuit, int layers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(layers, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(layers, circuit.Depth);
        (this.circuit, this.layers) = (circuit, layers);
    }

    /// <inheritdoc/>
    public int Features => circuit.Features;

    /// <inheritdoc/>
    public int Count => circuit.Gates(layers - 1).Length;

    /// <inheritdoc/>
    public ImmutableArray<string> Classes { get; } = ["off", "beside", "on"];

    /// <inheritdoc/>
    public int ValueOf(int inputClass) => inputClass == 2 ? 1 : 0;

    /// <inheritdoc/>
    public void Classify(ReadOnlySpan<int> active, Span<byte> classes)
    {
        classes[..Count].Clear();
        var before = Before(active);
        foreach (var feature in before)
        {
            foreach (var gate in circuit.Readers(layers - 1, feature))
            {
                classes[gate] = 1;
            }
        }

        foreach (var gate in circuit.Step(layers - 1, before))
        {
            classes[gate] = 2;
        }
    }

    /// <inheritdoc/>
    public void AppendOn(ReadOnlySpan<int> active, List<int> on) => on.AddRange(circuit.Step(layers - 1, Before(active)));

    private int[] Before(ReadOnlySpan<int> active)
    {
        var state = active.ToArray();
        for (var layer = 0; layer < layers - 1; layer++)
        {
            state = circuit.Step(layer, state);
        }

        return state;
    }
}
