using System.Collections.Immutable;
using System.Security.Cryptography;
using Superposition.Booleans;
using static TorchSharp.torch;

namespace Superposition.Probing;

/// <summary>
/// Probes activations of any network for labels, without the network: what can be read, next to controls. Whether it is used cannot be told
/// without changing activations and looking at what follows, and the verdict says so.
/// </summary>
public static class LabelProbing
{
    /// <summary>Verdicts on labels, and on as many control labels by the same rules.</summary>
    /// <param name="activations_nd">The activations, shape [n, d].</param>
    /// <param name="labels_nc">Zeros and ones, shape [n, c].</param>
    /// <param name="names">What the labels are called.</param>
    /// <param name="raw_nm">The raw inputs, where they are known.</param>
    /// <param name="untrained_nd">The activations of the same layer before training, where they are known.</param>
    /// <param name="identities">Which inputs must stay together (<see cref="Identities"/>).</param>
    /// <param name="settings">How; what concerns use is left aside.</param>
    /// <param name="seed">The seed of everything that is drawn.</param>
    public static LabelReport OfLabels(
        Tensor activations_nd, Tensor labels_nc, IReadOnlyList<string> names, Tensor? raw_nm, Tensor? untrained_nd,
            IReadOnlyList<int> identities, ProbeSettings settings, Seed seed)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var problems = JudgeableLabels.Problems(labels_nc, identities, settings.Folds);
        int[] judged = [.. Enumerable.Range(0, names.Count).Where(c => problems[c] is null)];
        var read = new Readability?[names.Count];
        var controls = Array.Empty<Readability>();
        if (judged.Length > 0)
        {
            var own_nc = labels_nc.to(float64).index_select(1, tensor(judged.Select(c => (long)c).ToArray(), int64));
            var typical = (int)own_nc.sum([0]).data<double>().ToArray().Order().ElementAt(judged.Length / 2);
            var controls_nc = ControlLabels.Draw(identities, typical, judged.Length, seed.Stream("control-features"));
            var found = new ReadabilityTest(
                settings, identities, seed.For("readability")).Read(cat([own_nc, controls_nc], 1), activations_nd, raw_nm, untrained_nd);
            controls = found[judged.Length..];
            for (var i = 0; i < judged.Length; i++)
            {
                read[judged[i]] = found[i];
            }
        }

        return new LabelReport(
            (int)activations_nd.shape[0],
            identities.Max() + 1,
            Judge(names, read, problems, settings),
            Judge([.. Enumerable.Range(0, controls.Length).Select(i => $"control {i}")], controls, new string?[controls.Length], settings));
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

    private static ImmutableArray<LabelVerdict> Judge(
        IReadOnlyList<string> names, Readability?[] readable, string?[] problems, ProbeSettings settings)
    {
        var p = FalseDiscovery.Adjust([.. readable.Select(r => r?.JointP ?? 1)]);
        return [.. names.Select((name, i) =>
        {
            var verdict = readable[i] is not { } read ? Verdict.CannotBeJudged
                : p[i] > settings.FalseDiscoveryRate ? (read.CanTell ? Verdict.Absent : Verdict.Undecided)
                : read.HeldOut.Auc >= settings.ReadableAuc ? Verdict.Readable : Verdict.WeaklyReadable;
            return new LabelVerdict(
                name, verdict, p[i], readable[i], problems[i] ?? (verdict == Verdict.Undecided ? readable[i]!.WhatWouldTell : null));
        })];
    }
}

/// <summary>What is known of one label without the network.</summary>
/// <param name="Label">The label.</param>
/// <param name="Verdict">Readable, weakly readable, absent, undecided or cannot be judged; use cannot be tested.</param>
/// <param name="ReadableP">Adjusted p against "not readable": against control labels, and beyond the raw input where it is known.</param>
/// <param name="Readability">What probes read; null where it cannot be judged.</param>
/// <param name="Note">Why it cannot be judged, or what would decide; otherwise null.</param>
public sealed record LabelVerdict(string Label, Verdict Verdict, double ReadableP, Readability? Readability, string? Note);

/// <summary>The result of probing activations for labels.</summary>
/// <param name="Inputs">How many inputs there are.</param>
/// <param name="Groups">How many groups of inputs that stay together.</param>
/// <param name="Labels">The verdicts on the labels.</param>
/// <param name="Controls">The verdicts on control labels.</param>
public sealed record LabelReport(int Inputs, int Groups, ImmutableArray<LabelVerdict> Labels, ImmutableArray<LabelVerdict> Controls);
