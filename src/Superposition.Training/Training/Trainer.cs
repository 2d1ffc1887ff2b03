using Superposition.Booleans;
using Superposition.Networks;

namespace Superposition.Training;

/// <summary>Trains networks: one road for every architecture, objective and start.</summary>
public static class Trainer
{
    /// <summary>Trains a network in place.</summary>
    /// <param name="network">The network; the parts that the plan names are changed.</param>
    /// <param name="plan">What is trained, on what, towards what, and how.</param>
    /// <param name="seed">The seed of the batches.</param>
    /// <param name="progress">Is told after every step.</param>
    /// <param name="cancellation">Stops between two steps; the network is then as it was.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static TrainingOutcome Train(ReluNetwork network, TrainingPlan plan, Seed seed, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        using var run = new TrainingRun(network, plan, seed);
        while (!run.IsOver)
        {
            cancellation.ThrowIfCancellationRequested();
            var loss = run.Step();
            progress?.Report(new TrainingProgress(run.StepsDone, plan.Settings.Steps, loss));
        }

        return run.Finish();
    }
}
