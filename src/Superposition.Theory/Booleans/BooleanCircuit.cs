using System.Collections.Immutable;

namespace Superposition.Booleans;

/// <summary>
/// A circuit of boolean gates over m features, any depth and fan-in: the ground truth that one layer of AND banks is held against. As targets its
/// outputs fall into three classes: quiet (the output is 0 and no feature it depends on is active), off and on.
/// </summary>
public sealed class BooleanCircuit : IBooleanTargets
{
    private readonly ImmutableArray<BooleanGate> gates;
    private readonly ImmutableArray<int> outputNodes;
    private readonly ImmutableArray<ImmutableArray<int>> supports;

    /// <summary>Puts a circuit together.</summary>
    /// <param name="featureNames">The names of the m features, nodes 0 … m−1.</param>
    /// <param name="gates">Gates, nodes m, m+1, …; each reads only nodes before it.</param>
    /// <param name="outputs">Names and nodes of the outputs.</param>
    /// <exception cref="ArgumentException">A gate or an output reads a node that is not there.</exception>
    public BooleanCircuit(ImmutableArray<string> featureNames, ImmutableArray<BooleanGate> gates, ImmutableArray<(string Name, int Node)> outputs)
    {
        for (var i = 0; i < gates.Length; i++)
        {
            if (gates[i].Operands.Any(node => node < 0 || node >= featureNames.Length + i))
            {
                throw new ArgumentException($"Gate {i} reads a node that is not before it.", nameof(gates));
            }
        }

        if (outputs.Any(output => output.Node < 0 || output.Node >= featureNames.Length + gates.Length))
        {
            throw new ArgumentException("An output reads a node that the circuit does not have.", nameof(outputs));
        }

        FeatureNames = featureNames;
        OutputNames = [.. outputs.Select(output => output.Name)];
        this.gates = gates;
        outputNodes = [.. outputs.Select(output => output.Node)];
        supports = FindSupports();
    }

    /// <inheritdoc/>
    public int Features => FeatureNames.Length;

    /// <summary>The names of the features.</summary>
    public ImmutableArray<string> FeatureNames { get; }

    /// <inheritdoc/>
    public int Count => outputNodes.Length;

    /// <summary>The names of the outputs.</summary>
    public ImmutableArray<string> OutputNames { get; }

    /// <summary>The number of gates.</summary>
    public int Gates => gates.Length;

    /// <summary>The longest chain of gates from a feature to an output.</summary>
    public int Depth
    {
        get
        {
            var depths = new int[Features + gates.Length];
            for (var i = 0; i < gates.Length; i++)
            {
                depths[Features + i] = 1 + gates[i].Operands.Select(node => depths[node]).DefaultIfEmpty(0).Max();
            }

            return outputNodes.Select(node => depths[node]).DefaultIfEmpty(0).Max();
        }
    }

    /// <inheritdoc/>
    public ImmutableArray<string> Classes { get; } = ["quiet", "off", "on"];

    /// <summary>The features that an output is wired to, increasing.</summary>
    public ImmutableArray<int> Support(int output) => supports[output];

    /// <summary>The same circuit among more features, of which those beyond its own are wired to nothing: with s of m active, most inputs then miss the circuit.</summary>
    /// <param name="features">m, at least as many as the circuit has.</param>
    public BooleanCircuit Among(int features)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, Features);
        var idle = features - Features;
        int Moved(int node) => node < Features ? node : node + idle;
        return new BooleanCircuit(
            [.. FeatureNames, .. Enumerable.Range(Features, idle).Select(feature => $"idle{feature}")],
            [.. gates.Select(gate => new BooleanGate(gate.Kind, [.. gate.Operands.Select(Moved)], gate.Table))],
            [.. OutputNames.Zip(outputNodes, (name, node) => (name, Moved(node)))]);
    }

    /// <summary>The values of all outputs for an input.</summary>
    /// <param name="active">The active features.</param>
    public bool[] Evaluate(ReadOnlySpan<int> active)
    {
        var nodes = new bool[Features + gates.Length];
        foreach (var feature in active)
        {
            nodes[feature] = true;
        }

        for (var i = 0; i < gates.Length; i++)
        {
            nodes[Features + i] = gates[i].Evaluate(nodes);
        }

        return [.. outputNodes.Select(node => nodes[node])];
    }

    /// <inheritdoc/>
    public int ValueOf(int inputClass) => inputClass == 2 ? 1 : 0;

    /// <inheritdoc/>
    public void Classify(ReadOnlySpan<int> active, Span<byte> classes)
    {
        var values = Evaluate(active);
        for (var i = 0; i < values.Length; i++)
        {
            classes[i] = values[i] ? (byte)2 : active.IndexOfAny(supports[i].AsSpan()) >= 0 ? (byte)1 : (byte)0;
        }
    }

    /// <inheritdoc/>
    public void AppendOn(ReadOnlySpan<int> active, List<int> on)
    {
        var values = Evaluate(active);
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i])
            {
                on.Add(i);
            }
        }
    }

    private ImmutableArray<ImmutableArray<int>> FindSupports()
    {
        var reached = new SortedSet<int>[Features + gates.Length];
        for (var node = 0; node < reached.Length; node++)
        {
            reached[node] = node < Features ? [node] : [.. gates[node - Features].Operands.SelectMany(operand => reached[operand])];
        }

        return [.. outputNodes.Select(node => reached[node].ToImmutableArray())];
    }
}
