using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Probing;

/// <summary>
/// What steps along random directions do to the outputs: the null that a feature's effect is held against, at the same length of step. The effect of
/// a step is the largest absolute mean change of any output over states, in shares of that output's range.
/// </summary>
public sealed class RandomEffects
{
    // Where outputs are not affine in the activations the null is computed at a few lengths, evenly spaced in their logarithm.
    private const int Lengths = 8;

    // 8 million numbers at a time.
    private const long CellsAtATime = 1 << 23;

    private readonly double[] lengths;
    private readonly double[][] effects;
    private readonly bool isAffine;

    private RandomEffects(double[] lengths, double[][] effects, bool isAffine)
    {
        this.lengths = lengths;
        this.effects = effects;
        this.isAffine = isAffine;
    }

    /// <summary>Measures random steps.</summary>
    /// <param name="site">The site.</param>
    /// <param name="directions_kd">Unit directions.</param>
    /// <param name="states_bd">States from which steps are taken; after the last layer they do not matter.</param>
    /// <param name="shortest">The shortest step of interest.</param>
    /// <param name="longest">The longest step of interest.</param>
    /// <param name="ranges_1g">The outputs' ranges.</param>
    public static RandomEffects Measure(NetworkSite site, Tensor directions_kd, Tensor states_bd, double shortest, double longest, Tensor ranges_1g)
    {
        using var scope = NewDisposeScope();
        if (site.IsAffine)
        {
            return new RandomEffects([1], [Ascending((directions_kd.matmul(site.NextWeight().t()) / ranges_1g).abs().amax([1]))], isAffine: true);
        }

        var ratio = longest / Math.Max(shortest, longest * 1e-3);
        double[] grid = [.. Enumerable.Range(1, Lengths).Select(i => longest * Math.Pow(ratio, ((double)i / Lengths) - 1)).DefaultIfEmpty(longest)];
        return new RandomEffects(grid, [.. grid.Select(length => Ascending(MeanChange(site, states_bd, directions_kd * length, ranges_1g).abs().amax([1])))], isAffine: false);
    }

    /// <summary>The share of random steps of this length that do at least as much (the observed step counted among them).</summary>
    /// <param name="effect">The effect of a feature's step.</param>
    /// <param name="length">The length of that step.</param>
    public double P(double effect, double length)
    {
        var (values, scale) = At(length);
        return MonteCarlo.P(scale > 0 ? effect / scale : double.NegativeInfinity, values);
    }

    /// <summary>The mean effect of random steps of this length.</summary>
    public double Mean(double length)
    {
        var (values, scale) = At(length);
        return scale * values.Average();
    }

    /// <summary>Mean change of the outputs over states when each step is taken from all of them, in shares of ranges, float64, shape [k, g].</summary>
    internal static Tensor MeanChange(NetworkSite site, Tensor states_bd, Tensor steps_kd, Tensor ranges_1g)
    {
        using var scope = NewDisposeScope();
        var before_1g = site.Outputs(states_bd).to(float64).mean([0], keepdim: true);
        var atATime = Math.Max(1, CellsAtATime / (states_bd.shape[0] * Math.Max(site.Neurons, before_1g.shape[1])));
        var changes = steps_kd.split(atATime, 0).Select(some_kd =>
        {
            using var inner = NewDisposeScope();
            var moved_kbd = some_kd.unsqueeze(1) + states_bd.to(float64).unsqueeze(0);
            var after_kbg = site.Outputs(moved_kbd.reshape(-1, moved_kbd.shape[2])).to(float64).reshape(some_kd.shape[0], states_bd.shape[0], -1);
            return ((after_kbg.mean([1]) - before_1g) / ranges_1g).MoveToOuterDisposeScope();
        });
        return cat([.. changes]).MoveToOuterDisposeScope();
    }

    private static double[] Ascending(Tensor values) => [.. values.data<double>().ToArray().Order()];

    /// <summary>The null at a length: after the last layer effects grow in proportion; elsewhere the next longer step of the grid stands for it.</summary>
    private (double[] Values, double Scale) At(double length)
    {
        if (isAffine)
        {
            return (effects[0], length);
        }

        var place = Array.FindIndex(lengths, l => l >= length * (1 - 1e-9));
        return (effects[place < 0 ? lengths.Length - 1 : place], 1);
    }
}
