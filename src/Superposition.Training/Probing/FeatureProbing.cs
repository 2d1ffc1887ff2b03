using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Tasks;
using static TorchSharp.torch;

namespace Superposition.Probing;

/// <summary>Probes a layer for the ANDs of pairs of features and tells which of them the network uses, which it only holds, and which are not there.</summary>
public static class FeatureProbing
{
    /// <summary>Verdicts on pairs, and on as many control labels by the same rules.</summary>
    /// <param name="site">Where in which network.</param>
    /// <param name="untrained">The same network before training, where it is known.</param>
    /// <param name="pairs">The pairs. Give all pairs of the features unless there are too many: an output's strongest interaction is looked for among them.</param>
    /// <param name="sample">The inputs that probes are fitted and tested on.</param>
    /// <param name="settings">How.</param>
    /// <param name="seed">The seed of everything that is drawn.</param>
    /// <exception cref="NothingToProbeException">Some pair is active on none of the inputs.</exception>
    public static ProbingReport OfPairs(NetworkSite site, NetworkSite? untrained, PairAnds pairs, InputSample sample, ProbeSettings settings, Seed seed)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var inputs = sample.Batches(checked((int)sample.Count)).Single();
        var identities = InputIdentity.Of(inputs);
        var raw_nm = inputs.ToDense(pairs.Features).to(float64);
        var activations_nd = site.Activations(inputs).to(float64);
        var untrained_nd = untrained?.Activations(inputs);
        var labels_nc = TargetBatch.Of(inputs, pairs).On.Places.ToDense(pairs.Count).to(float64);
        var positives = labels_nc.sum([0]).data<double>().ToArray();
        if (Array.FindIndex(positives, count => count == 0) is >= 0 and var lonely)
        {
            throw new NothingToProbeException($"The pair {pairs.Pairs[lonely]} is active on none of the {inputs.Count:N0} inputs that were looked at, so nothing can be probed of it: expected more inputs.");
        }

        var typical = (int)positives.Order().ElementAt(positives.Length / 2);
        var controls_nc = ControlLabels.Draw(identities, typical, pairs.Count, seed.Stream("control-features"));
        var rawBasis_nk = RawInput.AffineBasis(raw_nm);
        var ranges_1g = FeatureEffects.OutputRanges(site, activations_nd);
        var causal = new CausalTests(site, activations_nd, RawInput.Beyond(activations_nd, rawBasis_nk), typical, ranges_1g, settings, seed.For("causal"));
        var interactions = PairInteractions.Measure(site, pairs, sample.Space, settings.Contexts, ranges_1g, seed.For("interactions"));
        var contrasts = LabelContrasts.Measure(site, activations_nd, controls_nc, rawBasis_nk, ranges_1g);
        var strongest_g = interactions.StrongestPerOutput();
        var test = new ReadabilityTest(settings, identities, seed.For("readability"));
        var hidden_nd = causal.RowSpace.shape[0] < site.Neurons ? ReadSubspace.Hidden(activations_nd, causal.RowSpace) : null;
        var both_nc = cat([labels_nc, controls_nc], 1);
        var readable = test.Read(both_nc, activations_nd, raw_nm, untrained_nd);
        var hidden = hidden_nd is null
            ? null
            : test.Read(both_nc, hidden_nd, raw_nm, null).Select(r => new NullSpaceCertificate(site.Neurons - (int)causal.RowSpace.shape[0], r)).ToArray();
        return new ProbingReport(
            inputs.Count,
            sample.IsAll,
            (int)causal.RowSpace.shape[0],
            Judge([.. pairs.Pairs.Select(pair => $"{pair.First}∧{pair.Second}")], labels_nc, interactions, ..pairs.Count),
            Judge([.. Enumerable.Range(0, pairs.Count).Select(i => $"control {i}")], controls_nc, contrasts, pairs.Count..));

        ImmutableArray<FeatureVerdict> Judge(string[] names, Tensor y_nc, FeatureEffects effects, Range places) =>
            [.. FeatureVerdict.Judge(names, readable[places], causal.Run(y_nc, effects, strongest_g), hidden?[places], settings)];
    }
}

/// <summary>What came of probing a site.</summary>
/// <param name="Inputs">How many inputs were looked at.</param>
/// <param name="AllInputs">Whether these are all inputs of the set.</param>
/// <param name="ReadDimensions">The rank of what follows the site: how many dimensions of the activations it can see.</param>
/// <param name="Features">The verdicts on the features asked about.</param>
/// <param name="Controls">The verdicts on control labels.</param>
public sealed record ProbingReport(int Inputs, bool AllInputs, int ReadDimensions, ImmutableArray<FeatureVerdict> Features, ImmutableArray<FeatureVerdict> Controls)
{
    /// <summary>The share of features with a verdict, among some of them.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="features">The places of the features looked at.</param>
    public double Share(Verdict verdict, IEnumerable<int> features) => features.Average(i => Features[i].Verdict == verdict ? 1.0 : 0.0);
}
