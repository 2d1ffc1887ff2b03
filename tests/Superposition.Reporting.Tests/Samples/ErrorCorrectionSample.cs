using System.Collections.Immutable;
using Superposition.ErrorCorrection;
using Superposition.Experiments.ErrorCorrection;
using Superposition.Measurement;

namespace Superposition.Tests.Reporting.Samples;

/// <summary>
/// Records of error-correction layers made from a few numbers: errors in grow with ν, errors out are a floor of two shared units in q until σ passes 0.3,
/// where they jump to 0.6; the paper's form leaves a bias of p s.
/// </summary>
internal static class ErrorCorrectionSample
{
    public static ErrorCorrectionSpec Spec(int seeds = 3) => new()
    {
        Question = "How much does correction correct?",
        Prediction = "Much.",
        Scientific = new CorrectionGrid
        {
            Sizes =
            [
                new CorrectionSize { Features = 64, Dimension = 128, Units = 256, ChannelSize = 16, Active = 2 },
                new CorrectionSize { Features = 64, Dimension = 128, Units = 512, ChannelSize = 32, Active = 2 },
            ],
            Codes = [ChannelCodeKind.Random, ChannelCodeKind.OverlapReduced],
            Forms = [CorrectionForm.Mean, CorrectionForm.Centred],
            WindowEdge = 0.4,
        },
        Measurement = new CorrectionMeasurement { Noises = [0, 0.05, 0.1, 0.2], Inputs = 20, Rounds = 3 },
        Seeds = [.. Enumerable.Range(0, seeds).Select(seed => (ulong)seed)],
    };

    public static ImmutableArray<ErrorCorrectionRecord> Records(ErrorCorrectionSpec spec) =>
    [
        .. from size in spec.Scientific.Sizes
           from code in spec.Scientific.Codes
           from form in spec.Scientific.Forms
           from seed in spec.Seeds
           select Record(spec, size, code, form, seed),
    ];

    private static ErrorCorrectionRecord Record(ErrorCorrectionSpec spec, CorrectionSize size, ChannelCodeKind code, CorrectionForm form, ulong seed)
    {
        var spread = 1 + (0.01 * ((int)seed - 1));
        var floor = (code == ChannelCodeKind.Random ? 3.0 : 2.0) / size.ChannelSize;
        var bias = form == CorrectionForm.Mean ? size.ChannelSize * 2.0 / size.Units : 0;
        return new ErrorCorrectionRecord
        {
            Cell = $"{code}-{form}-n{size.Units}-seed{seed}".ToLowerInvariant(),
            Seed = seed,
            Size = size,
            Code = code,
            Form = form,
            Relus = 2 * size.Units,
            MostSharedUnits = code == ChannelCodeKind.Random ? 5 : 2,
            Map = [.. spec.Measurement.Noises.Select(noise => new CorrectionReport(noise, Errors((0.1 + (1.5 * noise)) * spread, 0), Errors(noise >= 0.2 ? 0.6 * spread : floor, bias), 0.1 + (2 * noise), 0.1 + (2 * noise)))],
            Rounds = [.. Enumerable.Range(0, spec.Measurement.Rounds).Select(_ => Errors(floor, bias))],
        };
    }

    private static FeatureErrors Errors(double largest, double bias)
    {
        var off = new ErrorStatistics(1000, bias, largest / 5, largest / 5, largest / 8, largest / 4, largest / 2, largest);
        return new FeatureErrors(off with { Count = 40, Max = largest / 2 }, off, largest / 5, largest >= 0.5 ? 3 : 0);
    }
}
