using System.Collections.Immutable;
using System.Text.Json;
using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.Representation;
using Superposition.Studies;
using Superposition.UniversalAnd;
using static TorchSharp.torch;

namespace Superposition.Experiments.SuperposedInputs;

/// <summary>Builds one construction on one encoding, predicts its errors and measures them beside the controls.</summary>
internal sealed record SuperposedInputsCell(
    string Construction, EncodingKind Encoding, SparseInputs Inputs, int Dimension, int Neurons, SuperposedInputsMeasurement Measurement, ulong Seed) : Cell
{
    private const string Projection = "superposed-projection", Subset = "superposed-subset";

    /// <inheritdoc/>
    public override string Id => $"{Construction}-{JsonNamingPolicy.KebabCaseLower.ConvertName(Encoding.ToString())}-m{Inputs.Features}-d{Dimension}-seed{Seed}";

    /// <inheritdoc/>
    public override double Cost => 1e9 + ((double)Inputs.Features * Inputs.Features * ((Measurement.Inputs * Neurons) + (Encoding == EncodingKind.LowCoherence ? 400.0 * Dimension : 0)));

    /// <inheritdoc/>
    public override CellResult Run(IProgress<CellProgress> progress, CancellationToken cancellation)
    {
        var construction = UniversalAndConstructions.Find(Construction)!;
        var size = new UniversalAndSize(Inputs, Neurons, Encoding: new EncodingSize(Encoding, Dimension));
        var record = new SuperposedInputsRecord
        {
            Cell = Id,
            Seed = Seed,
            Construction = Construction,
            Encoding = Encoding,
            Features = Inputs.Features,
            Dimension = Dimension,
            Active = Inputs.Active,
            Sparsity = Inputs.Sparsity,
            Neurons = Neurons,
            Density = construction.UsesDensity ? size.DensityOrDefault : null,
        };
        try
        {
            // The directions come first from the generator, so that constructions of one seed share them.
            using var scope = NewDisposeScope();
            using var noGradient = no_grad();
            using var generator = SeedFor(Seed, $"{Encoding}-m{Inputs.Features}-d{Dimension}").Generator("construction");
            using var network = construction.Build(size, generator);
            progress.Report(new CellProgress(0.3, "built"));
            record = Measured(record with { Coherence = Coherence.Of(network.Encoding!) }, construction, size, network, cancellation);
            progress.Report(new CellProgress(0.7, $"ε {record.AllPairs!.Epsilon:F3}"));
            record = WithControls(record, network.Encoding!, cancellation);
        }
        catch (ConstructionFailedException e)
        {
            record = record with { Refusal = e.Message };
        }

        return new CellResult(record, [], []);
    }

    private InputSample AllPairsSample(CancellationToken cancellation) => InputSample.AllUpTo(Inputs, Measurement.Inputs, SeedFor(Seed, "measurement")).StoppedBy(cancellation);

    private SuperposedInputsRecord Measured(SuperposedInputsRecord record, IUniversalAndConstruction construction, UniversalAndSize size, ReluNetwork network, CancellationToken cancellation)
    {
        var (all, predicted) = (AllPairsSample(cancellation), construction.Predict(size));
        var drawn = SampledPairs.Draw(Inputs, Measurement.SampledInputs, Measurement.SampledPairs, SeedFor(Seed, "sampled"));
        var sampled = drawn.Measure(network);
        return record with
        {
            Predicted = predicted,
            PredictedEpsilon = predicted.ExpectedMaximum(all.Count),
            AllPairs = OutputErrors.Measure(network, PairAnds.All(Inputs.Features), all),
            Sampled = sampled,
            Noise = Construction == Projection && Inputs.Sparsity == Sparsity.Exactly ? Terms(size, network.Encoding!, drawn, sampled) : null,
            Preactivation = Construction == Subset
                ? new PreactivationNoise(
                    SuperposedSubsets.MeasurePreactivationNoise(network, size, Inputs.Draw(SeedFor(Seed, "noise").Stream("inputs"), 200)), SuperposedSubsets.PreactivationNoise(size, Inputs.Active))
                : null,
        };
    }

    private ImmutableArray<NoiseTerms> Terms(UniversalAndSize size, Tensor encoding_em, SampledPairs drawn, ErrorReport sampled)
    {
        var crosstalk = OutputErrors.Measure(inputs => SuperposedProjection.ReadingsOfInfiniteWidth(encoding_em, size, inputs, drawn.Pairs), drawn.Pairs, drawn.Inputs, batch: 64);
        return
        [
            .. drawn.Pairs.Classes.Select((name, members) => new NoiseTerms(
                name,
                crosstalk[name].Std, SuperposedProjection.Crosstalk(size, Inputs.Active, members).Std,
                Math.Sqrt(Math.Max(0, Math.Pow(sampled[name].Std, 2) - Math.Pow(crosstalk[name].Std, 2))), SuperposedProjection.NeuronNoise(size, Inputs.Active, members))),
        ];
    }

    private SuperposedInputsRecord WithControls(SuperposedInputsRecord record, Tensor encoding_em, CancellationToken cancellation)
    {
        var (sample, pairs) = (AllPairsSample(cancellation), PairAnds.All(Inputs.Features));
        var first_g = tensor(pairs.Pairs.Select(pair => (long)pair.First).ToArray());
        var second_g = tensor(pairs.Pairs.Select(pair => (long)pair.Second).ToArray());
        Tensor Linear(ActiveSets inputs)
        {
            using var scope = NewDisposeScope();
            var decoded_nm = inputs.SumRows(encoding_em.t()).matmul(encoding_em);
            return (((decoded_nm.index_select(1, first_g) + decoded_nm.index_select(1, second_g)) / 2) - Baselines.LinearAnd.Epsilon).MoveToOuterDisposeScope();
        }

        ErrorReport? fitted = null;
        if (Inputs.Features <= Measurement.LeastSquaresUpToFeatures)
        {
            var fit = InputSample.AllUpTo(Inputs, Math.Max(20_000, 4 * Dimension), SeedFor(Seed, "fit")).StoppedBy(cancellation);
            using var control = LeastSquares.LinearControl(pairs, fit, encoding_em);
            fitted = OutputErrors.Measure(control, pairs, sample);
        }

        return record with
        {
            Zero = OutputErrors.Measure(inputs => zeros(inputs.Count, pairs.Count), pairs, sample, batch: 8),
            Linear = OutputErrors.Measure(Linear, pairs, sample, batch: 8),
            LinearLeastSquares = fitted,
        };
    }
}
