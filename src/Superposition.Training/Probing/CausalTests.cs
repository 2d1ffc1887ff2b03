using MathNet.Numerics.Distributions;
using Superposition.Booleans;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Probing;

/// <summary>
/// Interventions on the activations at a site, feature by feature, each held against steps of the same length along random directions. Live only
/// within the dispose scope they are made in.
/// </summary>
internal sealed class CausalTests
{
    // States that an intervention is averaged over.
    private const int States = 64;

    // An effect of which float32 leaves no digit that counts, in shares of an output's range: no effect.
    private const double Rounding = 1e-5;

    private readonly NetworkSite site;
    private readonly ProbeSettings settings;
    private readonly Seed seed;
    private readonly Tensor activations_nd;
    private readonly Tensor mean_1d;
    private readonly Tensor ranges_1g;
    private readonly Tensor next_gd;
    private readonly Tensor likeContrasts_kd;
    private readonly Tensor isotropic_kd;

    /// <summary>Prepares interventions.</summary>
    /// <param name="site">The site.</param>
    /// <param name="activations_nd">States there, float64.</param>
    /// <param name="beyond_nd">The states without the raw input, or the states themselves: where random directions come from.</param>
    /// <param name="positives">On how many of the inputs a feature is typically present.</param>
    /// <param name="ranges_1g">The outputs' ranges.</param>
    /// <param name="settings">Ridge, number of random directions, immaterial share.</param>
    /// <param name="seed">The seed of random directions and of which states are intervened on.</param>
    public CausalTests(NetworkSite site, Tensor activations_nd, Tensor beyond_nd, int positives, Tensor ranges_1g, ProbeSettings settings, Seed seed)
    {
        this.site = site;
        this.settings = settings;
        this.seed = seed;
        this.activations_nd = activations_nd;
        this.ranges_1g = ranges_1g;
        mean_1d = activations_nd.mean([0], keepdim: true);
        next_gd = site.NextWeight();
        RowSpace = ReadSubspace.Basis(next_gd);
        using var generator = seed.Generator("random-directions");
        likeContrasts_kd = RandomDirections.LikeContrasts(beyond_nd, positives, settings.RandomDirections, generator);
        isotropic_kd = RandomDirections.Isotropic(site.Neurons, settings.RandomDirections, generator);
    }

    /// <summary>An orthonormal basis of what following weights can see.</summary>
    public Tensor RowSpace { get; }

    /// <summary>All interventions for features.</summary>
    /// <param name="labels_nc">Where each is present, float64, shape [n, c].</param>
    /// <param name="effects">The features' directions and what taking them away does.</param>
    /// <param name="strongest_g">For each output the strongest effect that any feature has on it.</param>
    public FeatureUse[] Run(Tensor labels_nc, FeatureEffects effects, Tensor strongest_g)
    {
        using var scope = NewDisposeScope();
        var probes_cd = new RidgeProbe(settings.Ridge).Fit(activations_nd, labels_nc).Weight_dc.t();
        var (erased_cd, readers_cd) = ConceptErasure.Fit(activations_nd, labels_nc);
        var count = (int)labels_nc.shape[1];
        var (largest_c, outputs_c) = effects.Mean_cg.abs().max(1);
        var strongest = outputs_c.data<long>().ToArray().Select(j => (int)j).ToArray();
        var removal = largest_c.data<double>().ToArray();
        var shares = (largest_c / strongest_g.index_select(0, outputs_c).clamp_min(double.Epsilon)).data<double>().ToArray();
        var norms = effects.Directions_cd.norm(dim: 1, keepdim: false, p: 2).data<double>().ToArray();
        var steps = Enumerable.Range(0, count).Select(c => Steps(c, new Step(removal[c], norms[c]), labels_nc, probes_cd[c], erased_cd[c], readers_cd[c])).ToArray();
        var against = Null([.. steps.SelectMany(own => own).Select(step => step.Length).Where(length => length > 0).DefaultIfEmpty(1)]);
        var rowShares = ReadSubspace.Share(effects.Directions_cd, RowSpace).data<double>().ToArray();
        var probeRowShares = ReadSubspace.Share(probes_cd, RowSpace).data<double>().ToArray();
        var steering = site.IsAffine ? Steering.Measure(next_gd, probes_cd, strongest, ranges_1g) : null;
        var largest = effects.Largest_c.data<double>().ToArray();
        return [.. Enumerable.Range(0, count).Select(c => new FeatureUse
        {
            Norm = norms[c],
            StrongestOutput = strongest[c],
            ShareOfStrongest = shares[c],
            Largest = largest[c],
            MaterialP = MaterialP(effects.Mean_cg[c], effects.StandardError_cg[c], effects.Contexts),
            Removal = against(steps[c][0]),
            MeanAblation = against(steps[c][1]),
            Projection = against(steps[c][2]),
            Erasure = against(steps[c][3]),
            Interchange = against(steps[c][4]),
            PathGradient = against(steps[c][5]),
            RowSpaceShare = rowShares[c],
            ProbeRowSpaceShare = probeRowShares[c],
            RowSpaceExpected = (double)RowSpace.shape[0] / site.Neurons,
            Steering = steering?[c],
        })];
    }

