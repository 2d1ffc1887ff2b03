using System.Collections.Immutable;

namespace Superposition.Training;

/// <summary>Where training stands, for progress on a terminal.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="Loss">The last batch's loss.</param>
public readonly record struct TrainingProgress(long Step, long Steps, double Loss)
{
    /// <summary>ε at the last measurement along the way; null where there was none.</summary>
    public double? Epsilon { get; init; }
}

/// <summary>One point of a training trace, taken at a step.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Loss">Mean loss of the steps since the point before.</param>
/// <param name="LearningRate">Learning rate of the last of them.</param>
public sealed record TracePoint(long Step, double Loss, double LearningRate);

/// <summary>What became of a training: how many steps were done, the loss at the end, and whether it diverged.</summary>
/// <param name="Steps">Steps done.</param>
/// <param name="FinalLoss">Mean loss over the last twentieth of the steps: what nuisance settings are chosen by.</param>
/// <param name="DivergedAt">
/// The step at which the loss was no longer finite; the network then holds the last good state before it. Null otherwise.
/// </param>
/// <param name="Trace">The loss along the way, a hundred points.</param>
public sealed record TrainingOutcome(long Steps, double FinalLoss, long? DivergedAt, ImmutableArray<TracePoint> Trace)
{
    /// <summary>What was measured along the way.</summary>
    public ImmutableArray<CurvePoint> Curve { get; init; } = [];

    /// <summary>The first layer's weights along the way, by step; empty where none were asked for, or the layer is too large.</summary>
    public ImmutableArray<WeightSnapshot> Snapshots { get; init; } = [];
}
