using System.Collections.Immutable;
using System.Globalization;
using Superposition.Booleans;
using Superposition.ErrorCorrection;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Verification;

/// <summary>Claims about the error-correction layer (arXiv 2408.05451, theorem on error correction).</summary>
public static class ErrorCorrectionClaims
{
    private const string Paper = "arXiv 2408.05451, error-correction layer";
    private const string Derived = "derived here, after arXiv 2408.05451";

    /// <summary>The claims of this group, in the order in which <c>verify</c> lists them.</summary>
    public static ImmutableArray<Claim> All { get; } =
    [
        Sigma("ec-sigma-crosstalk", features: 2048, dimension: 2048, units: 2048, size: 16, active: 3, noise: 0),
        Sigma("ec-sigma-noise", features: 2048, dimension: 2048, units: 2048, size: 16, active: 3, noise: 0.05),
        Sigma("ec-sigma-wide-channels", features: 512, dimension: 2048, units: 4096, size: 64, active: 2, noise: 0.08),
        new()
        {
            Id = "ec-contraction",
            Subject = "T7",
            Source = Paper,
            Statement =
                "Errors of at most about ¼ come out smaller by 2 in the maximum norm: m = 512, d = 2048, 16384 ReLUs, q = 64, s = 2, ν "
                + "= .05, overlap-reduced code, 40 inputs.",
            Predicted = 2,
            Relation = Relation.AtLeast,
            Measure = seed => Contracting(seed, 0.05).Contraction,
        },
        new()
        {
            Id = "ec-quarter-to-eighth",
            Subject = "T7",
            Source = Paper,
            Statement =
                "At ν = .055, where errors of ¼ go in, the largest error that comes out is at most ⅛: m = 512, d = 2048, 16384 ReLUs, "
                + "q = 64, s = 2, 40 inputs.",
            Predicted = 0.125,
            Relation = Relation.AtMost,
            Measure = seed => Contracting(seed, 0.055) is { In.Epsilon: > 0.2 } report ? report.Out.Epsilon : double.NaN,
        },
        new()
        {
            Id = "ec-breaks",
            Subject = "T7",
            Source = Derived,
            Statement = "Correcting breaks once σ passes .3: at ν = .16 (σ = .32) the same layer makes errors of ½ and more.",
            Predicted = 0.5,
            Relation = Relation.AtLeast,
            Measure = seed => Contracting(seed, 0.16).Out.Epsilon,
        },
        new()
        {
            Id = "ec-false-activation",
            Subject = "T7",
            Source = Derived,
            Statement =
                "The mean read-off of inactive features is p s and the mean response to noise, E clip((σZ − θ)/(1 − 2θ)): m = 2048, "
                + "d = 1024, n = 2048, q = 16, s = 3, paper's form.",
            Predicted = 1,
            Relation = Relation.Near,
            Within = 0.045,
            Measure = FalseActivation,
        },
        new()
        {
            Id = "ec-centred-mean",
            Subject = "T7",
            Source = Derived,
            Statement =
                "Read relative to the mean of all units, inactive features read 0 on average: their mean read-off (m = 2048, d = 4096, "
                + "n = 2048, q = 16, s = 3; without centring it is p s = 0.023).",
            Predicted = 0,
            Relation = Relation.Near,
            Within = 0.00005,
            Measure = seed => Centred(seed).Out.Off.Mean,
        },
        new()
        {
            Id = "ec-active-mean",
            Subject = "T7",
            Source = Derived,
            Statement =
                "An active feature reads 1 less what centring takes off for the other two, 2c/(1 − c) with c = p (1 − n/(q m)) = "
                + "15/2048: the mean error of their read-offs in the same layers.",
            Predicted = -2 * (15.0 / 2048) / (1 - (15.0 / 2048)),
            Relation = Relation.Near,
            Within = 0.0003,
            Measure = seed => Centred(seed).Out.On.Mean,
        },
        new()
        {
            Id = "ec-plateau-curve",
            Subject = "T7",
            Source = Derived,
            Statement =
                "Along a feature's direction its read-off follows the smoothed step E clip((t + σZ − θ)/(1 − 2θ)) with collisions "
                + "and centring taken into account, at t = 0, ⅛, …, 1; largest distance of the mean curve: m = 512, d = 512, n = 2048, "
                + "q = 16, θ = .3, 1 + t active, 800 inputs.",
            Predicted = 0.01,
            Relation = Relation.AtMost,
            Measure = seed => Plateau(seed).Max(point => Math.Abs(point.Measured - point.Predicted)),
        },
        new()
        {
            Id = "ec-plateau-contrast",
            Subject = "T7",
            Source = Derived,
            Statement =
                "The same layer responds to the half of a feature in the middle (t = ¼ to ¾) at least 8 times as strongly as to the "
                + "quarters at both ends: a plateau; without correction the ratio is 1.",
            Predicted = 8,
            Relation = Relation.AtLeast,
            Measure = seed => Plateau(seed) is var curve
                ? (curve[6].Measured - curve[2].Measured) / (curve[2].Measured - curve[0].Measured + curve[8].Measured - curve[6].Measured)
                : double.NaN,
        },
        new()
        {
            Id = "ec-stationary",
            Subject = "T7",
            Source = Paper,
            Statement =
                "Twelve rounds of correcting and encoding again neither lose a feature nor let the rms error grow: m = 512, d = 2048, n "
                + "= 2048, q = 16, s = 2; rms after 12 rounds over rms after 1.",
            Predicted = 1.01,
            Relation = Relation.AtMost,
            Measure = seed =>
            {
                using var layer = Layer(ChannelCodeKind.OverlapReduced, 512, 2048, 2048, 16, centred: true, seed);
                var rounds = CorrectionReport.Iterate(layer, Inputs(512, 2, 20, seed), 12);
                return rounds.All(round => round.ThresholdErrors == 0) ? rounds[^1].Rms / rounds[0].Rms : double.NaN;
            },
        },
    ];

