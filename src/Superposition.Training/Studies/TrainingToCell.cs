using Superposition.Training;

namespace Superposition.Studies;

/// <summary>Tells a cell's progress from that of one of the trainings in it.</summary>
/// <param name="progress">Whom to tell.</param>
/// <param name="training">The training's number in the cell, from 0.</param>
/// <param name="trainings">How many trainings the cell consists of.</param>
internal sealed class TrainingToCell(IProgress<CellProgress> progress, int training = 0, int trainings = 1) : IProgress<TrainingProgress>
{
    /// <inheritdoc/>
    public void Report(TrainingProgress value) =>
        progress.Report(new CellProgress((training + ((double)value.Step / value.Steps)) / trainings,
            $"loss {value.Loss:G3}{(value.Epsilon is { } epsilon ? $", ε {epsilon:F3}" : "")}",
            (training * (long)value.Steps) + value.Step)
        {
            Loss = value.Loss,
            Epsilon = value.Epsilon,
        });
}
