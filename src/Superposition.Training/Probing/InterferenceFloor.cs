using static TorchSharp.torch;

namespace Superposition.Probing;

/// <summary>
/// From where an effect on an output is material. In superposition every pair moves every output a little, which is interference and not
/// use; an output that asks for some pairs is moved by these far more than by the rest. Lives in the dispose scope it is made in.
/// </summary>
/// <param name="Immaterial">The share of an output's range below which an effect is never material.</param>
/// <param name="Material_1g">
/// In shares of each output's range, float64, shape [1, g]: the immaterial share or, where nearly all pairs move an output and some stand
/// out, what these do to it and the others do not; infinite where nearly all pairs move it and none stands out, so that size alone tells
/// nothing.
/// </param>
/// <param name="IsCrowded_1g">Where nearly all pairs move the output, shape [1, g].</param>
/// <param name="IsDiffuse_1g">Where nearly all do and none stands out, shape [1, g].</param>
internal sealed record InterferenceFloor(double Immaterial, Tensor Material_1g, Tensor IsCrowded_1g, Tensor IsDiffuse_1g)
{
    // A quarter of the pairs move an output by no more than its interference: in a cloud of effects that is the scale which used pairs
    // disturb least.
    private const double Quarter = 0.25;

    // How many times that scale an effect has to be to be material, and how many times the strongest has to be for some to stand out.
    private const double Multiple = 4;
    private const double StandOut = 5.5;

    // An output is crowded from where the multiple of its interference reaches this share of its range, however large an effect has to be
    // to be material.
    private const double Crowd = 0.03;

    // With fewer pairs than this a quarter of them says nothing.
    private const int MinPairs = 12;

    /// <summary>No floor yet: nothing counts as material.</summary>
    public static InterferenceFloor None(Tensor ranges_1g) =>
        new(
            double.PositiveInfinity, full_like(ranges_1g, double.PositiveInfinity), zeros_like(ranges_1g).to(@bool),
            zeros_like(ranges_1g).to(@bool));

    /// <summary>The immaterial share of every output's range, where nothing is known of interference.</summary>
    public static InterferenceFloor Shares(Tensor ranges_1g, ProbeSettings settings) =>
        new(
            settings.ImmaterialShare, full_like(ranges_1g, settings.ImmaterialShare), zeros_like(ranges_1g).to(@bool),
            zeros_like(ranges_1g).to(@bool));

    /// <summary>The floor under effects of pairs.</summary>
    /// <param name="rms_cg">The effect of each pair on each output, root mean square over contexts, in shares of ranges.</param>
    /// <param name="settings">The immaterial share, and the share of the strongest.</param>
    public static InterferenceFloor Of(Tensor rms_cg, ProbeSettings settings)
    {
        using var scope = NewDisposeScope();
        var pairs = (int)rms_cg.shape[0];
        var interference_1g = pairs < MinPairs
            ? zeros(1, rms_cg.shape[1], dtype: float64)
            : rms_cg.kthvalue(Math.Max(1, (int)(Quarter * pairs)), 0).values.to(float64).unsqueeze(0);
        var isCrowded_1g = interference_1g * Multiple > Math.Min(Crowd, settings.ImmaterialShare);
        var strongest_1g = rms_cg.amax([0]).to(float64).unsqueeze(0);
        var isDiffuse_1g = isCrowded_1g.logical_and(strongest_1g < interference_1g * StandOut);
        var crowded_1g = (interference_1g * Multiple).maximum(strongest_1g * settings.ShareOfStrongest).clamp_min(settings.ImmaterialShare);
        var material_1g = where(isCrowded_1g, crowded_1g, full_like(crowded_1g, settings.ImmaterialShare));
        return new InterferenceFloor(
            settings.ImmaterialShare,
            where(isDiffuse_1g, full_like(material_1g, double.PositiveInfinity), material_1g).MoveToOuterDisposeScope(),
            isCrowded_1g.MoveToOuterDisposeScope(),
            isDiffuse_1g.MoveToOuterDisposeScope());
    }
}
