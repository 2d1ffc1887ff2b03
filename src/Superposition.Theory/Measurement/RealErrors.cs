using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Measurement;

/// <summary>
/// Measures a network's outputs against real functions of real inputs: ε, the root mean square, and both by class of input. There is no
/// threshold, so nothing is counted as being on the wrong side of it.
/// </summary>
public static class RealErrors
{
    // 16 MiB of outputs at a time.
    private const int CellsAtATime = 1 << 22;

    /// <summary>Errors over a sample of inputs.</summary>
    /// <exception cref="ArgumentException">The network and the targets do not speak of the same features and outputs.</exception>
    /// <exception cref="NotFiniteException">An output is NaN or infinite.</exception>
    public static ErrorReport Measure(ReluNetwork network, IRealTargets targets, RealSample sample)
    {
        if (network.Features != targets.Features || network.Outputs != targets.Count)
        {
            throw new ArgumentException(
                $"The network maps {network.Features} features to {network.Outputs} outputs, the task {targets.Features} to "
                    + $"{targets.Count}.", nameof(network));
        }

        var histograms = targets.Classes.Select(_ => new ErrorHistogram()).ToArray();
        var classes = new byte[targets.Count];
        var row = new float[targets.Count];
        var seen = 0L;
        foreach (var inputs in sample.Batches(Math.Clamp(CellsAtATime / Math.Max(network.Outputs, network.Neurons), 1, 4096)))
        {
            using var scope = NewDisposeScope();
            using var noGradient = no_grad();
            var out_ng = network.Run(inputs).to(float32).contiguous().Floats();
            var wanted = targets.Of(inputs);
            for (var i = 0; i < inputs.Count; i++, seen++)
            {
                out_ng.Slice(i * row.Length, row.Length).CopyTo(row);
                for (var at = wanted.Places.Offsets[i]; at < wanted.Places.Offsets[i + 1]; at++)
                {
                    row[wanted.Places.Features[at]] -= wanted.ValueAt(at);
                }

                targets.Classify(inputs.Places[i], classes);
                for (var j = 0; j < row.Length; j++)
                {
                    if (!float.IsFinite(row[j]))
                    {
                        throw new NotFiniteException($"Output {j} is not finite for the input with features "
                            + $"{string.Join(", ", inputs.Places[i].ToArray())} active.");
                    }

                    histograms[classes[j]].Add(row[j]);
                }
            }
        }

        var statistics = histograms.Select(h => h.ToStatistics()).ToArray();
        var rms = Math.Sqrt(statistics.Sum(s => s.Count * s.Rms * s.Rms) / Math.Max(1, statistics.Sum(s => s.Count)));
        return new ErrorReport(
            seen, AllInputs: false, sample.Description, statistics.Max(s =>
                s.Max), rms, [.. targets.Classes.Zip(statistics, (name, s) => new ClassErrors(name, s))])
        {
            HasThreshold = false,
        };
    }
}