    /// <summary>What every intervention on one feature does, and how long its mean step is.</summary>
    private Step[] Steps(int feature, Step removal, Tensor labels_nc, Tensor probe_d, Tensor erased_d, Tensor reader_d)
    {
        using var scope = NewDisposeScope();
        var isOn_n = labels_nc.select(1, feature) > 0.5;
        var on_bd = activations_nd.index_select(0, Choose(isOn_n, $"on-{feature}"));
        var off_bd = activations_nd.index_select(0, Choose(isOn_n.logical_not(), $"off-{feature}"));
        var unit_d = probe_d / probe_d.norm().clamp_min(1e-150);
        var exchanged = Math.Min(on_bd.shape[0], off_bd.shape[0]);
        var (base_bd, source_bd) = (off_bd.slice(0, 0, exchanged, 1), on_bd.slice(0, 0, exchanged, 1));
        var small = 1e-2 * activations_nd.square().sum(1).mean().sqrt().item<double>();
        return
        [
            removal,
            Move(on_bd, (mean_1d - on_bd).matmul(unit_d), unit_d),
            Move(on_bd, -on_bd.matmul(unit_d), unit_d),
            Move(on_bd, (mean_1d - on_bd).matmul(reader_d), erased_d),
            Move(base_bd, (source_bd - base_bd).matmul(unit_d), unit_d),
            Move(on_bd, full(on_bd.shape[0], small, float64), unit_d) with { Unit = small },
        ];
    }

    /// <summary>Moves each state along one direction, by its own amount.</summary>
    private Step Move(Tensor states_bd, Tensor amounts_b, Tensor direction_d)
    {
        var step_bd = amounts_b.unsqueeze(1) * direction_d;
        var change_g = (site.Outputs(states_bd + step_bd) - site.Outputs(states_bd)).to(float64).mean([0]) / ranges_1g[0];
        return new Step(change_g.abs().max().item<double>(), step_bd.mean([0]).norm().item<double>());
    }

    private Func<Step, CausalEffect> Null(double[] lengths)
    {
        var states_bd = activations_nd.index_select(0, Choose(ones(activations_nd.shape[0], dtype: @bool), "states"));
        var like = RandomEffects.Measure(site, likeContrasts_kd, states_bd, lengths.Min(), lengths.Max(), ranges_1g);
        var isotropic = RandomEffects.Measure(site, isotropic_kd, states_bd, lengths.Min(), lengths.Max(), ranges_1g);
        return step => new CausalEffect(
            step.Effect / step.Unit, like.Mean(step.Length) / step.Unit, step.Effect > Rounding ? like.P(step.Effect, step.Length) : 1, step.Effect > Rounding ? isotropic.P(step.Effect, step.Length) : 1);
    }

    /// <summary>
    /// The p-value against "some output moves by at least the immaterial share": it has to be refuted for every output, so the largest of the outputs'
    /// one-sided t-tests over contexts counts.
    /// </summary>
    private double MaterialP(Tensor mean_g, Tensor error_g, int contexts)
    {
        var means = mean_g.abs().data<double>().ToArray();
        var errors = error_g.data<double>().ToArray();
        return means.Zip(errors, (mean, error) => error > 0
            ? StudentT.CDF(0, 1, contexts - 1, (mean - settings.ImmaterialShare) / error)
            : mean < settings.ImmaterialShare ? 0 : 1).Max();
    }

    /// <summary>Some of the inputs of a kind, drawn; all when there are few.</summary>
    private Tensor Choose(Tensor isIncluded_n, string purpose)
    {
        var rows = isIncluded_n.nonzero().squeeze(1).data<long>().ToArray();
        seed.Stream(purpose).Shuffle(rows);
        return tensor(rows.Length > States ? rows[..States] : rows, int64);
    }

    /// <summary>An intervention: its effect and the length of its mean step. Effects are reported per unit.</summary>
    private sealed record Step(double Effect, double Length)
    {
        public double Unit { get; init; } = 1;
    }
}
