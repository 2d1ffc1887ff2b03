using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Probing;

/// <summary>
/// Interventions on the activations at a site, feature by feature, each compared with steps of the same length along random directions.
/// Lengths and directions are in neurons' units. Live only within the dispose scope they are made in.
/// </summary>
internal sealed class CausalTests
{
    // States of the null where what follows is not affine.
    private const int NullStates = 16;

    // An effect of which float32 leaves no digit that counts, in shares of an output's range: no effect.
    private const double Rounding = 1e-5;
    private const int OutputsListed = 10;

    // So many random directions have a tail of a thousand to fit, which says as much as four times as many without.
    private const int EnoughForTail = 20_000;

    private readonly NetworkSite site;
    private readonly ProbeSettings settings;
    private readonly Seed seed;
    private readonly Tensor activations_nd;
    private readonly NeuronUnits units;
    private readonly Tensor ranges_1g;
    private readonly Tensor weight_gd;
    private readonly Tensor beyond_nd;
    private readonly int positives;
    private readonly int enough;
    private readonly Tensor likeContrasts_kd;
    private readonly Tensor isotropic_kd;

    // After the last layer effects grow in proportion to steps, so that one null serves all lengths and calls.
    private (RandomEffects Like, RandomEffects Isotropic)? affine;

    /// <summary>Prepares interventions.</summary>
    /// <param name="site">The site.</param>
    /// <param name="activations_nd">States there, float64.</param>
    /// <param name="units">The neurons' units.</param>
    /// <param name="beyond_nd">The states in these units without the raw input: where random directions come from.</param>
    /// <param name="positives">On how many of the inputs a feature is typically present.</param>
    /// <param name="ranges_1g">The outputs' ranges.</param>
    /// <param name="features">How many features are tested together.</param>
    /// <param name="settings">Ridge, number of random directions, false-discovery rate.</param>
    /// <param name="seed">The seed of random directions and of which states are intervened on.</param>
    public CausalTests(
        NetworkSite site, Tensor activations_nd, NeuronUnits units, Tensor beyond_nd, int positives, Tensor ranges_1g, int features,
            ProbeSettings settings, Seed seed)
    {
        this.site = site;
        this.settings = settings;
        this.seed = seed;
        this.activations_nd = activations_nd;
        this.units = units;
        this.ranges_1g = ranges_1g;
        weight_gd = site.NextWeight() * units.Scale_1d;
        RowSpace = ReadSubspace.Basis(weight_gd);

        // As many as one finding among all features needs without a fitted tail. After the last layer so many are drawn where there is
        // none.
        enough = site.IsAffine
            ? Math.Max(settings.RandomDirections, (int)Math.Min(200_000, 2 * features / settings.FalseDiscoveryRate))
            : settings.RandomDirections;
        (this.beyond_nd, this.positives) = (beyond_nd, Math.Max(1, positives));
        using var generator = seed.Generator("random-directions");
        likeContrasts_kd = RandomDirections.LikeContrasts(
            beyond_nd, this.positives, Math.Max(settings.RandomDirections, Math.Min(enough, EnoughForTail)), generator);
        isotropic_kd = RandomDirections.Isotropic(units, settings.RandomDirections, generator);
    }

    /// <summary>An orthonormal basis, in neurons' units, of what following weights can see.</summary>
    public Tensor RowSpace { get; }

