using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Experiments;
using Superposition.Experiments.SmallestEpsilon;
using Superposition.Objectives;
using Superposition.Representation;
using Superposition.Training;

namespace Superposition.Tests.Reporting.Samples;

/// <summary>Records of the smallest ε made from a few numbers: two widths, one construction that refuses at the smaller one, trained layers that are better.</summary>
internal static class SmallestEpsilonSample
{
    public static SmallestEpsilonSpec Spec(int seeds = 3) => new()
    {
        Question = "How small can the worst error be made?",
        Prediction = "Below a quarter.",
        Task = new UniversalAndTaskSpec { Features = 32, Active = 2, Sparsity = Sparsity.AtMost },
        Scientific = new SmallestEpsilonGrid { Constructions = ["subset", "sign"], Neurons = [64, 128] },
        Objective = new AnnealedPowerSpec { From = 2, To = 200, Until = 0.9, Reduction = Objectives.Reduction.Root },
        LearningRate = 0.001,
        Training = new TrainingSettings { Steps = 100, Batch = null, Optimizer = Optimizer.Adam, WeightDecay = 0, Schedule = Schedule.Cosine, WarmUp = 0 },
        Seeds = [.. Enumerable.Range(0, seeds).Select(seed => (ulong)seed)],
    };

    public static ImmutableArray<SmallestEpsilonRecord> Records(SmallestEpsilonSpec spec) =>
    [
        .. from kind in (string?[])[.. spec.Scientific.Constructions, null]
           from d in spec.Scientific.Neurons
           from seed in spec.Seeds
           select Record(kind, d, seed),
    ];

    private static SmallestEpsilonRecord Record(string? kind, int d, ulong seed)
    {
        var record = new SmallestEpsilonRecord { Cell = $"{kind ?? "trained"}-d{d}-seed{seed}", Seed = seed, Neurons = d, Construction = kind };
        return kind == "subset" && d == 64 ? record with { Refusal = "subset: features 3 and 4 share no neuron. Raise d or p." }
            : kind is null ? record with { FinalLoss = 0.1, AsItIs = Proved(0.112, d, seed), Best = Proved(0.108, d, seed) }
            : record with { AsItIs = Proved(0.8, d, seed), Best = Proved(0.15, d, seed) };
    }

    /// <summary>At d = 128 and seed 1 the number itself.</summary>
    private static ProvedEpsilon Proved(double epsilon, int d, ulong seed)
    {
        var upper = epsilon * Math.Sqrt(128.0 / d) * (1 + (0.01 * ((int)seed - 1)));
        return new ProvedEpsilon(upper - 1e-9, upper);
    }
}
