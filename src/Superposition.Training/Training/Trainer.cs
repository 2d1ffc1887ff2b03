using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Networks;

namespace Superposition.Training;

/// <summary>Trains networks: one road for every architecture, objective and start.</summary>
public static class Trainer
{
    /// <summary>Trains a network in place, to the end of the plan.</summary>
    /// <param name="network">The network; the parts that the plan names are changed.</param>
    /// <param name="plan">What is trained, on what, towards what, and how.</param>
    /// <param name="seed">The seed of the batches.</param>
    public static TrainingOutcome Train(ReluNetwork network, TrainingPlan plan, Seed seed) =>
        Train(network, plan, seed, progress: null, CancellationToken.None);

    /// <summary>
    /// Trains a network in place, with progress, cancellation and a store for its state; the same seed gives the same weights.
    /// </summary>
    /// <param name="network">The network; the parts that the plan names are changed.</param>
    /// <param name="plan">What is trained, on what, towards what, and how.</param>
    /// <param name="seed">The seed of the batches.</param>
    /// <param name="progress">Is told after every step.</param>
    /// <param name="cancellation">
    /// Stops between two steps; the network is then as it was, and the state is saved where there is a store.
    /// </param>
    /// <param name="store">
    /// Where the state is kept, and taken up from: training then ends as it would have without a stop, bit for bit.
    /// </param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static TrainingOutcome Train(
        ReluNetwork network, TrainingPlan plan, Seed seed, IProgress<TrainingProgress>? progress, CancellationToken cancellation,
        ITrainingStore? store = null)
    {
        using var run = new TrainingRun(network, plan, seed);
        var isSaved = store?.TakeUp(run.LoadFrom) ?? false;
        while (!run.IsOver)
        {
            if (cancellation.IsCancellationRequested)
            {
                store?.Save(run.SaveTo);
                throw new OperationCanceledException(cancellation);
            }

            var loss = run.Step();
            progress?.Report(new TrainingProgress(run.StepsDone, plan.Settings.Steps, loss) { Epsilon = run.Epsilon });
            if (store is { IsDue: true })
            {
                store.Save(run.SaveTo);
                isSaved = true;
            }
        }

        if (isSaved)
        {
            // What comes after training may be stopped as well.
            store!.Save(run.SaveTo);
        }

        return run.Finish();
    }

    /// <summary>
    /// Trains networks that differ in their weights and seeds alone, as many at a time as pays. Every one is trained exactly as it is
    /// alone: which others there are changes nothing.
    /// </summary>
    /// <param name="members">The networks, each with the seed of its batches. They are changed in place.</param>
    /// <param name="plan">What is trained, on what, towards what, and how.</param>
    /// <param name="processors">How many processors may be used.</param>
    /// <param name="progress">Is told the steps of all networks together, and the loss of the network that took the last of them.</param>
    /// <param name="cancellation">Stops between two steps; networks that were not finished are then as they were.</param>
    /// <returns>The result of each, in the order given.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ImmutableArray<TrainingOutcome> TrainTogether(
        IReadOnlyList<(ReluNetwork Network, Seed Seed)> members, TrainingPlan plan, int processors,
        IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        if (members.Count == 0)
        {
            return [];
        }

        var outcomes = new TrainingOutcome[members.Count];
        var together = progress is null ? null : new StepsTogether(progress, members.Count);
        var lanes = Lanes.Count(members.Count, members[0].Network, plan.Settings, processors);
        try
        {
            Parallel.For(0, members.Count, new ParallelOptions { MaxDegreeOfParallelism = lanes, CancellationToken = cancellation }, i =>
                outcomes[i] = Train(members[i].Network, plan, members[i].Seed, together, cancellation));
        }
        catch (AggregateException e) when (e.InnerExceptions.All(inner => inner is OperationCanceledException))
        {
            throw new OperationCanceledException(cancellation);
        }

        return [.. outcomes];
    }

    private sealed class StepsTogether(IProgress<TrainingProgress> progress, int networks) : IProgress<TrainingProgress>
    {
        private long steps;

        public void Report(TrainingProgress value) =>
            progress.Report(new TrainingProgress(Interlocked.Increment(ref steps), value.Steps * networks, value.Loss));
    }
}
