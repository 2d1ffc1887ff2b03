using Superposition.Booleans;
using Superposition.Networks;

namespace Superposition.Tasks;

/// <summary>
/// The compressed-computation task: m features, each active independently with a small probability and then uniform in (−1, 1); the outputs should be
/// y = ReLU(x) + Mx, from fewer ReLUs than features (da Silva and Heimersheim, arXiv 2607.04800, without M; Bhagat et al., arXiv 2606.14673, with the
/// mixing matrix M).
/// </summary>
public sealed class CompressedComputation : ITrainingTask
{
    private readonly double probability;
    private readonly float[][]? mixingColumns;
    private readonly SparseVectors? pool;

    /// <summary>Names a task.</summary>
    /// <param name="features">m.</param>
    /// <param name="probability">The probability that a feature is active, above 0 and below 1.</param>
    /// <param name="mixing">M, row by row [m, m], or null for none.</param>
    /// <param name="pool">Inputs of a fixed pool that batches are drawn from with replacement, or null when every input is drawn afresh.</param>
    /// <param name="seed">The seed of the pool.</param>
    public CompressedComputation(int features, double probability, IReadOnlyList<float[]>? mixing, int? pool, Seed seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(probability, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(probability, 1);
        if (mixing is not null && (mixing.Count != features || mixing.Any(row => row.Length != features)))
        {
            throw new ArgumentException($"The mixing matrix of {features} features needs the shape [{features}, {features}].", nameof(mixing));
        }

        Features = features;
        this.probability = probability;
        mixingColumns = mixing is null ? null : [.. Enumerable.Range(0, features).Select(k => mixing.Select(row => row[k]).ToArray())];
        this.pool = pool is { } size ? Draw(seed.Stream("pool"), size) : null;
    }

    /// <inheritdoc/>
    public int Features { get; }

    /// <inheritdoc/>
    public int Outputs => Features;

    /// <summary>A batch of inputs drawn from the pool, or afresh.</summary>
    public TrainingBatch Batch(Seed seed, long step, int? size)
    {
        var count = size ?? throw new NotSupportedException("Real inputs have no end: give a batch size.");
        var random = seed.Stream(FormattableString.Invariant($"batch-{step}"));
        var inputs = pool is null ? Draw(random, count) : Pick(pool, random, count);
        return new TrainingBatch(inputs, Targets(inputs));
    }

    /// <summary>Fresh inputs. Gaps between active features are geometric, so the cost is that of the active features alone.</summary>
    public SparseVectors Draw(Random random, int inputs)
    {
        var scale = 1 / Math.Log(1 - probability);
        var places = new List<int>((int)(inputs * Features * probability * 1.1) + 16);
        var values = new List<float>(places.Capacity);
        var offsets = new int[inputs + 1];
        for (var i = 0; i < inputs; i++)
        {
            for (var feature = Gap(); feature < Features; feature += 1 + Gap())
            {
                places.Add((int)feature);
                values.Add((float)((2 * random.NextDouble()) - 1));
            }

            offsets[i + 1] = places.Count;
        }

        return new SparseVectors(new ActiveSets([.. places], offsets), [.. values]);

        double Gap() => Math.Floor(Math.Log(1 - random.NextDouble()) * scale);
    }

    /// <summary>What the outputs should be.</summary>
    public TargetBatch Targets(SparseVectors inputs)
    {
        var places = inputs.Places;
        var on = new List<int>(places.Features.Length);
        var values = new List<float>(places.Features.Length);
        var offsets = new int[places.Count + 1];
        var row = new float[Features];
        for (var i = 0; i < places.Count; i++)
        {
            if (mixingColumns is null)
            {
                for (var at = places.Offsets[i]; at < places.Offsets[i + 1]; at++)
                {
                    Add(places.Features[at], Math.Max(0, inputs.Values[at]));
                }
            }
            else
            {
                Mix(inputs, i, row);
                for (var k = 0; k < row.Length; k++)
                {
                    Add(k, row[k]);
                }
            }

            offsets[i + 1] = on.Count;
        }

        return new TargetBatch(new SparseVectors(new ActiveSets([.. on], offsets), [.. values]), Features);

        void Add(int output, float value)
        {
            if (value != 0)
            {
                on.Add(output);
                values.Add(value);
            }
        }
    }

    private void Mix(SparseVectors inputs, int input, float[] row)
    {
        Array.Clear(row);
        var places = inputs.Places;
        for (var at = places.Offsets[input]; at < places.Offsets[input + 1]; at++)
        {
            var (feature, x) = (places.Features[at], inputs.Values[at]);
            System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(mixingColumns![feature], x, row, row);
            row[feature] += Math.Max(0, x);
        }
    }

    private static SparseVectors Pick(SparseVectors pool, Random random, int count)
    {
        var from = new int[count];
        for (var i = 0; i < count; i++)
        {
            from[i] = random.Next(pool.Count);
        }

        return pool.Choose(from);
    }
}
