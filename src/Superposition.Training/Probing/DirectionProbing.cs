using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Probing;

/// <summary>A probe direction that somebody submits for a label: what it reads, and what it does.</summary>
/// <param name="Label">The label.</param>
/// <param name="Auc">How well the direction ranks states with the label above those without; ½ is chance. It is not refitted.</param>
/// <param name="Acting">
/// The cosine, without sign and in neurons' units, between the direction and the gradient of the output that depends most on the label.
/// </param>
/// <param name="ActingP">The probability that a random direction comes as close to that gradient.</param>
/// <param name="SeenShare">The share of the direction's squared length that following weights see.</param>
/// <param name="Removal">Projecting the direction out of states with the label.</param>
/// <param name="CausalRemoval">Projecting that gradient out instead: what can be done at most by one direction.</param>
/// <param name="Verdict">
/// Used: it acts. Readable but unused: it reads and does not act. Absent: neither. Undecided: it moves outputs no more than random
/// directions do, but materially.
/// </param>
public sealed record DirectionUse(
    string Label, double Auc, double Acting, double ActingP, double SeenShare, CausalEffect Removal,
        CausalEffect CausalRemoval, Verdict Verdict);

/// <summary>
/// Compares submitted directions with what acts on the outputs. A direction w is a reader, w·a, and is taken for one: in neurons' units it
/// is w times each neuron's scale, so that the verdict is the same whatever the units of the activations.
/// </summary>
public static class DirectionProbing
{
    // States over which a gradient is averaged.
    private const int States = 64;

    /// <summary>One direction for each label of a report; labels that cannot be judged are left out.</summary>
    /// <param name="site">Where the activations are, and what follows.</param>
    /// <param name="activations_nd">The activations, shape [n, d].</param>
    /// <param name="labels_nc">Zeros and ones, shape [n, c].</param>
    /// <param name="directions_cd">The directions, shape [c, d].</param>
    /// <param name="report">What was found of the labels.</param>
    /// <param name="settings">Number of random directions, false-discovery rate, bars.</param>
    /// <param name="seed">The seed of random directions.</param>
    public static ImmutableArray<DirectionUse> OfJudged(
        NetworkSite site, Tensor activations_nd, Tensor labels_nc, Tensor directions_cd, ProbingReport report,
            ProbeSettings settings, Seed seed)
    {
        using var scope = NewDisposeScope();
        long[] judged = [.. report.Features.Index().Where(x => x.Item.Readability is not null).Select(x => (long)x.Index)];
        return judged.Length == 0 ? [] : OfDirections(
            site, activations_nd, labels_nc.index_select(1, tensor(judged)), [.. judged.Select(c => report.Features[(int)c].Feature)],
                directions_cd.index_select(0, tensor(judged)), settings, seed);
    }

    /// <summary>One direction for each label.</summary>
    /// <param name="site">Where the activations are, and what follows.</param>
    /// <param name="activations_nd">The activations, shape [n, d].</param>
    /// <param name="labels_nc">Zeros and ones, shape [n, c]; none constant.</param>
    /// <param name="names">What the labels are called.</param>
    /// <param name="directions_cd">The directions, shape [c, d].</param>
    /// <param name="settings">Number of random directions, false-discovery rate, bars.</param>
    /// <param name="seed">The seed of random directions.</param>
    public static ImmutableArray<DirectionUse> OfDirections(
        NetworkSite site, Tensor activations_nd, Tensor labels_nc, IReadOnlyList<string> names, Tensor directions_cd,
            ProbeSettings settings, Seed seed)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var (a_nd, own_nc, w_cd) = (activations_nd.to(float64), labels_nc.to(float64), directions_cd.to(float64));
        var units = NeuronUnits.Of(a_nd);
        var standard_nd = units.Standardise(a_nd);
        var ranges_1g = OutputRanges.Over(site, a_nd);
        var ones_n1 = full(a_nd.shape[0], 1, Math.Sqrt(1.0 / a_nd.shape[0]), dtype: float64);
        var typical = JudgeableLabels.Typical(own_nc, new string?[names.Count]);
        var causal = new CausalTests(
            site, a_nd, units, RawInput.Beyond(standard_nd, ones_n1), typical, ranges_1g, names.Count, settings, seed.For("causal"));
        var living = (int)(units.Scale_1d > 0).sum().item<long>();
        var reads_cd = w_cd * units.Scale_1d;
        var acts_cd = Gradients(site, a_nd, own_nc, LabelContrasts.Directions(a_nd, own_nc, ones_n1), ranges_1g) * units.Scale_1d;
        var steps = new ProbeSteps(site, a_nd, standard_nd, units, ranges_1g, seed.For("steps"));
        var (removed, removedCausal) = (steps.Measure(own_nc, reads_cd)[1], steps.Measure(own_nc, acts_cd)[1]);
        var against =
            causal.Against([.. removed.Concat(removedCausal).Select(step => step.Length).Where(length => length > 0).DefaultIfEmpty(1)]);
        var scores = ProbeScore.Of(a_nd.matmul(w_cd.t()), own_nc);
        var cosines = ((reads_cd * acts_cd).sum(1).abs() / (Norm(reads_cd) * Norm(acts_cd)).clamp_min(1e-300)).data<double>().ToArray();
        var seen = ReadSubspace.Share(reads_cd, causal.RowSpace).data<double>().ToArray();
        CausalEffect[] effects = [.. removed.Select(against)];
        var p = FalseDiscovery.Adjust([.. effects.Select(effect => effect.P)]);
        return
        [
            .. names.Select((name, c) => new DirectionUse(
                name, scores[c].Auc, cosines[c], ReadSubspace.CosineP(cosines[c], living), seen[c], effects[c], against(removedCausal[c]),
                Judge(scores[c].Auc, effects[c].Effect, p[c], settings))),
        ];
    }

    private static Verdict Judge(double auc, double effect, double p, ProbeSettings settings) =>
        (effect >= settings.ImmaterialShare, p <= settings.FalseDiscoveryRate) switch
        {
            (true, true) => Verdict.Used,
            (true, false) => Verdict.Undecided,
            _ => auc >= settings.ReadableAuc ? Verdict.ReadableButUnused : Verdict.Absent,
        };

    private static Tensor Norm(Tensor rows_cd) => rows_cd.norm(1, false, 2);

    /// <summary>
    /// For each label the gradient of the output that its contrast moves most, mean over states with the label, shape [c, d].
    /// </summary>
    private static Tensor Gradients(NetworkSite site, Tensor activations_nd, Tensor labels_nc, Tensor contrasts_cd, Tensor ranges_1g)
    {
        using var scope = NewDisposeScope();
        var rows = Enumerable.Range(0, (int)labels_nc.shape[1]).Select(c =>
        {
            var on = labels_nc.select(1, c).nonzero().squeeze(1).slice(0, 0, States, 1);
            var states_bd = activations_nd.index_select(0, on);
            var moved_g =
                ((site.Outputs(states_bd) - site.Outputs(states_bd - contrasts_cd[c])).to(float64) / ranges_1g).square().mean([0]);
            return site.Gradient(states_bd, (int)moved_g.argmax().item<long>()).to(float64).mean([0]);
        }).ToArray();
        return stack(rows).MoveToOuterDisposeScope();
    }
}