    private static Claim Sigma(string id, int features, int dimension, int units, int size, int active, double noise) => new()
    {
        Id = id,
        Subject = "T7",
        Source = Derived,
        Statement =
            string.Create(CultureInfo.InvariantCulture,
                $"Noise of a unit is √(p m (s/d + ν²)), measured over predicted: m = {features}, d = "
            + $"{dimension}, n = {units}, q = {size}, s = {active}, ν = {noise}."),
        Predicted = 1,
        Relation = Relation.Near,
        Within = 0.03,
        Measure = seed =>
        {
            using var layer = Layer(ChannelCodeKind.Balanced, features, dimension, units, size, centred: true, seed);
            var report = CorrectionReport.Measure(layer, Inputs(features, active, 20, seed), noise, seed);
            return report.Sigma / report.PredictedSigma;
        },
    };

    private static CorrectionReport Contracting(Seed seed, double noise)
    {
        using var layer = Layer(ChannelCodeKind.OverlapReduced, 512, 2048, 8192, 64, centred: true, seed);
        return CorrectionReport.Measure(layer, Inputs(512, 2, 40, seed), noise, seed);
    }

    /// <summary>The read-off of a feature that is put in with strength t besides one other, mean over inputs, at t = 0, ⅛, …,
    /// 1.</summary>
    private static (double Measured, double Predicted)[] Plateau(Seed seed)
    {
        const int Inputs = 800, Features = 512;
        using var scope = NewDisposeScope();
        using var layer = ErrorCorrectionLayer.Draw(
            512, ChannelCode.Draw(ChannelCodeKind.Balanced, Features, 2048, 16, seed), ClipWindow.Rounding(0.3), centred: true, seed);
        var pairs = new SparseInputs(Features, 2, Sparsity.Exactly).Draw(seed.Stream("inputs"), Inputs).Features.ToArray();
        var predicted = PlateauPrediction.Of(layer, active: 1);
        return
        [
            .. Enumerable.Range(0, 9).Select(i => i / 8.0).Select(t =>
            {
                var inputs = new SparseVectors(
                    new ActiveSets(pairs, [.. Enumerable.Range(0, Inputs + 1).Select(i => 2 * i)]),
                    [.. pairs.Select((_, i) => i % 2 == 0 ? (float)t : 1)]);
                var out_nm = layer.Correct(inputs.SumRows(layer.Encoding.t()));
                var own = Enumerable.Range(0, Inputs).Average(i => out_nm[i, pairs[2 * i]].item<float>());
                return (own, predicted.At(t));
            }),
        ];
    }

    private static CorrectionReport Centred(Seed seed)
    {
        using var layer = Layer(ChannelCodeKind.Balanced, 2048, 4096, 2048, 16, centred: true, seed);
        return CorrectionReport.Measure(layer, Inputs(2048, 3, 40, seed), 0, seed);
    }

    private static double FalseActivation(Seed seed)
    {
        using var layer = Layer(ChannelCodeKind.Balanced, 2048, 1024, 2048, 16, centred: false, seed);
        var report = CorrectionReport.Measure(layer, Inputs(2048, 3, 40, seed), 0, seed);
        var collisions = 3 * layer.Code.Density * (1 - (1 / layer.Code.Load));
        return report.Out.Off.Mean / (collisions + layer.Window.MeanResponse(0, report.PredictedSigma));
    }

    private static ErrorCorrectionLayer Layer(
        ChannelCodeKind kind, int features, int dimension, int units, int size, bool centred, Seed seed) =>
        ErrorCorrectionLayer.Draw(dimension, ChannelCode.Draw(kind, features, units, size, seed), ClipWindow.Rounding(0.4), centred, seed);

    private static ActiveSets Inputs(int features, int active, int count, Seed seed) =>
        new SparseInputs(features, active, Sparsity.Exactly).Draw(seed.Stream("inputs"), count);
}
