using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.Representation;
using Superposition.UniversalAnd;

namespace Superposition.Verification;

/// <summary>
/// Claims that universal AND by random projections does not get worse with the number of features that the state holds (T2).
/// </summary>
internal static class SuperposedInputClaims
{
    private const string Source = "arXiv 2408.05451, universal AND for inputs in superposition; moments derived here";
    private const int Draws = 4;
    private const int EpsilonInputs = 20;

    /// <summary>The claims of this group, in the order in which <c>verify</c> lists them.</summary>
    public static ImmutableArray<Claim> Flatness { get; } =
    [
        Rms("superposed-projection-flat", [64, 512], dimensions: 256, neurons: 2048, slow: false),
        Rms("superposed-projection-flat-to-2048", [128, 256, 512, 1024, 2048], dimensions: 512, neurons: 4096, slow: true),
        new()
        {
            Id = "superposed-projection-epsilon-to-2048",
            Subject = "T2",
            Source = Source,
            Statement =
                "ε too stays within 25 % and grows only because there are more pairs: ε with 2048 over ε with 128 features, over all "
                + $"pairs of {EpsilonInputs} inputs, means over {Draws} networks (exactly 2 active, 512 dimensions, 4096 neurons)",
            Predicted = PredictedEpsilon(2048) / PredictedEpsilon(128),
            Relation = Relation.Near,

            // Its upper end is 1.24: whoever is within it is flat within 25 %.
            Within = 0.08,
            IsSlow = true,
            Measure = seed => MeanEpsilon(2048, seed) / MeanEpsilon(128, seed),
        },
    ];

    private static Claim Rms(string id, int[] features, int dimensions, int neurons, bool slow) => new()
    {
        Id = id,
        Subject = "T2",
        Source = Source,
        Statement =
            $"Reading random projections does not get worse from {features[0]} to {features[^1]} features: the largest over the smallest "
            + $"root mean square error of m = {string.Join(", ", features)}, the worst of the classes none, one and both, each from over "
            + $"900 errors (exactly 2 active, {dimensions} dimensions, {neurons} neurons)",
        Predicted = 1.1,
        Relation = Relation.AtMost,
        IsSlow = slow,
        Measure = seed =>
        {
            var errors = features.Select(m => OnSampledPairs(Size(m, dimensions, neurons), seed)).ToArray();
            return errors[0].Classes.Max(c => errors.Max(e => e[c.Class].Rms) / errors.Min(e => e[c.Class].Rms));
        },
    };

    private static ErrorReport OnSampledPairs(UniversalAndSize size, Seed seed)
    {
        using var network = Build(size, seed);
        return SampledPairs.Draw(size.Inputs, inputs: 1000, others: 4000, seed).Measure(network);
    }

    private static double MeanEpsilon(int features, Seed seed) => Enumerable.Range(0, Draws).Average(i =>
    {
        var size = Size(features, 512, 4096);
        using var network = Build(size, seed.For($"network {i}"));
        return OutputErrors.Measure(
            network, PairAnds.All(features), InputSample.Drawn(size.Inputs, EpsilonInputs, seed.For($"measurement {i}"))).Epsilon;
    });

    private static double PredictedEpsilon(int features) =>
        new SuperposedProjection().Predict(Size(features, 512, 4096)).ExpectedMaximum(EpsilonInputs);

    private static UniversalAndSize Size(int features, int dimensions, int neurons) =>
        new(new SparseInputs(features, 2, Sparsity.Exactly), neurons, Encoding: new EncodingSize(EncodingKind.Gaussian, dimensions));

    private static ReluNetwork Build(UniversalAndSize size, Seed seed)
    {
        return new SuperposedProjection().Build(size, seed);
    }
}
