using System.Numerics;
using Superposition.Booleans;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Measurement;

/// <summary>Measures a network's outputs against the ground truth, input by input in bounded memory.</summary>
public static class OutputErrors
{
    // 16 MiB of outputs at a time.
    private const int CellsAtATime = 1 << 22;

    // Fewer inputs than that, and a product with all rows of a read-off takes as long as reading them from memory.
    private const int LeastInputs = 64;

    /// <summary>Errors of a network over a sample of inputs.</summary>
    /// <exception cref="ArgumentException">
    /// The network, the targets and the inputs do not speak of the same features and outputs.
    /// </exception>
    /// <exception cref="NotFiniteException">An output is NaN or infinite.</exception>
    public static ErrorReport Measure(ReluNetwork network, IBooleanTargets targets, InputSample sample)
    {
        if (network.Features != targets.Features || network.Outputs != targets.Count || sample.Space.Features != targets.Features)
        {
            throw new ArgumentException(
                $"The network maps {network.Features} features to {network.Outputs} outputs, the task {targets.Features} to "
                    + $"{targets.Count}, and inputs have {sample.Space.Features} features.", nameof(network));
        }

        return Measure(
            network.Run, targets, sample,
            Math.Max(network.ReadOff is DenseReadOff ? LeastInputs : 1, CellsAtATime / Math.Max(network.Outputs, network.Neurons)));
    }

    /// <summary>Errors of anything that maps n inputs to outputs of shape [n, g].</summary>
    /// <param name="outputs">The map.</param>
    /// <param name="targets">The ground truth.</param>
    /// <param name="sample">The inputs to measure on.</param>
    /// <param name="batch">How many inputs are mapped at a time (at least 1 is, at most 4096 are).</param>
    public static ErrorReport Measure(Func<ActiveSets, Tensor> outputs, IBooleanTargets targets, InputSample sample, int batch)
    {
        var histograms = targets.Classes.Select(_ => new ErrorHistogram()).ToArray();
        float[] values = [.. targets.Classes.Select((_, inputClass) => (float)targets.ValueOf(inputClass))];
        var classes = new byte[targets.Count];
        var (seen, wrong) = (0L, 0L);
        foreach (var inputs in sample.Batches(Math.Clamp(batch, 1, 4096)))
        {
            using var scope = NewDisposeScope();
            using var noGradient = no_grad();
            var out_ng = outputs(inputs).to(float32).contiguous().Floats();
            for (var i = 0; i < inputs.Count; i++, seen++)
            {
                targets.Classify(inputs[i], classes);
                var row = out_ng.Slice(i * targets.Count, targets.Count);
                for (var j = 0; j < row.Length;)
                {
                    // Outputs of a class come in long runs: most pairs have none of the active features.
                    var value = values[classes[j]];
                    var rest = classes.AsSpan(j);
                    var end = rest.IndexOfAnyExcept(classes[j]);
                    var run = row.Slice(j, end < 0 ? rest.Length : end);
                    var added = histograms[classes[j]].Add(run, value);
                    if (added < run.Length)
                    {
                        throw new NotFiniteException($"Output {j + added} is {run[added]} for the input with features "
                            + $"{string.Join(", ", inputs[i].ToArray())} active.");
                    }

                    var above = CountAbove(run);
                    wrong += value >= 0.5f ? run.Length - above : above;
                    j += run.Length;
                }
            }
        }

        var statistics = histograms.Select(h => h.ToStatistics()).ToArray();
        var rms = Math.Sqrt(statistics.Sum(s => s.Count * s.Rms * s.Rms) / Math.Max(1, statistics.Sum(s => s.Count)));
        return new ErrorReport(
            seen, sample.IsAll, sample.Set, statistics.Max(s => s.Max), rms,
            [.. targets.Classes.Zip(statistics, (name, s) => new ClassErrors(name, s))])
        {
            ThresholdErrors = wrong,
        };
    }

    /// <summary>How many values reach ½.</summary>
    private static int CountAbove(ReadOnlySpan<float> values)
    {
        var (count, half, i) = (0, new Vector<float>(0.5f), 0);
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var reached = Vector.GreaterThanOrEqual(new Vector<float>(values[i..]), half);
            count -= reached == Vector<int>.Zero ? 0 : Vector.Sum(reached);
        }

        for (; i < values.Length; i++)
        {
            count += values[i] >= 0.5f ? 1 : 0;
        }

        return count;
    }
}
