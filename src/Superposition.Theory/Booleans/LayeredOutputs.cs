using System.Collections.Immutable;

namespace Superposition.Booleans;

/// <summary>
/// What the last layer of a layered circuit gives. An output is on, beside (off, though an input of its gate is on) or off.
/// </summary>
public sealed class LayeredOutputs(LayeredCircuit circuit) : IBooleanTargets
{
    /// <inheritdoc/>
    public int Features => circuit.Features;

    /// <inheritdoc/>
    public int Count => circuit.Gates(circuit.Depth - 1).Length;

    /// <inheritdoc/>
    public ImmutableArray<string> Classes { get; } = ["off", "beside", "on"];

    /// <inheritdoc/>
    public int ValueOf(int inputClass) => inputClass == 2 ? 1 : 0;

    /// <inheritdoc/>
    public void Classify(ReadOnlySpan<int> active, Span<byte> classes)
    {
        var trace = circuit.Trace(active);
        classes.Clear();
        foreach (var feature in trace[^2])
        {
            foreach (var gate in circuit.Readers(circuit.Depth - 1, feature))
            {
                classes[gate] = 1;
            }
        }

        foreach (var gate in trace[^1])
        {
            classes[gate] = 2;
        }
    }

    /// <inheritdoc/>
    public void AppendOn(ReadOnlySpan<int> active, List<int> on) => on.AddRange(circuit.Trace(active)[^1]);
}
