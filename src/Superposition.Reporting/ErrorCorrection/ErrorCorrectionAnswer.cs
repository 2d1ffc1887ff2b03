using Superposition.Reporting.Statistics;

namespace Superposition.Reporting.ErrorCorrection;

/// <summary>The answer in sentences; each is left out when the cells that it needs have no record.</summary>
internal static class ErrorCorrectionAnswer
{
    public static Answer Of(CorrectionPoints points)
    {
        if (points.All.IsEmpty)
        {
            return new Answer("There is no answer yet: no layer has been measured.", []);
        }

        AnswerPoint?[] about = [Widths(points), Breaks(points), Noise(points), Codes(points), Forms(points), Rounds(points)];
        return new Answer(Headline(points), [.. about.OfType<AnswerPoint>()]);
    }

    private static string Headline(CorrectionPoints points)
    {
        var best = points.Best;
        var at = best ?? points.All[0];
        var noise = at.AtQuarter ?? 0;
        var (into, outOf) = (at.At(noise, report => report.In.Epsilon).Estimate!, at.At(noise, report => report.Out.Epsilon).Estimate!);
        var contraction = at.At(noise, report => report.Contraction).Estimate!;
        var opening = best is null ? "No layer was measured at errors near a quarter. A layer" : "Of all layers the one that reduces errors of about a quarter most";
        return $"{opening} ({CorrectionPoint.NameOf(at.Size)}: {Numbers.Count(at.Records[0].Relus)} ReLUs, {at.CodeName} channels, {CorrectionPoint.NameOf(at.Form)}) takes a largest error of {Numbers.Interval(into)} to {Numbers.Interval(outOf)}, "
            + $"a contraction by {Numbers.Interval(contraction)}: {Sentence.MeansAndIntervals([into, outOf, contraction])}.";
    }

    private static AnswerPoint? Widths(CorrectionPoints points)
    {
        var texts = (from size in points.Sizes
                     let best = points.All.Where(point => point.Size == size && point.AtQuarter is not null).MaxBy(point => Contraction(point).Mean)
                     where best is not null
                     select $"{CorrectionPoint.NameOf(size)}: by {Numbers.Interval(Contraction(best))} ({best.CodeName}, {CorrectionPoint.NameOf(best.Form)})").ToArray();
        return texts.Length == 0 ? null : new AnswerPoint("Contraction", $"Largest error in over largest error out where about a quarter goes in, for the best code and form of each size; above 1 errors shrink. {string.Join("; ", texts)}.");
    }

    private static AnswerPoint? Breaks(CorrectionPoints points)
    {
        var texts = (from size in points.Sizes
                     from point in points.Codes(size).TakeLast(1)
                     select point.Breaks is { } noise
                         ? $"{CorrectionPoint.NameOf(size)}: at ν = {Numbers.Plain(point.Records[0].Map[noise].Noise)}, where σ is {Numbers.Short(point.At(noise, report => report.Sigma).Estimate!.Mean)} and errors of {Numbers.Short(point.At(noise, report => report.In.Epsilon).Estimate!.Mean)} go in"
                         : $"{CorrectionPoint.NameOf(size)}: not up to ν = {Numbers.Plain(point.Records[0].Map[point.Noises.Last()].Noise)}").ToArray();
        return new AnswerPoint("Where it breaks", $"The first noise looked at with an error of ½ or more in some seed ({points.Codes(points.Sizes[0]).Last().CodeName} channels): {string.Join("; ", texts)}.");
    }

    private static AnswerPoint Noise(CorrectionPoints points)
    {
        var ratios = points.All.SelectMany(point => point.Records).SelectMany(record => record.Map).Select(report => report.Sigma / report.PredictedSigma).ToArray();
        return new AnswerPoint("Noise of a unit", $"σ measured over predicted √(p m (s/d + ν²)) is {Numbers.Fixed(ratios.Average(), 3)} in the mean over {Numbers.Of(ratios.Length, "measurement")}, between {Numbers.Fixed(ratios.Min(), 3)} and {Numbers.Fixed(ratios.Max(), 3)}.");
    }

    private static AnswerPoint? Codes(CorrectionPoints points)
    {
        var texts = points.Sizes.Select(size => (Size: size, Codes: points.Codes(size).ToArray())).Where(group => group.Codes.Length > 1).Select(group =>
            $"{CorrectionPoint.NameOf(group.Size)}: {Sentence.List(group.Codes.Select(point => $"{point.CodeName} {Numbers.Interval(point.At(0, report => report.Out.Epsilon).Estimate!)} (two channels share up to {point.Records.Max(record => record.MostSharedUnits)} units)"))}").ToArray();
        return texts.Length == 0 ? null : new AnswerPoint("Codes", $"What is left of the largest error at the smallest noise, by code: units that channels share. {string.Join("; ", texts)}.");
    }

    private static AnswerPoint? Forms(CorrectionPoints points)
    {
        var texts = points.Sizes.Select(size => (Size: size, Forms: points.Forms(size).ToArray())).Where(group => group.Forms.Length > 1).Select(group =>
            $"{CorrectionPoint.NameOf(group.Size)}: {Sentence.List(group.Forms.Select(point => $"{CorrectionPoint.NameOf(point.Form)} {Mean(point)}"))}").ToArray();
        return texts.Length == 0 ? null : new AnswerPoint("Forms", $"What inactive features read on average at the smallest noise, mean over seeds: {string.Join("; ", texts)}.");

        static string Mean(CorrectionPoint point) => Numbers.Scientific(point.At(0, report => report.Out.Off.Mean).Estimate!.Mean);
    }

    private static AnswerPoint? Rounds(CorrectionPoints points)
    {
        var texts = (from size in points.Sizes
                     from point in points.Forms(size)
                     where point.Records.All(record => record.Rounds.Count > 0)
                     let last = point.Records.Min(record => record.Rounds.Count) - 1
                     select $"{CorrectionPoint.NameOf(size)}, {CorrectionPoint.NameOf(point.Form)}: rms {Numbers.Short(point.Records.Average(record => record.Rounds[0].Rms))} after 1 round, {Numbers.Short(point.Records.Average(record => record.Rounds[last].Rms))} after {last + 1}, "
                         + $"{Numbers.Of(point.Records.Sum(record => record.Rounds[last].ThresholdErrors), "threshold error")} then").ToArray();
        return texts.Length == 0 ? null : new AnswerPoint("Rounds", $"Correcting and encoding again in turn, {points.Forms(points.Sizes[0]).First().CodeName} channels, threshold errors of all seeds. {string.Join("; ", texts)}.");
    }

    private static Estimate Contraction(CorrectionPoint point) => point.At(point.AtQuarter!.Value, report => report.Contraction).Estimate!;
}
