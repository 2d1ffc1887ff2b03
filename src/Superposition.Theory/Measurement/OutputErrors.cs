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
    private const int MinInputs = 64;

    // Where even these have more outputs than fit, rows of the read-off are multiplied some at a time: memory that is freed and taken anew
    // for each product costs as much time as the product.
    private const int OutputsAtATime = CellsAtATime / MinInputs;

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

        var batch = CellsAtATime / Math.Max(network.Outputs, network.Neurons);
        return network.ReadOff is DenseReadOff readOff && batch < MinInputs
            ? Measure(inputs => Parts(network.Activations(inputs), readOff), targets, sample, MinInputs)
            : Measure(network.Run, targets, sample, batch);
    }

    /// <summary>Errors of anything that maps n inputs to outputs of shape [n, g].</summary>
    /// <param name="outputs">The map.</param>
    /// <param name="targets">The ground truth.</param>
    /// <param name="sample">The inputs to measure on.</param>
    /// <param name="batch">How many inputs are mapped at a time (at least 1 is, at most 4096 are).</param>
    public static ErrorReport Measure(Func<ActiveSets, Tensor> outputs, IBooleanTargets targets, InputSample sample, int batch) =>
        Measure(inputs => [outputs(inputs)], targets, sample, batch);

    /// <summary>The outputs of some rows of a read-off after the other.</summary>
    private static IEnumerable<Tensor> Parts(Tensor activations_nd, DenseReadOff readOff)
    {
        for (var first = 0L; first < readOff.Outputs; first += OutputsAtATime)
        {
            var last = Math.Min(readOff.Outputs, first + OutputsAtATime);
            yield return nn.functional.linear(
                activations_nd, readOff.Weight.slice(0, first, last, 1), readOff.Bias.slice(0, first, last, 1));
        }
    }

    /// <summary>The same where outputs come in parts, one after the other.</summary>
    private static ErrorReport Measure(Func<ActiveSets, IEnumerable<Tensor>> parts, IBooleanTargets targets, InputSample sample, int batch)
    {
        var histograms = targets.Classes.Select(_ => new ErrorHistogram()).ToArray();
        float[] values = [.. targets.Classes.Select((_, inputClass) => (float)targets.ValueOf(inputClass))];
        var (seen, wrong) = (0L, 0L);
        byte[] classes = [];
        foreach (var inputs in sample.Batches(Math.Clamp(batch, 1, 4096)))
        {
            using var scope = NewDisposeScope();
            using var noGradient = no_grad();
            classes = classes.Length < (long)inputs.Count * targets.Count ? new byte[checked(inputs.Count * targets.Count)] : classes;
            for (var i = 0; i < inputs.Count; i++)
            {
                targets.Classify(inputs[i], classes.AsSpan(i * targets.Count, targets.Count));
            }

            var first = 0;
            foreach (var part in parts(inputs))
            {
                using var inner = NewDisposeScope();
                var width = (int)part.shape[1];
                var out_nh = part.to(float32).contiguous();
                for (var i = 0; i < inputs.Count; i++)
                {
                    Add(out_nh.Floats().Slice(i * width, width), classes.AsSpan((i * targets.Count) + first, width), first, inputs[i]);
                }

                first += width;
                part.Dispose();
            }

            seen += inputs.Count;
        }

        // Outputs of a class come in long runs: most pairs have none of the active features.
        void Add(ReadOnlySpan<float> row, ReadOnlySpan<byte> own, int first, ReadOnlySpan<int> active)
        {
            for (var j = 0; j < row.Length;)
            {
                var value = values[own[j]];
                var end = own[j..].IndexOfAnyExcept(own[j]);
                var run = row[j..(end < 0 ? row.Length : j + end)];
                var added = histograms[own[j]].Add(run, value);
                if (added < run.Length)
                {
                    throw new NotFiniteException(
                        $"Output {first + j + added} is {run[added]} for the input with features {string.Join(", ", active.ToArray())} "
                            + "active.");
                }

                var above = CountAbove(run);
                wrong += value >= 0.5f ? run.Length - above : above;
                j += run.Length;
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
