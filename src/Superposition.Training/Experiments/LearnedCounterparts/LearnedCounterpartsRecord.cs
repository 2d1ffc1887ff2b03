using System.Collections.Immutable;
using Superposition.Measurement;

namespace Superposition.Experiments.LearnedCounterparts;

/// <summary>All networks of one task and seed, on the same inputs and under the same noise.</summary>
public sealed record LearnedCounterpartsRecord : CellRecord
{
    /// <summary>The task's name in the experiment.</summary>
    public required string Task { get; init; }

    /// <summary>ReLUs of the trained network, layer by layer.</summary>
    public ImmutableArray<int> Neurons { get; init; } = [];

    /// <summary>Mean loss over the last twentieth of training.</summary>
    public double? FinalLoss { get; init; }

    /// <summary>The step at which training diverged, if it did; errors are then those of the last good state.</summary>
    public long? DivergedAt { get; init; }

    /// <summary>How many of the inputs looked at are not among those that training drew from; null where training draws every input afresh.</summary>
    public int? UnseenInputs { get; init; }

    /// <summary>Why there is no construction at this size, in one sentence; null where there is one.</summary>
    public string? NoConstruction { get; init; }

    /// <summary>The networks.</summary>
    public ImmutableArray<CounterpartErrors> Arms { get; init; } = [];

    /// <summary>What a least-squares read-off finds of each layer's gates in the state of a deep network after that layer; empty for one layer.</summary>
    public ImmutableArray<StateReading> States { get; init; } = [];
}

/// <summary>The networks that are set side by side.</summary>
public enum CounterpartArm
{
    /// <summary>Answers 0.</summary>
    Zero,

    /// <summary>Least squares on what the first layer reads.</summary>
    Linear,

    /// <summary>The construction with its own read-off.</summary>
    Constructed,

    /// <summary>Least squares on the last layer of the construction.</summary>
    ConstructedLeastSquares,

    /// <summary>Least squares on the last layer of a network before training.</summary>
    UntrainedLeastSquares,

    /// <summary>The trained network as it is.</summary>
    Trained,
}

/// <summary>The errors of one network.</summary>
/// <param name="Arm">Which.</param>
/// <param name="Relus">Its ReLUs in all layers.</param>
/// <param name="Errors">Its errors.</param>
public sealed record CounterpartErrors(CounterpartArm Arm, int Relus, ErrorReport Errors);

/// <summary>What can be read off a state inside a deep network.</summary>
/// <param name="Layer">ℓ, from 1.</param>
/// <param name="Neurons">The width of the state.</param>
/// <param name="Gates">How many gates the layer has: with more gates than neurons they are in superposition.</param>
/// <param name="Errors">Errors of the least-squares read-off.</param>
public sealed record StateReading(int Layer, int Neurons, int Gates, ErrorReport Errors);
