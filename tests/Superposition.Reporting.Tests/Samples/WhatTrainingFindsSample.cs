using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Comparison;
using Superposition.Experiments;
using Superposition.Experiments.WhatTrainingFinds;
using Superposition.Objectives;
using Superposition.Training;

namespace Superposition.Tests.Reporting.Samples;

/// <summary>
/// Records of what training finds, by formulas with a little spread over seeds: ε falls as 3/√d for a trained layer and as 4/√d for signs, which are always named
/// rightly; trained networks are none of the constructions.
/// </summary>
internal static class WhatTrainingFindsSample
{
    public static WhatTrainingFindsSpec Spec(int seeds = 3) => new()
    {
        Question = "What does training find?",
        Prediction = "None of the constructions.",
        Networks =
        [
            new NetworkGrid { Features = [12, 16], Active = [2], Sparsity = Sparsity.AtMost, Neurons = [64, 256, 1024], Objectives = [new PowerSpec { P = 4 }, new MeanSquareSpec()], Constructions = ["sign"], Certify = true },
        ],
        References = ["sign"],
        Calibration = new CalibrationGrid { Features = 12, Active = 2, Neurons = 32, Networks = ["sign", "untrained"], Noise = [0, 0.2], Scales = [NoiseScale.EachWeight, NoiseScale.WholeTensor], Draws = 4 },
        Function = new FunctionGrid
        {
            Task = new UniversalAndTaskSpec { Features = 12, Active = 2, Sparsity = Sparsity.AtMost },
            Neurons = 32,
            Objective = new PowerSpec { P = 4 },
            Constructions = ["sign"],
            OtherActive = [1, 2, 3],
            Noise = [0.1, 0.2],
            Bits = [2, 4],
            PrunedNeurons = [0.1, 0.2],
            PrunedWeights = [0.1, 0.2],
            InterpolationPoints = 3,
        },
        Nuisance = new FindingNuisance { LearningRate = [0.01] },
        Training = new TrainingSettings { Steps = 20, Batch = 16, Optimizer = Optimizer.Adam, WeightDecay = 0, Schedule = Schedule.Cosine, WarmUp = 0 },
        Measurement = new FindingMeasurement { Inputs = 200 },
        Seeds = [.. Enumerable.Range(0, seeds).Select(seed => (ulong)seed)],
    };

    public static ImmutableArray<WhatTrainingFindsRecord> Records(WhatTrainingFindsSpec spec) =>
    [
        .. from kind in spec.Calibration.Networks
           from scale in spec.Calibration.Scales
           from noise in spec.Calibration.Noise
           from seed in spec.Seeds
           let family = kind == "sign" ? ConstructionFamily.Signs : ConstructionFamily.None
           select new ClassifierCalibrationRecord
           {
               Cell = $"known-{kind}-{scale}-{noise}-{seed}",
               Seed = seed,
               Network = kind,
               Scale = scale,
               Noise = noise,
               Expected = family,
               Named = [new FamilyCount(family, spec.Calibration.Draws)],
           },
        .. from grid in spec.Networks
           from m in grid.Features
           from d in grid.Neurons
           from objective in grid.Objectives.Select(objective => objective.ToObjective().Name).Append(null)
           from seed in spec.Seeds
           select Network(m, d, objective, seed),
        .. from kind in spec.Function.Constructions.Append(null)
           from seed in spec.Seeds
           select Function(spec.Function, kind, seed),
    ];

    private static double Spread(ulong seed) => 1 + (0.02 * ((int)seed - 1));

    private static FoundNetworkRecord Network(int m, int d, string? objective, ulong seed)
    {
        var epsilon = (objective is null ? 4 : 3) / Math.Sqrt(d) * Spread(seed);
        return new FoundNetworkRecord
        {
            Cell = $"{objective ?? "sign"}-m{m}-d{d}-{seed}",
            Seed = seed,
            Features = m,
            Active = 2,
            Sparsity = Sparsity.AtMost,
            Neurons = d,
            Objective = objective,
            Construction = objective is null ? "sign" : null,
            Rates = objective is null ? [] : [new RateLoss(0.01, 0.001)],
            Errors = SampleErrors.Of(epsilon / 3, m),
            LeastSquares = SampleErrors.Of(epsilon / 4, m),
            Certified = new CertifiedEpsilon(epsilon, epsilon * 0.999),
            Evidence = Evidence(objective is null ? ConstructionFamily.Signs : ConstructionFamily.None, objective is null ? 1 : 0.6 * Spread(seed)),
            UntrainedEvidence = objective is null ? null : Evidence(ConstructionFamily.None, 0.01 * Spread(seed)),
            Similarities = objective is null ? [] : [new SimilarityToConstruction("sign", new Scored(0.62 * Spread(seed), 0.6, 0.61))],
        };
    }

    private static FamilyEvidence Evidence(ConstructionFamily family, double productR2) => new()
    {
        Family = family,
        Levels = family == ConstructionFamily.Signs ? 2 : 1,
        TwoLevelShare = family == ConstructionFamily.Signs ? 1 : 0.65,
        LevelRatio = -1,
        Kurtosis = 0,
        ProductR2 = productR2,
        Density = 0.5,
        RmsCoherence = 0.2,
        Neurons = [new FamilyCount(family, 8)],
    };

    private static FunctionRecord Function(FunctionGrid grid, string? kind, ulong seed)
    {
        var rms = (kind is null ? 0.02 : 0.04) * Spread(seed);
        ImmutableArray<ErrorsAt> At(IEnumerable<double> degrees, bool isRefitted) => [.. degrees.Select(degree => new ErrorsAt(degree, 10 * rms * (1 + degree), rms * (1 + degree), isRefitted ? rms : null))];
        var line = new Interpolation([.. Enumerable.Range(0, grid.InterpolationPoints).Select(i => (double)i / (grid.InterpolationPoints - 1)).Select(t => new InterpolationPoint(t, rms * rms * (1 + (t * (1 - t))), 0.5))], rms * rms / 4);
        return new FunctionRecord
        {
            Cell = $"function-{kind ?? "trained"}-{seed}",
            Seed = seed,
            Construction = kind,
            Errors = SampleErrors.Of(rms, grid.Task.Features),
            OtherActive = At(grid.OtherActive.Select(s => (double)s), isRefitted: false),
            Noise = At(grid.Noise, isRefitted: false),
            Bits = At(grid.Bits.Select(bits => (double)bits), isRefitted: true),
            PrunedNeurons = At(grid.PrunedNeurons, isRefitted: true),
            PrunedWeights = At(grid.PrunedWeights, isRefitted: true),
            Transfers =
            [
                .. new[] { TransferredReadOff.Products, TransferredReadOff.LeastSquares, kind is null ? TransferredReadOff.OnUntrained : TransferredReadOff.Trained }
                    .Select(readOff => new TransferredErrors(readOff, SampleErrors.Of(rms * 2, grid.Task.Features))),
            ],
            OtherSeed = kind is null ? new Scored(0.62 * Spread(seed), 0.6, 0.61) : null,
            Straight = kind is null ? line : null,
            Aligned = kind is null ? line : null,
        };
    }
}
