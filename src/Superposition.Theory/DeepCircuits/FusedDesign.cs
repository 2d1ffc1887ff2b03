using Superposition.ErrorCorrection;

namespace Superposition.DeepCircuits;

/// <summary>The numbers that a fused deep circuit is built from.</summary>
/// <param name="Units">n, the clip units of a layer, shared out to its pools.</param>
/// <param name="ChannelSize">q, the units of a channel.</param>
public sealed record FusedDesign(int Units, int ChannelSize)
{
    /// <summary>How the units of channels are drawn; overlap-reduced unless said otherwise.</summary>
    public ChannelCodeKind Code { get; init; } = ChannelCodeKind.OverlapReduced;

    /// <summary>
    /// The threshold of units that respond to one active input. Above ½ it trades a few missing units of true features for far fewer false
    /// ones.
    /// </summary>
    public double AnyThreshold { get; init; } = 0.5;

    /// <summary>The threshold of units that respond to two active inputs.</summary>
    public double BothThreshold { get; init; } = 1.5;

    /// <summary>Half the width of a clip window.</summary>
    public double HalfWindow { get; init; } = 0.1;

    /// <summary>Units that an AND gate gets for each that a COPY or OR gate gets.</summary>
    public double BothWeight { get; init; } = 1;

    /// <summary>
    /// Whether a channel's mean is read relative to the mean of its pool. Without it the positive collisions of all features add up
    /// coherently.
    /// </summary>
    public bool Centred { get; init; } = true;

    /// <summary>Whether units round (error correction) or hand their pre-activation on.</summary>
    public bool Corrects { get; init; } = true;
}
