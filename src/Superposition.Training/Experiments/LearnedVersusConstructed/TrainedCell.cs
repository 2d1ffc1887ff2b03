using Superposition.Baselines;
using Superposition.Networks;
using Superposition.Objectives;
using Superposition.Studies;
using Superposition.Training;
using Superposition.UniversalAnd;

namespace Superposition.Experiments.LearnedVersusConstructed;

/// <summary>The last two arms: a read-off trained on a construction's frozen layer, or a network trained whole, from random weights or from a construction; each beside itself before training.</summary>
internal sealed record TrainedCell(LearnedVersusConstructedSpec Spec, Part Part, ObjectiveSpec Objective, int Neurons, double LearningRate, ulong Seed) : Cell
{
    /// <inheritdoc/>
    public override string Id => FormattableString.Invariant($"{(Part == Part.ReadOff ? "read-off" : WarmStart is { } kind ? $"trained-from-{kind}" : "trained")}-{Objective.Id}-d{Neurons}-lr{LearningRate}-seed{Seed}");

    /// <inheritdoc/>
    public override double Cost => 10 + (Spec.Training.Steps * (Spec.Training.Batch ?? (double)Spec.Task.ToInputs().Count) * (Neurons + 30) * (Part == Part.Whole ? 3 : 2) / 1e6);

    /// <inheritdoc/>
    public override CellResult Run(IProgress<CellProgress> progress, CancellationToken cancellation)
    {
        var bench = new UniversalAndBench(Spec.Task, Spec.Measurement.Inputs, Seed, cancellation);
        var record = new LearnedVersusConstructedRecord
        {
            Cell = Id,
            Seed = Seed,
            Part = Part,
            Neurons = Neurons,
            Construction = Part == Part.ReadOff ? Spec.Scientific.FrozenLayer : WarmStart,
            Objective = Objective.ToObjective().Name,
            LearningRate = LearningRate,
            Arms = [],
        };
        ReluNetwork untrained;
        try
        {
            untrained = Start(bench);
        }
        catch (ConstructionFailedException e)
        {
            return new CellResult(record with { Refusal = e.Message }, [], []);
        }

        using (untrained)
        {
            // The same initial weights again: what is trained must not be the network that it is compared with.
            var network = Start(bench);
            var plan = new TrainingPlan(Part == Part.ReadOff ? TrainedParts.ReadOff : TrainedParts.Whole, bench.Task, Objective.ToObjective(), Spec.Training, LearningRate);
            var outcome = Trainer.Train(network, plan, bench.Seed.For("training-data"), new TrainingToCell(progress), cancellation, Store);
            record = record with
            {
                FinalLoss = outcome.FinalLoss,
                DivergedAt = outcome.DivergedAt,
                Failure = outcome.DivergedAt is { } step ? $"The loss was no longer finite at step {step:N0}; errors are those of the last good state before it." : null,
                Arms = Part == Part.ReadOff
                    ? [new ArmErrors(Arm.TrainedReadOff, bench.Errors(network))]
                    : [
                        new ArmErrors(Arm.Untrained, bench.Errors(untrained)), new ArmErrors(Arm.UntrainedLeastSquares, bench.RefittedErrors(untrained)),
                        new ArmErrors(Arm.Trained, bench.Errors(network)), new ArmErrors(Arm.TrainedLeastSquares, bench.RefittedErrors(network)),
                    ],
                Similarities = Part == Part.Whole ? SimilarityToConstruction.Of(bench, Spec.Scientific.Constructions, network, untrained) : [],
            };
            return new CellResult(record, [new NamedNetwork(Id, network, IsTrained: true, bench.Task.Inputs, bench.Pairs) { Start = WarmStart ?? (Part == Part.ReadOff ? Spec.Scientific.FrozenLayer : null) }], outcome.Trace);
        }
    }

    /// <summary>The construction that a network trained whole starts from, if the spec says so.</summary>
    private string? WarmStart => Part == Part.Whole ? Spec.Scientific.Start : null;

    private ReluNetwork Start(UniversalAndBench bench)
    {
        var seed = bench.Seed.For($"d{Neurons}");
        if (WarmStart is { } kind)
        {
            using var construction = bench.Construct(kind, Neurons);
            return construction.WithReadOff(((PairReadOff)construction.ReadOff).ToDense());
        }

        if (Part == Part.Whole)
        {
            return UntrainedNetwork.OneLayer(bench.Task.Inputs, Neurons, bench.Pairs.Count, seed);
        }

        using var constructed = bench.Construct(Spec.Scientific.FrozenLayer, Neurons);
        return UntrainedNetwork.UnderNewReadOff(constructed, bench.Pairs.Count, seed);
    }
}
