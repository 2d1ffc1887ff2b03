namespace Superposition.Probing;

/// <summary>What is claimed of a feature at a site.</summary>
public enum Verdict
{
    /// <summary>The outputs depend on it.</summary>
    Used,

    /// <summary>A probe reads it, the layer holds more of it than the raw input does, and no output depends on it materially.</summary>
    ReadableButUnused,

    /// <summary>A probe reads it no better than it reads control labels or the raw input.</summary>
    Absent,

    /// <summary>A probe reads it; its use was neither shown nor excluded.</summary>
    Undecided,

    /// <summary>A probe reads it; without the network its use cannot be tested.</summary>
    Readable,
}

/// <summary>
/// What a probe reads in the part of the activations that no following weight can see: all of it is provably unused, whatever comes later in the network.
/// </summary>
/// <param name="Dimensions">How many dimensions that part has.</param>
/// <param name="Readability">What is read of the feature there.</param>
public sealed record NullSpaceCertificate(int Dimensions, Readability Readability);

/// <summary>All that is known of one feature, and what follows. p-values here are adjusted over all features that were tested together.</summary>
public sealed record FeatureVerdict
{
    /// <summary>The feature in words, for example "3∧7".</summary>
    public required string Feature { get; init; }

    /// <summary>The verdict.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Adjusted p against "not readable": against control labels, and beyond the raw input where it is known.</summary>
    public required double ReadableP { get; init; }

    /// <summary>Adjusted p against "taking the feature away does no more than a random step of that length".</summary>
    public required double UsedP { get; init; }

    /// <summary>Adjusted p against "some output depends on it materially".</summary>
    public required double UnusedP { get; init; }

    /// <summary>What probes read.</summary>
    public required Readability Readability { get; init; }

    /// <summary>What interventions do.</summary>
    public required FeatureUse Use { get; init; }

    /// <summary>What is provably unused; null when following weights see every dimension.</summary>
    public required NullSpaceCertificate? NullSpace { get; init; }

    /// <summary>Judges features that were tested together.</summary>
    internal static FeatureVerdict[] Judge(IReadOnlyList<string> features, Readability[] readable, FeatureUse[] use, NullSpaceCertificate[]? hidden, ProbeSettings settings)
    {
        var readableP = FalseDiscovery.Adjust([.. readable.Select(r => Math.Max(r.P, r.BeyondInputP ?? 0))]);
        var usedP = FalseDiscovery.Adjust([.. use.Select(u => u.Removal.P)]);
        var unusedP = FalseDiscovery.Adjust([.. use.Select(u => u.MaterialP)]);
        return [.. features.Select((feature, i) =>
        {
            var isUsed = usedP[i] <= settings.FalseDiscoveryRate && use[i].ShareOfStrongest >= settings.ShareOfStrongest;
            var isReadable = readableP[i] <= settings.FalseDiscoveryRate && readable[i].HeldOut.Auc >= settings.ReadableAuc;
            var isUnused = unusedP[i] <= settings.FalseDiscoveryRate;
            return new FeatureVerdict
            {
                Feature = feature,
                Verdict = (isUsed, isReadable, isUnused) switch
                {
                    (true, _, _) => Verdict.Used,
                    (_, false, _) => Verdict.Absent,
                    (_, _, true) => Verdict.ReadableButUnused,
                    _ => Verdict.Undecided,
                },
                ReadableP = readableP[i],
                UsedP = usedP[i],
                UnusedP = unusedP[i],
                Readability = readable[i],
                Use = use[i],
                NullSpace = hidden?[i],
            };
        })];
    }
}
