using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Probing;

/// <summary>How well a probe's values tell where a boolean label is 1.</summary>
/// <param name="Auc">
/// The probability that a random positive has a larger value than a random negative, ties counting half; ½ is chance. It asks for an order
/// only: for a rare label nearly everything that leans the right way comes close to 1.
/// </param>
/// <param name="R2">1 − squared error / variance of the label; 0 is what the label's mean achieves, below 0 is worse than that.</param>
/// <param name="Epsilon">
/// The largest absolute difference between value and label: the ε of a linear representation, on these inputs, with this probe.
/// </param>
public sealed record ProbeScore(double Auc, double R2, double Epsilon)
{
    // Networks compute in float32: values closer than this share of their range are one value computed in two ways.
    private const double Tie = 1e-6;

    /// <summary>The scores of c probes, from their values and labels on n inputs, both of shape [n, c].</summary>
    /// <param name="values_nc">What each probe says, float64, shape [n, c].</param>
    /// <param name="labels_nc">Zeros and ones, float64, shape [n, c].</param>
    /// <exception cref="ArgumentException">A label is the same on all inputs, so nothing can be told about it.</exception>
    public static ProbeScore[] Of(Tensor values_nc, Tensor labels_nc)
    {
        using var scope = NewDisposeScope();
        // One label after the other in memory.
        var (values_cn, labels_cn) = (values_nc.t().contiguous(), labels_nc.t().contiguous());
        var n = (int)values_nc.shape[0];
        var scores = new ProbeScore[values_nc.shape[1]];
        Parallel.For(0, scores.Length, c => scores[c] = Of(values_cn.Doubles().Slice(c * n, n), labels_cn.Doubles().Slice(c * n, n)));
        return scores;
    }

    /// <summary>The score of one probe, from its values and labels on the same inputs.</summary>
    /// <param name="values">What the probe says, n numbers.</param>
    /// <param name="labels">n zeros and ones.</param>
    public static ProbeScore Of(ReadOnlySpan<double> values, ReadOnlySpan<double> labels)
    {
        double positives = 0, squares = 0, largest = 0;
        for (var i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
            {
                throw new ArgumentException($"The probe's value on input {i} is {values[i]}, expected a finite number.", nameof(values));
            }

            var error = values[i] - labels[i];
            positives += labels[i];
            squares += error * error;
            largest = Math.Max(largest, Math.Abs(error));
        }

        if (positives == 0 || positives == values.Length)
        {
            throw new ArgumentException(
                $"The label is {(positives == 0 ? 0 : 1)} on all {values.Length:N0} inputs, so no probe of it can be scored.",
                nameof(labels));
        }

        var variance = positives * (values.Length - positives) / values.Length;
        return new ProbeScore(AreaUnderCurve(values, labels, positives), 1 - (squares / variance), largest);
    }

    /// <summary>The mean of several scores, number by number.</summary>
    public static ProbeScore Mean(IReadOnlyCollection<ProbeScore> scores) =>
        new(scores.Average(s => s.Auc), scores.Average(s => s.R2), scores.Average(s => s.Epsilon));

    /// <summary>
    /// Counts pairs of a positive and a negative in the right order, by binary search among whichever are fewer; values that only rounding
    /// tells apart are ties.
    /// </summary>
    private static double AreaUnderCurve(ReadOnlySpan<double> values, ReadOnlySpan<double> labels, double positives)
    {
        var arePositivesFewer = 2 * positives <= values.Length;
        var few = new double[(int)(arePositivesFewer ? positives : values.Length - positives)];
        double smallest = double.PositiveInfinity, largest = double.NegativeInfinity;
        for (int i = 0, place = 0; i < values.Length; i++)
        {
            (smallest, largest) = (Math.Min(smallest, values[i]), Math.Max(largest, values[i]));
            if (labels[i] > 0.5 == arePositivesFewer)
            {
                few[place++] = values[i];
            }
        }

        Array.Sort(few);
        var tie = (largest - smallest) * Tie;
        double above = 0;
        for (var i = 0; i < values.Length; i++)
        {
            if (labels[i] > 0.5 != arePositivesFewer)
            {
                // Of the fewer: all from the second place on are larger, those between the two places are ties.
                above += few.Length - ((First(few, values[i] - tie) + First(few, Math.BitIncrement(values[i] + tie))) / 2.0);
            }
        }

        var share = above / (positives * (values.Length - positives));
        return arePositivesFewer ? share : 1 - share;
    }

    /// <summary>The first place whose value is at least this.</summary>
    private static int First(double[] ascending, double least)
    {
        int low = 0, high = ascending.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = ascending[middle] < least ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
