using Superposition.Booleans;

namespace Superposition.Tasks;

/// <summary>What a network is trained and measured on: a set of sparse inputs and the boolean functions to compute of them.</summary>
/// <param name="Inputs">The inputs.</param>
/// <param name="Targets">The functions, over the same m features.</param>
public sealed record BooleanTask(SparseInputs Inputs, IBooleanTargets Targets) : ITrainingTask
{
    /// <summary>The largest set of inputs that is taken whole in one batch.</summary>
    public const int MaxAtOnce = 1 << 20;

    /// <inheritdoc/>
    public int Features => Targets.Features;

    /// <inheritdoc/>
    public int Outputs => Targets.Count;

    /// <summary>A batch of inputs, each drawn uniformly from the whole set, afresh for every step; or every input of the set.</summary>
    /// <exception cref="NotSupportedException">Every input is asked for, and there are more than <see cref="MaxAtOnce"/>.</exception>
    public TrainingBatch Batch(Seed seed, long step, int? size)
    {
        if (size is null && Inputs.Count > MaxAtOnce)
        {
            throw new NotSupportedException(
                $"There are {Inputs.Count:N0} inputs with {Inputs}; at most {MaxAtOnce:N0} can be one batch. Give a batch size.");
        }

        var inputs = size is { } count
            ? Inputs.Draw(seed.Stream(FormattableString.Invariant($"batch-{step}")), count)
            : Inputs.All((int)Inputs.Count).First();
        return new TrainingBatch(inputs, TargetBatch.Of(inputs, Targets));
    }
}
