namespace Superposition.Booleans;

/// <summary>
/// A deep boolean circuit: layers of gates, each gate reading one or two features of the layer before. It says which features a gate reads
/// and which gates read a feature; whether it stores that or computes it is its own affair.
/// </summary>
public interface ILayeredCircuit
{
    /// <summary>m, the number of input features.</summary>
    int Features { get; }

    /// <summary>L, the number of layers of gates.</summary>
    int Depth { get; }

    /// <summary>The number of features after a number of layers: m after none, the gates of the last layer after L.</summary>
    int WidthBefore(int layer);

    /// <summary>The kind of a gate, by its layer (0 … L − 1) and its place in the layer.</summary>
    LayerGateKind Kind(int layer, int gate);

    /// <summary>A gate with the one or two features that it reads, by its layer (0 … L − 1) and its place in the layer.</summary>
    Gate Gate(int layer, int gate);

    /// <summary>The gates of a layer that read a feature of the layer before, increasing.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="feature">The feature.</param>
    /// <param name="room">Where a circuit that does not store its readers puts them: two places; without them they are allocated.</param>
    ReadOnlySpan<int> Readers(int layer, int feature, Span<int> room = default);
}

/// <summary>Ground truth of layered circuits: what is on, at no cost for what is off.</summary>
public static class LayeredCircuitTruth
{
    /// <summary>The gates of a layer that are on, increasing.</summary>
    /// <param name="circuit">The circuit.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="active">The active features that it reads.</param>
    public static int[] Step(this ILayeredCircuit circuit, int layer, ReadOnlySpan<int> active)
    {
        Span<int> room = stackalloc int[2];
        var inputsOn = new Dictionary<int, int>();
        foreach (var feature in active)
        {
            foreach (var gate in circuit.Readers(layer, feature, room))
            {
                inputsOn[gate] = inputsOn.GetValueOrDefault(gate) + 1;
            }
        }

        int[] on = [.. inputsOn.Where(gate => circuit.Gate(layer, gate.Key).Value(gate.Value)).Select(gate => gate.Key)];
        Array.Sort(on);
        return on;
    }

    /// <summary>The active features of every layer: first the input itself, then what each layer of gates gives, L + 1 sets.</summary>
    public static int[][] Trace(this ILayeredCircuit circuit, ReadOnlySpan<int> active)
    {
        var trace = new int[circuit.Depth + 1][];
        trace[0] = active.ToArray();
        for (var layer = 0; layer < circuit.Depth; layer++)
        {
            trace[layer + 1] = circuit.Step(layer, trace[layer]);
        }

        return trace;
    }

    /// <summary>The gates of a layer that read any of some features; a gate comes as often as it reads one.</summary>
    public static List<int> Reached(this ILayeredCircuit circuit, int layer, ReadOnlySpan<int> active)
    {
        Span<int> room = stackalloc int[2];
        var reached = new List<int>();
        foreach (var feature in active)
        {
            reached.AddRange(circuit.Readers(layer, feature, room));
        }

        return reached;
    }
}
