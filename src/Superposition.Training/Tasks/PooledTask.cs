using Superposition.Booleans;

namespace Superposition.Tasks;

/// <summary>
/// Boolean functions on inputs of a fixed pool, for inputs that are costly to draw and functions that are costly to compute, such as a deep
/// circuit on inputs that keep it active to its last layer: both are done once.
/// </summary>
public sealed class PooledTask : ITrainingTask
{
    private readonly ActiveSets pool;
    private readonly TargetBatch targets;

    /// <summary>Computes the targets of a pool.</summary>
    /// <param name="pool">The inputs.</param>
    /// <param name="functions">The functions.</param>
    public PooledTask(ActiveSets pool, IBooleanTargets functions)
    {
        this.pool = pool;
        Features = functions.Features;
        targets = TargetBatch.Of(pool, functions);
    }

    /// <inheritdoc/>
    public int Features { get; }

    /// <inheritdoc/>
    public int Outputs => targets.Outputs;

    /// <summary>A batch of inputs drawn from the pool with replacement, or the whole pool.</summary>
    public TrainingBatch Batch(Seed seed, long step, int? size)
    {
        if (size is not { } count)
        {
            return new TrainingBatch(pool, targets);
        }

        var random = seed.Stream(FormattableString.Invariant($"batch-{step}"));
        var chosen = new int[count];
        for (var i = 0; i < count; i++)
        {
            chosen[i] = random.Next(pool.Count);
        }

        return new TrainingBatch(pool.Choose(chosen), targets.Choose(chosen));
    }
}
