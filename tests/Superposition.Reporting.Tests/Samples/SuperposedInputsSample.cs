using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Experiments.SuperposedInputs;
using Superposition.Measurement;
using Superposition.Representation;

namespace Superposition.Tests.Reporting.Samples;

/// <summary>
/// Records as theory would have them, with a little spread over seeds: two constructions on two encodings; the projection is flat in m, the subset's error grows as its root.
/// </summary>
internal static class SuperposedInputsSample
{
    public static SuperposedInputsSpec Spec(int seeds = 3) => new()
    {
        Question = "Does it get worse with the number of features?",
        Prediction = "Projections do not.",
        Scientific = new SuperposedInputsGrid { Constructions = ["superposed-subset", "superposed-projection"], Encodings = [EncodingKind.Gaussian, EncodingKind.LowCoherence], Features = [64, 128, 256], Dimensions = [32, 64] },
        Fixed = new SuperposedInputsSetting { Active = 2, Sparsity = Sparsity.Exactly, Neurons = 512, Features = 128, Dimension = 64 },
        Measurement = new SuperposedInputsMeasurement { Inputs = 8, SampledInputs = 100, SampledPairs = 100, LeastSquaresUpToFeatures = 128, LowCoherenceUpToFeatures = 4096 },
        Seeds = [.. Enumerable.Range(0, seeds).Select(seed => (ulong)seed)],
    };

    public static ImmutableArray<SuperposedInputsRecord> Records(SuperposedInputsSpec spec) =>
    [
        .. from at in spec.Scientific.Features.Select(m => (Features: m, spec.Fixed.Dimension)).Concat(spec.Scientific.Dimensions.Select(d0 => (spec.Fixed.Features, Dimension: d0))).Distinct()
           from encoding in spec.Scientific.Encodings
           from kind in spec.Scientific.Constructions
           from seed in spec.Seeds
           select Record(kind, encoding, at.Features, at.Dimension, seed),
    ];

    /// <summary>The standard deviation, none active, that a construction predicts here.</summary>
    public static double Std(string kind, int features, int dimension) => (kind == "superposed-projection" ? 0.05 : 0.05 * Math.Sqrt(features / 64.0)) * Math.Sqrt(64.0 / dimension);

    private static SuperposedInputsRecord Record(string kind, EncodingKind encoding, int features, int dimension, ulong seed)
    {
        var std = Std(kind, features, dimension);
        var measured = std * (1 + (0.01 * ((int)seed - 1)));
        var errors = SampleErrors.Of(measured, features);
        return new SuperposedInputsRecord
        {
            Cell = $"{kind}-{encoding}-m{features}-d{dimension}-seed{seed}",
            Seed = seed,
            Construction = kind,
            Encoding = encoding,
            Features = features,
            Dimension = dimension,
            Active = 2,
            Sparsity = Sparsity.Exactly,
            Neurons = 512,
            Coherence = new Coherence(0.4, 0.1),
            Predicted = new PredictedErrors([new PredictedClass("none", 0, std, 400), new PredictedClass("one", 0, 1.2 * std, 40), new PredictedClass("both", 0, 1.5 * std, 1)]),
            PredictedEpsilon = 4.2 * std,
            AllPairs = errors,
            Sampled = errors,
            Noise = kind == "superposed-projection" ? [.. errors.Classes.Select(c => new NoiseTerms(c.Class, 0.8 * measured, 0.8 * std, 0.6 * measured, 0.6 * std))] : null,
            Preactivation = kind == "superposed-subset" ? new PreactivationNoise(10 * measured, 10 * std) : null,
            Zero = SampleErrors.Of(1.0 / 6, features),
            Linear = SampleErrors.Of(0.5 / 6, features),
            LinearLeastSquares = features <= 128 ? SampleErrors.Of(0.95 / 6, features) : null,
        };
    }
}
