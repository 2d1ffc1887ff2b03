using System.Collections.Immutable;

namespace Superposition.Studies.Predictions;

/// <summary>Whether the whole 95 % interval is on the predicted side (held), on the other (failed), or neither (open).</summary>
public enum VerdictState
{
    /// <summary>The whole 95 % interval is on the predicted side.</summary>
    Held,

    /// <summary>The whole interval is on the other side.</summary>
    Failed,

    /// <summary>The interval reaches both sides, or something is missing.</summary>
    Open,
}

/// <summary>A prediction and how it came out.</summary>
/// <param name="Prediction">The prediction.</param>
/// <param name="State">How it came out: held when it held at every point, failed when it failed at one, otherwise open.</param>
/// <param name="Points">What was judged: one for each point of the grid, or one in all where a seed's rows were reduced.</param>
/// <param name="Refused">Selected rows without a network because its construction does not exist there; they are passed over.</param>
/// <param name="Missing">Selected rows that lack the measure for another reason; while there is one, no prediction holds.</param>
/// <param name="Worst">The place in <paramref name="Points"/> of the point that decided; −1 when there is none.</param>
public sealed record Verdict(Prediction Prediction, VerdictState State, ImmutableArray<JudgedPoint> Points, int Refused, int Missing,
    int Worst)
{
    /// <summary>
    /// How many seeds more than now would decide an open prediction, if mean and spread stayed as they are; null when that is not known.
    /// </summary>
    public int? MoreSeeds =>
        State == VerdictState.Open && Missing == 0 && Points.Where(point => point.State == VerdictState.Open)
            .ToArray() is { Length: > 0 } open
        ? open.Any(point => point.MoreSeeds is null) ? null : open.Max(point => point.MoreSeeds)
        : null;
}

/// <summary>One comparison of a prediction.</summary>
/// <param name="Point">The coordinates that tell it from the other points of the same prediction.</param>
/// <param name="Interval">The quantity that was judged: a measure, a slope, a ratio, a share, or the difference from other rows.</param>
/// <param name="Allowed">What the prediction allows it to be.</param>
/// <param name="State">Whether it is.</param>
/// <param name="MoreSeeds">
/// How many seeds more would decide it, up to 100,000; null where it is decided, or where that is not known.
/// </param>
public sealed record JudgedPoint(
    ImmutableSortedDictionary<string, StudyValue> Point, SeedInterval Interval, AllowedRange Allowed, VerdictState State, int? MoreSeeds);
