using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Tasks;

namespace Superposition.Objectives;

/// <summary>
/// How much an output counts by the class its input belongs to (for an AND: none, one or both of the pair active).
/// </summary>
public sealed class ClassWeighting
{
    private readonly ImmutableArray<double> weights;

    private ClassWeighting(ImmutableArray<double> weights, bool isBalanced)
    {
        this.weights = weights;
        IsBalanced = isBalanced;
    }

    /// <summary>Whether every class that occurs counts the same in total, however rare it is.</summary>
    public bool IsBalanced { get; }

    /// <summary>
    /// The mean within each class and then over the classes that occur, so that the rare true ANDs weigh as much as the many false ones.
    /// </summary>
    public static ClassWeighting Balanced { get; } = new([], isBalanced: true);

    /// <summary>A weight of its own for every class, in the order of the targets' classes; 1 leaves a loss as it is.</summary>
    public static ClassWeighting Fixed(ImmutableArray<double> weights) => new(weights, isBalanced: false);

    /// <summary>The weights of the classes for a batch, such that the mean over all outputs of weight × loss is meant.</summary>
    /// <exception cref="ArgumentException">The targets have no classes, or another number of them.</exception>
    public float[] Of(TargetBatch targets)
    {
        if (targets.Functions is not { } functions || (!IsBalanced && functions.Classes.Length != weights.Length))
        {
            throw new ArgumentException(
                $"Weights of {(IsBalanced ? "" : $"{weights.Length} ")}classes need targets with as many classes, found "
                + $"{targets.Functions?.Classes.Length ?? 0}.", nameof(targets));
        }

        if (!IsBalanced)
        {
            return [.. weights.Select(w => (float)w)];
        }

        var counts = Counts(targets.Inputs!, functions);
        var share = (double)targets.Count * targets.Outputs / counts.Count(count => count > 0);
        return [.. counts.Select(count => count > 0 ? (float)(share / count) : 0)];
    }

    /// <summary>How many (input, output) there are of every class.</summary>
    internal static long[] Counts(ActiveSets inputs, IBooleanTargets functions)
    {
        var counts = new long[functions.Classes.Length];
        if (functions is PairAnds { AreAll: true } pairs)
        {
            for (var i = 0; i < inputs.Count; i++)
            {
                long active = inputs[i].Length;
                counts[1] += active * (pairs.Features - active);
                counts[2] += active * (active - 1) / 2;
            }

            counts[0] = ((long)inputs.Count * pairs.Count) - counts[1] - counts[2];
            return counts;
        }

        var classes = new byte[functions.Count];
        for (var i = 0; i < inputs.Count; i++)
        {
            functions.Classify(inputs[i], classes);
            foreach (var inputClass in classes)
            {
                counts[inputClass]++;
            }
        }

        return counts;
    }

    /// <summary>Writes the weights of all outputs for some inputs, row after row.</summary>
    internal static void Fill(TargetBatch targets, int firstInput, float[] byClass, Span<float> weights)
    {
        var outputs = targets.Outputs;
        if (targets.Functions is PairAnds { AreAll: true } pairs)
        {
            // In the run of pairs (k, k+1), (k, k+2), … the class depends on whether k is active and on the other feature alone: two rows
            // serve all runs.
            var rows = new[] { new float[pairs.Features], new float[pairs.Features] };
            for (var at = 0; at < weights.Length; firstInput++)
            {
                Array.Fill(rows[0], byClass[0]);
                Array.Fill(rows[1], byClass[1]);
                var active = targets.Inputs![firstInput];
                foreach (var feature in active)
                {
                    (rows[0][feature], rows[1][feature]) = (byClass[1], byClass[2]);
                }

                for (var k = 0; k < pairs.Features; k++)
                {
                    var (isActive, run) = (active.Length > 0 && active[0] == k, pairs.Features - k - 1);
                    rows[isActive ? 1 : 0].AsSpan(k + 1).CopyTo(weights[at..]);
                    active = isActive ? active[1..] : active;
                    at += run;
                }
            }

            return;
        }

        var classes = new byte[outputs];
        for (var at = 0; at < weights.Length; firstInput++, at += outputs)
        {
            targets.Functions!.Classify(targets.Inputs![firstInput], classes);
            for (var j = 0; j < outputs; j++)
            {
                weights[at + j] = byClass[classes[j]];
            }
        }
    }
}
