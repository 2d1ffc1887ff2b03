using Superposition.Booleans;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Probing;

/// <summary>
/// An intervention: its effect, root mean square over states, and the length of its step, the same. Effects are reported per unit.
/// </summary>
/// <param name="Effect">The largest change of any output, in shares of its range.</param>
/// <param name="Length">In neurons' units.</param>
internal sealed record ProbeStep(double Effect, double Length)
{
    /// <summary>What effects are divided by.</summary>
    public double Unit { get; init; } = 1;
}

/// <summary>
/// Interventions along the directions of probes: setting the probe's value to its mean, projecting it out, erasing the label, giving states
/// without the feature the value of states with it, and a small step. After the last layer a step does the same from every state, so that
/// only the sizes of steps matter.
/// </summary>
/// <param name="site">The site.</param>
/// <param name="activations_nd">States there, float64.</param>
/// <param name="standard_nd">The same in neurons' units.</param>
/// <param name="units">The units.</param>
/// <param name="ranges_1g">The outputs' ranges.</param>
/// <param name="seed">Draws the states that are intervened on where what follows is not affine.</param>
internal sealed class ProbeSteps(
    NetworkSite site, Tensor activations_nd, Tensor standard_nd, NeuronUnits units, Tensor ranges_1g, Seed seed)
{
    // States that an intervention is averaged over where what follows is not affine.
    private const int States = 32;

    // The small step, in the length of a typical state.
    private const double Small = 1e-2;

    /// <summary>Every intervention on every feature: [1 + kind][feature]; place 0 is left for taking the feature itself away.</summary>
    /// <param name="labels_nc">Where each feature is present.</param>
    /// <param name="probes_cd">The probes' directions in neurons' units.</param>
    public ProbeStep[][] Measure(Tensor labels_nc, Tensor probes_cd)
    {
        using var scope = NewDisposeScope();
        var unit_cd = probes_cd / probes_cd.norm(1, keepdim: true, p: 2).clamp_min(1e-150);
        var (erased_cd, readers_cd) = ConceptErasure.Fit(standard_nd, labels_nc);
        var small = Small * standard_nd.square().sum(1).mean().sqrt().item<double>();

        // How far each state is moved: minus the probe's value about its mean, minus the whole value, minus what the eraser reads.
        var about_nc = standard_nd.matmul(unit_cd.t());
        var shift_1c = (units.Mean_1d * units.Inverse_1d).matmul(unit_cd.t());
        var read_nc = standard_nd.matmul(readers_cd.t());
        return site.IsAffine
            ? Affine(labels_nc, unit_cd, erased_cd, about_nc, shift_1c, read_nc, small)
            : OneByOne(labels_nc, unit_cd, erased_cd, about_nc, shift_1c, read_nc, small);
    }

    private ProbeStep[][] Affine(
        Tensor labels_nc, Tensor unit_cd, Tensor erased_cd, Tensor about_nc, Tensor shift_1c, Tensor read_nc, double small)
    {
        using var scope = NewDisposeScope();
        var count_c = labels_nc.sum([0]).clamp_min(1);
        var others_c = (labels_nc.shape[0] - count_c).clamp_min(1);
        var square_nc = about_nc.square();
        var (sum_c, squares_c) = ((labels_nc * about_nc).sum([0]), (labels_nc * square_nc).sum([0]));
        var (on_c, onSquare_c) = (sum_c / count_c, squares_c / count_c);
        var (off_c, offSquare_c) = ((about_nc.sum([0]) - sum_c) / others_c, (square_nc.sum([0]) - squares_c) / others_c);
        var shift_c = shift_1c.squeeze(0);
        var whole_c = (onSquare_c + (2 * shift_c * on_c) + shift_c.square()).clamp_min(0);

        // Over random pairs of a state with and one without the feature: the squared difference of means and both variances.
        var exchanged_c = (onSquare_c + offSquare_c - (2 * on_c * off_c)).clamp_min(0).sqrt();
        var (effect_c, erasedEffect_c) = (PerUnit(unit_cd), PerUnit(erased_cd));
        ProbeStep[] Steps(Tensor amount_c, Tensor perUnit_c, Tensor direction_cd) =>
        [
            .. amount_c.data<double>().ToArray().Zip(
                perUnit_c.data<double>().ToArray(), direction_cd.norm(1, false, 2).data<double>().ToArray())
                .Select(x => new ProbeStep(x.First * x.Second, x.First * x.Third)),
        ];
        return
        [
            [],
            Steps(onSquare_c.sqrt(), effect_c, unit_cd),
            Steps(whole_c.sqrt(), effect_c, unit_cd),
            Steps(((labels_nc * read_nc * read_nc).sum([0]) / count_c).sqrt(), erasedEffect_c, erased_cd),
            Steps(exchanged_c, effect_c, unit_cd),
            [.. Steps(full_like(on_c, small), effect_c, unit_cd).Select(step => step with { Unit = small })],
        ];
    }

    /// <summary>What a step of length 1 in neurons' units does to the output that it moves most.</summary>
    private Tensor PerUnit(Tensor direction_cd) =>
        ((direction_cd * units.Scale_1d).matmul(site.NextWeight().t()) / ranges_1g).abs().amax([1]);

    private ProbeStep[][] OneByOne(
        Tensor labels_nc, Tensor unit_cd, Tensor erased_cd, Tensor about_nc, Tensor shift_1c, Tensor read_nc, double small)
    {
        var features = (int)labels_nc.shape[1];
        var steps = new ProbeStep[6][];
        for (var kind = 0; kind < steps.Length; kind++)
        {
            steps[kind] = new ProbeStep[kind == 0 ? 0 : features];
        }

        for (var c = 0; c < features; c++)
        {
            using var scope = NewDisposeScope();
            var isOn_n = labels_nc.select(1, c) > 0.5;
            var (on, off) = (Choose(isOn_n, $"on-{c}"), Choose(isOn_n.logical_not(), $"off-{c}"));
            var exchanged = Math.Min(on.shape[0], off.shape[0]);
            var (source, target) = (on.slice(0, 0, exchanged, 1), off.slice(0, 0, exchanged, 1));
            Tensor At(Tensor values_nc, Tensor rows) => values_nc.select(1, c).index_select(0, rows);
            steps[1][c] = Move(on, -At(about_nc, on), unit_cd[c]);
            steps[2][c] = Move(on, -(At(about_nc, on) + shift_1c[0, c]), unit_cd[c]);
            steps[3][c] = Move(on, -At(read_nc, on), erased_cd[c]);
            steps[4][c] = Move(target, At(about_nc, source) - At(about_nc, target), unit_cd[c]);
            steps[5][c] = Move(on, full(on.shape[0], small, float64), unit_cd[c]) with { Unit = small };
        }

        return steps;
    }

    /// <summary>Moves states along one direction, each by its own amount.</summary>
    private ProbeStep Move(Tensor rows, Tensor amounts_b, Tensor direction_d)
    {
        using var scope = NewDisposeScope();
        if (rows.shape[0] == 0)
        {
            return new ProbeStep(0, 0);
        }

        var states_bd = activations_nd.index_select(0, rows);
        var step_bd = amounts_b.unsqueeze(1) * direction_d;
        var change_bg = (site.Outputs(states_bd + (step_bd * units.Scale_1d)) - site.Outputs(states_bd)).to(float64) / ranges_1g;
        return new ProbeStep(
            change_bg.square().mean([0]).sqrt().amax([0]).item<double>(), step_bd.square().sum(1).mean().sqrt().item<double>());
    }

    /// <summary>Some of the inputs of a kind, drawn; all when there are few.</summary>
    private Tensor Choose(Tensor isIncluded_n, string purpose)
    {
        var rows = isIncluded_n.nonzero().squeeze(1).data<long>().ToArray();
        seed.Stream(purpose).Shuffle(rows);
        return tensor(rows.Length > States ? rows[..States] : rows, int64);
    }
}
