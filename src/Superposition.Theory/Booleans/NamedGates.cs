using System.Collections.Immutable;
using System.Globalization;

namespace Superposition.Booleans;

/// <summary>
/// Gates that refer to one another by name and come in any order, as circuit files have them: collects them with their lines, then orders
/// them.
/// </summary>
/// <param name="source">What errors call the text.</param>
/// <param name="cancellation">Stops the collecting and the ordering.</param>
internal sealed class NamedGates(string source, CancellationToken cancellation)
{
    private const char Numbered = 'x';

    private readonly List<string> features = [];
    private readonly Dictionary<string, int> lines = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NamedGate> gates = new(StringComparer.Ordinal);
    private readonly List<(string Name, string Node, int Line)> outputs = [];

    // Features that were declared by their number alone; their names are not written out.
    private int numbered;
    private int numberedLine;

    /// <summary>The number of features so far.</summary>
    public int Features => numbered + features.Count;

    /// <summary>An error in the source.</summary>
    public CircuitFormatException Error(int line, string problem) => new(source, line, problem);

    /// <summary>Adds a feature, by its name and the line that declares it (counted from 1).</summary>
    public void AddFeature(string name, int line)
    {
        Name(name, line);
        features.Add(name);
    }

    /// <summary>Declares features by their number: x0, x1, …. There are no others then.</summary>
    public void AddNumbered(int count, int line) => (numbered, numberedLine) = (count, line);

    /// <summary>Adds a gate, by its own name, its operands' names and the line that defines it; operands may be defined later.</summary>
    public void AddGate(string name, GateKind kind, string[] operands, ImmutableArray<bool> table, int line)
    {
        if (BooleanGate.Objection(kind, operands.Length, table) is { } objection)
        {
            throw Error(line, objection);
        }

        Name(name, line);
        gates.Add(name, new NamedGate(kind, operands, table, Cover: null));
    }

    /// <summary>Adds a gate that is given by a cover.</summary>
    public void AddGate(string name, GateCover cover, string[] operands, int line)
    {
        Name(name, line);
        gates.Add(name, new NamedGate(GateKind.Table, operands, default, cover));
    }

    /// <summary>Adds an output, by its name, the node that it gives and the line that declares it.</summary>
    public void AddOutput(string name, string node, int line)
    {
        cancellation.ThrowIfCancellationRequested();
        outputs.Add((name, node, line));
    }

    /// <summary>The circuit, gates in an order in which each reads only what stands before it.</summary>
    /// <param name="lastLine">The last line of the source, where things that are missing altogether are reported.</param>
    /// <param name="names">Names for features that differ from those used in the gates, or null.</param>
    public BooleanCircuit ToCircuit(int lastLine, IReadOnlyDictionary<string, string>? names = null)
    {
        if (Features == 0)
        {
            throw Error(lastLine, "found no features, expected at least one");
        }

        if (outputs.Count == 0)
        {
            throw Error(lastLine, "found no outputs, expected at least one");
        }

        var nodes = features.Index().ToDictionary(feature => feature.Item, feature => feature.Index, StringComparer.Ordinal);
        var ordered = new List<BooleanGate>();
        foreach (var (_, node, line) in outputs)
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
            numbered > 0
                ? CircuitNames.Numbered(numbered)
                : CircuitNames.Given([.. features.Select(name => names?.GetValueOrDefault(name, name) ?? name)]),
            needed,
            [.. outputs.Select(output => (output.Name, NodeOf(output.Node, nodes)!.Value))]);
    }

    private void Name(string name, int line)
    {
        cancellation.ThrowIfCancellationRequested();
        var taken = FeatureNumber(name) is not null ? numberedLine : lines.TryAdd(name, line) ? 0 : lines[name];
        if (taken > 0)
        {
            throw Error(line, $"found \"{name}\" a second time, expected a name that line {taken} has not taken");
        }
    }

    /// <summary>The number of a feature that was declared by its number alone, or null.</summary>
    private int? FeatureNumber(string name) =>
        numbered > 0 && name.Length > 1 && name[0] == Numbered && (name[1] != '0' || name.Length == 2)
        && int.TryParse(name.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < numbered
            ? number
            : null;

    private int? NodeOf(string name, Dictionary<string, int> nodes) =>
        FeatureNumber(name) ?? (nodes.TryGetValue(name, out var node) ? node : null);

    /// <summary>
    /// Puts a node's gate after the gates that it reads, walking with a stack of its own: files may nest deeper than the program's.
    /// </summary>
    private void Place(string node, int line, Dictionary<string, int> nodes, List<BooleanGate> ordered)
    {
        if (NodeOf(node, nodes) is not null)
        {
            return;
        }

        var path = new Stack<(string Name, int Next)>();
        var onPath = new HashSet<string>(StringComparer.Ordinal);
        Enter(node, line);
        while (path.TryPop(out var top))
        {
            cancellation.ThrowIfCancellationRequested();
            var gate = gates[top.Name];
            if (top.Next < gate.Operands.Length)
            {
                path.Push((top.Name, top.Next + 1));
                Enter(gate.Operands[top.Next], lines[top.Name]);
                continue;
            }

            onPath.Remove(top.Name);
            nodes[top.Name] = Features + ordered.Count;
            ImmutableArray<int> operands = [.. gate.Operands.Select(operand => NodeOf(operand, nodes)!.Value)];
            ordered.Add(gate.Cover is { } cover ? new BooleanGate(cover, operands) : new BooleanGate(gate.Kind, operands, gate.Table));
        }

        void Enter(string name, int readFrom)
        {
            if (NodeOf(name, nodes) is not null)
            {
                return;
            }

            if (!gates.ContainsKey(name))
            {
                throw Error(readFrom, $"found \"{name}\", expected a feature or a gate that the file defines");
            }

            if (!onPath.Add(name))
            {
                string[] cycle = [.. path.Select(step => step.Name).TakeWhile(step => step != name).Append(name).Reverse().Append(name)];
                var shown = cycle.Length <= 12 ? cycle : [.. cycle[..6], "…", .. cycle[^5..]];
                throw Error(readFrom, $"found a cycle, {string.Join(" reads ", shown)}, expected gates that do not depend on themselves");
            }

            path.Push((name, 0));
        }
    }

    private sealed record NamedGate(GateKind Kind, string[] Operands, ImmutableArray<bool> Table, GateCover? Cover);
}
