using System.Collections.Immutable;
using Superposition.Reporting.Statistics;

namespace Superposition.Reporting.ErrorCorrection;

/// <summary>The tables of the experiment.</summary>
internal static class ErrorCorrectionTables
{
    public static IEnumerable<Table> Of(CorrectionPoints points)
    {
        if (points.All.IsEmpty)
        {
            yield break;
        }

        yield return Contraction(points);
        foreach (var point in points.All)
        {
            yield return Map(point);
        }
    }

    private static Table Contraction(CorrectionPoints points) => new()
    {
        Name = "contraction",
        Title = "Errors of about a quarter, in and out",
        Note = "At the noise whose largest error in is nearest to ¼ (a dash where none is within 0.05, or correcting broke before). Mean over seeds ± half the 95 % confidence interval (Student t). Contraction: ε in over ε out, seed by seed.",
        Headers = 7,
        Columns = ["m", "d", "n", "q", "s", "code", "form", "ReLUs", "seeds", "ν", "σ", "ε in", "ε out", "contraction", "threshold errors"],
        Rows =
        [
            .. from point in points.All
               select (ImmutableArray<string>)[
                   Numbers.Count(point.Size.Features), Numbers.Count(point.Size.Dimension), Numbers.Count(point.Size.Units), Numbers.Count(point.Size.ChannelSize), Numbers.Count(point.Size.Active), point.CodeName,
                   CorrectionPoint.NameOf(point.Form), Numbers.Count(point.Records[0].Relus), Numbers.Count(point.Records.Length), .. AtQuarter(point),
               ],
        ],
    };

    private static IEnumerable<string> AtQuarter(CorrectionPoint point) => point.AtQuarter is not { } noise
        ? Enumerable.Repeat("–", 6)
        : [
            Numbers.Plain(point.Records[0].Map[noise].Noise), Numbers.Short(point.At(noise, report => report.Sigma).Estimate!.Mean), Numbers.PlusMinus(point.At(noise, report => report.In.Epsilon).Estimate),
            Numbers.PlusMinus(point.At(noise, report => report.Out.Epsilon).Estimate), Numbers.PlusMinus(point.At(noise, report => report.Contraction).Estimate), Numbers.Count(point.Records.Sum(record => record.Map[noise].Out.ThresholdErrors)),
        ];

    private static Table Map(CorrectionPoint point) => new()
    {
        Name = $"map-m{point.Size.Features}-d{point.Size.Dimension}-n{point.Size.Units}-q{point.Size.ChannelSize}-s{point.Size.Active}-{point.CodeName}-{point.Form.ToString().ToLowerInvariant()}",
        Title = $"Errors in and out: {CorrectionPoint.NameOf(point.Size)}, {point.CodeName}, {CorrectionPoint.NameOf(point.Form)}",
        Note = "Error = read-off − truth; on: the feature is active, off: it is not. Means over seeds, up to the noise at which the first of them errs by ½.",
        IsFolded = true,
        Columns = ["ν", "σ", "predicted", "ε in", "rms in", "max on", "max off", "q99 off", "mean off", "rms out", "contraction", "threshold errors"],
        Rows =
        [
            .. from noise in point.Noises
               let reports = point.Records.Select(record => record.Map[noise]).ToArray()
               select (ImmutableArray<string>)[
                   Numbers.Plain(reports[0].Noise), Numbers.Short(reports.Average(report => report.Sigma)), Numbers.Short(reports.Average(report => report.PredictedSigma)),
                   Numbers.Short(reports.Average(report => report.In.Epsilon)), Numbers.Short(reports.Average(report => report.In.Rms)),
                   Numbers.Scientific(reports.Average(report => report.Out.On.Max)), Numbers.Scientific(reports.Average(report => report.Out.Off.Max)), Numbers.Scientific(reports.Average(report => report.Out.Off.Q99)),
                   Numbers.Scientific(reports.Average(report => report.Out.Off.Mean)), Numbers.Scientific(reports.Average(report => report.Out.Rms)), Numbers.PlusMinus(point.At(noise, report => report.Contraction).Estimate),
                   Numbers.Count(reports.Sum(report => report.Out.ThresholdErrors)),
               ],
        ],
    };
}
