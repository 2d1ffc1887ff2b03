using System.Collections.Immutable;

namespace Superposition.Booleans;

/// <summary>
/// A circuit of boolean gates over m features, any depth and fan-in: the ground truth that networks for circuits are measured against. As
/// targets its outputs fall into three classes: quiet (the output is 0 and no feature it depends on is active), off and on. Features that
/// no gate reads cost nothing.
/// </summary>
public sealed class BooleanCircuit : IBooleanTargets
{
    // Gates and outputs in a numbering of their own: first the features that are read, increasing, then the gates.
    private readonly ImmutableArray<int> read;
    private readonly Dictionary<int, int> slots;
    private readonly ImmutableArray<BooleanGate> gates;
    private readonly ImmutableArray<int> outputs;
    private readonly CircuitNames features;
    private readonly ImmutableArray<int>[] supports; // found when they are asked for

    /// <summary>Puts a circuit together from gates, each of which reads only nodes before it.</summary>
    /// <param name="featureNames">The names of the m features, nodes 0 … m−1.</param>
    /// <param name="gates">Gates, nodes m, m+1, …; each reads only nodes before it.</param>
    /// <param name="outputs">Names and nodes of the outputs.</param>
    /// <exception cref="ArgumentException">A gate or an output reads a node that is not there.</exception>
    public BooleanCircuit(
        ImmutableArray<string> featureNames, ImmutableArray<BooleanGate> gates, ImmutableArray<(string Name, int Node)> outputs)
        : this(CircuitNames.Given(featureNames), gates, outputs)
    {
    }

    internal BooleanCircuit(CircuitNames features, ImmutableArray<BooleanGate> gates, ImmutableArray<(string Name, int Node)> outputs)
    {
        this.features = features;
        var m = features.Count;
        for (var i = 0; i < gates.Length; i++)
        {
            if (gates[i].Operands.Any(node => node < 0 || node >= m + i))
            {
                throw new ArgumentException($"Gate {i} reads a node that is not before it.", nameof(gates));
            }
        }

        if (outputs.Any(output => output.Node < 0 || output.Node >= m + gates.Length))
        {
            throw new ArgumentException("An output reads a node that the circuit does not have.", nameof(outputs));
        }

        var used = new SortedSet<int>(
            gates.SelectMany(gate => gate.Operands).Concat(outputs.Select(output => output.Node)).Where(node => node < m));
        read = [.. used];
        slots = read.Index().ToDictionary(feature => feature.Item, feature => feature.Index);
        int Slot(int node) => node < m ? slots[node] : node - m + read.Length;
        this.gates = [.. gates.Select(gate => gate.Moved(Slot))];
        this.outputs = [.. outputs.Select(output => Slot(output.Node))];
        OutputNames = [.. outputs.Select(output => output.Name)];
        supports = new ImmutableArray<int>[outputs.Length];
    }

    /// <inheritdoc/>
    public int Features => features.Count;

    /// <summary>The names of the m features, in order.</summary>
    public ImmutableArray<string> FeatureNames => features.All;

    /// <inheritdoc/>
    public int Count => outputs.Length;

    /// <summary>The names of the outputs, in order.</summary>
    public ImmutableArray<string> OutputNames { get; }

    /// <summary>The number of gates, features not counted.</summary>
    public int Gates => gates.Length;

    /// <summary>The longest chain of gates from a feature to an output.</summary>
    public int Depth
    {
        get
        {
            var depths = new int[read.Length + gates.Length];
            for (var i = 0; i < gates.Length; i++)
            {
                depths[read.Length + i] = 1 + gates[i].Operands.Select(node => depths[node]).DefaultIfEmpty(0).Max();
            }

            return outputs.Select(node => depths[node]).DefaultIfEmpty(0).Max();
        }
    }

    /// <inheritdoc/>
    public ImmutableArray<string> Classes { get; } = ["quiet", "off", "on"];

