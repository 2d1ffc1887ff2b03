using System.Collections.Immutable;
using System.ComponentModel;
using System.Numerics;
using Superposition.Booleans;
using Superposition.Specs;

namespace Superposition.Tasks;

/// <summary>Whether enough of a set of features are active.</summary>
[Description("For each set of a list whether at least so many of its features are active: 1 gives ORs, as many as a set has ANDs, more "
    + "than half of them majorities.")]
public sealed record ThresholdsSpec : BooleanTargetsSpec
{
    /// <summary>How many features of a set have to be active.</summary>
    [Description("How many features of a set have to be active.")]
    public required int Least { get; init; }

    /// <summary>The sets, all of one size of at most 16, each of increasing indices from 0; one output for each.</summary>
    [Description("The sets, all of one size (16 at most), each with increasing features.")]
    public required ImmutableArray<ImmutableArray<int>> List { get; init; }

    private int Size => List.IsDefaultOrEmpty ? 1 : List[0].Length;

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path, InputsSpec inputs) =>
    [
        .. base.Problems(path, inputs),
        .. SpecRules.Between($"{path}.least", Least, 1, Size, "the size of a set"),
        .. FeatureSets.Problems($"{path}.list", List, Math.Min(Size, BooleanGate.MaxTableOperands), inputs.Features),
    ];

    /// <inheritdoc/>
    public override TaskTargets Draw(InputsSpec inputs, Seed seed)
    {
        ImmutableArray<bool> isOn = [.. Enumerable.Range(0, 1 << Size).Select(row => BitOperations.PopCount((uint)row) >= Least)];
        var names = Enumerable.Range(0, inputs.Features).Select(feature => FormattableString.Invariant($"x{feature}"));
        return CircuitSpec.Targets(
            new BooleanCircuit(
                [.. names],
                [.. List.Select(set => new BooleanGate(GateKind.Table, set, isOn))],
                [.. List.Select((set, i) => (FormattableString.Invariant($"{Least} of {string.Join('+', set)}"), inputs.Features + i))]),
            this);
    }
}
