using System.Runtime.InteropServices;
using Superposition.Booleans;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Measurement;

/// <summary>Measures a network's outputs against the ground truth, input by input in bounded memory.</summary>
public static class OutputErrors
{
    // 16 MiB of outputs at a time.
    private const int CellsAtATime = 1 << 22;

    /// <summary>Errors of a network over a sample of inputs.</summary>
    /// <exception cref="ArgumentException">The network, the targets and the inputs do not speak of the same features and outputs.</exception>
    /// <exception cref="NotFiniteException">An output is NaN or infinite.</exception>
    public static ErrorReport Measure(ReluNetwork network, IBooleanTargets targets, InputSample sample)
    {
        if (network.Features != targets.Features || network.Outputs != targets.Count || sample.Space.Features != targets.Features)
        {
            throw new ArgumentException(
                $"The network maps {network.Features} features to {network.Outputs} outputs, the task {targets.Features} to {targets.Count}, and inputs have {sample.Space.Features} features.", nameof(network));
        }

        return Measure(network.Run, targets, sample, CellsAtATime / Math.Max(network.Outputs, network.Neurons));
    }

    /// <summary>Errors of anything that maps n inputs to outputs of shape [n, g].</summary>
    /// <param name="outputs">The map.</param>
    /// <param name="targets">The ground truth.</param>
    /// <param name="sample">Which inputs are looked at.</param>
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
            var out_ng = MemoryMarshal.Cast<byte, float>(outputs(inputs).to(float32).contiguous().bytes);
            for (var i = 0; i < inputs.Count; i++, seen++)
            {
                targets.Classify(inputs[i], classes);
                var row = out_ng.Slice(i * targets.Count, targets.Count);
                for (var j = 0; j < row.Length; j++)
                {
                    if (!float.IsFinite(row[j]))
                    {
                        throw new NotFiniteException($"Output {j} is {row[j]} for the input with features {string.Join(", ", inputs[i].ToArray())} active.");
                    }

                    histograms[classes[j]].Add(row[j] - values[classes[j]]);
                    wrong += row[j] >= 0.5f == values[classes[j]] >= 0.5f ? 0 : 1;
                }
            }
        }

        var statistics = histograms.Select(h => h.ToStatistics()).ToArray();
        var rms = Math.Sqrt(statistics.Sum(s => s.Count * s.Rms * s.Rms) / Math.Max(1, statistics.Sum(s => s.Count)));
        return new ErrorReport(seen, sample.IsAll, sample.Set, statistics.Max(s => s.Max), rms, [.. targets.Classes.Zip(statistics, (name, s) => new ClassErrors(name, s))])
        {
            ThresholdErrors = wrong,
        };
    }
}
