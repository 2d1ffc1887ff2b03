using Superposition.Probing;
using Superposition.Training;

namespace Superposition.Workbench;

/// <summary>Settings that serve small networks without tuning: those of the command line, and a training of a few seconds.</summary>
public static class Standard
{
    /// <summary>Adam on all inputs at once, 4,000 steps, the learning rate falling to 0 along half a cosine.</summary>
    public static TrainingSettings Training { get; } = new() { Steps = 4000, Batch = null, Optimizer = Optimizer.Adam, WeightDecay = 0, Schedule = Schedule.Cosine, WarmUp = 100 };

    /// <summary>The highest learning rate of <see cref="Training"/>.</summary>
    public const double LearningRate = 0.005;

    /// <summary>Probing as <c>superposition probe</c> does it.</summary>
    public static ProbeSettings Probing { get; } = new()
    {
        Folds = 5,
        Ridge = 0.01,
        Controls = 1999,
        RandomDirections = 4999,
        Contexts = 64,
        FalseDiscoveryRate = 0.05,
        ReadableAuc = 0.95,
        ShareOfStrongest = 0.5,
        ImmaterialShare = 0.25,
    };
}
