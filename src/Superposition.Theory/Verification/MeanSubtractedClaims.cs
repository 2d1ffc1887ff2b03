using System.Collections.Immutable;
using static Superposition.Verification.SpreadClaim;

namespace Superposition.Verification;

/// <summary>Claims about read-offs from which the mean activation is subtracted (T1 to T3).</summary>
public static class MeanSubtractedClaims
{
    private const string Source = "arXiv 2408.05451 for the layers; the read-off is derived here";

    /// <summary>All of them.</summary>
    public static ImmutableArray<Claim> All { get; } =
    [
        .. from kind in new[] { "subset", "sign", "gaussian", "random-kaiming" }
           from neurons in new[] { 512, 1024, 2048 }
           select Of(
               kind == "gaussian" || kind == "random-kaiming" ? "T3" : "T1", Source, $"{kind}-mean-subtracted", "none",
               Size(64, 3, neurons), 0.03),
        .. from neurons in new[] { 1024, 2048, 4096 }
           select Of("T2", Source, "superposed-projection-mean-subtracted", "none", Size(96, 3, neurons, 512), 0.03),
        Gain("sign", "8 %: κ falls from 2.83 to 2.65", Math.Sqrt(7.0 / 8), 64, 3, null),
        Gain("gaussian", "17 %: √π to √(π − 1)", Math.Sqrt((Math.PI - 1) / Math.PI), 64, 3, null),
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

    private static Claim Gain(string kind, string what, double predicted, int features, int active, int? dimension) => new()
    {
        Id = $"mean-subtraction-{kind}",
        Subject = kind == "sign" ? "T1" : "T3",
        Source = Source,
        Statement =
            $"Subtracting the mean activation takes off {what} (standard deviation with none of the pair active over that without, "
            + $"{features} features, exactly {active} active, 1024 neurons)",
        Predicted = predicted,
        Relation = Relation.Near,
        Tolerance = 0.02,
        Measure = seed =>
        {
            var size = Size(features, active, 1024, dimension);
            return Measure($"{kind}-mean-subtracted", size, 200, seed)["none"].Std / Measure(kind, size, 200, seed)["none"].Std;
        },
    };
}
