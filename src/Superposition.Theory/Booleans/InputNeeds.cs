namespace Superposition.Booleans;

/// <summary>
/// How many input features turn on a feature of a deep circuit when no two of its branches share one: the sum over an AND, the least over
/// an OR. Only what is asked for is computed, and kept.
/// </summary>
internal sealed class InputNeeds(ILayeredCircuit circuit)
{
    private const int Unbearable = 1 << 20;
    private readonly Dictionary<(int Layers, int Feature), int> known = [];

    /// <summary>The need of a feature after a number of layers.</summary>
    public int Of(int layers, int feature)
    {
        if (layers == 0)
        {
            return 1;
        }

        if (known.TryGetValue((layers, feature), out var need))
        {
            return need;
        }

        var gate = circuit.Gate(layers - 1, feature);
        var first = Of(layers - 1, gate.First);
        var second = gate.FanIn == 1 ? first : Of(layers - 1, gate.Second);
        return known[(layers, feature)] = gate.Kind == LayerGateKind.And ? Math.Min(Unbearable, first + second) : Math.Min(first, second);
    }
}
