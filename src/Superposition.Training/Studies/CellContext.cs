using Superposition.Training;

namespace Superposition.Studies;

/// <summary>What a cell is given while it is computed. Cells themselves are plain data.</summary>
/// <param name="Progress">Is told the share done and a few words.</param>
/// <param name="Store">Where a training keeps its state and takes it up from; null when it is not kept.</param>
/// <param name="Cancellation">Stops the cell; nothing of it is kept but the state of its training.</param>
public sealed record CellContext(IProgress<CellProgress> Progress, ITrainingStore? Store, CancellationToken Cancellation);

/// <summary>How far a cell has come, as it reports while it is computed.</summary>
/// <param name="Done">The share done, 0 … 1.</param>
/// <param name="Note">A few words, for example "loss 0.0031".</param>
/// <param name="Steps">Training steps done, where there are any: whoever has a clock can tell the speed.</param>
public readonly record struct CellProgress(double Done, string Note, long Steps = 0)
{
    /// <summary>The loss of the last step, while a network is trained.</summary>
    public double? Loss { get; init; }

    /// <summary>ε as it was measured last during the training, where it is measured.</summary>
    public double? Epsilon { get; init; }
}
