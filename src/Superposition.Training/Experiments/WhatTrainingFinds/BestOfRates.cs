using System.Collections.Immutable;
using Superposition.Baselines;
using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Objectives;
using Superposition.Studies;
using Superposition.Training;

namespace Superposition.Experiments.WhatTrainingFinds;

/// <summary>A network trained whole at every learning rate of the spec, of which the one with the lowest training loss is kept. Errors are not looked at.</summary>
/// <param name="Network">The network; whoever receives it disposes it.</param>
/// <param name="LearningRate">The rate that was chosen; the first when every one diverged.</param>
/// <param name="Rates">The losses to choose from.</param>
/// <param name="Outcome">What came of the training that was chosen.</param>
internal sealed record BestOfRates(ReluNetwork Network, double LearningRate, ImmutableArray<RateLoss> Rates, TrainingOutcome Outcome)
{
    /// <summary>What is wrong with it, in a sentence; null when nothing is.</summary>
    public string? Failure => Outcome.DivergedAt is { } step ? $"The loss was no longer finite at step {step:N0} at any learning rate; errors are those of the last good state before it." : null;

    /// <summary>Trains.</summary>
    /// <param name="spec">Learning rates and settings.</param>
    /// <param name="bench">The task.</param>
    /// <param name="neurons">d.</param>
    /// <param name="objective">What is made small.</param>
    /// <param name="seed">The seed of initial weights and batches.</param>
    /// <param name="progress">Is told the share done.</param>
    /// <param name="store">Keeps the state of each training; null when none is kept.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    public static BestOfRates Train(
        WhatTrainingFindsSpec spec, UniversalAndBench bench, int neurons, ObjectiveSpec objective, Seed seed, IProgress<CellProgress> progress, ITrainingStore? store, CancellationToken cancellation)
    {
        var rates = ImmutableArray.CreateBuilder<RateLoss>();
        BestOfRates? best = null;
        foreach (var (number, rate) in spec.Nuisance.LearningRate.Index())
        {
            var network = Start(bench, neurons, seed);
            TrainingOutcome outcome;
            try
            {
                var plan = new TrainingPlan(TrainedParts.Whole, bench.Task, objective.ToObjective(), spec.Training, rate);
                outcome = Trainer.Train(network, plan, seed.For("training-data"), new TrainingToCell(progress, number, spec.Nuisance.LearningRate.Length), cancellation, store?.For(FormattableString.Invariant($"lr{rate}")));
            }
            catch (OperationCanceledException)
            {
                network.Dispose();
                best?.Network.Dispose();
                throw;
            }

            rates.Add(new RateLoss(rate, outcome.DivergedAt is null ? outcome.FinalLoss : null));
            var isBetter = best is null || (outcome.DivergedAt is null && (best.Outcome.DivergedAt is not null || outcome.FinalLoss < best.Outcome.FinalLoss));
            (isBetter ? best?.Network : network)?.Dispose();
            best = isBetter ? new BestOfRates(network, rate, [], outcome) : best;
        }

        return best! with { Rates = rates.ToImmutable() };
    }

    /// <summary>The network before training.</summary>
    public static ReluNetwork Start(UniversalAndBench bench, int neurons, Seed seed) => UntrainedNetwork.OneLayer(bench.Task.Inputs, neurons, bench.Pairs.Count, seed.For($"d{neurons}"));
}
