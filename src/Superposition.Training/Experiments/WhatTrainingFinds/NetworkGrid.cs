using System.Collections.Immutable;
using System.ComponentModel;
using Superposition.Booleans;
using Superposition.Objectives;
using Superposition.Specs;

namespace Superposition.Experiments.WhatTrainingFinds;

/// <summary>Trained and constructed networks at every combination of the values given.</summary>
public sealed record NetworkGrid
{
    /// <summary>m, the number of features.</summary>
    [Description("m, the number of features.")]
    public required ImmutableArray<int> Features { get; init; }

    /// <summary>s.</summary>
    [Description("s, the number of active features.")]
    public required ImmutableArray<int> Active { get; init; }

    /// <summary>Exactly or at most s.</summary>
    [Description("Whether inputs have exactly s active features or at most s.")]
    public required Sparsity Sparsity { get; init; }

    /// <summary>d, the number of neurons.</summary>
    [Description("d, the number of ReLUs.")]
    public required ImmutableArray<int> Neurons { get; init; }

    /// <summary>Objectives.</summary>
    [Description("What training makes small.")]
    public required ImmutableArray<ObjectiveSpec> Objectives { get; init; }

    /// <summary>Constructions at the same sizes.</summary>
    [Description("Kinds of constructions that are looked at in the same way; none when left out."), ConstructionKind(OfAnyWidth = true)]
    public ImmutableArray<string>? Constructions { get; init; }

    /// <summary>Whether ε* of every layer is decided by linear programs.</summary>
    [Description("Whether the least ε that any affine read-off of the layer reaches is decided, with proof, for every pair over all inputs (linear programs; takes seconds a network).")]
    public required bool Certify { get; init; }

    /// <summary>What is wrong with the values, if anything.</summary>
    /// <param name="path">Where the grid stands.</param>
    /// <param name="inputs">How many inputs are looked at.</param>
    internal IEnumerable<SpecProblem> Problems(string path, int inputs) =>
    [
        .. SpecRules.Each($"{path}.features", Features, (at, m) => SpecRules.Between(at, m, 4, 1024)),
        .. SpecRules.Each($"{path}.active", Active, (at, s) => SpecRules.Between(at, s, 1, Features.IsDefaultOrEmpty ? s : Features.Min(), "the smallest number of features")),
        .. SpecRules.Each($"{path}.neurons", Neurons, (at, d) => SpecRules.Between(at, d, 2, 100_000)),
        .. SpecRules.Each($"{path}.objectives", Objectives, (at, objective) => objective.Problems(at)),
        .. Constructions is { } kinds ? SpecRules.Each($"{path}.constructions", kinds, ExperimentRules.ConstructionOfAnyWidth) : [],
        .. Certify ? Features.SelectMany(m => Active.Where(s => s <= m).Select(s => new SparseInputs(m, s, Sparsity))).Where(space => space.Count > inputs).Take(1)
            .Select(space => new SpecProblem($"{path}.certify", $"true, with {space.Count:N0} inputs {space}", $"at most as many inputs as are looked at ({inputs:N0}); a proof has to know them all")) : [],
    ];

    /// <summary>The grid's cells.</summary>
    internal IEnumerable<NetworkCell> Cells(WhatTrainingFindsSpec spec) =>
        from m in Features
        from s in Active
        from d in Neurons
        let task = new UniversalAndTaskSpec { Features = m, Active = s, Sparsity = Sparsity }
        from make in Objectives.Select(objective => new Make(objective, null)).Concat((Constructions ?? []).Select(kind => new Make(null, kind)))
        from seed in spec.Seeds
        select new NetworkCell(spec, task, d, make.Objective, make.Construction, Certify, seed);

    /// <summary>The smallest point of the grid.</summary>
    internal NetworkGrid Smoke() => this with { Features = [Features.Min()], Active = [Active.Min()], Neurons = [Neurons.Min()], Objectives = Objectives[..1], Constructions = Constructions?[..Math.Min(1, Constructions.Value.Length)] };

    private sealed record Make(ObjectiveSpec? Objective, string? Construction);
}
