using Superposition.Baselines;
using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.Objectives;
using Superposition.Plateaus;
using Superposition.Studies;
using Superposition.Tasks;
using Superposition.Training;
using static TorchSharp.torch;

namespace Superposition.Experiments.ActivationPlateaus;

/// <summary>
/// A network trained to give every feature back from its superposed encoding, the task that an error-correction layer does; without noise and learning rate,
/// the same layers before training with a least-squares read-off.
/// </summary>
internal sealed record TrainedCell(ActivationPlateausSpec Spec, int Depth, double? Noise, double? LearningRate, ulong Seed) : Cell
{
    /// <inheritdoc/>
    public override string Id => FormattableString.Invariant($"{(Noise is null ? "untrained" : "trained")}-layers{Depth}{(Noise is null ? "" : $"-noise{Noise}-lr{LearningRate}")}-seed{Seed}");

    /// <inheritdoc/>
    public override double Cost => 2 + (Noise is null ? 0 : Spec.Training.Steps * (double)(Spec.Training.Batch ?? 1000) * Spec.Trained.Neurons * (Spec.Trained.Features + Spec.Trained.Dimension + ((Depth - 1) * Spec.Trained.Neurons)) / 1e10);

    /// <inheritdoc/>
    public override CellResult Run(IProgress<CellProgress> progress, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        var trained = Spec.Trained;
        var seed = SeedFor(Seed, $"trained-layers{Depth}");
        var targets = FanInAnds.All(trained.Features, 1);
        var sample = InputSample.AllUpTo(trained.ToInputs(), 4000, seed.For("fit"));
        var start = Start(seed);
        TrainingOutcome? outcome = null;
        if (Noise is { } noise)
        {
            var plan = new TrainingPlan(TrainedParts.Whole, new BooleanTask(trained.ToInputs(), targets), new PowerLoss(2), Spec.Training, LearningRate!.Value)
            {
                // A network can shrink noise in its first layer's pre-activations by large weights, but not that in the encoded input.
                Noise = noise == 0 ? StateNoise.None : new StateNoise([noise, 0, .. Enumerable.Repeat(noise, Depth - 1)]),
            };
            outcome = Trainer.Train(start, plan, seed.For("training-data"), new TrainingToCell(progress), cancellation, Store);
        }
        else
        {
            using var untrained = start;
            start = LeastSquares.Refit(untrained, targets, sample);
        }

        using var network = start;
        var site = new NetworkSite(network, NetworkSite.BeforeLayers);
        using var states = PlateauStates.FromNetwork(site, targets, new SparseInputs(trained.Features, trained.Active, Sparsity.Exactly), Spec.Measurement.States, seed);
        var record = new ActivationPlateausRecord
        {
            Cell = Id,
            Seed = Seed,
            Arm = Noise is null ? PlateauArm.Untrained : PlateauArm.Trained,
            Dimension = trained.Dimension,
            Depth = Depth,
            Noise = Noise,
            LearningRate = LearningRate,
            FinalLoss = outcome?.FinalLoss,
            Failure = outcome?.DivergedAt is { } step ? $"The loss was no longer finite at step {step:N0}; plateaus are those of the last good state before it." : null,
            Rms = OutputErrors.Measure(network, targets, sample).Rms,
            Plateaus = PlateauReport.Measure(StateMap.From(site), states, Spec.Measurement, seed.For("plateaus")),
        };
        return new CellResult(record, [], outcome?.Trace ?? []);
    }

    /// <summary>Random layers over a random encoding: the same for every noise and learning rate of a seed and depth.</summary>
    private ReluNetwork Start(Seed seed)
    {
        using var scope = NewDisposeScope();
        using var generator = SeedFor(Seed, "trained").Generator("encoding");
        var directions_dm = randn(Spec.Trained.Dimension, Spec.Trained.Features, generator: generator);
        return UntrainedNetwork.EncodedDeep(directions_dm / directions_dm.norm(0, keepdim: true), Spec.Trained.Active, Spec.Trained.Neurons, Depth, Spec.Trained.Features, seed);
    }
}
