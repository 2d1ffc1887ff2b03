using System.Collections.Immutable;
using Superposition.Booleans;

namespace Superposition.Probing;

/// <summary>What was found of one pair. p-values are adjusted over all pairs.</summary>
public sealed record ProbedPair
{
    /// <summary>The smaller index k of the pair's features, from 0.</summary>
    public required int First { get; init; }

    /// <summary>The larger index l of the pair's features.</summary>
    public required int Second { get; init; }

    /// <summary>Whether an output of the network is asked to give this pair's AND.</summary>
    public required bool IsTarget { get; init; }

    /// <summary>What is claimed of the pair's AND at the site: used, readable but unused, and so on.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>
    /// The least-squares probe on inputs that it was not fitted on; null, like all that concerns reading, where too few inputs show the
    /// pair.
    /// </summary>
    public required ProbeScore? Probe { get; init; }

    /// <summary>The same probe of the raw input.</summary>
    public required ProbeScore? RawInput { get; init; }

    /// <summary>The same probe of the layer before training, where there was training.</summary>
    public ProbeScore? Untrained { get; init; }

    /// <summary>R² beyond every affine function of the raw input.</summary>
    public required double? BeyondInputR2 { get; init; }

    /// <summary>Whether that it is not used is a fact, every context of the input set having been tried.</summary>
    public bool IsProved { get; init; }

    /// <summary>In how many contexts removing it is material.</summary>
    public ContextCount? InContexts { get; init; }

    /// <summary>The largest effect in any context on any output, in shares of its range.</summary>
    public double LargestEffect { get; init; }

    /// <summary>What would decide, or why it cannot be judged.</summary>
    public string? Note { get; init; }

    /// <summary>Adjusted p against "not readable", 0 … 1.</summary>
    public required double ReadableP { get; init; }

    /// <summary>p against "no more than a random step".</summary>
    public required double UsedP { get; init; }

    /// <summary>p against "materially used in a twentieth of the contexts".</summary>
    public required double UnusedP { get; init; }

    /// <summary>
    /// What removing the interaction does to the output it moves most, root mean square over contexts, in shares of that output's range.
    /// </summary>
    public required double Effect { get; init; }

    /// <summary>That effect relative to the strongest one on the same output.</summary>
    public required double ShareOfStrongest { get; init; }

    /// <summary>The share of the interaction's squared length in the row space of the read-off.</summary>
    public required double RowSpaceShare { get; init; }

    /// <summary>
    /// The held-out AUC of a probe of the part of the activations that no output can see; null where outputs see everything.
    /// </summary>
    public double? HiddenAuc { get; init; }

    /// <summary>p against "not readable there"; null where outputs see everything.</summary>
    public double? HiddenP { get; init; }

    /// <summary>The pairs of a report.</summary>
    /// <param name="report">The report on pairs, in their order.</param>
    /// <param name="pairs">The pairs.</param>
    /// <param name="isTarget">Which of them outputs ask for.</param>
    public static ImmutableArray<ProbedPair> Of(ProbingReport report, PairAnds pairs, IReadOnlyList<bool> isTarget)
    {
        var hiddenP = FalseDiscovery.Adjust([.. report.Features.Select(feature => feature.NullSpace?.Readability.JointP ?? 1)]);
        return [.. report.Features.Select((feature, i) =>
            Pair(pairs.Pairs[i], isTarget[i], feature, feature.NullSpace is null ? null : hiddenP[i]))];
    }

    private static ProbedPair Pair((int First, int Second) pair, bool isTarget, FeatureVerdict feature, double? hiddenP) => new()
    {
        First = pair.First,
        Second = pair.Second,
        IsTarget = isTarget,
        Verdict = feature.Verdict,
        Probe = feature.Readability?.HeldOut,
        RawInput = feature.Readability?.RawInput,
        Untrained = feature.Readability?.Untrained,
        BeyondInputR2 = feature.Readability?.BeyondInputR2,
        IsProved = feature.IsProved,
        InContexts = feature.Use.InContexts,
        LargestEffect = feature.Use.Largest,
        Note = feature.Note,
        ReadableP = feature.ReadableP,
        UsedP = feature.UsedP,
        UnusedP = feature.UnusedP,
        Effect = feature.Use.Removal.Effect,
        ShareOfStrongest = feature.Use.ShareOfStrongest,
        RowSpaceShare = feature.Use.RowSpaceShare,
        HiddenAuc = feature.NullSpace?.Readability.HeldOut.Auc,
        HiddenP = hiddenP,
    };
}
