using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.Relaxations;
using Superposition.UniversalAnd;

namespace Superposition.Verification;

/// <summary>Claims about what is left of universal AND when a hypothesis of the theorems is given up.</summary>
public static class RelaxationClaims
{
    private const string Source = "open in arXiv 2408.05451; derived here";
    private static readonly SparseInputs ThreeOf64 = new(64, 3, Sparsity.Exactly);

    /// <summary>The claims of this group, in the order in which <c>verify</c> lists them.</summary>
    public static ImmutableArray<Claim> All { get; } =
    [
        Continuous(
            "continuous-lukasiewicz", "subset", "Random subsets compute the Łukasiewicz AND", ContinuousFeatures.Lukasiewicz(0.8, 0.6),
            tolerance: 0.007),
        Continuous(
            "continuous-minimum", "sign-tuned", "Signs without bias compute the minimum", ContinuousFeatures.Minimum(0.8, 0.6),
            tolerance: 0.014),
        Continuous(
            "continuous-normalised-product", "gaussian", "Gaussian layers compute the normalised product",
            ContinuousFeatures.NormalisedProduct(0.8, 0.6), tolerance: 0.022),
        new()
        {
            Id = "quadratic-std",
            Subject = "relaxations",
            Source = Source,
            Statement =
                "Quadratic activations read products with √n·std = √(s² − s)/√2 where none of the pair is active (64 features, "
                + "exactly 3 active, 1024 neurons)",
            Predicted = Math.Sqrt(3),
            Relation = Relation.Near,
            Within = 0.025,
            Measure = seed => Math.Sqrt(1024) * Quadratic(seed)["none"].Std,
        },
        new()
        {
            Id = "bernoulli-sparsity",
            Subject = "relaxations",
            Source = Source,
            Statement =
                "Errors grow as the root of the number of active features: std with none active at the 99.9 % quantile of Bernoulli "
                + "inputs over the median (Gaussian layer, 64 features, mean 3 active, 1024 neurons)",
            Predicted = Math.Sqrt(9.0 / 3),
            Relation = Relation.Near,
            Within = 0.05,
            Measure = seed =>
            {
                using var network = Build("gaussian", new SparseInputs(64, 3, Sparsity.Exactly), seed);
                var errors = BernoulliSparsity.Measure(network, PairAnds.All(64), rate: 3, [0.5, 0.999], inputs: 150, seed);
                return errors[1].Errors["none"].Std / errors[0].Errors["none"].Std;
            },
        },
        new()
        {
            Id = "correlated-features",
            Subject = "relaxations",
            Source = Source,
            Statement =
                "Correlated features change nothing within a class: rms with one of the pair active, all active features from one group "
                + "of 8 over independent features (signs, 64 features, exactly 3 active)",
            Predicted = 1,
            Relation = Relation.Near,
            Within = 0.05,
            Measure = seed =>
            {
                using var network = Build("sign", ThreeOf64, seed);
                double Rms(double correlation) => CorrelatedFeatures.Measure(
                    network, PairAnds.All(64), 3, groupSize: 8, correlation, inputs: 200, seed).Errors["one"].Rms;
                return Rms(1) / Rms(0);
            },
        },
        new()
        {
            Id = "input-noise",
            Subject = "relaxations",
            Source = Source,
            Statement =
                "Noise ν = 0.2 on every feature: std with one of the pair active, measured over predicted (Gaussian layer, 64 features, "
                + "exactly 3 active, 1024 neurons)",
            Predicted = 1,
            Relation = Relation.Near,
            Within = 0.025,
            Measure = seed =>
            {
                using var network = Build("gaussian", ThreeOf64, seed);
                var noisy = InputNoise.Measure(
                    network, PairAnds.All(64), noise: 0.2, InputSample.Drawn(ThreeOf64, 200, seed.For("measurement")), seed);
                return noisy.Errors["one"].Std / InputNoise.PredictGaussian(new UniversalAndSize(ThreeOf64, 1024), noise: 0.2)["one"].Std;
            },
        },
        new()
        {
            Id = "one-bit-weights",
            Subject = "relaxations",
            Source = Source,
            Statement =
                "One bit a weight costs a Gaussian layer nothing, it makes it a better one: rms with one of the pair active, rounded to "
                + "one bit over full precision (64 features, exactly 3 active, 1024 neurons)",
            Predicted = 0.8,
            Relation = Relation.AtMost,
            Measure = seed =>
            {
                using var network = Build("gaussian", ThreeOf64, seed);
                var sample = InputSample.Drawn(ThreeOf64, 200, seed.For("measurement"));
                var rounded = WeightQuantisation.Measure(network, [1], sample, InputSample.Drawn(ThreeOf64, 200, seed.For("calibration")));
                return rounded[0].Errors["one"].Rms / OutputErrors.Measure(network, PairAnds.All(64), sample)["one"].Rms;
            },
        },
    ];

    private static Claim Continuous(string id, string kind, string statement, double predicted, double tolerance) => new()
    {
        Id = id,
        Subject = "relaxations",
        Source = Source,
        Statement = $"{statement}: mean reading of 300 pairs at x = 0.8, y = 0.6 (64 features, exactly 2 active, 4096 neurons)",
        Predicted = predicted,
        Relation = Relation.Near,
        Within = tolerance,
        Measure = seed =>
        {
            using var network = Build(kind, new SparseInputs(64, 2, Sparsity.Exactly), seed, neurons: 4096);
            return ContinuousFeatures.Read(network, 0.8, 0.6, pairs: 300, seed).Mean;
        },
    };

    private static ErrorReport Quadratic(Seed seed)
    {
        using var network = Build("quadratic", ThreeOf64, seed);
        return OutputErrors.Measure(network, PairAnds.All(64), InputSample.Drawn(ThreeOf64, 150, seed.For("measurement")));
    }

    private static ReluNetwork Build(string kind, SparseInputs inputs, Seed seed, int neurons = 1024)
    {
        return UniversalAndConstructions.Find(kind)!.Build(new UniversalAndSize(inputs, neurons), seed);
    }
}
