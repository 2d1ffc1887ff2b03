using Superposition.Training;

namespace Superposition.Workbench;

/// <summary>
/// Settings that serve small networks without tuning: a training of a few seconds; probing takes <see
/// cref="Superposition.Probing.ProbeSettings.Usual"/>.
/// </summary>
public static class Standard
{
    /// <summary>Adam on all inputs at once, 4,000 steps, the learning rate falling to 0 along half a cosine.</summary>
    public static TrainingSettings Training { get; } =
        new() { Steps = 4000, Batch = null, Optimizer = Optimizer.Adam, WeightDecay = 0, Schedule = Schedule.Cosine, WarmUp = 100 };

    /// <summary>The highest learning rate of <see cref="Training"/>.</summary>
    public const double LearningRate = 0.005;
}
