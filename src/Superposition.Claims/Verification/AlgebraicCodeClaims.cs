using System.Collections.Immutable;
using Superposition.AlgebraicCodes;
using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.UniversalAnd;

namespace Superposition.Verification;

/// <summary>
/// Claims about explicit codes: the worst error over all inputs with at most two or three active features. Nothing is drawn, so every
/// seed gives the same.
/// </summary>
public static class AlgebraicCodeClaims
{
    private const string Source = "derived here, docs/algebraic-codes.md";

    // What rounding to float32 leaves of a proved number.
    private const double Rounding = 1e-5;

    /// <summary>The claims of this group, in the order in which <c>verify</c> lists them.</summary>
    public static ImmutableArray<Claim> All { get; } =
    [
        Hadamard(24, 1.0 / 6),
        Hadamard(32, 1.0 / 7),
        .. from features in new[] { 24, 32, 60 } select HadamardExactly(features),
        Hashes(8, 2),
        .. from hashes in Enumerable.Range(1, 6) select Hashes(32, hashes),
        Hashes(64, 2),
        Hashes(128, 3),
        Hashes(128, 4),
        Hashes(512, 2) with { IsSlow = true },
        ThreeActive(24, 3, 32, 3.0 / 14),
        ThreeActive(32, 3, 32, 3.0 / 14),
        ThreeActive(32, 4, 32, 1.0 / 5),
        ThreeActive(32, 6, 32, 3.0 / 16),
        ThreeActive(128, 4, 128, 1.0 / 5) with { IsSlow = true },
        new()
        {
            Id = "code-hadamard-none-std",
            Subject = "codes",
            Source = Source,
            Statement =
                "With none of the pair active the errors of ±Hadamard have the standard deviation that two moments of the matrix give "
                + "(32 features, 64 neurons, at most 2 active)",
            Predicted = new HadamardLayer().Predict(Size(32))["none"].Std,
            Relation = Relation.Near,
            Tolerance = 0.01,
            Measure = _ => Measure(32)["none"].Std,
        },
        new()
        {
            Id = "code-hadamard-quieter-than-signs",
            Subject = "codes",
            Source = Source,
            Statement =
                "At the same 64 neurons the worst error of random signs is more than 3 times that of ±Hadamard (32 features, at most 2 "
                + "active)",
            Predicted = 3,
            Relation = Relation.AtLeast,
            Measure = seed => RandomSigns(seed).Epsilon / Measure(32).Epsilon,
        },
    ];

    private static Claim Hadamard(int features, double epsilon) => new()
    {
        Id = $"code-hadamard-{features}",
        Subject = "codes",
        Source = Source,
        Statement =
            $"±Hadamard: ε = 1/(3 + 1/κ) over all inputs ({features} features, {new HadamardLayer().RequiredNeurons(features)} neurons, "
            + "at most 2 active)",
        Predicted = epsilon,
        Relation = Relation.Near,
        Tolerance = Rounding,
        Measure = _ => Measure(features).Epsilon,
    };

    private static Claim HadamardExactly(int features) => new()
    {
        Id = $"code-hadamard-{features}-exact",
        Subject = "codes",
        Source = Source,
        Statement =
            "±Hadamard: the worst error over all inputs, run in whole numbers, is the fraction 1/(3 + 1/κ), "
            + $"{HadamardCode.Epsilon(features)} ({features} features, {new HadamardLayer().RequiredNeurons(features)} neurons, at most 2 "
            + "active)",
        Predicted = HadamardCode.Epsilon(features).Value,
        Relation = Relation.Exactly,
        Measure = _ => HadamardCode.ToIntegers(features).WorstError().Value,
    };

    private static Claim Hashes(int features, int hashes) => new()
    {
        Id = $"code-hashes-{features}-{hashes}",
        Subject = "codes",
        Source = Source,
        Statement =
            $"{hashes} hashes: ε = 1/(4 + 2h) over all inputs, run in whole numbers ({features} features, "
            + $"{features + ((features - 1) * hashes)} neurons, at most 2 active)",
        Predicted = 1 / (4 + (2.0 * hashes)),
        Relation = Relation.Near,
        Tolerance = 1e-12,
        Measure = _ => HashChoice.ForFeatures(features, hashes) is var layer && layer.Neurons == features + ((features - 1) * hashes)
            ? layer.ToIntegers().WorstError(layer.Symmetries()).Value
            : double.NaN,
    };

    private static Claim ThreeActive(int features, int hashes, int points, double epsilon) => new()
    {
        Id = $"code-hashes-{features}-{hashes}-three-active",
        Subject = "codes",
        Source = Source,
        Statement =
            $"{hashes} hashes read for at most 3 active: ε = h/(6h − 4) over all inputs, run in whole numbers ({features} features, "
            + $"{points + ((points - 1) * hashes)} neurons)",
        Predicted = epsilon,
        Relation = Relation.Near,
        Tolerance = 1e-12,
        Measure = _ => HashChoice.ForFeatures(features, hashes, active: 3) is var layer && layer.Neurons == points + ((points - 1) * hashes)
            ? layer.ToIntegers().WorstError(layer.Symmetries()).Value
            : double.NaN,
    };

    private static UniversalAndSize Size(int features) =>
        new(new SparseInputs(features, 2, Sparsity.AtMost), new HadamardLayer().RequiredNeurons(features)!.Value);

    private static ErrorReport Measure(int features)
    {
        using var network = new HadamardLayer().Build(Size(features), new Seed(0));
        return Over(network, Size(features).Inputs);
    }

    private static ErrorReport RandomSigns(Seed seed)
    {
        using var network = new TunedSigns().Build(Size(32), seed);
        return Over(network, Size(32).Inputs);
    }

    private static ErrorReport Over(ReluNetwork network, SparseInputs inputs) =>
        OutputErrors.Measure(network, PairAnds.All(inputs.Features), InputSample.All(inputs));
}
