using System.Collections.Immutable;
using Superposition.Plateaus;

namespace Superposition.Experiments.ActivationPlateaus;

/// <summary>The networks whose plateaus are looked at.</summary>
public enum PlateauArm
{
    /// <summary>An analytic error-correction layer.</summary>
    Corrected,

    /// <summary>The same layer with units that are off below θ and never full: half of a clip unit.</summary>
    Rectified,

    /// <summary>The same layer with units that give their pre-activation itself.</summary>
    Uncorrected,

    /// <summary>The least-squares read-off of the superposed state.</summary>
    Linear,

    /// <summary>As many random ReLUs as the layer has units, with a least-squares read-off.</summary>
    UntrainedLayer,

    /// <summary>A trained network.</summary>
    Trained,

    /// <summary>A trained network's layers before training, with a least-squares read-off.</summary>
    Untrained,
}

/// <summary>One network's plateaus.</summary>
public sealed record ActivationPlateausRecord : CellRecord
{
    /// <summary>What kind of network.</summary>
    public required PlateauArm Arm { get; init; }

    /// <summary>d0.</summary>
    public required int Dimension { get; init; }

    /// <summary>θ, where the layer has one.</summary>
    public double? Theta { get; init; }

    /// <summary>The noise of a unit as predicted half-way, where the layer has clip units.</summary>
    public double? PredictedSigma { get; init; }

    /// <summary>The predicted curve of a feature's own output at the steps of the measured one; empty where nothing is predicted.</summary>
    public ImmutableArray<double> PredictedCurve { get; init; } = [];

    /// <summary>The number of ReLU layers, of trained networks.</summary>
    public int? Depth { get; init; }

    /// <summary>ν in training.</summary>
    public double? Noise { get; init; }

    /// <summary>The learning rate.</summary>
    public double? LearningRate { get; init; }

    /// <summary>Mean loss over the last twentieth of training: what the learning rate is chosen by.</summary>
    public double? FinalLoss { get; init; }

    /// <summary>Root mean square error of all outputs on inputs without noise, of trained networks.</summary>
    public double? Rms { get; init; }

    /// <summary>The plateaus.</summary>
    public required PlateauReport Plateaus { get; init; }
}
