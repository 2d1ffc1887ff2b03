using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Tasks;
using static TorchSharp.torch;

namespace Superposition.Exploring;

/// <summary>What the outputs are to be, in a form that a page can evaluate by itself.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(PairsTruth), "pairs")]
[JsonDerivedType(typeof(SetsTruth), "sets")]
[JsonDerivedType(typeof(CircuitTruth), "circuit")]
[JsonDerivedType(typeof(LayersTruth), "layers")]
[JsonDerivedType(typeof(TableTruth), "table")]
[JsonDerivedType(typeof(RealTruth), "real")]
public abstract record ExploredTruth
{
    /// <summary>The names of the classes of inputs, as errors are told apart by them.</summary>
    public required ImmutableArray<string> Classes { get; init; }

    /// <summary>The functions of a task in this form.</summary>
    public static ExploredTruth Of(StudyTask task) => (task.Boolean, task.Targets.Layers) switch
    {
        (null, _) => RealTruth.From(task),
        (_, { } layers) => new LayersTruth
        {
            Classes = task.Boolean.Classes,
            Layers = [.. Enumerable.Range(0, layers.Depth).Select(layer => LayersTruth.GatesOf(layers, layer))],
        },
        (PairAnds pairs, _) => new PairsTruth
        {
            Classes = pairs.Classes,
            List = pairs.AreAll ? null : [.. pairs.Pairs.SelectMany(pair => new[] { pair.First, pair.Second })],
        },
        (FanInAnds sets, _) => new SetsTruth { Classes = sets.Classes, FanIn = sets.FanIn, List = [.. sets.Sets.SelectMany(set => set)] },
        (BooleanCircuit circuit, _) => CircuitTruth.From(circuit),
        (TableTargets table, _) => new TableTruth
        {
            Classes = table.Classes,
            Read = table.Read,
            Rows = table.Rows.ToImmutableSortedDictionary(row => row.Key, row => CircuitTruth.Digits(row.Value), StringComparer.Ordinal),
            Otherwise = table.Otherwise,
        },
        var (other, _) => throw new ArgumentException($"A page has no form for outputs of {other.GetType().Name}.", nameof(task)),
    };
}

/// <summary>The AND of each of a list of pairs, or of every pair of features.</summary>
public sealed record PairsTruth : ExploredTruth
{
    /// <summary>First and second member of every pair, one after the other; null for all pairs in order.</summary>
    public ImmutableArray<int>? List { get; init; }
}

/// <summary>The AND of each of a list of sets, all of one size.</summary>
public sealed record SetsTruth : ExploredTruth
{
    /// <summary>t, the number of features in each set.</summary>
    public required int FanIn { get; init; }

    /// <summary>The members of all sets, set after set.</summary>
    public required ImmutableArray<int> List { get; init; }
}

/// <summary>A circuit of gates; nodes 0 … m − 1 are the features.</summary>
public sealed record CircuitTruth : ExploredTruth
{
    /// <summary>The gates in an order in which each reads only nodes before it.</summary>
    public required ImmutableArray<CircuitNode> Gates { get; init; }

    /// <summary>For each output the node that gives it; nodes are the features, then the gates.</summary>
    public required ImmutableArray<int> Outputs { get; init; }

    /// <summary>The features that every output is wired to.</summary>
    public required ImmutableArray<ImmutableArray<int>> Supports { get; init; }

    internal static CircuitTruth From(BooleanCircuit circuit)
    {
        var (gates, outputs) = circuit.Netlist();
        return new CircuitTruth
        {
            Classes = circuit.Classes,
            Gates = [.. gates.Select(gate => new CircuitNode(
                gate.Kind, gate.Operands, gate.Table.IsDefault ? null : Digits(gate.Table),
                gate.Cover is { } cover ? [.. cover.Lines()] : null, gate.Cover?.IsListed))],
            Outputs = outputs,
            Supports = [.. Enumerable.Range(0, circuit.Count).Select(circuit.Support)],
        };
    }

    internal static string Digits(IEnumerable<bool> values) => string.Concat(values.Select(value => value ? '1' : '0'));
}

/// <summary>One gate of a circuit.</summary>
/// <param name="Gate">What it computes.</param>
/// <param name="Operands">The nodes it reads.</param>
/// <param name="Table">Its truth table in digits, the first operand the highest bit of the place; null for other gates.</param>
/// <param name="Cover">The rows of its cover, of 0, 1 and -; null for other gates.</param>
/// <param name="Listed">Its value where a row of the cover fits.</param>
public sealed record CircuitNode(GateKind Gate, ImmutableArray<int> Operands, string? Table, ImmutableArray<string>? Cover, bool? Listed);

/// <summary>A circuit in layers, whose last layer is what the outputs are to be.</summary>
public sealed record LayersTruth : ExploredTruth
{
    /// <summary>For every layer three numbers a gate: 0 copy, 1 AND, 2 OR, 3 XOR; the first thing it reads; the second.</summary>
    public required ImmutableArray<ImmutableArray<int>> Layers { get; init; }

    internal static ImmutableArray<int> GatesOf(LayeredCircuit circuit, int layer) =>
        [.. circuit.Gates(layer).ToArray().SelectMany(gate => new[] { (int)gate.Kind, gate.First, gate.Second })];
}

/// <summary>A truth table of the first features.</summary>
public sealed record TableTruth : ExploredTruth
{
    /// <summary>How many features it is about.</summary>
    public required int Read { get; init; }

    /// <summary>The outputs in digits by the active features among these, separated by commas.</summary>
    public required ImmutableSortedDictionary<string, string> Rows { get; init; }

    /// <summary>All outputs on inputs that have no row.</summary>
    public required bool Otherwise { get; init; }
}

/// <summary>
/// Real functions, each a sum over features of what that feature alone gives: P x where x is positive, and N |x| where it is negative.
/// </summary>
public sealed record RealTruth : ExploredTruth
{
    /// <summary>P, shape [m, m], the row of a feature after that of the one before.</summary>
    public required PackedNumbers Positive { get; init; }

    /// <summary>N, of the same shape.</summary>
    public required PackedNumbers Negative { get; init; }

    internal static RealTruth From(StudyTask task)
    {
        using var scope = NewDisposeScope();
        var (m, targets) = (task.Features, task.Targets.Real!);
        var each = new ActiveSets([.. Enumerable.Range(0, m)], [.. Enumerable.Range(0, m + 1)]);
        return new RealTruth { Classes = targets.Classes, Positive = Alone(1), Negative = Alone(-1) };

        PackedNumbers Alone(float value) =>
            PackedNumbers.Of(
                targets.Of(new SparseVectors(each, [.. Enumerable.Repeat(value, m)])).SumRows(eye(targets.Count)), NumberFormat.Float32);
    }
}
