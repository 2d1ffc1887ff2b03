using System.Text.Json;
using Superposition.Baselines;
using Superposition.Booleans;
using Superposition.Circuits;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.Studies;
using Superposition.UniversalAnd;

namespace Superposition.Experiments.HighFanInAndCircuits;

/// <summary>ANDs of t features by one bank of neurons: predicted and measured.</summary>
internal sealed record FanInCell(FanInGrid Grid, int FanIn, BankChoice Bank, int Neurons, ulong Seed) : Cell
{
    /// <inheritdoc/>
    public override string Id => $"and{FanIn}-{JsonNamingPolicy.KebabCaseLower.ConvertName(Bank.ToString())}-d{Neurons}-seed{Seed}";

    /// <inheritdoc/>
    public override double Cost => 1e8 + (2.0 * Neurons * Grid.Sets * Grid.Inputs);

    /// <inheritdoc/>
    public override CellResult Run(IProgress<CellProgress> progress, CancellationToken cancellation)
    {
        var bench = new FanInBench(Grid, FanIn, Seed, cancellation);
        var record = new HighFanInAndCircuitsRecord { Cell = Id, Seed = Seed, Part = LayerPart.FanIn, FanIn = FanIn, Bank = Bank, Neurons = Neurons };
        try
        {
            var bank = Bank switch
            {
                BankChoice.Subsets => HighFanInAnd.Tune(FanIn, Neurons, bench.Inputs, BankWeights.Subsets),
                BankChoice.Signs => HighFanInAnd.Tune(FanIn, Neurons, bench.Inputs, BankWeights.Signs),
                _ => AndBank.Subsets(FanIn, Neurons, density: 0.5),
            };
            record = record with { Banks = [new BankShape(FanIn, Neurons, bank.ToString(), bank.Density, bank.Bias)] };
            using var generator = SeedFor(Seed, Id).Generator("construction");
            using var network = HighFanInAnd.Build(bank, bench.Inputs, bench.Targets, generator);
            var predicted = HighFanInAnd.Predict(bank, bench.Inputs, bench.Targets.Count);
            record = record with
            {
                Predicted = predicted,
                PredictedEpsilon = predicted.ExpectedMaximum(bench.Sample.Count),
                Arms = [new LayerArmErrors(LayerArm.Analytic, OutputErrors.Measure(network, bench.Targets, bench.Sample))],
            };
        }
        catch (ConstructionFailedException e)
        {
            record = record with { Refusal = e.Message };
        }

        return new CellResult(record, [], []);
    }
}

/// <summary>What no neurons at all can do for ANDs of t features.</summary>
internal sealed record FanInControlsCell(FanInGrid Grid, int FanIn, ulong Seed) : Cell
{
    /// <inheritdoc/>
    public override string Id => $"and{FanIn}-controls-seed{Seed}";

    /// <inheritdoc/>
    public override double Cost => 1e8;

    /// <inheritdoc/>
    public override CellResult Run(IProgress<CellProgress> progress, CancellationToken cancellation)
    {
        var bench = new FanInBench(Grid, FanIn, Seed, cancellation);
        using var zero = ZeroNetwork.Of(Grid.Features, bench.Targets.Count);
        using var linear = LeastSquares.LinearControl(bench.Targets, InputSample.AllUpTo(bench.Inputs, 20_000, SeedFor(Seed, "fit")).StoppedBy(cancellation));
        return new CellResult(
            new HighFanInAndCircuitsRecord
            {
                Cell = Id,
                Seed = Seed,
                Part = LayerPart.FanInControls,
                FanIn = FanIn,
                Neurons = 0,
                Arms =
                [
                    new LayerArmErrors(LayerArm.Zero, OutputErrors.Measure(zero, bench.Targets, bench.Sample)),
                    new LayerArmErrors(LayerArm.Linear, OutputErrors.Measure(linear, bench.Targets, bench.Sample)),
                ],
            },
            [], []);
    }
}

/// <summary>What all cells of one seed and one t share: sets and inputs.</summary>
internal sealed class FanInBench
{
    public FanInBench(FanInGrid grid, int fanIn, ulong seed, CancellationToken cancellation)
    {
        var start = new Seed(seed);
        Inputs = new SparseInputs(grid.Features, grid.Active, Sparsity.Exactly);
        Targets = Combinations.Count(grid.Features, fanIn) <= grid.Sets ? FanInAnds.All(grid.Features, fanIn) : FanInAnds.Draw(grid.Features, fanIn, grid.Sets, start.Stream($"sets of {fanIn}"));
        Sample = InputSample.AllUpTo(Inputs, grid.Inputs, start.For("measurement")).StoppedBy(cancellation);
    }

    public SparseInputs Inputs { get; }

    public FanInAnds Targets { get; }

    public InputSample Sample { get; }
}