    /// <summary>The features that an output is wired to, increasing.</summary>
    public ImmutableArray<int> Support(int output) => supports[output].IsDefault ? supports[output] =
        [.. Cone(outputs[output]).Features.Select(slot => read[slot])] : supports[output];

    /// <summary>
    /// The same circuit among more features, of which those beyond its own are wired to nothing: with s of m active, most inputs then miss
    /// the circuit.
    /// </summary>
    /// <param name="features">m, at least as many as the circuit has.</param>
    public BooleanCircuit Among(int features)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, Features);
        if (features == Features)
        {
            return this;
        }

        var (moved, nodes) = Netlist(features);
        return new BooleanCircuit(this.features.Among(features), moved, [.. OutputNames.Zip(nodes)]);
    }

    /// <summary>
    /// All gates in a numbering in which nodes 0 … m−1 are the features and gate i is the node m + i, and the nodes of the outputs.
    /// </summary>
    public (ImmutableArray<BooleanGate> Gates, ImmutableArray<int> Outputs) Netlist() => Netlist(Features);

    /// <summary>The values of all outputs for an input.</summary>
    /// <param name="active">The active features.</param>
    public bool[] Evaluate(ReadOnlySpan<int> active)
    {
        var nodes = Inputs(active);
        for (var i = 0; i < gates.Length; i++)
        {
            nodes[read.Length + i] = gates[i].Evaluate(nodes);
        }

        var values = new bool[outputs.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = nodes[outputs[i]];
        }

        return values;
    }

    /// <summary>One output as a circuit of its own, of the gates that it depends on; it knows the same features.</summary>
    public BooleanCircuit Output(int output)
    {
        var cone = Cone(outputs[output]).Gates;
        var places = cone.Index().ToDictionary(gate => gate.Item + read.Length, gate => gate.Index + Features);
        int Node(int slot) => slot < read.Length ? read[slot] : places[slot];
        return new BooleanCircuit(
            features, [.. cone.Select(gate => gates[gate].Moved(Node))], [(OutputNames[output], Node(outputs[output]))]);
    }

    /// <inheritdoc/>
    public int ValueOf(int inputClass) => inputClass == 2 ? 1 : 0;

    /// <inheritdoc/>
    public void Classify(ReadOnlySpan<int> active, Span<byte> classes)
    {
        var values = Evaluate(active);
        for (var i = 0; i < values.Length; i++)
        {
            classes[i] = values[i] ? (byte)2 : active.IndexOfAny(Support(i).AsSpan()) >= 0 ? (byte)1 : (byte)0;
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

    private (ImmutableArray<BooleanGate> Gates, ImmutableArray<int> Outputs) Netlist(int features)
    {
        int Node(int slot) => slot < read.Length ? read[slot] : slot - read.Length + features;
        return ([.. gates.Select(gate => gate.Moved(Node))], [.. outputs.Select(Node)]);
    }

    private bool[] Inputs(ReadOnlySpan<int> active)
    {
        var nodes = new bool[read.Length + gates.Length];
        foreach (var feature in active)
        {
            if (slots.TryGetValue(feature, out var slot))
            {
                nodes[slot] = true;
            }
        }

        return nodes;
    }

    /// <summary>What a node depends on: features by their slots and gates, both increasing.</summary>
    private (List<int> Features, List<int> Gates) Cone(int node)
    {
        var (features, cone) = (new List<int>(), new List<int>());
        var seen = new HashSet<int> { node };
        var left = new Stack<int>(seen);
        while (left.TryPop(out var slot))
        {
            (slot < read.Length ? features : cone).Add(slot < read.Length ? slot : slot - read.Length);
            foreach (var operand in slot < read.Length ? [] : gates[slot - read.Length].Operands)
            {
                if (seen.Add(operand))
                {
                    left.Push(operand);
                }
            }
        }

        features.Sort();
        cone.Sort();
        return (features, cone);
    }
}
