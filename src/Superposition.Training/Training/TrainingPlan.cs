using Superposition.Networks;
using Superposition.Objectives;
using Superposition.Tasks;

namespace Superposition.Training;

/// <summary>What is trained, on what, towards what, and how.</summary>
/// <param name="Parts">Which parameters change.</param>
/// <param name="Task">Inputs and targets.</param>
/// <param name="Objective">What is made small.</param>
/// <param name="Settings">Steps, batch, optimizer, schedule.</param>
/// <param name="LearningRate">The highest learning rate of the schedule.</param>
public sealed record TrainingPlan(
    TrainedParts Parts, ITrainingTask Task, IObjective Objective, TrainingSettings Settings, double LearningRate)
{
    /// <summary>
    /// Noise on the states while the network is trained, drawn afresh at every step; none when left out. Held-out inputs are evaluated
    /// without it.
    /// </summary>
    public StateNoise Noise { get; init; } = StateNoise.None;

    /// <summary>
    /// What is measured along the way; nothing when left out. The network then holds the state of the last measurement while it is trained.
    /// </summary>
    public TrainingCurve? Curve { get; init; }

    /// <summary>
    /// How many snapshots of the first layer's weights are kept (<see cref="WeightSnapshot.Steps"/>): 0 for none, or 2 to 8.
    /// </summary>
    public int Snapshots { get; init; }

    /// <summary>A symmetry that training keeps, on a network that has it; none when left out.</summary>
    public WeightSymmetry? Symmetry { get; init; }
}
