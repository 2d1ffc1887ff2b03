using System.Globalization;
namespace Superposition.Probing;

/// <summary>What is claimed of a feature at a site.</summary>
public enum Verdict
{
    /// <summary>The outputs depend on it, at least in some contexts.</summary>
    Used,

    /// <summary>
    /// A probe reads it, the layer holds more of it than the raw input does, and no output depends on it materially in more than a few
    /// contexts.
    /// </summary>
    ReadableButUnused,

    /// <summary>
    /// A probe reads it significantly better than control labels and the raw input, but below the AUC that is asked for; no output depends
    /// on it.
    /// </summary>
    WeaklyReadable,

    /// <summary>
    /// A probe reads it no better than it reads control labels or the raw input, on inputs enough to tell, and no output depends on it.
    /// </summary>
    Absent,

    /// <summary>What there was to test it with decides neither way; the verdict says what would.</summary>
    Undecided,

    /// <summary>A probe reads it; without the network its use cannot be tested.</summary>
    Readable,

    /// <summary>
    /// The label is the same on all inputs, or on all but too few different ones: whether it can be read cannot be told, and no output
    /// depends on it.
    /// </summary>
    CannotBeJudged,
}

/// <summary>
/// What a probe reads in the part of the activations that no following weight can see: all of it is provably unused, whatever comes later
/// in the network.
/// </summary>
/// <param name="Dimensions">How many dimensions that part has.</param>
/// <param name="Readability">What is read of the feature there.</param>
public sealed record NullSpaceCertificate(int Dimensions, Readability Readability);

/// <summary>
/// All that is known of one feature, and what follows. p-values here are adjusted over all features that were tested together.
/// </summary>
public sealed record FeatureVerdict
{
    /// <summary>
    /// The share of contexts from which on a feature counts as used, where what replaces it was drawn; otherwise one context is enough.
    /// </summary>
    public const double MinUsed = 0.01;

    /// <summary>The feature in words, for example "3∧7".</summary>
    public required string Feature { get; init; }

    /// <summary>What is claimed of the feature at the site: used, readable but unused, and so on.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>
    /// Whether it is proved that it is not used: every context of the input set was tried, and no output moved materially in any.
    /// </summary>
    public required bool IsProved { get; init; }

    /// <summary>What would decide, where it is undecided; why not, where it cannot be judged; otherwise null.</summary>
    public required string? Note { get; init; }

    /// <summary>
    /// Adjusted p against "not readable": against control labels, and beyond the raw input where it is known; 1 where it cannot be judged.
    /// </summary>
    public required double ReadableP { get; init; }

    /// <summary>Adjusted p against "taking the feature away does no more than a random step of that length".</summary>
    public required double UsedP { get; init; }

    /// <summary>
    /// Adjusted p against "some output depends on it materially in a twentieth of the contexts"; 0 or 1 where all contexts were tried.
    /// </summary>
    public required double UnusedP { get; init; }

    /// <summary>What probes read; null where it cannot be judged.</summary>
    public required Readability? Readability { get; init; }

    /// <summary>What interventions do.</summary>
    public required FeatureUse Use { get; init; }

    /// <summary>What is provably unused; null when following weights see every dimension.</summary>
    public required NullSpaceCertificate? NullSpace { get; init; }

