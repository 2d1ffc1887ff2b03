using System.Collections.Immutable;
using Superposition.Baselines;
using Superposition.Comparison;
using Superposition.Networks;
using Superposition.Training;
using Superposition.UniversalAnd;

namespace Superposition.Experiments.LearnedVersusConstructed;

/// <summary>The last two arms: a read-off trained on a construction's frozen layer, or a network trained whole; each beside itself before training.</summary>
internal sealed record TrainedCell(LearnedVersusConstructedSpec Spec, Part Part, ObjectiveSpec Objective, int Neurons, double LearningRate, ulong Seed) : Cell
{
    /// <inheritdoc/>
    public override string Id => FormattableString.Invariant($"{(Part == Part.Whole ? "trained" : "read-off")}-{Objective.Id}-d{Neurons}-lr{LearningRate}-seed{Seed}");

    /// <inheritdoc/>
    public override double Cost => 10 + (Spec.Training.Steps * (Spec.Training.Batch ?? (double)Spec.Task.ToInputs().Count) * (Neurons + 30) * (Part == Part.Whole ? 3 : 2) / 1e6);

    /// <inheritdoc/>
    public override CellResult Run(IProgress<CellProgress> progress, CancellationToken cancellation)
    {
        var bench = new Bench(Spec, Seed, cancellation);
        var record = new LearnedVersusConstructedRecord
        {
            Cell = Id,
            Seed = Seed,
            Part = Part,
            Neurons = Neurons,
            Construction = Part == Part.ReadOff ? Spec.Scientific.FrozenLayer : null,
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
            var outcome = Trainer.Train(network, plan, bench.Seed.For("training-data"), new TrainingToCell(progress), cancellation);
            record = record with
            {
                FinalLoss = outcome.FinalLoss,
                DivergedAt = outcome.DivergedAt,
                Failure = outcome.DivergedAt is { } step ? $"The loss was no longer finite at step {step:N0}; errors are those of the last good state before it." : null,
                Arms = Part == Part.ReadOff
                    ? [bench.Errors(Arm.TrainedReadOff, network)]
                    : [
                        bench.Errors(Arm.Untrained, untrained), bench.RefittedErrors(Arm.UntrainedLeastSquares, untrained),
                        bench.Errors(Arm.Trained, network), bench.RefittedErrors(Arm.TrainedLeastSquares, network),
                    ],
                Similarities = Part == Part.Whole ? Similarities(bench, network, untrained) : [],
            };
            return new CellResult(record, [new NamedNetwork(Id, network, IsTrained: true, bench.Task.Inputs, bench.Pairs)], outcome.Trace);
        }
    }

    private ReluNetwork Start(Bench bench)
    {
        var seed = bench.Seed.For($"d{Neurons}");
        if (Part == Part.Whole)
        {
            return UntrainedNetwork.OneLayer(bench.Task.Inputs, Neurons, bench.Pairs.Count, seed);
        }

        using var constructed = bench.Construct(Spec.Scientific.FrozenLayer, Neurons);
        return UntrainedNetwork.UnderNewReadOff(constructed, bench.Pairs.Count, seed);
    }

    private ImmutableArray<SimilarityToConstruction> Similarities(Bench bench, ReluNetwork trained, ReluNetwork untrained)
    {
        var similarities = ImmutableArray.CreateBuilder<SimilarityToConstruction>();
        foreach (var kind in Spec.Scientific.Constructions.Where(kind => UniversalAndConstructions.Find(kind)!.RequiredNeurons(Spec.Task.Features) is null))
        {
            try
            {
                using var reference = bench.Reference(kind, Neurons);
                similarities.Add(new SimilarityToConstruction(kind, LayerSimilarity.Score(trained.Layers[0], untrained.Layers[0], reference.Layers[0], bench.Seed)));
            }
            catch (ConstructionFailedException)
            {
                // A construction that does not exist at this width has no weights to be like; its own cell says why.
            }
        }

        return similarities.ToImmutable();
    }

    private sealed class TrainingToCell(IProgress<CellProgress> progress) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => progress.Report(new CellProgress((double)value.Step / value.Steps, $"loss {value.Loss:G3}", value.Step));
    }
}
