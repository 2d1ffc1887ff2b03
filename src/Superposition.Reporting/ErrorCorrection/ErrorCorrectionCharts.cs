using Superposition.ErrorCorrection;
using Superposition.Experiments.ErrorCorrection;
using Superposition.Measurement;
using Superposition.Reporting.Figures;
using Superposition.Reporting.Statistics;

namespace Superposition.Reporting.ErrorCorrection;

/// <summary>The figures of the experiment; one that would be empty is left out.</summary>
internal static class ErrorCorrectionCharts
{
    private const int PanelsInARow = 3;
    private static readonly Ink Predicted = new("#333333", Dash.Dashed, Width: 1.4f);

    public static IEnumerable<Chart> Of(CorrectionPoints points) => points.All.IsEmpty ? [] : new[] { Map(points), Widths(points), Noise(points), Bias(points), Rounds(points) }.OfType<Chart>();

    private static Chart Map(CorrectionPoints points) => new()
    {
        Name = "contraction-map",
        Title = "Largest error out of an error-correction layer against the largest error in",
        Note = Note(points),
        Caption = "Every point is one noise ν, from the left 0 and up, to the one at which the first seed errs by ½ and correcting breaks. Under the diagonal errors shrink; under the dotted line they halve. "
            + "The floor at the left is units that channels share. Centred form.",
        X = Axis.Linear("ε in") with { Least = 0 },
        Y = Axis.Linear("ε out") with { Least = 0, Cap = 1 },
        Columns = Math.Min(PanelsInARow, points.Sizes.Length),
        Panels =
        [
            .. from size in points.Sizes
               let most = points.Codes(size).Max(point => point.At(point.Noises.Last(), report => report.In.Epsilon).Estimate!.Mean)
               select new Panel(
                   Title(size),
                   [
                       new Level("½, the threshold", Palette.Linear, 0.5),
                       new Curve("out = in", new Ink("#777777", Width: 1.2f), [new CurvePoint(0, 0), new CurvePoint(most, most)]),
                       new Curve("out = half of in", Palette.Guide, [new CurvePoint(0, 0), new CurvePoint(most, most / 2)]),
                       .. points.Codes(size).Select(point => new Curve(
                           point.CodeName, InkOf(point.Code), [.. point.Noises.Select(noise => new CurvePoint(point.At(noise, report => report.In.Epsilon).Estimate!.Mean, point.At(noise, report => report.Out.Epsilon).Estimate!))])),
                   ]),
        ],
    };

    private static Chart? Widths(CorrectionPoints points)
    {
        // Sizes that differ in width alone.
        var families = points.Sizes.GroupBy(size => (size.Features, size.Dimension, size.Active)).Where(family => family.Select(size => size.Units).Distinct().Count() > 1 && family.Any(size => points.Codes(size).Any(point => point.AtQuarter is not null))).ToArray();
        return families.Length == 0 ? null : new Chart
        {
            Name = "contraction-by-width",
            Title = "Contraction of errors of about a quarter, against width",
            Note = Note(points),
            Caption = "Largest error in over largest error out, at the noise whose errors in are nearest to ¼. The units of a channel, q, grow with the width n as the spec says. Above 1 errors shrink, from 2 on they halve. Centred form.",
            X = Axis.Logarithmic("units n") with { CountsDoublings = true },
            Y = Axis.Linear("ε in / ε out") with { Least = 0 },
            Columns = Math.Min(PanelsInARow, families.Length),
            Panels =
            [
                .. from family in families
                   select new Panel(
                       $"m = {Numbers.Count(family.Key.Features)}, d = {Numbers.Count(family.Key.Dimension)}, s = {family.Key.Active}",
                       [
                           new Level("no gain", Palette.Linear, 1),
                           new Level("halved", Palette.Guide, 2),
                           .. from code in family.SelectMany(points.Codes).Select(point => point.Code).Distinct()
                              select new Curve(
                                  CorrectionPoint.NameOf(code), InkOf(code),
                                  [
                                      .. from point in family.SelectMany(points.Codes)
                                         where point.Code == code && point.AtQuarter is not null
                                         orderby point.Size.Units
                                         select new CurvePoint(point.Size.Units, point.At(point.AtQuarter!.Value, report => report.Contraction).Estimate!),
                                  ]),
                       ]),
            ],
        };
    }

