using System.Collections.Immutable;
using Superposition.Booleans;

namespace Superposition.Reproduction;

/// <summary>A published result that can be run again.</summary>
/// <param name="Id">Its name on the command line.</param>
/// <param name="Summary">What it is and where it was published, in a line.</param>
/// <param name="Reproduce">Computes all of its numbers, ours beside theirs.</param>
public sealed record PublishedResult(string Id, string Summary, Func<Seed, ImmutableArray<ReproducedValue>> Reproduce);

/// <summary>Every published result that is run again here. A new one is one line.</summary>
public static class PublishedResults
{
    /// <summary>All of them, with as many draws as the publication had, or more.</summary>
    public static ImmutableArray<PublishedResult> All { get; } =
    [
        new("construction-quantiles", "Error quantiles of three analytic constructions (A. Busch, thesis 2025, Fig. 21)", seed => AnalyticConstructionQuantiles.Reproduce(seed, networks: 25, inputs: 200)),
        new("pair-thresholds", "Reading all pairs from a superposed code by thresholds (Li et al., \"The Ball and the Box\", 2026)", seed => PairThresholdReading.Reproduce(seed, draws: 4096)),
        new("deep-errors", "Errors of a constructed deep network by layer (Linsefors, \"Rotations in superposition\", 2025)", seed => DeepErrorCurve.Reproduce(seed, inputs: 557)),
    ];
}
