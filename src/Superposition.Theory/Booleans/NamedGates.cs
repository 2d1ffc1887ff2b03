using System.Collections.Immutable;

namespace Superposition.Booleans;

/// <summary>
/// Gates that refer to one another by name and come in any order, as circuit files have them: collects them with their lines, then orders them.
/// </summary>
internal sealed class NamedGates(string source)
{
    private readonly List<string> features = [];
    private readonly Dictionary<string, int> lines = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (GateKind Kind, string[] Operands, ImmutableArray<bool> Table)> gates = new(StringComparer.Ordinal);
    private readonly List<(string Name, string Node, int Line)> outputs = [];

    /// <summary>The number of features so far.</summary>
    public int Features => features.Count;

    /// <summary>An error in the source.</summary>
    public CircuitFormatException Error(int line, string problem) => new(source, line, problem);

    /// <summary>Adds a feature.</summary>
    public void AddFeature(string name, int line)
    {
        Name(name, line);
        features.Add(name);
    }

    /// <summary>Adds a gate.</summary>
    public void AddGate(string name, GateKind kind, string[] operands, ImmutableArray<bool> table, int line)
    {
        if (BooleanGate.Objection(kind, operands.Length, table) is { } objection)
        {
            throw Error(line, objection);
        }

        Name(name, line);
        gates.Add(name, (kind, operands, table));
    }

    /// <summary>Adds an output.</summary>
    public void AddOutput(string name, string node, int line) => outputs.Add((name, node, line));

    /// <summary>The circuit, gates in an order in which each reads only what stands before it.</summary>
    /// <param name="lastLine">The last line of the source, where things that are missing altogether are reported.</param>
    /// <param name="names">Names for features that differ from those used in the gates, or null.</param>
    public BooleanCircuit ToCircuit(int lastLine, IReadOnlyDictionary<string, string>? names = null)
    {
        if (features.Count == 0)
        {
            throw Error(lastLine, "found no features, expected at least one");
        }

        if (outputs.Count == 0)
        {
            throw Error(lastLine, "found no outputs, expected at least one");
        }

        var nodes = features.Select((name, node) => (name, node)).ToDictionary(x => x.name, x => x.node, StringComparer.Ordinal);
        var ordered = new List<BooleanGate>();
        foreach (var (name, node, line) in outputs)
        {
            Place(node, line, nodes, ordered);
        }

        // Gates that no output needs are checked like the others, then left out.
        var needed = ordered.ToImmutableArray();
        foreach (var name in gates.Keys)
        {
            Place(name, lines[name], nodes, ordered);
        }

        return new BooleanCircuit(
            [.. features.Select(name => names?.GetValueOrDefault(name, name) ?? name)], needed, [.. outputs.Select(output => (output.Name, nodes[output.Node]))]);
    }

    private void Name(string name, int line)
    {
        if (!lines.TryAdd(name, line))
        {
            throw Error(line, $"found \"{name}\" a second time, expected a name that line {lines[name]} has not taken");
        }
    }

    /// <summary>Puts a node's gate after the gates that it reads, walking with a stack of its own: files may nest deeper than the program's.</summary>
    private void Place(string node, int line, Dictionary<string, int> nodes, List<BooleanGate> ordered)
    {
        var path = new Stack<(string Name, int Next)>();
        var onPath = new HashSet<string>(StringComparer.Ordinal);
        Enter(node, line);
        while (path.TryPop(out var top))
        {
            var (kind, operands, table) = gates[top.Name];
            if (top.Next < operands.Length)
            {
                path.Push((top.Name, top.Next + 1));
                Enter(operands[top.Next], lines[top.Name]);
                continue;
            }

            onPath.Remove(top.Name);
            nodes[top.Name] = features.Count + ordered.Count;
            ordered.Add(new BooleanGate(kind, [.. operands.Select(operand => nodes[operand])], table));
        }

        void Enter(string name, int readFrom)
        {
            if (nodes.ContainsKey(name))
            {
                return;
            }

            if (!gates.ContainsKey(name))
            {
                throw Error(readFrom, $"found \"{name}\", expected a feature or a gate that the file defines");
            }

            if (!onPath.Add(name))
            {
                var cycle = path.Select(step => step.Name).TakeWhile(step => step != name).Append(name).Reverse().Append(name);
                throw Error(readFrom, $"found a cycle, {string.Join(" reads ", cycle)}, expected gates that do not depend on themselves");
            }

            path.Push((name, 0));
        }
    }
}
