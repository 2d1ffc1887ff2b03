using System.Globalization;
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
            $"loss {Short(value.Loss)}{(value.Epsilon is { } epsilon ? $", ε {Short(epsilon)}" : "")}",
            (training * (long)value.Steps) + value.Step)
        {
            Loss = value.Loss,
            Epsilon = value.Epsilon,
        });

    /// <summary>Three digits: 0.231, and 6.7e-5 where decimals would be zeros.</summary>
    private static string Short(double value) =>
        value.ToString(Math.Abs(value) is > 0 and < 1e-3 ? "0.0e+0" : "G3", CultureInfo.InvariantCulture);
}
