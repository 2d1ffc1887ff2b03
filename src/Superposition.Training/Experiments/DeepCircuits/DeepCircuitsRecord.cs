using Superposition.DeepCircuits;

namespace Superposition.Experiments.DeepCircuits;

/// <summary>What a cell measures.</summary>
public enum DeepPart
{
    /// <summary>A fused circuit, layer by layer.</summary>
    Fused,

    /// <summary>The smallest width of a fused circuit.</summary>
    Width,

    /// <summary>The paper's alternation, layer by layer.</summary>
    Alternating,
}

/// <summary>What a circuit is run with; the arms of a size share circuit, inputs and channels.</summary>
public enum DeepArm
{
    /// <summary>As it should be.</summary>
    Corrected,

    /// <summary>Corrected, but channels are read without taking off the mean of their pool.</summary>
    Uncentred,

    /// <summary>Read-offs go on from layer to layer as they are.</summary>
    Uncorrected,
}

/// <summary>One deep circuit: its errors layer by layer, or the smallest width found.</summary>
public sealed record DeepCircuitsRecord : CellRecord
{
    /// <summary>What was measured.</summary>
    public required DeepPart Part { get; init; }

    /// <summary>What it was run with.</summary>
    public required DeepArm Arm { get; init; }

    /// <summary>m, the number of features.</summary>
    public required int Features { get; init; }

    /// <summary>L, the layers of gates.</summary>
    public required int Depth { get; init; }

    /// <summary>How many inputs were looked at.</summary>
    public required int Inputs { get; init; }

    /// <summary>n; for a search the smallest width of its grid without a threshold error. Null where there is none.</summary>
    public int? Units { get; init; }

    /// <summary>ReLUs of the widest layer.</summary>
    public int? Relus { get; init; }

    /// <summary>Neurons of the universal-AND layers of an alternation.</summary>
    public int? SubsetNeurons { get; init; }

    /// <summary>The largest error of any feature in any layer.</summary>
    public double? Epsilon { get; init; }

    /// <summary>Layer by layer, the circuit's inputs first; empty for a search.</summary>
    public IReadOnlyList<LayerReport> Layers { get; init; } = [];
}
