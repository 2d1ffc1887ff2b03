using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.DeepCircuits;
using Superposition.ErrorCorrection;

namespace Superposition.Verification;

/// <summary>Claims about deep circuits in superposition (arXiv 2408.05451, theorem on circuits of polynomial depth).</summary>
public static class DeepCircuitClaims
{
    private const string Paper = "arXiv 2408.05451, deep circuits";
    private const string Derived = "derived here, after arXiv 2408.05451";
    private static readonly GateMix MostlyCopies = new(0.9, 0.1, 0, 0);
    private static readonly GateMix FourKinds = new(0.4, 0.3, 0.15, 0.15);

    /// <summary>The design that the large rows are measured with; the search for the smallest width found it good.</summary>
    public static FusedDesign Tuned(int units) => new(units, ChannelSize: 8) { AnyThreshold = 0.62 };

    /// <summary>
    /// The same design with channels that are computed rather than stored, for circuits of hundreds of thousands of features and more.
    /// </summary>
    public static FusedDesign Computed(int units) => Tuned(units) with { Code = ChannelCodeKind.Polynomial };

    /// <summary>The claims of this group, in the order in which <c>verify</c> lists them.</summary>
    public static ImmutableArray<Claim> All { get; } =
    [
        new()
        {
            Id = "deep-sigma",
            Subject = "T8",
            Source = Derived,
            Statement =
                "Noise of a fused unit is √(c q m/n · s/n), measured over predicted (worst pool and layer): m = 2048, n = 2048, q = 12, "
                + "s ≤ 3, 4 layers.",
            Predicted = 1,
            Relation = Relation.Near,
            Within = 0.05,
            Measure = seed => Fused(seed, 2048, 4, 64, MostlyCopies, new FusedDesign(2048, 12) { Code = ChannelCodeKind.Balanced })
                .Layers.Skip(1).SelectMany(layer => layer.Noise).Select(noise => noise.Sigma / noise.Predicted).MaxBy(ratio =>
                    Math.Abs(Math.Log(ratio))),
        },
        Errors(
            "deep-fused-roomy",
            "All four kinds of gates run 12 layers deep without a threshold error: m = 1024, n = 2048, q = 12, 48 inputs.", 1024, 12, 48,
            FourKinds, new FusedDesign(2048, 12)),
        Errors(
            "deep-fused-narrow", "12 layers without a threshold error on fewer units than features: m = 2048, n = 1536, 64 inputs.", 2048,
            12, 64, MostlyCopies, Tuned(1536)),
        Errors(
            "deep-fused-8192", "24 layers without a threshold error: m = 8192, 5120 units, 256 inputs.", 8192, 24, 256, MostlyCopies,
            Tuned(5120), isSlow: true),
        Errors(
            "deep-fused-16384",
            "16 layers without a threshold error on fewer ReLUs than features: m = 16384, 7168 units (14336 ReLUs), 256 inputs.", 16384, 16,
            256, MostlyCopies, Tuned(7168), isSlow: true),
        Errors(
            "deep-fused-relus",
            "16 layers without a threshold error on fewer ReLUs than features: m = 4096, 2000 units (4000 ReLUs), 128 inputs.", 4096, 16,
            128, MostlyCopies, Tuned(2000), isSlow: true),
        Errors(
            "deep-fused-half", "16 layers without a threshold error on 9000 ReLUs for 16384 features: 4500 units, 256 inputs.", 16384, 16,
            256, MostlyCopies, Tuned(4500), isSlow: true),
        new()
        {
            Id = "deep-stationary",
            Subject = "T8",
            Source = Derived,
            Statement =
                "With correction errors do not drift: rms after 16 layers over rms after 4, per root of active features: m = 1024, n = "
                + "1024, 64 inputs.",
            Predicted = 1,
            Relation = Relation.Near,
            Within = 0.02,
            Measure = seed =>
            {
                var layers = Fused(seed, 1024, 16, 64, MostlyCopies, Tuned(1024)).Layers;
                return layers[16].Rms / layers[4].Rms / Math.Sqrt(layers[16].MeanActive / layers[4].MeanActive);
            },
        },
        new()
        {
            Id = "deep-centring",
            Subject = "T8",
            Source = Derived,
            Statement =
                "Centring is essential: without it the same circuit makes threshold errors by the ten thousand in 3 layers: m = 2048, n "
                + "= 2048, q = 12, 32 inputs.",
            Predicted = 50_000,
            Relation = Relation.AtLeast,
            Measure = seed =>
            {
                var design = new FusedDesign(2048, 12);
                return Fused(seed, 2048, 3, 32, MostlyCopies, design).ThresholdErrors == 0
                    ? Fused(seed, 2048, 3, 32, MostlyCopies, design with { Centred = false }).ThresholdErrors
                    : double.NaN;
            },
        },
        new()
        {
            Id = "deep-fused-uncorrected",
            Subject = "T8",
            Source = Paper,
            Statement =
                "Without error correction errors grow: worst error after 6 layers over that after 1: m = 4096, n = 1792, q = 8, 16 inputs.",
            Predicted = 6,
            Relation = Relation.AtLeast,
            Measure = seed =>
            {
                var layers = Fused(seed, 4096, 6, 16, MostlyCopies, Tuned(1792) with { Corrects = false }).Layers;
                return layers[6].Epsilon / layers[1].Epsilon;
            },
        },
        new()
        {
            Id = "deep-alternation",
            Subject = "T8",
            Source = Paper,
            Statement =
                "Universal-AND and error-correction layers in turn keep every error below ½ through 10 layers of gates: m = 256, n = "
                + "1536, q = 16, 8192 subset neurons, s ≤ 3, 64 inputs.",
            Predicted = 0.5,
            Relation = Relation.AtMost,
            Measure = seed => Alternating(seed, corrects: true).Epsilon,
        },
        new()
        {
            Id = "deep-alternation-uncorrected",
            Subject = "T8",
            Source = Paper,
            Statement =
                "The same universal-AND layers without error correction between them: threshold errors appear and multiply (in layers 6 "
                + "to 10).",
            Predicted = 30,
            Relation = Relation.AtLeast,
            Measure = seed => Alternating(seed, corrects: false).Layers.Skip(6).Sum(layer => layer.ThresholdErrors),
        },
    ];

    private static Claim Errors(
        string id, string statement, int features, int depth, int inputs, GateMix mix, FusedDesign design, bool isSlow = false) => new()
        {
            Id = id,
            Subject = "T8",
            Source = Derived,
            Statement = statement,
            Predicted = 0,
            Relation = Relation.AtMost,
            IsSlow = isSlow,
            Measure = seed => Fused(seed, features, depth, inputs, mix, design).ThresholdErrors,
        };

    private static DeepReport Fused(Seed seed, int features, int depth, int inputs, GateMix mix, FusedDesign design)
    {
        var circuit = LayeredCircuit.Draw(features, depth, mix, Wiring.Dealt, seed);
        return new FusedCircuit(circuit, design, seed).Measure(LivingInputs.Draw(circuit, 3, inputs, seed));
    }

    private static DeepReport Alternating(Seed seed, bool corrects)
    {
        var circuit = LayeredCircuit.Draw(256, 10, FourKinds, Wiring.Dealt, seed);
        using var network = new AlternatingCircuit(circuit, new AlternatingDesign(3, 1536, 16, 8192) { Corrects = corrects }, seed);
        return network.Measure(LivingInputs.Draw(circuit, 3, 64, seed));
    }
}
