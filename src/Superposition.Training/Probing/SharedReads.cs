using System.Runtime.InteropServices;
using Superposition.Booleans;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Probing;

/// <summary>
/// Whether the errors of all pairs on an input come from few numbers: one read z_k a feature, shared by all pairs of that feature. Reads
/// are fitted to the errors of an input by least squares, e_kl ≈ z_k + z_l, where e is an output less its mean over all inputs with as
/// many active features and as many of the pair active; the predicted margin of an input is the smallest distance from ½, on the right
/// side, of any output whose error is z_k + z_l alone.
/// </summary>
public sealed class SharedReads
{
    // 512 MiB of outputs.
    private const long MaxOutputs = 1L << 27;
    private const int MinFeatures = 3;

    private const int InputsAtATime = 1024, Members = 3;

    private readonly PairAnds pairs;
    private readonly float[] errors;
    private readonly int[][] inputs;
    private readonly double[,] means;

    private readonly CancellationToken cancellation;

    private SharedReads(PairAnds pairs, int[][] inputs, float[] errors, double[,] means, CancellationToken cancellation) =>
        (this.pairs, this.inputs, this.errors, this.means, this.cancellation) = (pairs, inputs, errors, means, cancellation);

    /// <summary>Whether reads can be fitted: to all pairs of three features or more, and to no more outputs than fit into memory.</summary>
    /// <param name="pairs">The pairs.</param>
    /// <param name="sample">The inputs.</param>
    public static bool AreOf(PairAnds pairs, InputSample sample) =>
        pairs.AreAll && pairs.Features >= MinFeatures && sample.Count <= MaxOutputs / pairs.Count;

    /// <summary>Runs a network on inputs.</summary>
    /// <param name="outputs">Maps n inputs to outputs of shape [n, g].</param>
    /// <param name="pairs">All pairs of the features.</param>
    /// <param name="sample">The inputs.</param>
    /// <param name="cancellation">Stops this and what is asked of the reads later.</param>
    /// <exception cref="ArgumentException">Reads cannot be fitted (<see cref="AreOf"/>).</exception>
    public static SharedReads Of(
        Func<ActiveSets, Tensor> outputs, PairAnds pairs, InputSample sample, CancellationToken cancellation = default)
    {
        if (!AreOf(pairs, sample))
        {
            throw new ArgumentException(
                $"Reads are fitted to all pairs of {MinFeatures} features or more and to at most {MaxOutputs:N0} outputs; found "
                    + $"{pairs.Count:N0} pairs of {pairs.Features:N0} features on {sample.Count:N0} inputs.",
                nameof(pairs));
        }

        var (values, inputs) = (new float[sample.Count * pairs.Count], new List<int[]>());
        foreach (var batch in sample.Batches(InputsAtATime))
        {
            using var scope = NewDisposeScope();
            using var noGradient = no_grad();
            outputs(batch).to(float32).contiguous().Floats().CopyTo(values.AsSpan(inputs.Count * pairs.Count));
            inputs.AddRange(Enumerable.Range(0, batch.Count).Select(i => batch[i].ToArray()));
        }

        int[][] all = [.. inputs];
        return new SharedReads(pairs, all, values, Centre(pairs, all, values), cancellation);
    }

    /// <summary>The same errors, each dealt to another input with as many active features, within its class: nothing is shared.</summary>
    /// <param name="random">Deals them.</param>
    public SharedReads Dealt(Random random)
    {
        var gathered = new List<float>[means.GetLength(0), Members];
        foreach (ref var list in MemoryMarshal.CreateSpan(ref gathered[0, 0], gathered.Length))
        {
            list = [];
        }

        ForEachOutput(pairs, inputs, (input, output, members) =>
            gathered[inputs[input].Length, members].Add(errors[(input * pairs.Count) + output]));
        foreach (var list in gathered)
        {
            random.Shuffle(CollectionsMarshal.AsSpan(list));
        }

        // The same walk again takes the next of each list.
        var (dealt, next) = (new float[errors.Length], new int[gathered.GetLength(0), Members]);
        ForEachOutput(pairs, inputs, (input, output, members) =>
        {
            var active = inputs[input].Length;
            dealt[(input * pairs.Count) + output] = gathered[active, members][next[active, members]++];
        });
        return new SharedReads(pairs, inputs, dealt, means, cancellation);
    }

    /// <summary>What reads say of which inputs fail.</summary>
    /// <param name="random">Splits the inputs into halves and permutes reads.</param>
    public SharedReadsReport Report(Random random)
    {
        var wrong = new int[inputs.Length];
        var (reads, left, total) = (new double[inputs.Length][], 0.0, 0.0);
        var classes = new byte[pairs.Count];
        for (var i = 0; i < inputs.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            pairs.Classify(inputs[i], classes);
            var row = errors.AsSpan(i * pairs.Count, pairs.Count);
            var read = reads[i] = Reads(row);
            for (var j = 0; j < row.Length; j++)
            {
                var (k, l) = pairs.Pairs[j];
                var rest = row[j] - read[k] - read[l];
                (left, total) = (left + (rest * rest), total + ((double)row[j] * row[j]));
                var value = means[inputs[i].Length, classes[j]] + row[j];
                wrong[i] += value >= 0.5 == (classes[j] == 2) ? 0 : 1;
            }
        }

        var fails = wrong.Select(count => count > 0).ToArray();
        var order = Permuted(random);
        var zero = new double[pairs.Features];
        double[] margin = [.. reads.Select((read, i) => Margin(i, read))];
        double[] permuted = [.. order.Select((other, i) => Margin(i, Moved(reads[other], inputs[other], inputs[i])))];
        double[] count = [.. inputs.Select((_, i) => Margin(i, zero))];
        return new SharedReadsReport(
            (double)fails.Count(failed => failed) / fails.Length, wrong.Where(c => c > 0).DefaultIfEmpty(0).Average(), 1 - (left / total),
            Detection.Of(margin, fails, random), Detection.Of(permuted, fails, random), Detection.Of(count, fails, random));
    }

