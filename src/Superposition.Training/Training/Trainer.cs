using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Objectives;
using Superposition.Tasks;
using static TorchSharp.torch;

namespace Superposition.Training;

/// <summary>Trains a network on a task: one road for every architecture, objective and start.</summary>
public static class Trainer
{
    /// <summary>Trains a network in place.</summary>
    /// <param name="network">The network; all of it, or its read-off alone, is changed.</param>
    /// <param name="readOffOnly">Whether the layers stay as they are.</param>
    /// <param name="task">Inputs and targets.</param>
    /// <param name="objective">What is made small.</param>
    /// <param name="settings">Steps, batch, optimizer, schedule.</param>
    /// <param name="learningRate">The highest learning rate of the schedule.</param>
    /// <param name="seed">The seed of the batches.</param>
    /// <param name="progress">Is told after every step.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static TrainingOutcome Train(
        ReluNetwork network, bool readOffOnly, BooleanTask task, IObjective objective, TrainingSettings settings, double learningRate, Seed seed, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        var parameters = (readOffOnly ? network.ReadOff.parameters() : network.parameters()).ToArray();
        using var optimizer = settings.Optimizer == Optimizer.Adam
            ? (optim.Optimizer)optim.Adam(parameters, learningRate)
            : optim.AdamW(parameters, learningRate, weight_decay: settings.WeightDecay);
        using var lastGood = new StateSnapshot(parameters);
        var trace = new LossTrace(settings.Steps);
        using var batches = task.Batches(seed, settings.Batch).GetEnumerator();
        for (long step = 0; step < settings.Steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            batches.MoveNext();
            using var stepScope = NewDisposeScope();
            var rate = learningRate * settings.Factor(step);
            foreach (var group in optimizer.ParamGroups)
            {
                group.LearningRate = rate;
            }

            optimizer.zero_grad();
            var loss = objective.Loss(network, batches.Current, task.Targets);
            var value = loss.item<float>();
            if (!float.IsFinite(value))
            {
                lastGood.Restore();
                return trace.ToOutcome(step, divergedAt: step);
            }

            lastGood.TakeEvery(100, step);
            loss.backward();
            optimizer.step();
            trace.Add(step, value, rate);
            progress?.Report(new TrainingProgress(step + 1, settings.Steps, value));
        }

        if (lastGood.IsBetterThanNow())
        {
            lastGood.Restore();
            return trace.ToOutcome(settings.Steps, divergedAt: settings.Steps);
        }

        return trace.ToOutcome(settings.Steps, divergedAt: null);
    }
}
