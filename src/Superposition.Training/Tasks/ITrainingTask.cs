using Superposition.Booleans;
using Superposition.Networks;

namespace Superposition.Tasks;

/// <summary>What a network is trained on: batches of inputs with what the outputs should be.</summary>
public interface ITrainingTask
{
    /// <summary>m, the number of features.</summary>
    int Features { get; }

    /// <summary>g, the number of outputs.</summary>
    int Outputs { get; }

    /// <summary>
    /// The batch of one step. It depends on the seed and the step alone, so that training can be taken up at any step and two runs of one
    /// seed see the same inputs.
    /// </summary>
    /// <param name="seed">The seed of this stream of batches.</param>
    /// <param name="step">The step, from 0.</param>
    /// <param name="size">Inputs a batch, or null for every input once.</param>
    /// <exception cref="NotSupportedException">Every input is asked for, but there is no end of them.</exception>
    TrainingBatch Batch(Seed seed, long step, int? size);
}

/// <summary>The inputs of one optimizer step with what the outputs should be.</summary>
/// <param name="Inputs">n inputs of m features.</param>
/// <param name="Targets">What the outputs should be.</param>
public sealed record TrainingBatch(SparseVectors Inputs, TargetBatch Targets);
