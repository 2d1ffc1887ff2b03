using System.Collections.Immutable;
using Superposition.Booleans;

namespace Superposition.Verification;

/// <summary>How a measured number has to stand to the predicted one for a claim to hold.</summary>
public enum Relation
{
    /// <summary>Within the tolerance of the prediction, on either side.</summary>
    Near,

    /// <summary>Equal to the prediction, from every seed.</summary>
    Exactly,

    /// <summary>At most the prediction.</summary>
    AtMost,

    /// <summary>At least the prediction.</summary>
    AtLeast,
}

/// <summary>
/// One claim of the theory as a row that can be measured: what is claimed, where it comes from, what number is predicted, and how to
/// measure it.
/// </summary>
public sealed record Claim
{
    /// <summary>A short unique name, for example "uand-sign-std".</summary>
    public required string Id { get; init; }

    /// <summary>The theorem or subject: "T1" … "T8", "representation", "bounds".</summary>
    public required string Subject { get; init; }

    /// <summary>Where the claim comes from: theorem, paper and section, or "derived here".</summary>
    public required string Source { get; init; }

    /// <summary>The claim in one sentence, sizes included.</summary>
    public required string Statement { get; init; }

    /// <summary>The predicted number.</summary>
    public required double Predicted { get; init; }

    /// <summary>How the measurement has to stand to it.</summary>
    public required Relation Relation { get; init; }

    /// <summary>
    /// The tolerance of <see cref="Relation.Near"/> as a share of the prediction; not used where <see cref="Within"/> is given.
    /// </summary>
    public double Tolerance { get; init; }

    /// <summary>
    /// How far from the prediction <see cref="Relation.Near"/> reaches, in the units of the prediction: about four standard deviations of
    /// one seed's measurement, so that a row that is right holds from any seed and one that is off by more does not. When left out, the
    /// share
    /// <see cref="Tolerance"/> of the prediction.
    /// </summary>
    public double Within
    {
        get => field > 0 ? field : Tolerance * Math.Abs(Predicted);
        init;
    }

    /// <summary>Whether the row takes long and is measured only on request.</summary>
    public bool IsSlow { get; init; }

    /// <summary>Measures the number once, from a seed.</summary>
    public required Func<Seed, double> Measure { get; init; }

    /// <summary>
    /// Measures the claim over seeds. It holds when the mean is near the prediction; a bound or an exact number, when every measurement
    /// keeps it.
    /// </summary>
    public ClaimResult Check(Seed seed, int seeds)
    {
        ImmutableArray<double> measured = [.. Enumerable.Range(0, seeds).Select(i => Measure(seed.For($"{Id}:{i}")))];
        var holds = measured.All(double.IsFinite) && Relation switch
        {
            Relation.AtMost => measured.All(value => value <= Predicted),
            Relation.AtLeast => measured.All(value => value >= Predicted),
            Relation.Exactly => measured.All(value => value == Predicted),
            _ => Math.Abs(measured.Average() - Predicted) <= Within,
        };
        return new ClaimResult(this, measured, holds);
    }
}

/// <summary>The result of checking a claim.</summary>
/// <param name="Claim">The claim.</param>
/// <param name="Measured">The measured number, once a seed.</param>
/// <param name="Holds">The verdict; a number that is not finite never holds.</param>
public sealed record ClaimResult(Claim Claim, ImmutableArray<double> Measured, bool Holds);
