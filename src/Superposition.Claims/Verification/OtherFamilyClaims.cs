using System.Collections.Immutable;
using static Superposition.Verification.SpreadClaim;

namespace Superposition.Verification;

/// <summary>Claims about quadratic neurons and about sparse ternary weights, and where these families stand at equal width.</summary>
public static class OtherFamilyClaims
{
    private const string Quadratic =
        "quadratic neurons: the post of the authors of arXiv 2408.05451; random weights and moments derived here";
    private const string Ternary = "ternary weights: arXiv 2408.05451, appendix; read-off and moments derived here";

    /// <summary>The claims of this group, in the order in which <c>verify</c> lists them.</summary>
    public static ImmutableArray<Claim> All { get; } =
    [
        .. from neurons in new[] { 512, 1024, 2048 } select Of("quadratic", Quadratic, "quadratic", "none", Size(64, 3, neurons), 0.03),
        .. from neurons in new[] { 1024, 2048, 4096 }
            select Of("quadratic", Quadratic, "superposed-quadratic", "none", Size(96, 2, neurons, 512), 0.03),
        .. from kind in new[] { "ternary", "ternary-graph" }
           from neurons in new[] { 512, 1024, 2048 }
           select Of("ternary", Ternary, kind, "none", Size(64, 3, neurons), 0.03, draws: 8),
        .. from neurons in new[] { 1024, 2048, 4096 }
            select Of("ternary", Ternary, "superposed-ternary", "none", Size(96, 2, neurons, 512), 0.03),
        ReluWidth(3, 7.0 / 3),
        ReluWidth(4, 17.64 / 6),
        new()
        {
            Id = "ternary-never-wins",
            Subject = "ternary",
            Source = Ternary,
            Statement =
                "On basis-aligned inputs sparse ternary weights are noisier than dense signs of the same width: largest ratio signs "
                + "over ternary of rms at p = 0.25, 0.5, 0.75 (64 features, exactly 3 active, 1024 neurons)",
            Predicted = 1,
            Relation = Relation.AtMost,
            Measure = seed => new[] { 0.25, 0.5, 0.75 }.Max(p =>
                Measure("sign-mean-subtracted", Size(64, 3, 1024), 100, seed).Rms / Measure(
                    "ternary", Size(64, 3, 1024) with { Density = p }, 100, seed).Rms),
        },
        new()
        {
            Id = "superposed-ternary-grows",
            Subject = "ternary",
            Source = Ternary,
            Statement =
                "Read through its subsets, superposed ternary gets worse with the number of features: rms with 384 over rms with 64 "
                + "features (256 dimensions, 2048 neurons, exactly 2 active, p = 3/8)",
            Predicted = 1.3,
            Relation = Relation.AtLeast,
            Measure = seed => Measure("superposed-ternary", Size(384, 2, 2048, 256), 30, seed).Rms / Measure(
                "superposed-ternary", Size(64, 2, 2048, 256), 100, seed).Rms,
        },
    ];

    /// <summary>How many times the neurons of a quadratic layer signs need for the same error.</summary>
    private static Claim ReluWidth(int active, double predicted) => new()
    {
        Id = $"quadratic-over-relu-{active}",
        Subject = "quadratic",
        Source = Quadratic,
        Statement =
            "At equal width ReLU is worse by a factor, not by a law: squared ratio of the standard deviations of mean-subtracted signs "
            + $"and quadratic neurons with none of the pair active (64 features, exactly {active} active, 1024 neurons)",
        Predicted = predicted,
        Relation = Relation.Near,
        Tolerance = 0.06,
        Measure = seed => Math.Pow(
            Measure("sign-mean-subtracted", Size(64, active, 1024), 150, seed)["none"].Std
                / Measure("quadratic", Size(64, active, 1024), 150, seed)["none"].Std,
            2),
    };
}
