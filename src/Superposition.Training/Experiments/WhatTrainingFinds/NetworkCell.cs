using Superposition.Comparison;
using Superposition.Networks;
using Superposition.Objectives;
using Superposition.Representation;
using Superposition.Studies;
using Superposition.UniversalAnd;

namespace Superposition.Experiments.WhatTrainingFinds;

/// <summary>One network, trained under an objective or drawn from a construction: what it is like, and how good it is.</summary>
internal sealed record NetworkCell(WhatTrainingFindsSpec Spec, UniversalAndTaskSpec Task, int Neurons, ObjectiveSpec? Objective, string? Construction, bool Certify, ulong Seed) : Cell
{
    /// <inheritdoc/>
    public override string Id => $"{(Objective is { } objective ? $"trained-{objective.Id}" : Construction)}-m{Task.Features}-s{Task.Active}-d{Neurons}-seed{Seed}{(Certify ? "-certified" : "")}";

    /// <inheritdoc/>
    public override double Cost
    {
        get
        {
            // In seconds of one core, roughly: a step is overhead and products, a linear program grows with outputs, inputs and neurons.
            var outputs = Task.Features * (Task.Features - 1.0) / 2;
            var step = 4e-4 + (6e-10 * (Spec.Training.Batch ?? (double)Task.ToInputs().Count) * outputs * Neurons / 4);
            return 0.1 + (Objective is null ? 0 : Spec.Nuisance.LearningRate.Length * Spec.Training.Steps * step) + (Certify ? outputs * Neurons * (double)Task.ToInputs().Count * 5e-7 : 0);
        }
    }

    /// <inheritdoc/>
    public override CellResult Run(IProgress<CellProgress> progress, CancellationToken cancellation)
    {
        var bench = new UniversalAndBench(Task, Spec.Measurement.Inputs, Seed, cancellation);
        var record = new FoundNetworkRecord
        {
            Cell = Id,
            Seed = Seed,
            Features = Task.Features,
            Active = Task.Active,
            Sparsity = Task.Sparsity,
            Neurons = Neurons,
            Objective = Objective?.ToObjective().Name,
            Construction = Construction,
        };
        return Objective is null ? Constructed(bench, record, cancellation) : Trained(bench, record, Objective, progress, cancellation);
    }

    private CellResult Constructed(UniversalAndBench bench, FoundNetworkRecord record, CancellationToken cancellation)
    {
        ReluNetwork network;
        try
        {
            network = bench.Construct(Construction!, Neurons);
        }
        catch (ConstructionFailedException e)
        {
            return new CellResult(record with { Refusal = e.Message }, [], []);
        }

        return new CellResult(Measured(bench, record, network, cancellation), [new NamedNetwork(Id, network, IsTrained: false, bench.Task.Inputs, bench.Pairs)], []);
    }

    private CellResult Trained(UniversalAndBench bench, FoundNetworkRecord record, ObjectiveSpec objective, IProgress<CellProgress> progress, CancellationToken cancellation)
    {
        var best = BestOfRates.Train(Spec, bench, Neurons, objective, bench.Seed, progress, Store, cancellation);
        using var untrained = BestOfRates.Start(bench, Neurons, bench.Seed);
        record = Measured(bench, record, best.Network, cancellation) with
        {
            Rates = best.Rates,
            Failure = best.Failure,
            UntrainedEvidence = FamilyEvidence.Of(ConstructionClassifier.Classify(untrained, bench.Pairs)),
            Similarities = SimilarityToConstruction.Of(bench, Spec.References, best.Network, untrained),
        };
        return new CellResult(record, [new NamedNetwork(Id, best.Network, IsTrained: true, bench.Task.Inputs, bench.Pairs)], best.Outcome.Trace);
    }

    private FoundNetworkRecord Measured(UniversalAndBench bench, FoundNetworkRecord record, ReluNetwork network, CancellationToken cancellation)
    {
        CertifiedEpsilon? certified = null;
        if (Certify)
        {
            var representation = LayerRepresentation.Decide(network, bench.Pairs, bench.Measured, ReadOffForm.Affine, parallelism: 1, cancellation);
            certified = new CertifiedEpsilon(representation.Upper, representation.Lower);
        }

        return record with
        {
            Errors = bench.Errors(network),
            LeastSquares = bench.RefittedErrors(network),
            Certified = certified,
            Evidence = FamilyEvidence.Of(ConstructionClassifier.Classify(network, bench.Pairs)),
        };
    }
}
