using System.Collections.Immutable;
using System.ComponentModel;
using Superposition.Objectives;
using Superposition.Specs;

namespace Superposition.Experiments.WhatTrainingFinds;

/// <summary>One size at which a trained network and constructions are compared by what they do rather than by their weights.</summary>
public sealed record FunctionGrid
{
    /// <summary>The task.</summary>
    [Description("Inputs and targets.")]
    public required UniversalAndTaskSpec Task { get; init; }

    /// <summary>d, the number of neurons.</summary>
    [Description("d, the number of ReLUs.")]
    public required int Neurons { get; init; }

    /// <summary>The objective.</summary>
    [Description("What training makes small.")]
    public required ObjectiveSpec Objective { get; init; }

    /// <summary>The constructions.</summary>
    [Description("Kinds of constructions to compare with, the first of which exchanges its read-off with the trained network."), ConstructionKind(OfAnyWidth = true)]
    public required ImmutableArray<string> Constructions { get; init; }

    /// <summary>Other numbers of active features.</summary>
    [Description("Other numbers of active features to measure at.")]
    public required ImmutableArray<int> OtherActive { get; init; }

    /// <summary>η.</summary>
    [Description("Noise on every weight, relative to the weight.")]
    public required ImmutableArray<double> Noise { get; init; }

    /// <summary>Bits.</summary>
    [Description("Bits a weight.")]
    public required ImmutableArray<int> Bits { get; init; }

    /// <summary>Shares of neurons.</summary>
    [Description("Shares of neurons that are silenced, the least important first.")]
    public required ImmutableArray<double> PrunedNeurons { get; init; }

    /// <summary>Shares of weights.</summary>
    [Description("Shares of weights that are set to 0, the smallest first.")]
    public required ImmutableArray<double> PrunedWeights { get; init; }

    /// <summary>Points along the line between two networks.</summary>
    [Description("Points on the line between two trained networks, the ends included.")]
    public required int InterpolationPoints { get; init; }

    /// <summary>What is wrong with the values, if anything.</summary>
    internal IEnumerable<SpecProblem> Problems(string path) =>
    [
        .. Task.Problems($"{path}.task"),
        .. SpecRules.Between($"{path}.neurons", Neurons, 2, 100_000),
        .. Objective.Problems($"{path}.objective"),
        .. SpecRules.Each($"{path}.constructions", Constructions, ExperimentRules.ConstructionOfAnyWidth),
        .. SpecRules.Each($"{path}.otherActive", OtherActive, (at, s) => SpecRules.Between(at, s, 1, Task.Features, "the number of features")),
        .. SpecRules.Each($"{path}.noise", Noise, (at, eta) => SpecRules.Between(at, eta, 0.0, 10.0)),
        .. SpecRules.Each($"{path}.bits", Bits, (at, bits) => SpecRules.Between(at, bits, 1, 16)),
        .. SpecRules.Each($"{path}.prunedNeurons", PrunedNeurons, (at, share) => SpecRules.Between(at, share, 0.0, 1.0)),
        .. SpecRules.Each($"{path}.prunedWeights", PrunedWeights, (at, share) => SpecRules.Between(at, share, 0.0, 1.0)),
        .. SpecRules.Between($"{path}.interpolationPoints", InterpolationPoints, 3, 1001),
    ];

    /// <summary>The same with one value of each.</summary>
    internal FunctionGrid Smoke() => this with
    {
        Constructions = Constructions[..1],
        OtherActive = OtherActive[..1],
        Noise = Noise[..1],
        Bits = Bits[..1],
        PrunedNeurons = PrunedNeurons[..1],
        PrunedWeights = PrunedWeights[..1],
        InterpolationPoints = 3,
    };
}
