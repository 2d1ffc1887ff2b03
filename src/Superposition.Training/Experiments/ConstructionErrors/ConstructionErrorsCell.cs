using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.Studies;
using Superposition.UniversalAnd;

namespace Superposition.Experiments.ConstructionErrors;

/// <summary>Builds one construction, predicts its errors and measures them.</summary>
internal sealed record ConstructionErrorsCell(string Construction, SparseInputs Inputs, int Neurons, ConstructionMeasurement Measurement, ulong Seed) : Cell
{
    /// <inheritdoc/>
    public override string Id => $"{Construction}-m{Inputs.Features}-s{Inputs.Active}-d{Neurons}-seed{Seed}";

    /// <inheritdoc/>
    public override double Cost => (double)Inputs.Features * Inputs.Features * (Neurons + 1000);

    /// <inheritdoc/>
    public override CellResult Run(IProgress<CellProgress> progress, CancellationToken cancellation)
    {
        var construction = UniversalAndConstructions.Find(Construction)!;
        var size = new UniversalAndSize(Inputs, Neurons);
        var record = new ConstructionErrorsRecord
        {
            Cell = Id,
            Seed = Seed,
            Construction = Construction,
            Features = Inputs.Features,
            Active = Inputs.Active,
            Sparsity = Inputs.Sparsity,
            Neurons = Neurons,
            Density = construction.UsesDensity ? size.DensityOrDefault : null,
        };
        var sample = InputSample.AllUpTo(Inputs, Measurement.Inputs, SeedFor(Seed, "measurement")).StoppedBy(cancellation);
        try
        {
            using var generator = SeedFor(Seed, Id).Generator("construction");
            using var network = construction.Build(size, generator);
            progress.Report(new CellProgress(0.1, "built"));
            var predicted = construction.Predict(size);
            var targets = PairAnds.All(Inputs.Features);
            record = record with
            {
                Predicted = predicted,
                PredictedEpsilon = predicted.ExpectedMaximum(sample.Count),
                Analytic = OutputErrors.Measure(network, targets, sample),
            };
            progress.Report(new CellProgress(0.5, $"ε {record.Analytic.Epsilon:F3}"));
            if (Inputs.Features <= Measurement.LeastSquaresUpToFeatures && Neurons <= Measurement.LeastSquaresUpToNeurons)
            {
                record = record with { LeastSquares = RefittedErrors(network, targets, sample, cancellation) };
            }
        }
        catch (ConstructionFailedException e)
        {
            record = record with { Refusal = e.Message };
        }

        return new CellResult(record, [], []);
    }

    /// <summary>Least squares is fitted on all inputs if all are looked at, otherwise on four inputs a neuron drawn apart from those it is measured on.</summary>
    private ErrorReport RefittedErrors(ReluNetwork network, PairAnds targets, InputSample sample, CancellationToken cancellation)
    {
        var fit = sample.IsAll ? sample : InputSample.AllUpTo(Inputs, 4 * Neurons, SeedFor(Seed, "fit")).StoppedBy(cancellation);
        using var refitted = LeastSquares.Refit(network, targets, fit);
        return OutputErrors.Measure(refitted, targets, sample);
    }
}
