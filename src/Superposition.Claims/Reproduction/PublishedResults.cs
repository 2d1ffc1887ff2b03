using System.Collections.Immutable;
using Superposition.Booleans;

namespace Superposition.Reproduction;

/// <summary>What a reproduction is given.</summary>
/// <param name="Seed">Its seed.</param>
/// <param name="Processors">How many processors it may keep busy.</param>
/// <param name="Progress">Is told, in a few words, how far it is.</param>
/// <param name="Cancellation">Stops it.</param>
public sealed record ReproductionRun(Seed Seed, int Processors, IProgress<string> Progress, CancellationToken Cancellation);

/// <summary>A published result that can be run again.</summary>
/// <param name="Id">Its name on the command line.</param>
/// <param name="Summary">What it is and where it was published, in a line.</param>
/// <param name="Reproduce">Computes all of its numbers, ours next to theirs.</param>
public sealed record PublishedResult(string Id, string Summary, Func<ReproductionRun, ImmutableArray<ReproducedValue>> Reproduce)
{
    /// <summary>About how many minutes it takes on two processors; null when it takes seconds.</summary>
    public int? Minutes { get; init; }
}

/// <summary>Every published result that is run again here without training anything. A new one is one line.</summary>
public static class PublishedResults
{
    /// <summary>All of them, with as many draws as the publication had, or more.</summary>
    public static ImmutableArray<PublishedResult> All { get; } =
    [
        new("construction-quantiles", "Error quantiles of three analytic constructions (A. Busch, thesis 2025, Fig. 21)", run =>
            AnalyticConstructionQuantiles.Reproduce(run.Seed, networks: 25, inputs: 200)),
        new("pair-thresholds", "Reading all pairs from a superposed code by thresholds (Li et al., \"The Ball and the Box\", 2026)", run =>
            PairThresholdReading.Reproduce(run.Seed, draws: 4096)),
        new("deep-errors", "Errors of a constructed deep network by layer (Linsefors, \"Rotations in superposition\", 2025)", run =>
            DeepErrorCurve.Reproduce(run.Seed, inputs: 557)),
    ];
}
