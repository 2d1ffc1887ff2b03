using System.Collections.Immutable;
using Superposition.Measurement;

namespace Superposition.Experiments.LearnedVersusConstructed;

/// <summary>What a cell of the comparison is about.</summary>
public enum Part
{
    /// <summary>Networks without a hidden layer: zero and the best linear read-off of the raw input.</summary>
    Controls,

    /// <summary>A construction at one width: its own read-off, and least squares on the same layer.</summary>
    Constructed,

    /// <summary>A read-off trained on the frozen layer of a construction.</summary>
    ReadOff,

    /// <summary>A network trained whole, from random weights or from a construction.</summary>
    Whole,
}

/// <summary>One cell of the four arms.</summary>
public sealed record LearnedVersusConstructedRecord : CellRecord
{
    /// <summary>What the cell is about.</summary>
    public required Part Part { get; init; }

    /// <summary>d; 0 for the controls.</summary>
    public required int Neurons { get; init; }

    /// <summary>The construction whose layer is used, for <see cref="Part.Constructed"/> and <see cref="Part.ReadOff"/>; or that training started from, for <see cref="Part.Whole"/>, null there for random weights.</summary>
    public string? Construction { get; init; }

    /// <summary>The objective's name, where something is trained.</summary>
    public string? Objective { get; init; }

    /// <summary>The learning rate, where something is trained.</summary>
    public double? LearningRate { get; init; }

    /// <summary>Mean loss over the last twentieth of training: what the learning rate is chosen by.</summary>
    public double? FinalLoss { get; init; }

    /// <summary>The step at which training diverged, if it did; errors are then those of the last good state.</summary>
    public long? DivergedAt { get; init; }

    /// <summary>The networks measured in this cell, all on the same inputs.</summary>
    public required ImmutableArray<ArmErrors> Arms { get; init; }

    /// <summary>The trained layer beside a draw of every construction; empty where nothing but a read-off was trained.</summary>
    public ImmutableArray<SimilarityToConstruction> Similarities { get; init; } = [];
}

/// <summary>The networks that are set side by side.</summary>
public enum Arm
{
    /// <summary>Answers 0.</summary>
    Zero,

    /// <summary>The best affine read-off of the raw input, by least squares.</summary>
    Linear,

    /// <summary>The affine read-off (b_k + b_l)/2 − ¼ of the raw input, whose worst error ¼ no other affine read-off of it can undercut.</summary>
    LinearMinimax,

    /// <summary>A construction with its own, analytic read-off.</summary>
    Analytic,

    /// <summary>Least squares on the layer of a construction.</summary>
    LeastSquares,

    /// <summary>A trained read-off on the frozen layer of a construction.</summary>
    TrainedReadOff,

    /// <summary>A network before training, as it is.</summary>
    Untrained,

    /// <summary>Least squares on the layer of a network before training.</summary>
    UntrainedLeastSquares,

    /// <summary>A trained network as it is.</summary>
    Trained,

    /// <summary>Least squares on the layer of a trained network.</summary>
    TrainedLeastSquares,
}

/// <summary>The errors of one arm.</summary>
/// <param name="Arm">Which.</param>
/// <param name="Errors">Its errors.</param>
public sealed record ArmErrors(Arm Arm, ErrorReport Errors);
