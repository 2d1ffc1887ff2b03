using Superposition.Booleans;
using Superposition.Networks;

namespace Superposition.Tasks;

/// <summary>
/// The compressed-computation task: m features, each active independently with a small probability and then uniform in (−1, 1); the
/// outputs should be y = ReLU(x) + Mx, from fewer ReLUs than features (da Silva and Heimersheim, arXiv 2607.04800, without M; Bhagat et
/// al., arXiv 2606.14673, with the mixing matrix M).
/// </summary>
public sealed class CompressedComputation : ITrainingTask
{
    private readonly BernoulliInputs inputs;
    private readonly FeatureTargets targets;
    private readonly SparseVectors? pool;

    /// <summary>Makes the task for a number of features and a probability that each is active.</summary>
    /// <param name="features">m, the number of features.</param>
    /// <param name="probability">The probability that a feature is active, above 0 and below 1.</param>
    /// <param name="mixing">M, row by row [m, m], or null for none.</param>
    /// <param name="pool">
    /// Inputs of a fixed pool that batches are drawn from with replacement, or null when every input is drawn afresh.
    /// </param>
    /// <param name="seed">The seed of the pool.</param>
    public CompressedComputation(int features, double probability, IReadOnlyList<float[]>? mixing, int? pool, Seed seed)
    {
        inputs = BernoulliInputs.Alike(features, probability, new ValuesSpec { From = -1, To = 1 });
        targets = FeatureTargets.Relu(features, mixing);
        this.pool = pool is { } size ? Draw(seed.Stream("pool"), size) : null;
    }

    /// <inheritdoc/>
    public int Features => targets.Features;

    /// <inheritdoc/>
    public int Outputs => targets.Count;

    /// <summary>A batch of inputs drawn from the pool, or afresh.</summary>
    public TrainingBatch Batch(Seed seed, long step, int? size)
    {
        var count = size ?? throw new NotSupportedException("Real inputs have no end: give a batch size.");
        var random = seed.Stream(FormattableString.Invariant($"batch-{step}"));
        var drawn = pool is null ? Draw(random, count) : Pick(pool, random, count);
        return new TrainingBatch(drawn, Targets(drawn));
    }

    /// <summary>Draws fresh inputs, which have nothing to do with the pool: values in (−1, 1) of m features.</summary>
    public SparseVectors Draw(Random random, int count) => inputs.Draw(random, count);

    /// <summary>What the outputs should be for given inputs.</summary>
    public TargetBatch Targets(SparseVectors vectors) => new(targets.Of(vectors), Outputs);

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
