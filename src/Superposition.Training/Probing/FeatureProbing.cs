using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Tasks;
using static TorchSharp.torch;

namespace Superposition.Probing;

/// <summary>
/// Probes a layer for the ANDs of pairs of features and tells which of them the network uses, which it only holds, and which are not there.
/// </summary>
public static class FeatureProbing
{
    // Contexts from which interference is estimated before materiality is decided.
    private const int SurveyContexts = 8;

    // Contexts in which each pair is active for the outputs' ranges, where a sample may have none with it.
    private const int RangeContexts = 2;

    // Control labels judged by the same rules.
    private const int MaxControls = 300;

    /// <summary>Verdicts on pairs, and on control labels by the same rules.</summary>
    /// <param name="site">Where in which network.</param>
    /// <param name="untrained">The same network before training, where it is known.</param>
    /// <param name="pairs">
    /// The pairs. Give all pairs of the features unless there are too many: an output's strongest interaction is looked for among them.
    /// </param>
    /// <param name="sample">The inputs that probes are fitted and tested on.</param>
    /// <param name="settings">The settings of the probes.</param>
    /// <param name="seed">The seed of everything that is drawn.</param>
    public static ProbingReport OfPairs(
        NetworkSite site, NetworkSite? untrained, PairAnds pairs, InputSample sample, ProbeSettings settings, Seed seed)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var inputs = sample.Batches(checked((int)sample.Count)).Single();
        var identities = InputIdentity.Of(inputs);
        var activations_nd = site.Activations(inputs).to(float64);
        var labels_nc = TargetBatch.Of(inputs, pairs).On.Places.ToDense(pairs.Count).to(float64);
        var names = Names(pairs);
        var problems = JudgeableLabels.Problems(labels_nc, identities, settings.Folds);
        var typical = JudgeableLabels.Typical(labels_nc, problems);
        var controls_nc = ControlLabels.Draw(
            identities, typical, problems.Contains(null) ? Math.Min(MaxControls, pairs.Count) : 0, seed.Stream("control-features"));
        var units = NeuronUnits.Of(activations_nd);
        var raw_nm = inputs.ToDense(pairs.Features).to(float64);
        var rawBasis_nk = RawInput.AffineBasis(raw_nm);
        PairContexts Draw(bool many) => PairContexts.Of(sample.Space, settings.Contexts, seed.For("interactions").Stream("contexts"), many);
        var contexts = Draw(many: false);
        var survey = contexts.Some(SurveyContexts, seed.Stream("survey"));
        var ranges_1g = sample.IsAll ? OutputRanges.Of(site.Network, inputs)
            : OutputRanges.Of(site.Network, inputs, contexts.Some(RangeContexts, seed.Stream("ranges")).WithBoth(pairs.Pairs));
        var causal = new CausalTests(
            site, activations_nd, units, RawInput.Beyond(units.Standardise(activations_nd), rawBasis_nk),
            typical, ranges_1g, pairs.Count, settings, seed.For("causal"));
        var (all_nc, untrained_nd) = (cat([labels_nc, controls_nc], 1), untrained?.Activations(inputs));
        using var reading = new OnASecondThread<SiteReading>(stop => SiteReading.Of(
            settings, identities, seed.For("readability"), all_nc, [.. problems, .. new string?[controls_nc.shape[1]]], activations_nd,
            raw_nm, untrained_nd, units, causal.RowSpace, stop));
        var floor = InterferenceFloor.Of(
            PairInteractions.Measure(site, pairs.Pairs, survey, units, ranges_1g, InterferenceFloor.None(ranges_1g)).Rms_cg, settings);
        var interactions = Interactions(site, pairs.Pairs, contexts, Draw, units, ranges_1g, floor);
        var strongest_g = interactions.Rms_cg.amax([0]);
        var use = causal.Run(labels_nc, interactions, strongest_g);
        var (read, hidden) = reading.Result;
        var features =
            FeatureVerdict.Judge(names, read[..pairs.Count], use, hidden?[..pairs.Count], problems, isEstimated: false, settings);
        return new ProbingReport(
            inputs.Count,
            sample.IsAll,
            (int)causal.RowSpace.shape[0],
            [.. Paths.Trace(site, pairs, contexts, features, ranges_1g, floor)],
            JudgeControls());

        ImmutableArray<FeatureVerdict> JudgeControls()
        {
            var count = (int)controls_nc.shape[1];
            if (count == 0)
            {
                return [];
            }

            var contrasts = LabelContrasts.Measure(site, activations_nd, controls_nc, rawBasis_nk, units, ranges_1g, floor);
            return [.. FeatureVerdict.Judge(
                [.. Enumerable.Range(0, count).Select(i => $"control {i}")], read[pairs.Count..],
                    causal.Run(controls_nc, contrasts, strongest_g), hidden?[pairs.Count..], new string?[count],
                isEstimated: true, settings)];
        }
    }

    /// <summary>
    /// Interactions in all contexts. Where members are replaced by some of the other features, and a pair is material in some contexts but
    /// not in most, these are measured again with more replacements: the median of a few can be another pair's. What is then material in
    /// none may still be the pair's own effect (<see cref="ReplacementDisputes"/>).
    /// </summary>
    private static FeatureEffects Interactions(
        NetworkSite site, IReadOnlyList<(int First, int Second)> pairs, PairContexts contexts, Func<bool, PairContexts> draw,
            NeuronUnits units, Tensor ranges_1g, InterferenceFloor floor)
    {
        var all = PairInteractions.Measure(site, pairs, contexts, units, ranges_1g, floor);
        if (contexts.Replacements == 1)
        {
            return all;
        }

        var many = draw(true);
        FeatureEffects Again(int[] places) => PairInteractions.Measure(
            site, [.. places.Select(i => pairs[i])], many, units, ranges_1g, floor);
        int[] doubtful = contexts.AreExact ? []
            : [.. Enumerable.Range(0, pairs.Count).Where(i => all.Material[i] > 0 && 2 * all.Material[i] < all.Contexts[i])];
        var told = doubtful.Length == 0 ? all : all.With(doubtful, Again(doubtful));
        int[] unmoved = [.. Enumerable.Range(0, pairs.Count).Where(i => told.Material[i] == 0)];
        var disputed = ReplacementDisputes.Among(site, [.. unmoved.Select(i => pairs[i])], many, ranges_1g, floor);
        return told with { Disputed = told.Disputed.Concat(disputed.Select(place => unmoved[place])).ToHashSet() };
    }

    /// <summary>What each pair is called in verdicts, for example "3∧7", in the order of the pairs.</summary>
    public static string[] Names(PairAnds pairs) => [.. pairs.Pairs.Select(pair => $"{pair.First}∧{pair.Second}")];
}

/// <summary>The result of probing a site.</summary>
/// <param name="Inputs">How many inputs probes were fitted and tested on.</param>
/// <param name="AllInputs">Whether these are all inputs of the set.</param>
/// <param name="ReadDimensions">The rank of what follows the site: how many dimensions of the activations it can see.</param>
/// <param name="Features">The verdicts on the features asked about.</param>
/// <param name="Controls">The verdicts on control labels; none where no feature can be judged.</param>
public sealed record ProbingReport(
    int Inputs, bool AllInputs, int ReadDimensions, ImmutableArray<FeatureVerdict> Features, ImmutableArray<FeatureVerdict> Controls)
{
    /// <summary>The share of features with a verdict, among some of them.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="features">The places of the features that count.</param>
    public double Share(Verdict verdict, IEnumerable<int> features) => features.Average(i => Features[i].Verdict == verdict ? 1.0 : 0.0);
}
