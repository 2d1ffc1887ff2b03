using System.Collections.Immutable;
using Superposition.UniversalAnd;
using static Superposition.Verification.SpreadClaim;

namespace Superposition.Verification;

/// <summary>Claims about read-offs from which the mean activation is subtracted (T1 to T3).</summary>
public static class MeanSubtractedClaims
{
    private const string Source = "arXiv 2408.05451 for the layers; the read-off is derived here";

    /// <summary>The claims of this group, in the order in which <c>verify</c> lists them.</summary>
    public static ImmutableArray<Claim> All { get; } =
    [
        .. from kind in new[] { "subset", "sign", "gaussian", "random-kaiming" }
           from neurons in new[] { 512, 1024, 2048 }
           select Of(
               kind == "gaussian" || kind == "random-kaiming" ? "T3" : "T1", Source, $"{kind}-mean-subtracted", "none",
               Size(64, 3, neurons), 0.03),
        .. from neurons in new[] { 1024, 2048, 4096 }
           select Of("T2", Source, "superposed-projection-mean-subtracted", "none", Size(96, 3, neurons, 512), 0.03),
        Gain("T1", "sign", "6 %: κ falls from 2.83 to 2.65", Math.Sqrt(7.0 / 8), Size(64, 3, 1024)),
        Gain("T3", "gaussian", "17 %: √π to √(π − 1)", Math.Sqrt((Math.PI - 1) / Math.PI), Size(64, 3, 1024)),
        .. new[] { "random-pytorch", "random-kaiming", "random-kaiming-biased", "random-xavier" }.Select(kind =>
            Gain("T3", kind, Size(64, 3, 1024))),
        Gain("T1", "subset", Size(64, 3, 1024)),
        .. new[] { "superposed-subset", "superposed-projection" }.Select(kind => Gain("T2", kind, Size(96, 3, 2048, 512))),
        new()
        {
            Id = "mean-subtraction-replaces-correction",
            Subject = "T2",
            Source = Source,
            Statement =
                "With superposed inputs it does better than the correction by φ_k·φ_l: rms over rms (128 features in 256 dimensions, "
                + "exactly 3 active, 2048 neurons)",
            Predicted = 1,
            Relation = Relation.AtMost,
            Measure = seed => Measure("superposed-projection-mean-subtracted", Size(128, 3, 2048, 256), 100, seed).Rms / Measure(
                "superposed-projection", Size(128, 3, 2048, 256), 100, seed).Rms,
        },
    ];

    /// <summary>What the two read-offs predict of themselves.</summary>
    private static Claim Gain(string subject, string kind, UniversalAndSize size)
    {
        var predicted = Noise($"{kind}-mean-subtracted") / Noise(kind);
        return Gain(subject, kind, FormattableString.Invariant($"{100 * (1 - predicted):F0} %"), predicted, size);

        double Noise(string kind) => UniversalAndConstructions.Find(kind)!.Predict(size)["none"].Std;
    }

    private static Claim Gain(string subject, string kind, string what, double predicted, UniversalAndSize size) => new()
    {
        Id = $"mean-subtraction-{kind}",
        Subject = subject,
        Source = Source,
        Statement =
            $"{kind}: subtracting the mean activation takes off {what} (standard deviation with none of the pair active over that without, "
            + $"{size.Features} features{(size.Encoding is { } state ? $" in {state.Dimension} dimensions" : "")}, exactly "
            + $"{size.Inputs.Active} active, {size.Neurons} neurons)",
        Predicted = predicted,
        Relation = Relation.Near,
        Tolerance = 0.03,
        Measure = seed => Measure($"{kind}-mean-subtracted", size, 200, seed)["none"].Std / Measure(kind, size, 200, seed)["none"].Std,
    };
}