    /// <summary>
    /// z that minimise Σ(e_kl − z_k − z_l)²: z_k = (R_k − S)/(m − 2) with the row sums R_k and S = Σ z = Σ R_k/(2(m − 1)).
    /// </summary>
    private double[] Reads(ReadOnlySpan<float> row)
    {
        var sums = new double[pairs.Features];
        for (var j = 0; j < row.Length; j++)
        {
            sums[pairs.Pairs[j].First] += row[j];
            sums[pairs.Pairs[j].Second] += row[j];
        }

        var total = sums.Sum() / (2.0 * (pairs.Features - 1));
        return [.. sums.Select(sum => (sum - total) / (pairs.Features - 2))];
    }

    private double Margin(int input, double[] read)
    {
        var active = inputs[input];
        var on = active.Select(k => read[k]).Order().ToArray();
        var off = LargestTwo(read, active);
        double Mean(int members) => means[active.Length, members] - 0.5;
        var margin = double.PositiveInfinity;
        if (on.Length >= 2)
        {
            margin = Math.Min(margin, Mean(2) + on[0] + on[1]);
        }

        if (on.Length >= 1)
        {
            margin = Math.Min(margin, -Mean(1) - on[^1] - off.Largest);
        }

        return Math.Min(margin, -Mean(0) - off.Largest - off.Second);
    }

    /// <summary>The two largest reads of inactive features; −∞ where there are fewer.</summary>
    private static (double Largest, double Second) LargestTwo(double[] read, int[] active)
    {
        var (largest, second, next) = (double.NegativeInfinity, double.NegativeInfinity, 0);
        for (var k = 0; k < read.Length; k++)
        {
            if (next < active.Length && active[next] == k)
            {
                next++;
            }
            else
            {
                (largest, second) = read[k] > largest ? (read[k], largest) : (largest, Math.Max(second, read[k]));
            }
        }

        return (largest, second);
    }

    /// <summary>For every input another one with as many active features.</summary>
    private int[] Permuted(Random random)
    {
        var order = new int[inputs.Length];
        foreach (var group in Enumerable.Range(0, inputs.Length).GroupBy(i => inputs[i].Length))
        {
            int[] own = [.. group], other = [.. group];
            random.Shuffle(other);
            foreach (var (place, i) in own.Index())
            {
                order[i] = other[place];
            }
        }

        return order;
    }

    /// <summary>Reads of one input for another: those of active features for active ones, the others for the others.</summary>
    private static double[] Moved(double[] read, int[] from, int[] to)
    {
        var moved = new double[read.Length];
        foreach (var (k, l) in from.Zip(to).Concat(
            Enumerable.Range(0, read.Length).Except(from).Zip(Enumerable.Range(0, read.Length).Except(to))))
        {
            moved[l] = read[k];
        }

        return moved;
    }

    private static double[,] Centre(PairAnds pairs, int[][] inputs, float[] values)
    {
        var most = inputs.Max(input => input.Length);
        var (sums, counts) = (new double[most + 1, Members], new long[most + 1, Members]);
        ForEachOutput(pairs, inputs, (input, output, members) =>
        {
            sums[inputs[input].Length, members] += values[(input * pairs.Count) + output];
            counts[inputs[input].Length, members]++;
        });
        for (var active = 0; active <= most; active++)
        {
            for (var members = 0; members < Members; members++)
            {
                sums[active, members] /= Math.Max(1, counts[active, members]);
            }
        }

        ForEachOutput(pairs, inputs, (input, output, members) =>
            values[(input * pairs.Count) + output] -= (float)sums[inputs[input].Length, members]);
        return sums;
    }

    private static void ForEachOutput(PairAnds pairs, int[][] inputs, Action<int, int, int> action)
    {
        var classes = new byte[pairs.Count];
        for (var i = 0; i < inputs.Length; i++)
        {
            pairs.Classify(inputs[i], classes);
            for (var j = 0; j < classes.Length; j++)
            {
                action(i, j, classes[j]);
            }
        }
    }
}

/// <summary>What one read a feature says of the inputs on which a network fails.</summary>
/// <param name="Failing">The share of inputs with an output on the wrong side of ½.</param>
/// <param name="ErrorsGivenFailure">How many outputs are wrong on an input that fails, on average; 0 where none does.</param>
/// <param name="Explained">The share of the squared errors that reads explain; about m/C(m,2) for errors that share nothing.</param>
/// <param name="Reads">How well the margin by reads tells failing inputs.</param>
/// <param name="Permuted">The same with reads of other inputs.</param>
/// <param name="CountAlone">The same by the number of active features alone.</param>
public sealed record SharedReadsReport(
    double Failing, double ErrorsGivenFailure, double Explained, Detection Reads, Detection Permuted, Detection CountAlone);
