using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Checkpoints;
using Superposition.Measurement;

namespace Superposition.Zoo;

/// <summary>All that is known of a network of the zoo, as it is written next to its weights.</summary>
/// <param name="Name">The entry.</param>
/// <param name="Summary">What it is.</param>
/// <param name="Mechanism">How it does it.</param>
/// <param name="Task">The task in a word.</param>
/// <param name="Origin">Constructed or trained.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Features">m, the number of features.</param>
/// <param name="Inputs">The inputs it is for, in words.</param>
/// <param name="UsedFeatures">Features on which some output depends.</param>
/// <param name="UnusedFeatures">Features that the network reads and on which no output is to depend.</param>
/// <param name="Outputs">What each output is to be, in order.</param>
/// <param name="UnusedPairs">Pairs whose AND the layer holds although no output asks for it; null where that is not known.</param>
/// <param name="Layers">The gates of each layer of a circuit; null for other networks.</param>
/// <param name="Errors">How far the outputs are off over the inputs.</param>
public sealed record ZooTruth(
    string Name, string Summary, string Mechanism, string Task, NetworkOrigin Origin, ulong Seed, int Features, string Inputs,
    ImmutableArray<int> UsedFeatures, ImmutableArray<int> UnusedFeatures, ImmutableArray<ZooOutput> Outputs,
    ImmutableArray<ZooOutput>? UnusedPairs, ImmutableArray<ImmutableArray<ZooGate>>? Layers, ZooErrors Errors)
{
    // Every input of the small networks; as many drawn ones of the deep ones.
    private const int MaxInputs = 5000;

    /// <summary>Gathers what is known, and measures the errors.</summary>
    public static ZooTruth Of(ZooEntry entry, ZooNetwork made, Seed seed)
    {
        var outputs = ZooOutput.Of(made.Targets, made.Inputs.Active, made.Circuit);
        var used = made.Circuit is { } circuit
            ? ZooGate.FeaturesOf(circuit)
            : [.. outputs.SelectMany(output => output.Terms).SelectMany(term => term.Features).Distinct().Order()];
        var report =
            OutputErrors.Measure(made.Network, made.Targets, InputSample.AllUpTo(made.Inputs, MaxInputs, seed.For("measurement")));
        return new ZooTruth(
            entry.Name, entry.Summary, made.Mechanism, entry.Task, entry.Origin, seed.Value, made.Network.Features, $"{made.Inputs}", used,
            [.. Enumerable.Range(0, made.Network.Features).Except(used)],
            outputs, made.Unused is null
                ? null
                : ZooOutput.Of(made.Unused, made.Inputs.Active, circuit: null), made.Circuit is null
                ? null
                : ZooGate.Of(made.Circuit),
            new ZooErrors(report.Inputs, report.AllInputs, report.Epsilon, report.Rms));
    }
}

/// <summary>One output as a sum of ANDs with whole coefficients.</summary>
/// <param name="Name">A name to show.</param>
/// <param name="Terms">The ANDs and what each counts; none for an output of a deep circuit, whose gates stand under layers.</param>
public sealed record ZooOutput(string Name, ImmutableArray<ZooTerm> Terms)
{
    /// <summary>The outputs of a target.</summary>
    internal static ImmutableArray<ZooOutput> Of(IBooleanTargets targets, int active, LayeredCircuit? circuit) => targets switch
    {
        PairAnds pairs => [.. pairs.Pairs.Select(pair => And([pair.First, pair.Second]))],
        FanInAnds sets => [.. sets.Sets.Select(set => And(set))],
        BooleanCircuit boolean => [.. MultilinearPolynomial.OfAll(boolean, active).Zip(boolean.OutputNames, (sum, name) =>
            new ZooOutput(name, [.. sum.Terms.Select(term => new ZooTerm(term.Features, term.Coefficient))]))],
        _ when circuit is not null =>
            [.. Enumerable.Range(0, targets.Count).Select(i => new ZooOutput($"gate {i} of layer {circuit.Depth - 1}", []))],
        _ => throw new ArgumentException($"The outputs of {targets.GetType().Name} have no description.", nameof(targets)),
    };

    private static ZooOutput And(ImmutableArray<int> features) => new(string.Join(" ∧ ", features), [new ZooTerm(features, 1)]);
}

/// <summary>One term of an output, the AND of some features times a whole number.</summary>
/// <param name="Features">The features; none for a constant.</param>
/// <param name="Coefficient">What it counts in the sum.</param>
public sealed record ZooTerm(ImmutableArray<int> Features, long Coefficient);

/// <summary>A gate of a layered circuit.</summary>
/// <param name="Kind">Copy, And, Or or Xor.</param>
/// <param name="Inputs">The gates of the layer before that it reads, in layer 0 the features.</param>
public sealed record ZooGate(LayerGateKind Kind, ImmutableArray<int> Inputs)
{
    /// <summary>The gates of a circuit, layer by layer, with what each of them reads.</summary>
    internal static ImmutableArray<ImmutableArray<ZooGate>> Of(LayeredCircuit circuit) =>
    [
        .. from layer in Enumerable.Range(0, circuit.Depth)
           let gates = circuit.Gates(layer).ToArray()
           select (ImmutableArray<ZooGate>)
           [
               .. gates.Select(gate => new ZooGate(gate.Kind, gate.FanIn == 1 ? [gate.First] : [gate.First, gate.Second])),
           ],
    ];

    /// <summary>The features that some gate of the last layer depends on.</summary>
    internal static ImmutableArray<int> FeaturesOf(LayeredCircuit circuit)
    {
        var needed = Enumerable.Range(0, circuit.Gates(circuit.Depth - 1).Length).ToHashSet();
        for (var layer = circuit.Depth - 1; layer >= 0; layer--)
        {
            var gates = circuit.Gates(layer).ToArray();
            needed = [.. needed.SelectMany(gate => new[] { gates[gate].First, gates[gate].Second })];
        }

        return [.. needed.Order()];
    }
}

/// <summary>Errors of the outputs on inputs of the task.</summary>
/// <param name="Inputs">How many inputs were measured.</param>
/// <param name="AllInputs">Whether these are all.</param>
/// <param name="Epsilon">The largest error.</param>
/// <param name="Rms">The root mean square.</param>
public sealed record ZooErrors(long Inputs, bool AllInputs, double Epsilon, double Rms);
