using Superposition.ErrorCorrection;

namespace Superposition.DeepCircuits;

/// <summary>The numbers that an alternating deep circuit is built from.</summary>
/// <param name="Active">s: what the read-offs of ANDs are normalised for.</param>
/// <param name="Units">n, the clip units of an error-correction layer.</param>
/// <param name="ChannelSize">q, the units of a channel.</param>
/// <param name="SubsetNeurons">n₁, the neurons of a universal-AND layer.</param>
public sealed record AlternatingDesign(int Active, int Units, int ChannelSize, int SubsetNeurons)
{
    /// <summary>p, the share of features that a neuron of the universal-AND layer adds up: 0.75/s by default.</summary>
    public double Density => 0.75 / Active;

    /// <summary>How the units of channels are drawn; overlap-reduced unless said otherwise.</summary>
    public ChannelCodeKind Code { get; init; } = ChannelCodeKind.OverlapReduced;

    /// <summary>The clip window of the error-correction layer.</summary>
    public ClipWindow Window { get; init; } = ClipWindow.Rounding(0.4);

    /// <summary>
    /// Whether there is an error-correction layer after each universal-AND layer, or its linear read-off is passed on as it is.
    /// </summary>
    public bool Corrects { get; init; } = true;
}
