using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Comparison;
using Superposition.Networks;
using Superposition.Studies;
using Superposition.UniversalAnd;

namespace Superposition.Experiments.WhatTrainingFinds;

/// <summary>What one network, trained or constructed, does when it is disturbed, and whose read-offs its layer bears.</summary>
internal sealed record FunctionCell(WhatTrainingFindsSpec Spec, string? Construction, ulong Seed) : Cell
{
    /// <inheritdoc/>
    public override string Id => $"function-{Construction ?? "trained"}-seed{Seed}";

    /// <inheritdoc/>
    public override double Cost => 3 + (new NetworkCell(Spec, Spec.Function.Task, Spec.Function.Neurons, Spec.Function.Objective, null, Certify: false, Seed).Cost * (Construction is null ? 2 : 1));

    /// <inheritdoc/>
    public override CellResult Run(IProgress<CellProgress> progress, CancellationToken cancellation)
    {
        var bench = new UniversalAndBench(Spec.Function.Task, Spec.Measurement.Inputs, Seed, cancellation);
        var record = new FunctionRecord { Cell = Id, Seed = Seed, Construction = Construction };
        return Construction is null ? Trained(bench, record, progress, cancellation) : Constructed(bench, record, Construction, progress, cancellation);
    }

    private CellResult Trained(UniversalAndBench bench, FunctionRecord record, IProgress<CellProgress> progress, CancellationToken cancellation)
    {
        var best = Train(bench, bench.Seed, "own", progress, cancellation);
        using var network = best.Network;
        using var untrained = BestOfRates.Start(bench, network.Neurons, bench.Seed);
        using var twin = Train(bench, bench.Seed.For("twin"), "twin", progress, cancellation).Network;
        var transfers = Own(bench, network)
            .Add(Transfer(bench, TransferredReadOff.OtherSeed, network, twin))
            .Add(Transfer(bench, TransferredReadOff.OnUntrained, untrained, network));
        var points = Spec.Function.InterpolationPoints;
        try
        {
            using var constructed = bench.Construct(Spec.Function.Constructions[0], network.Neurons);
            using var dense = Dense(constructed);
            transfers = transfers.Add(Transfer(bench, TransferredReadOff.Constructed, network, dense));
        }
        catch (ConstructionFailedException)
        {
            // The construction's own cell says why it does not exist here.
        }

        return new CellResult(
            Disturbed(bench, record, network) with
            {
                Failure = best.Failure,
                Transfers = transfers,
                OtherSeed = LayerSimilarity.Score(network.Layers[0], untrained.Layers[0], twin.Layers[0], bench.Seed),
                Straight = Interpolation.Between(network, twin, isAligned: false, bench.Pairs, bench.Measured, points),
                Aligned = Interpolation.Between(network, twin, isAligned: true, bench.Pairs, bench.Measured, points),
            },
            [],
            best.Outcome.Trace);
    }

    private CellResult Constructed(UniversalAndBench bench, FunctionRecord record, string kind, IProgress<CellProgress> progress, CancellationToken cancellation)
    {
        try
        {
            using var constructed = bench.Construct(kind, Spec.Function.Neurons);
            using var dense = Dense(constructed);
            using var trained = Train(bench, bench.Seed, "own", progress, cancellation).Network;
            return new CellResult(Disturbed(bench, record, dense) with { Transfers = Own(bench, dense).Add(Transfer(bench, TransferredReadOff.Trained, dense, trained)) }, [], []);
        }
        catch (ConstructionFailedException e)
        {
            return new CellResult(record with { Refusal = e.Message }, [], []);
        }
    }

    private BestOfRates Train(UniversalAndBench bench, Seed seed, string name, IProgress<CellProgress> progress, CancellationToken cancellation) =>
        BestOfRates.Train(Spec, bench, Spec.Function.Neurons, Spec.Function.Objective, seed, progress, Store?.For(name), cancellation);

    private FunctionRecord Disturbed(UniversalAndBench bench, FunctionRecord record, ReluNetwork network)
    {
        var (grid, fit) = (Spec.Function, bench.FitSample(network.Neurons));
        return record with
        {
            Errors = bench.Errors(network),
            OtherActive = ErrorsAt.Of(Robustness.OtherSparsity(network, bench.Pairs, grid.Task.Sparsity, grid.OtherActive, Spec.Measurement.Inputs, bench.Seed)),
            Noise = ErrorsAt.Of(Robustness.Noise(network, bench.Pairs, NoiseScale.EachWeight, grid.Noise, bench.Measured, bench.Seed)),
            Bits = ErrorsAt.Of(Robustness.Quantisation(network, bench.Pairs, grid.Bits, bench.Measured, fit)),
            PrunedNeurons = ErrorsAt.Of(Robustness.PrunedNeurons(network, bench.Pairs, grid.PrunedNeurons, bench.Measured, fit)),
            PrunedWeights = ErrorsAt.Of(Robustness.PrunedWeights(network, bench.Pairs, grid.PrunedWeights, bench.Measured, fit)),
        };
    }

    /// <summary>The layer under read-offs that are made from it alone.</summary>
    private static ImmutableArray<TransferredErrors> Own(UniversalAndBench bench, ReluNetwork network)
    {
        using var products = ReadOffTransfer.ByProducts(network, bench.Pairs, bench.FitSample(network.Neurons));
        return [new(TransferredReadOff.Products, bench.Errors(products)), new(TransferredReadOff.LeastSquares, bench.RefittedErrors(network))];
    }

    private static TransferredErrors Transfer(UniversalAndBench bench, TransferredReadOff name, ReluNetwork layer, ReluNetwork readOff)
    {
        using var joined = ReadOffTransfer.Across(layer, readOff);
        return new TransferredErrors(name, bench.Errors(joined));
    }

    private static ReluNetwork Dense(ReluNetwork constructed) => constructed.WithReadOff(((PairReadOff)constructed.ReadOff).ToDense());
}