    /// <summary>All interventions for features.</summary>
    /// <param name="labels_nc">Where each is present, float64, shape [n, c].</param>
    /// <param name="effects">The features' directions and what taking them away does.</param>
    /// <param name="strongest_g">For each output the strongest effect that any feature has on it.</param>
    public FeatureUse[] Run(Tensor labels_nc, FeatureEffects effects, Tensor strongest_g)
    {
        using var scope = NewDisposeScope();
        if (labels_nc.shape[1] == 0)
        {
            return [];
        }

        var standard_nd = units.Standardise(activations_nd);
        var probes_cd = new RidgeProbe(standard_nd, settings.Ridge).Fit(labels_nc).Weight_dc.t();
        var (effect_c, strongestOutput_c) = effects.Rms_cg.to(float64).max(1);
        var strongest = strongestOutput_c.data<long>().ToArray().Select(j => (int)j).ToArray();
        double[] Values(Tensor values_c) => values_c.to(float64).data<double>().ToArray();
        var (removal, lengths) = (Values(effect_c), Values(effects.Length_c));
        var shares = Values(effect_c / strongest_g.to(float64).index_select(0, strongestOutput_c).clamp_min(double.Epsilon));
        var largest = Values(effects.Largest_cg.amax([1]));
        var steps = new ProbeSteps(site, activations_nd, standard_nd, units, ranges_1g, seed.For("steps")).Measure(labels_nc, probes_cd);
        steps[0] = [.. removal.Zip(lengths, (effect, length) => new ProbeStep(effect, length))];
        var against = Against([.. steps.SelectMany(own => own).Select(step => step.Length).Where(length => length > 0).DefaultIfEmpty(1)]);
        var directions_cd = effects.Directions_cd * units.Inverse_1d;
        var rowShares = Values(ReadSubspace.Share(directions_cd, RowSpace));
        var probeRowShares = Values(ReadSubspace.Share(probes_cd, RowSpace));
        var steering = site.IsAffine ? Steering.Measure(weight_gd, RowSpace, probes_cd, strongest, ranges_1g) : null;
        var living = Math.Max(1, (units.Scale_1d > 0).sum().item<long>());
        return [.. Enumerable.Range(0, (int)labels_nc.shape[1]).Select(c => new FeatureUse
        {
            Norm = lengths[c],
            StrongestOutput = strongest[c],
            ShareOfStrongest = shares[c],
            Largest = largest[c],
            InContexts = new ContextCount(effects.Material[c], effects.Contexts[c], effects.AreAll, effects.AreExact),
            Unclear = effects.Unclear[c],
            IsDisputed = effects.Disputed.Contains(c),
            Outputs = Listed(effects.Rms_cg[c], effects.Largest_cg[c], effects.Share_cg[c]),
            Removal = against(steps[0][c]),
            MeanAblation = against(steps[1][c]),
            Projection = against(steps[2][c]),
            Erasure = against(steps[3][c]),
            Interchange = against(steps[4][c]),
            PathGradient = against(steps[5][c]),
            RowSpaceShare = rowShares[c],
            ProbeRowSpaceShare = probeRowShares[c],
            RowSpaceExpected = (double)RowSpace.shape[0] / living,
            Steering = steering?[c],
        })];
    }

    private static ImmutableArray<OutputUse> Listed(Tensor rms_g, Tensor largest_g, Tensor share_g)
    {
        using var scope = NewDisposeScope();
        var places = (share_g > 0).nonzero().squeeze(1);
        if (places.numel() == 0)
        {
            return [];
        }

        var (_, order) = rms_g.index_select(0, places).topk((int)Math.Min(OutputsListed, places.numel()));
        var chosen = places.index_select(0, order);
        float[] Of(Tensor values_g) => values_g.index_select(0, chosen).data<float>().ToArray();
        var (rms, largest, share) = (Of(rms_g), Of(largest_g), Of(share_g));
        return [.. chosen.data<long>().ToArray().Select((output, i) => new OutputUse((int)output, rms[i], largest[i], share[i]))];
    }

    /// <summary>Compares steps with random ones of the same length.</summary>
    /// <param name="lengths">The lengths that will be asked about.</param>
    public Func<ProbeStep, CausalEffect> Against(double[] lengths)
    {
        var (like, isotropic) = affine ?? Null(lengths.Min(), lengths.Max());
        affine = site.IsAffine ? (like, isotropic) : null;
        return step => new CausalEffect(
            step.Effect / step.Unit,
            like.Mean(step.Length) / step.Unit,
            step.Effect > Rounding ? like.P(step.Effect, step.Length) : 1,
            step.Effect > Rounding ? isotropic.P(step.Effect, step.Length) : 1);
    }

    /// <summary>Random steps of the lengths that will be asked about.</summary>
    private (RandomEffects Like, RandomEffects Isotropic) Null(double shortest, double longest)
    {
        var rows = Enumerable.Range(0, (int)activations_nd.shape[0]).Select(i => (long)i).ToArray();
        seed.Stream("states").Shuffle(rows);
        var states_bd = activations_nd.index_select(0, tensor(rows[..Math.Min(NullStates, rows.Length)], int64));
        var like = RandomEffects.Measure(site, units, likeContrasts_kd, states_bd, shortest, longest, ranges_1g);
        if (likeContrasts_kd.shape[0] < enough && like.SmallestP > 2.0 / enough)
        {
            using var generator = seed.Generator("more-random-directions");
            like = RandomEffects.Measure(
                site, units, RandomDirections.LikeContrasts(beyond_nd, positives, enough, generator), states_bd, shortest,
                    longest, ranges_1g);
        }

        return (like, RandomEffects.Measure(site, units, isotropic_kd, states_bd, shortest, longest, ranges_1g));
    }
}
