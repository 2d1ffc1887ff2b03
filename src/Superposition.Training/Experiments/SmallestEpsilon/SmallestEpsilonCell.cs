using System.Collections.Immutable;
using Superposition.Baselines;
using Superposition.Networks;
using Superposition.Representation;
using Superposition.Studies;
using Superposition.Training;
using Superposition.UniversalAnd;

namespace Superposition.Experiments.SmallestEpsilon;

/// <summary>Builds or trains one network and proves its ε over every input, with its own read-off and with the best one.</summary>
internal sealed record SmallestEpsilonCell(SmallestEpsilonSpec Spec, string? Construction, int Neurons, ulong Seed) : Cell
{
    /// <inheritdoc/>
    public override string Id => FormattableString.Invariant($"{Construction ?? "trained"}-d{Neurons}-seed{Seed}");

    /// <inheritdoc/>
    public override double Cost => Programs + (Construction is null ? 6.0 * Spec.Training.Steps * Inputs * Neurons * Pairs / 5e10 : 0);

    private double Inputs => (double)Spec.Task.ToInputs().Count;

    private double Pairs => Spec.Task.Pairs ?? Spec.Task.Features * (Spec.Task.Features - 1.0) / 2;

    // Seconds, as measured at 529 inputs.
    private double Programs => Pairs * Inputs * Neurons * Neurons / 4e8;

    /// <inheritdoc/>
    public override CellResult Run(IProgress<CellProgress> progress, CancellationToken cancellation)
    {
        var bench = new UniversalAndBench(Spec.Task, (int)Inputs, Seed, cancellation);
        var proof = new Proof(bench, cancellation);
        var record = new SmallestEpsilonRecord { Cell = Id, Seed = Seed, Neurons = Neurons, Construction = Construction };
        return Construction is null ? Train(record, bench, proof, progress, cancellation) : Construct(record, Construction, bench, proof);
    }

    private CellResult Construct(SmallestEpsilonRecord record, string construction, UniversalAndBench bench, Proof proof)
    {
        try
        {
            using var network = bench.Construct(construction, Neurons);
            return Proved(record, network, bench, proof, []);
        }
        catch (ConstructionFailedException e)
        {
            return new CellResult(record with { Refusal = e.Message }, [], []);
        }
    }

    private CellResult Train(SmallestEpsilonRecord record, UniversalAndBench bench, Proof proof, IProgress<CellProgress> progress, CancellationToken cancellation)
    {
        using var network = UntrainedNetwork.OneLayer(bench.Task.Inputs, Neurons, bench.Pairs.Count, bench.Seed.For($"d{Neurons}"));
        var plan = new TrainingPlan(TrainedParts.Whole, bench.Task, Spec.Objective.ToObjective(), Spec.Training, Spec.LearningRate);
        var outcome = Trainer.Train(network, plan, bench.Seed.For("training-data"), new TrainingToCell(progress), cancellation, Store);
        record = record with
        {
            FinalLoss = outcome.FinalLoss,
            Failure = outcome.DivergedAt is { } step ? $"The loss was no longer finite at step {step:N0}; errors are those of the last good state before it." : null,
        };
        return Proved(record, network, bench, proof, outcome.Trace);
    }

    /// <summary>The network that is kept has the best read-off: whoever loads it can prove its ε without a linear program.</summary>
    private CellResult Proved(SmallestEpsilonRecord record, ReluNetwork network, UniversalAndBench bench, Proof proof, ImmutableArray<TracePoint> trace)
    {
        var layer = proof.Layer(network);
        record = record with { AsItIs = ProvedEpsilon.OfReadOff(network, layer.Activations, proof.Targets), Best = ProvedEpsilon.OfLayer(layer) };
        return new CellResult(record, [new NamedNetwork(Id, layer.Refit(network), IsTrained: Construction is null, bench.Task.Inputs, bench.Pairs)], trace);
    }

    private sealed class Proof(UniversalAndBench bench, CancellationToken cancellation)
    {
        public ImmutableArray<BooleanTarget> Targets { get; } = BooleanTarget.Of(bench.Pairs, bench.Measured);

        // A cell has one thread; cells run side by side.
        public LayerRepresentation Layer(ReluNetwork network) =>
            LayerRepresentation.Decide(InputActivations.Of(network, bench.Measured), Targets, ReadOffForm.Affine, parallelism: 1, EpsilonLinear.UsualLimit, cancellation);
    }
}
