using System.Collections.Immutable;
using Superposition.Experiments.ActivationPlateaus;
using Superposition.Plateaus;
using Superposition.Training;

namespace Superposition.Tests.Reporting.Samples;

/// <summary>
/// Records of plateaus as the theory would have them: corrected layers answer with a step, half units with a ramp, all others with a straight line; the fit is right
/// except at the narrowest window and most noise, where θ is off by a fifth. Of two learning rates the second has the lower loss.
/// </summary>
internal static class ActivationPlateausSample
{
    private static readonly ImmutableArray<double> FeatureSteps = [.. Responses.FeatureSteps];
    private static readonly ImmutableArray<double> DistanceSteps = [.. Responses.DistanceSteps];

    public static ActivationPlateausSpec Spec(int seeds = 3) => new()
    {
        Question = "Can error correction be told by its plateau?",
        Prediction = "Yes.",
        Layers = new PlateauLayers { Features = 64, Active = 2, Units = 128, ChannelSize = 8, Dimensions = [48, 192], Thetas = [0.2, 0.4] },
        Trained = new PlateauTrained { Features = 16, Active = 2, Dimension = 12, Neurons = 32, Depths = [1, 2], Noises = [0, 0.1] },
        FewSeeds = Math.Min(2, seeds),
        Nuisance = new PlateauNuisance { LearningRate = [0.001, 0.003] },
        Training = new TrainingSettings { Steps = 100, Batch = 16, Optimizer = Optimizer.Adam, WeightDecay = 0, Schedule = Schedule.Cosine, WarmUp = 0 },
        Measurement = new PlateauSettings { States = 20, DistanceStates = 10, JacobianStates = 1 },
        Seeds = [.. Enumerable.Range(0, seeds).Select(seed => (ulong)seed)],
    };

    public static ImmutableArray<ActivationPlateausRecord> Records(ActivationPlateausSpec spec)
    {
        var few = spec.Seeds.Take(spec.FewSeeds);
        return
        [
            .. from d in spec.Layers.Dimensions from theta in spec.Layers.Thetas from seed in spec.Seeds select Layer(PlateauArm.Corrected, d, theta, seed),
            .. from theta in spec.Layers.Thetas from seed in few select Layer(PlateauArm.Rectified, spec.Layers.Dimensions[0], theta, seed),
            .. from arm in new[] { PlateauArm.Uncorrected, PlateauArm.Linear } from d in spec.Layers.Dimensions from seed in spec.Seeds select Layer(arm, d, null, seed),
            .. from depth in spec.Trained.Depths from noise in spec.Trained.Noises from rate in spec.Nuisance.LearningRate from seed in few select Trained(depth, noise, rate, seed),
            .. from depth in spec.Trained.Depths from seed in few select Trained(depth, null, null, seed),
        ];
    }

    private static ActivationPlateausRecord Layer(PlateauArm arm, int d, double? theta, ulong seed)
    {
        var sigma = d == 48 ? 0.15 : 0.07;
        var isHard = d == 48 && theta == 0.4;
        Func<double, double> response = arm switch
        {
            PlateauArm.Corrected => t => 1 / (1 + Math.Exp(-(t - 0.5) / (0.3 * sigma))),
            PlateauArm.Rectified => t => Math.Max(0, t - theta!.Value),
            _ => t => t,
        };
        return new ActivationPlateausRecord
        {
            Cell = FormattableString.Invariant($"{arm}-d{d}-theta{theta}-seed{seed}"),
            Seed = seed,
            Arm = arm,
            Dimension = d,
            Theta = theta,
            PredictedSigma = arm == PlateauArm.Corrected ? sigma : null,
            PredictedCurve = arm == PlateauArm.Corrected ? [.. FeatureSteps.Select(response)] : [],
            Plateaus = Report(response, seed, new ClipFit((theta ?? 0.1) * (isHard ? 1.2 : 1.02), sigma * 0.97, 0, 1, 0.002) { ThetaError = 0.004, SigmaError = 0.003 }),
        };
    }

    private static ActivationPlateausRecord Trained(int depth, double? noise, double? rate, ulong seed) => new()
    {
        Cell = FormattableString.Invariant($"trained-layers{depth}-noise{noise}-lr{rate}-seed{seed}"),
        Seed = seed,
        Arm = noise is null ? PlateauArm.Untrained : PlateauArm.Trained,
        Dimension = 12,
        Depth = depth,
        Noise = noise,
        LearningRate = rate,
        FinalLoss = rate is null ? null : rate == 0.003 ? 0.01 : 0.02,
        Rms = 0.1,
        Plateaus = Report(t => noise is null || rate == 0.001 ? t : 1 / (1 + Math.Exp(-(t - 0.55) / 0.08)), seed, new ClipFit(0.3, 0.1, 0, 1, 0.01) { ThetaError = 0.01, SigmaError = 0.01 }),
    };

    private static PlateauReport Report(Func<double, double> response, ulong seed, ClipFit fit)
    {
        var scale = 1 + (0.01 * (int)seed);
        ResponseCurve Of(ImmutableArray<double> steps, double height) => new(steps, [.. steps.Select(t => height * scale * response(t))], [.. steps.Select(_ => 0.01)]);
        return new PlateauReport
        {
            Target = Of(FeatureSteps, 1),
            Fit = fit,
            Feature = Of(DistanceSteps, 1),
            Random = Of(DistanceSteps, 0.2),
            StateLike = Of(DistanceSteps, 0.4),
            BetweenStates = Of(DistanceSteps, 1.5),
            AtCodewords = new JacobianSpectrum([0.1, 0.05], 0.02, 0),
            AtMidpoints = new JacobianSpectrum([3 * scale, 1.2], 0.3, 2),
        };
    }
}