    /// <summary>Judges features that were tested together.</summary>
    /// <param name="features">Their names.</param>
    /// <param name="readable">What was read of each; null where that cannot be judged.</param>
    /// <param name="use">What taking each away does.</param>
    /// <param name="hidden">What was read where nothing is seen.</param>
    /// <param name="tooFew">For a feature of which nothing was read, why.</param>
    /// <param name="isEstimated">
    /// Whether the directions taken away were estimated from labels: they carry noise that moves outputs by chance, so that use has to be
    /// shown against random steps too. Features that were switched in the input have no such noise.
    /// </param>
    /// <param name="settings">Rates and bars.</param>
    internal static FeatureVerdict[] Judge(
        IReadOnlyList<string> features, Readability?[] readable, FeatureUse[] use, NullSpaceCertificate?[]? hidden, string?[] tooFew,
            bool isEstimated, ProbeSettings settings)
    {
        var readableP = FalseDiscovery.Adjust([.. readable.Select(r => r?.JointP ?? 1)]);
        var usedP = FalseDiscovery.Adjust([.. use.Select(u => u.Removal.P)]);
        var unusedP = FalseDiscovery.Adjust([.. use.Select(u => u.InContexts.UnusedP)]);
        return [.. features.Select((feature, i) =>
        {
            var evidence = new Evidence(readable[i], use[i], readableP[i], usedP[i], unusedP[i], tooFew[i], isEstimated, settings);
            var verdict = evidence.Verdict;
            return new FeatureVerdict
            {
                Feature = feature,
                Verdict = verdict,
                IsProved = verdict is Verdict.ReadableButUnused or Verdict.WeaklyReadable or Verdict.Absent or Verdict.CannotBeJudged
                    && use[i].InContexts is { IsComplete: true, Material: 0 } && use[i].Unclear == 0,
                Note = evidence.Note(verdict),
                ReadableP = readableP[i],
                UsedP = usedP[i],
                UnusedP = unusedP[i],
                Readability = readable[i],
                Use = use[i],
                NullSpace = hidden?[i],
            };
        })];
    }

    /// <summary>What one verdict rests on.</summary>
    private sealed record Evidence(
        Readability? Readability, FeatureUse Use, double ReadableP, double UsedP, double UnusedP, string? TooFew, bool IsEstimated,
            ProbeSettings Settings)
    {
        public Verdict Verdict => (IsUsed, Readability, IsReadable, IsUnused) switch
        {
            (true, _, _, _) => Verdict.Used,
            (_, null, _, true) => Verdict.CannotBeJudged,
            (_, null, _, _) => Verdict.Undecided,
            (_, _, true, true) => Readability.HeldOut.Auc >= Settings.ReadableAuc ? Verdict.ReadableButUnused : Verdict.WeaklyReadable,
            (_, _, false, true) => Readability.CanTell ? Verdict.Absent : Verdict.Undecided,
            _ => Verdict.Undecided,
        };

        private bool IsMaterial => Use.InContexts.AreExact ? Use.InContexts.Material > 0 : Use.InContexts.Share >= MinUsed;

        private bool IsBeyondRandom => UsedP <= Settings.FalseDiscoveryRate;

        private bool IsUsed => (IsMaterial && (!IsEstimated || IsBeyondRandom)) || (Use.Unclear > 0 && IsBeyondRandom);

        // The estimated direction of a label that cannot be read is noise, and moves outputs as noise does.
        private bool IsUnused => !IsUsed
            && ((IsEstimated && !IsReadable) || (UnusedP <= Settings.FalseDiscoveryRate && Use is { Unclear: 0, IsDisputed: false }));

        private bool IsReadable => ReadableP <= Settings.FalseDiscoveryRate;

        public string? Note(Verdict verdict) => (verdict, IsUnused, Use.Unclear > 0) switch
        {
            (Verdict.CannotBeJudged, _, _) => $"not used; whether it can be read cannot be told, as it is {TooFew}",
            (not Verdict.Undecided, _, _) => null,
            (_, true, _) => Readability!.WhatWouldTell,
            (_, _, true) => string.Create(CultureInfo.InvariantCulture,
                $"nearly all pairs move the same output, this one by {Use.Unclear:P0} of its range, and it does not stand out, or not "
                    + $"always the same way; use cannot be told from interference, more contexts would not change that"),
            _ when Use.IsDisputed =>
                "material in some contexts or in none, depending on which features replace its members; inputs with at most as many "
                    + "active features would tell",
            _ => string.Create(CultureInfo.InvariantCulture,
                $"material in {Use.InContexts.Material} of {Use.InContexts.Contexts} contexts, so in {Use.InContexts.Lower:P1} to "
                    + $"{Use.InContexts.Upper:P1} of all: {4 * Use.InContexts.Contexts} contexts would narrow that by half"),
        };
    }
}
