using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Experiments.ConstructionErrors;
using Superposition.Measurement;

namespace Superposition.Tests.Reporting.Samples;

/// <summary>
/// Records of the constructions' errors as the theory would have them, with a little spread over seeds: naive exact, subset, subset-averaging
/// (biased), sign and gaussian at two m, two s and three widths; subset refuses at the smallest width for m = 64.
/// </summary>
internal static class ConstructionErrorsSample
{
    public static ConstructionErrorsSpec Spec(int seeds = 3) => new()
    {
        Question = "How large is the error of every construction?",
        Prediction = "It falls as 1/sqrt(d).",
        Scientific = new ConstructionGrid
        {
            Constructions = ["naive", "subset", "subset-averaging", "sign", "gaussian"],
            Features = [32, 64],
            Active = [2, 3],
            Sparsity = Sparsity.Exactly,
            Neurons = [256, 512, 1024],
        },
        Measurement = new ConstructionMeasurement { Inputs = 200, LeastSquaresUpToFeatures = 32, LeastSquaresUpToNeurons = 100_000 },
        Seeds = [.. Enumerable.Range(0, seeds).Select(seed => (ulong)seed)],
    };

    public static ImmutableArray<ConstructionErrorsRecord> Records(ConstructionErrorsSpec spec) =>
    [
        .. from m in spec.Scientific.Features
           from s in spec.Scientific.Active
           from kind in spec.Scientific.Constructions
           from d in kind == "naive" ? [m * (m - 1) / 2] : spec.Scientific.Neurons
           from seed in spec.Seeds
           select Record(kind, m, s, d, seed),
    ];

    /// <summary>The standard deviation (none active) that a construction predicts here.</summary>
    public static double Std(string kind, int s, int d) => kind switch
    {
        "naive" => 0,
        "subset" => 0.8 * s / Math.Sqrt(d),
        "subset-averaging" => 0.5 * s / Math.Sqrt(d),
        "sign" => (s == 2 ? 2 : 2.2) / Math.Sqrt(d),
        _ => 1.8 * s / Math.Sqrt(d),
    };

    private static ConstructionErrorsRecord Record(string kind, int m, int s, int d, ulong seed)
    {
        var std = Std(kind, s, d);
        var bias = kind == "subset-averaging" ? 0.75 / s * (s - 1) : 0;
        var record = new ConstructionErrorsRecord { Cell = $"{kind}-m{m}-s{s}-d{d}-seed{seed}", Seed = seed, Construction = kind, Features = m, Active = s, Sparsity = Sparsity.Exactly, Neurons = d };
        if (kind == "subset" && m == 64 && d == 256)
        {
            return record with { Refusal = "subset: features 1 and 2 share no neuron, so their AND cannot be read off. Raise d or p." };
        }

        var spread = 1 + (0.01 * ((int)seed - 1));
        return record with
        {
            Density = kind.StartsWith("subset", StringComparison.Ordinal) ? 0.75 / s : null,
            Predicted = new PredictedErrors([new PredictedClass("none", 0, std, 400), new PredictedClass("one", bias, 1.2 * std, 40), new PredictedClass("both", 0, 1.5 * std, 1)]),
            PredictedEpsilon = 4.2 * std,
            Analytic = SampleErrors.Of(std * spread, m, s, bias),
            LeastSquares = m == 32 ? SampleErrors.Of(0.3 * std * spread, m, s) : null,
        };
    }
}
