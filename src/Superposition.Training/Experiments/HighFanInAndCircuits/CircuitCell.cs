using Superposition.Baselines;
using Superposition.Booleans;
using Superposition.Circuits;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.Representation;
using Superposition.Studies;
using Superposition.UniversalAnd;

namespace Superposition.Experiments.HighFanInAndCircuits;

/// <summary>One circuit by one layer: analytic and fitted read-offs, beside an untrained layer of the same width.</summary>
internal sealed record CircuitCell(CircuitGrid Grid, CircuitFile Source, int Neurons, ulong Seed) : Cell
{
    /// <inheritdoc/>
    public override string Id => $"{Source.ShortName()}-d{Neurons}-seed{Seed}";

    /// <inheritdoc/>
    public override double Cost => 1e8 + (Neurons <= Grid.MinimaxUpToNeurons ? 1e6 * Neurons : 0) + (1e4 * Neurons);

    /// <inheritdoc/>
    public override CellResult Run(IProgress<CellProgress> progress, CancellationToken cancellation)
    {
        var circuit = Source.Parse().Among(Grid.Features);
        var inputs = new SparseInputs(Grid.Features, Grid.Active, Sparsity.AtMost);
        var sample = InputSample.AllUpTo(inputs, Grid.Inputs, SeedFor(Seed, "measurement")).StoppedBy(cancellation);
        var polynomials = MultilinearPolynomial.OfAll(circuit, Grid.Active, cancellation);
        var record = new HighFanInAndCircuitsRecord
        {
            Cell = Id,
            Seed = Seed,
            Part = LayerPart.Circuit,
            Circuit = Source.ShortName(),
            Neurons = Neurons,
            Shape = new CircuitShape(Source.Parse().Features, circuit.Gates, circuit.Depth, circuit.Count, polynomials.Max(p => p.Degree), polynomials.Sum(p => p.Terms.Length)),
        };
        try
        {
            var banks = CircuitLayer.Allocate(polynomials, inputs, Neurons);
            using var generator = SeedFor(Seed, Id).Generator("construction");
            using var network = CircuitLayer.Build(polynomials, inputs, banks, generator);
            progress.Report(new CellProgress(0.1, "built"));
            using var untrained = UntrainedNetwork.OneLayer(inputs, Neurons, circuit.Count, SeedFor(Seed, $"untrained-{Neurons}"));
            record = record with
            {
                Banks = [.. banks.Select(bank => new BankShape(bank.FanIn, bank.Neurons, bank.ToString(), bank.Density, bank.Bias))],
                PredictedQuietStd = Math.Sqrt(polynomials.Average(polynomial => Math.Pow(CircuitLayer.PredictedQuietStd(polynomial, inputs, banks), 2))),
                Arms =
                [
                    new LayerArmErrors(LayerArm.Analytic, OutputErrors.Measure(network, circuit, sample)),
                    .. Fitted(network, circuit, sample, LayerArm.LeastSquares, LayerArm.Minimax, cancellation),
                    .. Fitted(untrained, circuit, sample, LayerArm.UntrainedLeastSquares, LayerArm.UntrainedMinimax, cancellation),
                ],
            };
        }
        catch (ConstructionFailedException e)
        {
            record = record with { Refusal = e.Message };
        }

        return new CellResult(record, [], []);
    }

    private IEnumerable<LayerArmErrors> Fitted(ReluNetwork network, BooleanCircuit circuit, InputSample sample, LayerArm leastSquares, LayerArm minimax, CancellationToken cancellation)
    {
        if (!sample.IsAll || Neurons > Grid.LeastSquaresUpToNeurons)
        {
            yield break;
        }

        using (var refitted = LeastSquares.Refit(network, circuit, sample))
        {
            yield return new LayerArmErrors(leastSquares, OutputErrors.Measure(refitted, circuit, sample));
        }

        if (Neurons <= Grid.MinimaxUpToNeurons)
        {
            // Cells run side by side already, so one program at a time.
            using var best = LayerRepresentation.Decide(network, circuit, sample, ReadOffForm.Affine, parallelism: 1, cancellation).Refit(network);
            yield return new LayerArmErrors(minimax, OutputErrors.Measure(best, circuit, sample));
        }
    }
}

/// <summary>What no neurons at all can do for a circuit. Where all inputs are looked at these numbers are exact and belong to no seed.</summary>
internal sealed record CircuitControlsCell(CircuitGrid Grid, CircuitFile Source, ulong Seed) : Cell
{
    /// <inheritdoc/>
    public override string Id => $"{Source.ShortName()}-controls";

    /// <inheritdoc/>
    public override double Cost => 1e8;

    /// <inheritdoc/>
    public override CellResult Run(IProgress<CellProgress> progress, CancellationToken cancellation)
    {
        var circuit = Source.Parse().Among(Grid.Features);
        var inputs = new SparseInputs(Grid.Features, Grid.Active, Sparsity.AtMost);
        var sample = InputSample.AllUpTo(inputs, Grid.Inputs, SeedFor(Seed, "measurement")).StoppedBy(cancellation);
        using var zero = ZeroNetwork.Of(Grid.Features, circuit.Count);
        using var linear = LeastSquares.LinearControl(circuit, sample);
        using var minimax = LayerRepresentation.Decide(linear, circuit, sample, ReadOffForm.Affine, parallelism: 1, cancellation).Refit(linear);
        return new CellResult(
            new HighFanInAndCircuitsRecord
            {
                Cell = Id,
                Seed = Seed,
                Part = LayerPart.CircuitControls,
                Circuit = Source.ShortName(),
                Neurons = 0,
                Arms =
                [
                    new LayerArmErrors(LayerArm.Zero, OutputErrors.Measure(zero, circuit, sample)),
                    new LayerArmErrors(LayerArm.Linear, OutputErrors.Measure(linear, circuit, sample)),
                    new LayerArmErrors(LayerArm.LinearMinimax, OutputErrors.Measure(minimax, circuit, sample)),
                ],
            },
            [], []);
    }
}
