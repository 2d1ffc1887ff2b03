using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Probing;

/// <summary>
/// What steps along random directions do to the outputs, at the same length of step as a feature's. The effect of a step is the largest
/// change of any output, root mean square over states, in shares of that output's range; directions and lengths are in neurons' units.
/// </summary>
internal sealed class RandomEffects
{
    // Where outputs are not affine in the activations the null is computed at a few lengths, evenly spaced in their logarithm.
    private const int Lengths = 6;

    // 8 million numbers at a time.
    private const long CellsAtATime = 1 << 23;

    private readonly double[] lengths;
    private readonly NullSample[] effects;
    private readonly bool isAffine;

    private RandomEffects(double[] lengths, NullSample[] effects, bool isAffine)
    {
        this.lengths = lengths;
        this.effects = effects;
        this.isAffine = isAffine;
    }

    /// <summary>The smallest p-value that can come out.</summary>
    public double SmallestP => effects.Max(sample => sample.SmallestP);

    /// <summary>Measures random steps.</summary>
    /// <param name="site">The site.</param>
    /// <param name="units">The neurons' units.</param>
    /// <param name="directions_kd">Unit directions in these units.</param>
    /// <param name="states_bd">States from which steps are taken; after the last layer they do not matter.</param>
    /// <param name="shortest">The shortest step of interest.</param>
    /// <param name="longest">The longest step of interest.</param>
    /// <param name="ranges_1g">The outputs' ranges.</param>
    public static RandomEffects Measure(
        NetworkSite site, NeuronUnits units, Tensor directions_kd, Tensor states_bd, double shortest, double longest, Tensor ranges_1g)
    {
        using var scope = NewDisposeScope();
        var steps_kd = directions_kd * units.Scale_1d;
        if (site.IsAffine)
        {
            var read_dg = site.NextWeight().t();
            var effect_k = cat([.. steps_kd.split(Some(ranges_1g.numel()), 0).Select(some_kd =>
                (some_kd.matmul(read_dg) / ranges_1g).abs().amax([1]))]);
            return new RandomEffects([1], [new NullSample(effect_k.data<double>().ToArray())], isAffine: true);
        }

        var ratio = longest / Math.Max(shortest, longest * 1e-3);
        double[] grid = [.. Enumerable.Range(1, Lengths).Select(i => longest * Math.Pow(ratio, ((double)i / Lengths) - 1)).Distinct()];
        return new RandomEffects(
            grid, [.. grid.Select(length => new NullSample(
                Change(site, states_bd, steps_kd * length, ranges_1g).amax([1]).data<double>().ToArray()))], isAffine: false);
    }

    /// <summary>The probability that a random step of this length does at least as much.</summary>
    /// <param name="effect">The effect of a feature's step.</param>
    /// <param name="length">The length of that step.</param>
    public double P(double effect, double length)
    {
        var (sample, scale) = At(length);
        return sample.P(scale > 0 ? effect / scale : 0);
    }

    /// <summary>The mean effect of random steps of this length.</summary>
    public double Mean(double length)
    {
        var (sample, scale) = At(length);
        return scale * sample.Mean;
    }

    /// <summary>
    /// Root mean square change of the outputs over states when each step is taken from all of them, in shares of ranges, float64, shape [k,
    /// g].
    /// </summary>
    private static Tensor Change(NetworkSite site, Tensor states_bd, Tensor steps_kd, Tensor ranges_1g)
    {
        using var scope = NewDisposeScope();
        var before_1bg = site.Outputs(states_bd).unsqueeze(0);
        var changes = steps_kd.split(Some(states_bd.shape[0] * Math.Max(site.Neurons, ranges_1g.shape[1])), 0).Select(some_kd =>
        {
            using var inner = NewDisposeScope();
            var moved_kbd = some_kd.unsqueeze(1) + states_bd.unsqueeze(0);
            var change_kbg =
                site.Outputs(moved_kbd.reshape(-1, moved_kbd.shape[2])).reshape(some_kd.shape[0], states_bd.shape[0], -1) - before_1bg;
            return (change_kbg.to(float64).square().mean([1]).sqrt() / ranges_1g).MoveToOuterDisposeScope();
        });
        return cat([.. changes]).MoveToOuterDisposeScope();
    }

    private static long Some(long cellsEach) => Math.Max(1, CellsAtATime / cellsEach);

    /// <summary>
    /// The null at a length: after the last layer effects grow in proportion; elsewhere the next longer step of the grid stands for it.
    /// </summary>
    private (NullSample Sample, double Scale) At(double length)
    {
        if (isAffine)
        {
            return (effects[0], length);
        }

        var place = Array.FindIndex(lengths, l => l >= length * (1 - 1e-9));
        return (effects[place < 0 ? lengths.Length - 1 : place], 1);
    }
}