    private static Chart Noise(CorrectionPoints points) => new()
    {
        Name = "noise-of-a-unit",
        Title = "Noise σ of a unit's pre-activation against the noise ν of the read-offs",
        Note = Note(points),
        Caption = "Dashed: predicted, √(p m (s/d + ν²)), the same for every code, which all lie on it. Each curve ends where the first seed errs by ½.",
        X = Axis.Linear("ν"),
        Y = Axis.Linear("σ") with { Least = 0 },
        Columns = Math.Min(PanelsInARow, points.Sizes.Length),
        Panels =
        [
            .. from size in points.Sizes
               select new Panel(
                   Title(size),
                   [
                       .. points.Codes(size).Select(point => Line(point, point.CodeName, InkOf(point.Code) with { Dash = Dash.None }, report => report.Sigma)),
                       .. points.Codes(size).Take(1).Select(point => Line(point, "predicted", Predicted, report => report.PredictedSigma)),
                   ]),
        ],
    };

    private static Chart? Bias(CorrectionPoints points) => points.All.All(point => point.Form == CorrectionForm.Centred) ? null : new Chart
    {
        Name = "bias-by-form",
        Title = "What inactive features read on average: the paper's form and the centred one",
        Note = Note(points),
        Caption = "Units that other active features keep busy, and units that noise sets off, make the mean of a channel positive; a next layer adds that up over all features. Taking off the mean of all units removes it.",
        X = Axis.Linear("ν"),
        Y = Axis.Linear("mean error, off"),
        Columns = Math.Min(PanelsInARow, points.Sizes.Length),
        Panels =
        [
            .. from size in points.Sizes
               select new Panel(Title(size), [new Level("unbiased", Palette.Zero, 0), .. points.Forms(size).Select(point => Line(point, CorrectionPoint.NameOf(point.Form), InkOf(point.Form), report => report.Out.Off.Mean))]),
        ],
    };

    private static Chart? Rounds(CorrectionPoints points)
    {
        CorrectionSize[] sizes = [.. points.Sizes.Where(size => points.Forms(size).All(point => point.Records.All(record => record.Rounds.Count > 1)))];
        return sizes.Length == 0 ? null : new Chart
        {
            Name = "errors-by-round",
            Title = "Correcting and encoding again, round by round",
            Note = Note(points),
            Caption = "The layer is applied to its own encoded result, from states without noise. Solid: the largest error. Dashed, in the same colour: root mean square over all features.",
            X = Axis.Linear("round"),
            Y = Axis.Logarithmic("error"),
            Columns = Math.Min(PanelsInARow, sizes.Length),
            Panels =
            [
                .. from size in sizes
                   select new Panel(
                       Title(size),
                       [
                           new Level("½, the threshold", Palette.Linear, 0.5),
                           .. from point in points.Forms(size)
                              let ink = InkOf(point.Form)
                              from curve in new[] { Turns(point, CorrectionPoint.NameOf(point.Form), ink, errors => errors.Epsilon), Turns(point, "", ink with { Dash = Dash.Dashed, Glyph = Glyph.None }, errors => errors.Rms) }
                              select curve,
                       ]),
            ],
        };
    }

    private static Curve Line(CorrectionPoint point, string label, Ink ink, Func<CorrectionReport, double> value) =>
        new(label, ink, [.. point.Noises.Select(noise => new CurvePoint(point.Records[0].Map[noise].Noise, point.At(noise, value).Estimate!))]);

    private static Curve Turns(CorrectionPoint point, string label, Ink ink, Func<FeatureErrors, double> value) =>
        new(label, ink, [.. Enumerable.Range(0, point.Records.Min(record => record.Rounds.Count)).Select(round => new CurvePoint(round + 1, PerSeed.Of(point.Records, record => record.Seed, record => value(record.Rounds[round])).Estimate!))]);

    private static string Title(CorrectionSize size) => $"m = {Numbers.Count(size.Features)}, n = {Numbers.Count(size.Units)}, q = {size.ChannelSize}, s = {size.Active}";

    private static Ink InkOf(ChannelCodeKind code) => code switch
    {
        ChannelCodeKind.Random => new Ink("#E69F00", Glyph: Glyph.Triangle),
        ChannelCodeKind.Balanced => new Ink("#009E73", Glyph: Glyph.Square),
        _ => new Ink("#0072B2", Glyph: Glyph.Disc),
    };

    private static Ink InkOf(CorrectionForm form) => form == CorrectionForm.Mean ? new Ink("#CC79A7", Glyph: Glyph.Diamond) : new Ink("#0072B2", Glyph: Glyph.Disc);

    private static string Note(CorrectionPoints points)
    {
        Estimate[] estimates = [.. points.All.Select(point => point.At(0, report => report.In.Epsilon).Estimate!)];
        var dimensions = points.Sizes.Select(size => Numbers.Count(size.Dimension)).Distinct();
        return estimates.All(e => e.HalfWidth is null)
            ? $"One seed, so no interval; d = {Sentence.List(dimensions)}"
            : $"Mean over {Sentence.Seeds(estimates)}; band: 95 % confidence interval of the mean (Student t); d = {Sentence.List(dimensions)}";
    }
}
