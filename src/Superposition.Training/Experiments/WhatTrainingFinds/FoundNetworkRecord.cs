using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Comparison;
using Superposition.Measurement;

namespace Superposition.Experiments.WhatTrainingFinds;

/// <summary>One network, trained or constructed: what it is like, and how good it is.</summary>
public sealed record FoundNetworkRecord : WhatTrainingFindsRecord
{
    /// <summary>m, the number of features.</summary>
    public required int Features { get; init; }

    /// <summary>s.</summary>
    public required int Active { get; init; }

    /// <summary>Exactly or at most s.</summary>
    public required Sparsity Sparsity { get; init; }

    /// <summary>d, the number of neurons.</summary>
    public required int Neurons { get; init; }

    /// <summary>The objective's name, for a trained network.</summary>
    public string? Objective { get; init; }

    /// <summary>The construction's kind, for a constructed one.</summary>
    public string? Construction { get; init; }

    /// <summary>Training losses at the end by learning rate, for a trained network; the network is that of the lowest.</summary>
    public ImmutableArray<RateLoss> Rates { get; init; } = [];

    /// <summary>Errors as it is.</summary>
    public ErrorReport? Errors { get; init; }

    /// <summary>Errors of the least-squares read-off on its layer.</summary>
    public ErrorReport? LeastSquares { get; init; }

    /// <summary>What the best affine read-off of its layer reaches, proved; null where it was not decided.</summary>
    public CertifiedEpsilon? Certified { get; init; }

    /// <summary>What it is like.</summary>
    public FamilyEvidence? Evidence { get; init; }

    /// <summary>What the network was like before training.</summary>
    public FamilyEvidence? UntrainedEvidence { get; init; }

    /// <summary>The trained layer beside a draw of every reference construction.</summary>
    public ImmutableArray<SimilarityToConstruction> Similarities { get; init; } = [];
}

/// <summary>A training loss.</summary>
/// <param name="LearningRate">The highest learning rate of the schedule.</param>
/// <param name="FinalLoss">Mean loss over the last twentieth of training; null when it diverged.</param>
public sealed record RateLoss(double LearningRate, double? FinalLoss = null);

/// <summary>ε* of a layer, proved from both sides: the least error with which affine read-offs of it give every pair on every input.</summary>
/// <param name="Upper">It is at most this.</param>
/// <param name="Lower">It is at least this.</param>
public sealed record CertifiedEpsilon(double Upper, double Lower);

/// <summary>The classifier's evidence in numbers.</summary>
public sealed record FamilyEvidence
{
    /// <summary>The family.</summary>
    public required ConstructionFamily Family { get; init; }

    /// <summary>1, 2 or 3 levels of weights.</summary>
    public required int Levels { get; init; }

    /// <summary>Median share of a neuron's weight variance that two levels explain.</summary>
    public required double TwoLevelShare { get; init; }

    /// <summary>Median ratio of the level nearer to 0 to the other.</summary>
    public required double LevelRatio { get; init; }

    /// <summary>Excess kurtosis of all weights.</summary>
    public required double Kurtosis { get; init; }

    /// <summary>Median adjusted R² of a neuron's read-off on {1, W_k + W_l, W_k W_l}.</summary>
    public double? ProductR2 { get; init; }

    /// <summary>Share of weights at the higher level.</summary>
    public required double Density { get; init; }

    /// <summary>Root mean square cosine between features' columns.</summary>
    public required double RmsCoherence { get; init; }

    /// <summary>What single neurons point to.</summary>
    public required ImmutableArray<FamilyCount> Neurons { get; init; }

    /// <summary>The numbers of an evidence.</summary>
    internal static FamilyEvidence Of(ConstructionEvidence evidence) => new()
    {
        Family = evidence.Family,
        Levels = evidence.Levels,
        TwoLevelShare = evidence.TwoLevelShare,
        LevelRatio = evidence.LevelRatio,
        Kurtosis = evidence.Kurtosis,
        ProductR2 = evidence.ProductR2,
        Density = evidence.Code.Density,
        RmsCoherence = evidence.Code.RmsCoherence,
        Neurons = FamilyCount.Of(evidence.Neurons.Select(neuron => neuron.Family)),
    };
}
