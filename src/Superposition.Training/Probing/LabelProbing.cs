using System.Collections.Immutable;
using System.Security.Cryptography;
using Superposition.Booleans;
using static TorchSharp.torch;

namespace Superposition.Probing;

/// <summary>
/// Probes activations of any network for labels, without the network: what can be read, beside controls. Whether it is used cannot be told without
/// changing activations and looking at what follows, and the verdict says so.
/// </summary>
public static class LabelProbing
{
    /// <summary>Verdicts on labels, and on as many control labels by the same rules.</summary>
    /// <param name="activations_nd">The activations, shape [n, d].</param>
    /// <param name="labels_nc">Zeros and ones, shape [n, c]; each label is 1 on some inputs and 0 on others.</param>
    /// <param name="names">What the labels are called.</param>
    /// <param name="raw_nm">The raw inputs, where they are known.</param>
    /// <param name="untrained_nd">The activations of the same layer before training, where they are known.</param>
    /// <param name="groups">For each input the number of its group, which is never divided between fitting and testing; null to keep equal inputs together.</param>
    /// <param name="settings">How; what concerns use is not looked at.</param>
    /// <param name="seed">The seed of everything that is drawn.</param>
    public static LabelReport OfLabels(
        Tensor activations_nd, Tensor labels_nc, IReadOnlyList<string> names, Tensor? raw_nm, Tensor? untrained_nd, IReadOnlyList<long>? groups, ProbeSettings settings, Seed seed)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var identities = Identities(raw_nm ?? activations_nd, groups);
        var positives = labels_nc.sum([0], type: float64).data<double>().ToArray();
        var count = positives.Length;
        var controls_nc = ControlLabels.Draw(identities, (int)positives.Order().ElementAt(count / 2), count, seed.Stream("control-features"));
        var readable = new ReadabilityTest(settings, identities, seed.For("readability")).Read(cat([labels_nc.to(float64), controls_nc], 1), activations_nd, raw_nm, untrained_nd);
        return new LabelReport(
            (int)activations_nd.shape[0],
            identities.Max() + 1,
            Judge(names, readable[..count], settings),
            Judge([.. Enumerable.Range(0, count).Select(i => $"control {i}")], readable[count..], settings));
    }

    /// <summary>Which inputs must stay together: those of one group, otherwise those whose rows are equal.</summary>
    /// <param name="rows">The raw inputs, or the activations, shape [n, …].</param>
    /// <param name="groups">The groups, where there are any.</param>
    public static int[] Identities(Tensor rows, IReadOnlyList<long>? groups)
    {
        if (groups is not null)
        {
            return InputIdentity.Of(groups);
        }

        using var scope = NewDisposeScope();
        var n = (int)rows.shape[0];
        var bytes = rows.contiguous().bytes;
        var width = bytes.Length / n;
        var keys = new string[n];
        for (var i = 0; i < n; i++)
        {
            keys[i] = Convert.ToBase64String(SHA256.HashData(bytes.Slice(i * width, width)));
        }

        return InputIdentity.Of(keys);
    }

    private static ImmutableArray<LabelVerdict> Judge(IReadOnlyList<string> names, Readability[] readable, ProbeSettings settings)
    {
        var p = FalseDiscovery.Adjust([.. readable.Select(r => Math.Max(r.P, r.BeyondInputP ?? 0))]);
        return [.. names.Select((name, i) => new LabelVerdict(
            name, p[i] <= settings.FalseDiscoveryRate && readable[i].HeldOut.Auc >= settings.ReadableAuc ? Verdict.Readable : Verdict.Absent, p[i], readable[i]))];
    }
}

/// <summary>What is known of one label without the network.</summary>
/// <param name="Label">The label.</param>
/// <param name="Verdict">Readable or absent; use cannot be tested.</param>
/// <param name="ReadableP">Adjusted p against "not readable": against control labels, and beyond the raw input where it is known.</param>
/// <param name="Readability">What probes read.</param>
public sealed record LabelVerdict(string Label, Verdict Verdict, double ReadableP, Readability Readability);

/// <summary>What came of probing activations for labels.</summary>
/// <param name="Inputs">How many inputs there are.</param>
/// <param name="Groups">How many groups of inputs that stay together.</param>
/// <param name="Labels">The verdicts on the labels.</param>
/// <param name="Controls">The verdicts on control labels.</param>
public sealed record LabelReport(int Inputs, int Groups, ImmutableArray<LabelVerdict> Labels, ImmutableArray<LabelVerdict> Controls);
