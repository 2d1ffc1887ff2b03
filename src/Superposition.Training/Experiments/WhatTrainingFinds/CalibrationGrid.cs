using System.Collections.Immutable;
using System.ComponentModel;
using Superposition.Comparison;
using Superposition.Specs;

namespace Superposition.Experiments.WhatTrainingFinds;

/// <summary>Networks of known make, with noise on all their weights, for the classifier to name.</summary>
public sealed record CalibrationGrid
{
    /// <summary>m, the number of features.</summary>
    [Description("m, the number of features.")]
    public required int Features { get; init; }

    /// <summary>s.</summary>
    [Description("s, the number of active features that networks are made for.")]
    public required int Active { get; init; }

    /// <summary>d, the number of neurons.</summary>
    [Description("d, the number of ReLUs, where the network leaves a choice.")]
    public required int Neurons { get; init; }

    /// <summary>The networks.</summary>
    [Description("Networks of known make: naive, dedicated, subset, subset-averaging, sign, sign-tuned, gaussian, random-pytorch, random-kaiming, codeword (with at least 40 features), and as controls untrained, shuffled-subset, shuffled-sign, shuffled-gaussian.")]
    public required ImmutableArray<string> Networks { get; init; }

    /// <summary>η.</summary>
    [Description("Relative noise on all weights, standard deviations.")]
    public required ImmutableArray<double> Noise { get; init; }

    /// <summary>What noise is relative to.</summary>
    [Description("What noise is relative to: each-weight, or whole-tensor (its root mean square).")]
    public required ImmutableArray<NoiseScale> Scales { get; init; }

    /// <summary>Networks a cell.</summary>
    [Description("How many networks are drawn for each seed.")]
    public required int Draws { get; init; }

    /// <summary>What is wrong with the values, if anything.</summary>
    internal IEnumerable<SpecProblem> Problems(string path) =>
    [
        .. SpecRules.Between($"{path}.features", Features, 6, 1024),
        .. SpecRules.Between($"{path}.active", Active, 1, Features, "the number of features"),
        .. SpecRules.Between($"{path}.neurons", Neurons, 8, 100_000),
        .. SpecRules.Each($"{path}.networks", Networks, (at, kind) => SpecRules.OneOf(at, kind, KnownNetwork.Kinds)),
        .. SpecRules.Each($"{path}.noise", Noise, (at, eta) => SpecRules.Between(at, eta, 0.0, 10.0)),
        .. SpecRules.Each($"{path}.scales", Scales, (_, _) => []),
        .. SpecRules.Between($"{path}.draws", Draws, 1, 10_000),
    ];
}
