using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Superposition.Probing;

/// <summary>How well a probe's values tell where a boolean label is 1.</summary>
/// <param name="Auc">
/// The probability that a random positive has a larger value than a random negative, ties counting half; ½ is chance. It asks for an order only:
/// for a rare label nearly everything that leans the right way comes close to 1.
/// </param>
/// <param name="R2">1 − squared error / variance of the label; 0 is what the label's mean achieves, below 0 is worse than that.</param>
/// <param name="Epsilon">The largest absolute difference between value and label: the ε of a linear representation, on these inputs, with this probe.</param>
public sealed record ProbeScore(double Auc, double R2, double Epsilon)
{
    /// <summary>Scores of many probes at once.</summary>
    /// <param name="values_nc">What each probe says, float64, shape [n, c].</param>
    /// <param name="labels_nc">Zeros and ones, float64, shape [n, c].</param>
    /// <exception cref="ArgumentException">A label is the same on all inputs, so nothing can be told about it.</exception>
    public static ProbeScore[] Of(Tensor values_nc, Tensor labels_nc)
    {
        using var scope = NewDisposeScope();
        // One label after the other in memory.
        var values = MemoryMarshal.Cast<byte, double>(values_nc.t().contiguous().bytes);
        var labels = MemoryMarshal.Cast<byte, double>(labels_nc.t().contiguous().bytes);
        var n = (int)values_nc.shape[0];
        var scores = new ProbeScore[values_nc.shape[1]];
        for (var c = 0; c < scores.Length; c++)
        {
            scores[c] = Of(values.Slice(c * n, n), labels.Slice(c * n, n));
        }

        return scores;
    }

    /// <summary>The score of one probe.</summary>
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
            throw new ArgumentException($"The label is {(positives == 0 ? 0 : 1)} on all {values.Length:N0} inputs, so no probe of it can be scored.", nameof(labels));
        }

        var variance = positives * (values.Length - positives) / values.Length;
        return new ProbeScore(AreaUnderCurve(values, labels, positives), 1 - (squares / variance), largest);
    }

    /// <summary>The mean of several scores.</summary>
    public static ProbeScore Mean(IReadOnlyCollection<ProbeScore> scores) =>
        new(scores.Average(s => s.Auc), scores.Average(s => s.R2), scores.Average(s => s.Epsilon));

    /// <summary>From the sum of the positives' ranks (Mann and Whitney); equal values share their mean rank.</summary>
    private static double AreaUnderCurve(ReadOnlySpan<double> values, ReadOnlySpan<double> labels, double positives)
    {
        var sorted = values.ToArray();
        var isPositive = labels.ToArray();
        Array.Sort(sorted, isPositive);
        double rankSum = 0;
        for (int first = 0, next; first < sorted.Length; first = next)
        {
            double tiedPositives = 0;
            for (next = first; next < sorted.Length && sorted[next] == sorted[first]; next++)
            {
                tiedPositives += isPositive[next];
            }

            rankSum += tiedPositives * ((first + 1 + next) / 2.0);
        }

        return (rankSum - (positives * (positives + 1) / 2)) / (positives * (sorted.Length - positives));
    }
}
