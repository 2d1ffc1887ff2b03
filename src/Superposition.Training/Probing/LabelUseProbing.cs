using Superposition.Booleans;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Probing;

/// <summary>
/// Probes a site for labels of any kind and tells which of them what follows uses. Labels cannot be switched on and off in the input, so a
/// label's direction is estimated from the states with the other labels held fixed, and use has to be shown beyond that estimate's own
/// noise.
/// </summary>
public static class LabelUseProbing
{
    /// <summary>Verdicts on labels, and on as many control labels by the same rules.</summary>
    /// <param name="site">Where the activations are, and what follows.</param>
    /// <param name="activations_nd">The activations, shape [n, d].</param>
    /// <param name="labels_nc">Zeros and ones, shape [n, c].</param>
    /// <param name="names">What the labels are called.</param>
    /// <param name="raw_nm">The raw inputs, where they are known: every affine function of them is regressed out.</param>
    /// <param name="untrained_nd">The activations of the same layer before training, where they are known.</param>
    /// <param name="identities">Which inputs must stay together (<see cref="LabelProbing.Identities"/>).</param>
    /// <param name="settings">The settings of the probes.</param>
    /// <param name="seed">The seed of everything that is drawn.</param>
    public static ProbingReport OfLabels(
        NetworkSite site, Tensor activations_nd, Tensor labels_nc, IReadOnlyList<string> names, Tensor? raw_nm, Tensor? untrained_nd,
            IReadOnlyList<int> identities, ProbeSettings settings, Seed seed)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var (a_nd, own_nc, raw64_nm) = (activations_nd.to(float64), labels_nc.to(float64), raw_nm?.to(float64));
        var problems = JudgeableLabels.Problems(own_nc, identities, settings.Folds);
        var controls = problems.Count(problem => problem is null);
        var typical = JudgeableLabels.Typical(own_nc, problems);
        var all_nc = cat([own_nc, ControlLabels.Draw(identities, typical, controls, seed.Stream("control-features"))], 1);
        string?[] allProblems = [.. problems, .. new string?[controls]];
        var units = NeuronUnits.Of(a_nd);
        var basis_nk =
            raw64_nm is null ? full(a_nd.shape[0], 1, Math.Sqrt(1.0 / a_nd.shape[0]), dtype: float64) : RawInput.AffineBasis(raw64_nm);
        var ranges_1g = OutputRanges.Over(site, a_nd);
        var floor = InterferenceFloor.Shares(ranges_1g, settings);
        var causal = new CausalTests(
            site, a_nd, units, RawInput.Beyond(units.Standardise(a_nd), basis_nk), typical, ranges_1g, names.Count, settings,
            seed.For("causal"));
        var reading = SiteReading.Of(
            settings, identities, seed.For("readability"), all_nc, allProblems, a_nd, raw64_nm, untrained_nd, units, causal.RowSpace);
        var (effects, steadyP) = ResampledContrasts.Measure(
            site, a_nd, all_nc, names.Count, basis_nk, identities, units, ranges_1g, floor, settings.Contexts, seed.Stream("contexts"));
        var use = causal.Run(all_nc, effects, effects.Rms_cg.amax([0]));

        // Where everything is used, random steps do as much as any label; what an estimate has to beat is its own noise.
        for (var c = 0; c < use.Length; c++)
        {
            use[c] = use[c] with { Removal = use[c].Removal with { P = steadyP[c] } };
        }

        FeatureVerdict[] Judge(IReadOnlyList<string> called, Range range) => FeatureVerdict.Judge(
            called, reading.Read[range], use[range], reading.Hidden?[range], allProblems[range], isEstimated: true, settings);
        return new ProbingReport(
            (int)a_nd.shape[0],
            false,
            (int)causal.RowSpace.shape[0],
            [.. Judge(names, ..names.Count)],
            [.. Judge([.. Enumerable.Range(0, controls).Select(i => $"control {i}")], names.Count..)]);
    }
}
