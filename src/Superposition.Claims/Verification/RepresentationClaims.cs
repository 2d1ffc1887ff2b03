using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Representation;
using Superposition.UniversalAnd;

namespace Superposition.Verification;

/// <summary>
/// Claims about what activations linearly represent. Every ε* below is the middle of a bracket that is proved for the inputs named.
/// </summary>
public static class RepresentationClaims
{
    private const string Definitions = "arXiv 2408.05451, definitions; value derived here";

    /// <summary>The claims of this group, in the order in which <c>verify</c> lists them.</summary>
    public static ImmutableArray<Claim> All { get; } =
    [
        RawInputs(
            "and-raw-affine",
            "An affine read-off of the raw inputs reads an AND within 1/4 and no better: ε ≥ 1/4 is no evidence of computation", 1.0 / 4,
            ReadOffForm.Affine, PairIsActive),
        RawInputs(
            "and-raw-plain", "Without a constant it reads an AND within 1/3 and no better", 1.0 / 3,
            ReadOffForm.WithoutConstant, PairIsActive),
        RawInputs(
            "xor-raw-affine", "The raw inputs offer no affine read-off of an XOR better than the constant 1/2", 1.0 / 2,
            ReadOffForm.Affine, OneIsActive),
        RawInputs(
            "xor-raw-plain", "Without a constant the best read-off of an XOR errs by 2/3", 2.0 / 3,
            ReadOffForm.WithoutConstant, OneIsActive),
        new()
        {
            Id = "xor-raw-weak",
            Subject = "representation",
            Source = Definitions,
            Statement =
                "The raw inputs do not even weakly represent an XOR; 0 when convex combinations of positives and negatives coincide "
                + "exactly: m = 8, s ≤ 2.",
            Predicted = 0,
            Relation = Relation.AtMost,
            Measure = _ => WeakLinear.Decide(Raw.Activations, Raw.Target(OneIsActive)).Verdict == Verdict.No ? 0 : 1,
        },
        new()
        {
            Id = "weak-iff-below-half",
            Subject = "representation",
            Source = "derived here",
            Statement =
                "A feature is weakly represented just when its affine ε* is below ½; exceptions among 40 pairs of Gaussian layers: m = "
                + "12, s ≤ 2, d = 8 … 22.",
            Predicted = 0,
            Relation = Relation.AtMost,
            Measure = seed =>
                Enumerable.Range(0, 40).Count(i => !WeakAgreesWithEpsilon(seed.For($"instance:{i}"), neurons: 8 + (2 * (i % 8)))),
        },
        LargestOfFour("epsilon-star-subset", "subset", 0.141),
        LargestOfFour("epsilon-star-sign", "sign", 0.126),
        LargestOfFour("epsilon-star-gaussian", "gaussian", 0.123),
        new()
        {
            Id = "rank-bound-respected",
            Subject = "bounds",
            Source = "Alon 2009, constants derived here",
            Statement =
                "No layer beats the perturbed-identity bound: neurons that it asks for at the worst ε* (no constant) of all 120 pairs, "
                + "over neurons used: signs, m = 16, d = 40, s ≤ 2.",
            Predicted = 1,
            Relation = Relation.AtMost,
            Measure = seed =>
            {
                using var network = Layer("sign", features: 16, neurons: 40, seed);
                var sample = InputSample.All(new SparseInputs(16, 2, Sparsity.AtMost));
                var layer = LayerRepresentation.Decide(network, PairAnds.All(16), sample, ReadOffForm.WithoutConstant, parallelism: 1);
                return Bounds.PerturbedIdentityBound(Bounds.NaiveWidth(16), layer.Upper) / network.Neurons;
            },
        },
    ];

    private static Claim RawInputs(string id, string statement, double predicted, ReadOffForm form, Func<int[], bool> value) => new()
    {
        Id = id,
        Subject = "representation",
        Source = Definitions,
        Statement = $"{statement}: m = 8, s ≤ 2.",
        Predicted = predicted,
        Relation = Relation.Near,
        Within = 1e-9,
        Measure = _ => Middle(EpsilonLinear.Decide(Raw.Activations, Raw.Target(value), form)),
    };

    private static Claim LargestOfFour(string id, string kind, double predicted) => new()
    {
        Id = id,
        Subject = "representation",
        Source = "derived here; prediction from another program and solver on other draws",
        Statement =
            $"The largest ε* (affine) of 4 random pairs of a {kind} layer is about half the linear baseline of ¼: m = 32, d = 128, "
                + "s ≤ 2.",
        Predicted = predicted,
        Relation = Relation.Near,
        Within = 0.2 * predicted,
        Measure = seed =>
        {
            using var network = Layer(kind, features: 32, neurons: 128, seed);
            var sample = InputSample.All(new SparseInputs(32, 2, Sparsity.AtMost));
            var activations = InputActivations.Of(network, sample);
            return BooleanTarget.Of(PairAnds.Draw(32, 4, seed.Stream("pairs")), sample).Max(target =>
                Middle(EpsilonLinear.Decide(activations, target, ReadOffForm.Affine)));
        },
    };

    private static bool WeakAgreesWithEpsilon(Seed seed, int neurons)
    {
        using var network = Layer("gaussian", features: 12, neurons, seed);
        var sample = InputSample.All(new SparseInputs(12, 2, Sparsity.AtMost));
        var activations = InputActivations.Of(network, sample);
        var target = BooleanTarget.Of(PairAnds.Draw(12, 1, seed.Stream("pairs")), sample)[0];
        var epsilon = EpsilonLinear.Decide(activations, target, ReadOffForm.Affine);
        return WeakLinear.Decide(activations, target).Verdict switch
        {
            Verdict.Yes => epsilon.Upper < 0.5,
            Verdict.No => epsilon.Lower >= 0.5 - 1e-9,
            _ => false,
        };
    }

    private static ReluNetwork Layer(string kind, int features, int neurons, Seed seed)
    {
        return UniversalAndConstructions.Find(kind)!.Build(
            new UniversalAndSize(new SparseInputs(features, 2, Sparsity.AtMost), neurons), seed);
    }

    private static double Middle(MinimaxCertificate certificate) => (certificate.Lower + certificate.Upper) / 2;

    private static bool PairIsActive(int[] active) => active.Contains(0) && active.Contains(1);

    private static bool OneIsActive(int[] active) => active.Contains(0) != active.Contains(1);

    /// <summary>The features themselves as activations.</summary>
    private static class Raw
    {
        private static readonly int[][] Inputs = [.. new SparseInputs(8, 2, Sparsity.AtMost).All(1).Select(batch => batch[0].ToArray())];

        public static InputActivations Activations { get; } =
            new(
                Inputs.SelectMany(active => Enumerable.Range(0, 8).Select(k => active.Contains(k) ? 1f : 0f)), neurons: 8,
                "all 37 inputs with at most 2 of 8 features active");

        public static BooleanTarget Target(Func<int[], bool> value) => new(Inputs.Select(value));
    }
}
