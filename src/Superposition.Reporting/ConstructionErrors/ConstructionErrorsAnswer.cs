using System.Collections.Immutable;
using MathNet.Numerics;
using Superposition.Reporting.Statistics;

namespace Superposition.Reporting.ConstructionErrors;

/// <summary>The answer in sentences; each is left out when the cells that it needs have no record.</summary>
internal sealed class ConstructionErrorsAnswer
{
    private const double LinearControl = 0.25;

    private readonly ErrorGrid grid;
    private readonly int features;
    private readonly int widest;

    private ConstructionErrorsAnswer(ErrorGrid grid)
    {
        this.grid = grid;
        features = grid.Superposed.Max(point => point.Features);
        widest = grid.Superposed.Where(point => point.Features == features).Max(point => point.Neurons);
    }

    public static Answer Of(ErrorGrid grid)
    {
        if (!grid.Superposed.Any())
        {
            return new Answer("There is no answer yet: no construction of free width has been measured.", []);
        }

        var answer = new ConstructionErrorsAnswer(grid);
        AnswerPoint?[] points =
        [
            answer.BelowLinearControl(), answer.LeastNoisy(), answer.FallWithWidth(), answer.KnowsItsDeviations(), answer.KnowsItsLargestError(), answer.IndependenceOfFeatures(), answer.BiasOfAveraging(),
            answer.LeastSquares(),
        ];
        return new Answer(answer.Headline(), [.. points.OfType<AnswerPoint>()]);
    }

    private IEnumerable<GridPoint> AtWidest => grid.Superposed.Where(point => point.Features == features && point.Neurons == widest);

    private string Headline()
    {
        var best = AtWidest.GroupBy(point => point.Active).Select(points => points.MinBy(point => point.Epsilon.Estimate!.Mean)!).ToArray();
        var errors = best.Select(point => $"{Numbers.Interval(point.Epsilon.Estimate!)} with {point.Active} active ({point.Construction})");
        return $"At m = {Numbers.Count(features)} features and d = {Numbers.Count(widest)} ReLUs the smallest worst error ε of any construction is {Sentence.List(errors)}: "
            + $"{Sentence.MeansAndIntervals([.. best.Select(point => point.Epsilon.Estimate!)])}. The best affine read-off of the raw input has 0.25; an exact answer takes {Numbers.Count(ErrorGrid.NaiveWidth(features))} ReLUs.";
    }

    private AnswerPoint BelowLinearControl()
    {
        var perSetting = grid.Settings.Select(setting =>
        {
            var first = grid.Superposed.Where(point => (point.Features, point.Active) == setting && point.Epsilon.Estimate!.Mean < LinearControl).MinBy(point => point.Neurons);
            return $"m = {Numbers.Count(setting.Features)} (exact with {Numbers.Count(ErrorGrid.NaiveWidth(setting.Features))}), s = {setting.Active}: {(first is null ? "not reached" : $"d = {Numbers.Count(first.Neurons)} ({first.Construction})")}";
        });
        return new AnswerPoint("Against the linear control", $"The smallest width looked at where a construction's mean ε is under 0.25: {string.Join("; ", perSetting)}.");
    }

    private AnswerPoint LeastNoisy()
    {
        var rankings = AtWidest.GroupBy(point => point.Active).OrderBy(points => points.Key).Select(points =>
        {
            var ranked = points.OrderBy(point => point.Rms.Estimate!.Mean).Select(point => $"{point.Construction} {Numbers.Short(point.Rms.Estimate!.Mean)}");
            return $"with s = {points.Key} {string.Join(" < ", ranked)}";
        });
        return new AnswerPoint("Families", $"By root mean square error, bias included (m = {Numbers.Count(features)}, d = {Numbers.Count(widest)}, means over seeds): {string.Join("; ", rankings)}.");
    }

    /// <summary>Exponents a of std ∝ d^a, one a family and setting, fitted to at least three widths.</summary>
    private AnswerPoint? FallWithWidth()
    {
        var slopes = (from family in grid.Families
                      from setting in grid.Settings
                      let points = grid.Along(family, setting.Features, setting.Active).Where(point => !point.Std("none").IsEmpty && point.Std("none").Estimate!.Mean > 0).ToArray()
                      where points.Length >= 3
                      select (Family: family, Setting: setting, Exponent: Slope(points))).ToArray();
        if (slopes.Length == 0)
        {
            return null;
        }

        var (flattest, steepest) = (slopes.MaxBy(s => s.Exponent), slopes.MinBy(s => s.Exponent));
        return new AnswerPoint(
            "Fall with width",
            $"Standard deviations where none of the pair is active fall as d to the power {Numbers.Fixed(slopes.Average(s => s.Exponent), 3)}, the mean of {Numbers.Of(slopes.Length, "fit")} (a family at one m and s), "
            + $"which go from {Describe(steepest)} to {Describe(flattest)}; 1/√d would be −0.5.");

        static string Describe((string Family, (int Features, int Active) Setting, double Exponent) fit) =>
            $"{Numbers.Fixed(fit.Exponent, 3)} ({fit.Family}, m = {Numbers.Count(fit.Setting.Features)}, s = {fit.Setting.Active})";
    }

    private static double Slope(GridPoint[] points) =>
        Fit.Line([.. points.Select(point => Math.Log(point.Neurons))], [.. points.Select(point => Math.Log(point.Std("none").Estimate!.Mean))]).B;

    private AnswerPoint? KnowsItsDeviations()
    {
        var deviations = Classes().Select(inputClass => (Class: inputClass, Off: StdDeviations(inputClass).ToArray())).Where(c => c.Off.Length > 0).ToArray();
        if (deviations.Length == 0)
        {
            return null;
        }

        var (inputClass, (worst, at)) = deviations.Select(c => (c.Class, Worst: c.Off.MaxBy(off => Math.Abs(off.Relative)))).MaxBy(c => Math.Abs(c.Worst.Relative));
        var perClass = deviations.Select(c => $"{c.Class} active {Numbers.Percent(Median.Of(c.Off.Select(off => Math.Abs(off.Relative))))}, {c.Off.Count(off => Math.Abs(off.Relative) <= 0.03)} of {Numbers.Of(c.Off.Length, "point")} within 3 %");
        var looked = at.Records.Sum(record => record.Analytic!.Classes.First(c => c.Class == inputClass).Errors.Count);
        return new AnswerPoint(
            "Own prediction of the spread",
            $"Median distance of measured standard deviations (means over seeds) from the construction's own prediction: {string.Join("; ", perClass)}. "
            + $"The farthest lies {Numbers.Percent(worst)} off: {Describe(at)}, {inputClass} active, {Numbers.Of(looked, "error")} looked at.");
    }

    private static string Describe(GridPoint point) => $"{point.Construction} at m = {Numbers.Count(point.Features)}, s = {point.Active}, d = {Numbers.Count(point.Neurons)}";

    private IEnumerable<(double Relative, GridPoint At)> StdDeviations(string inputClass) =>
        from point in grid.Superposed
        where point.PredictedClass(inputClass) is { Std: > 0 } && !point.Std(inputClass).IsEmpty
        select ((point.Std(inputClass).Estimate!.Mean / point.PredictedClass(inputClass)!.Std) - 1, point);

    private AnswerPoint? KnowsItsLargestError()
    {
        var ratios = (from point in grid.Superposed
                      let predicted = point.PredictedEpsilon ?? 0
                      where predicted > 0
                      select (Ratio: point.Epsilon.Estimate!.Mean / predicted, At: point)).OrderBy(r => r.Ratio).ToArray();
        if (ratios.Length == 0)
        {
            return null;
        }

        return new AnswerPoint(
            "Own prediction of ε",
            $"Measured over predicted ε is {Numbers.Short(Median.Of(ratios.Select(r => r.Ratio)))} in the median of {Numbers.Of(ratios.Length, "point")}, from {Numbers.Short(ratios[0].Ratio)} ({Describe(ratios[0].At)}) "
            + $"to {Numbers.Short(ratios[^1].Ratio)} ({Describe(ratios[^1].At)}). The prediction takes errors to be normal; they are less so the fewer neurons serve a pair.");
    }

    private AnswerPoint? IndependenceOfFeatures()
    {
        var (fewest, most) = (grid.Superposed.Min(point => point.Features), features);
        var ratios = (from point in grid.Superposed
                      where point.Features == most && most > fewest && point.Std("none") is { IsEmpty: false }
                      let other = grid.Along(point.Construction, fewest, point.Active).FirstOrDefault(o => o.Neurons == point.Neurons && !o.Std("none").IsEmpty && o.Std("none").Estimate!.Mean > 0)
                      where other is not null
                      select point.Std("none").Estimate!.Mean / other.Std("none").Estimate!.Mean).Order().ToArray();
        return ratios.Length == 0
            ? null
            : new AnswerPoint(
                "Number of features",
                $"From m = {Numbers.Count(fewest)} to m = {Numbers.Count(most)} the standard deviation where none is active changes by a factor of {Numbers.Fixed(Median.Of(ratios), 3)} in the median of {Numbers.Of(ratios.Length, "point")}, "
                + $"between {Numbers.Fixed(ratios[0], 3)} and {Numbers.Fixed(ratios[^1], 3)}.");
    }

    private AnswerPoint? BiasOfAveraging()
    {
        var points = grid.Superposed.Where(point => point.Construction == "subset-averaging" && point.Features == features && !point.Mean("one").IsEmpty && point.PredictedClass("one") is not null);
        var biases = points.GroupBy(point => point.Active).OrderBy(group => group.Key).Select(group =>
        {
            var ends = group.OrderBy(point => point.Neurons).ToArray();
            var measured = ends.Select(point => $"{Numbers.Interval(point.Mean("one").Estimate!)} at d = {Numbers.Count(point.Neurons)}");
            var shown = ends.Length > 1 ? new[] { measured.First(), measured.Last() } : measured;
            return $"s = {group.Key}: predicted {Numbers.Short(ends[0].PredictedClass("one")!.Mean)}, measured {Sentence.List(shown)}";
        }).ToArray();
        return biases.Length == 0 ? null : new AnswerPoint("Bias of the averaging read-off", $"Mean error where one of the pair is active (m = {Numbers.Count(features)}; theory: p(s − 1) at every width): {string.Join("; ", biases)}.");
    }

    private AnswerPoint? LeastSquares()
    {
        // With as many ReLUs as inputs least squares fits anything: such points say nothing.
        var refitted = grid.Superposed.Where(point => point.Records.Any(record => record.LeastSquares is not null) && point.Neurons < grid.InputsOf((point.Features, point.Active))).ToArray();
        if (refitted.Length == 0)
        {
            return null;
        }

        var most = refitted.Max(point => point.Features);
        var perSetting = refitted.Where(point => point.Features == most).GroupBy(point => point.Active).OrderBy(points => points.Key).Select(points =>
        {
            var d = points.Max(point => point.Neurons);
            var ratios = points.Where(point => point.Neurons == d).Select(point => (point.Construction, Ratio: point.Epsilon.With(point.Of(record => record.LeastSquares?.Epsilon), (analytic, fitted) => analytic / fitted).Estimate));
            return $"s = {points.Key}, d = {Numbers.Count(d)}: {Sentence.List(ratios.Where(r => r.Ratio is not null).Select(r => $"{r.Construction} {Numbers.Interval(r.Ratio!)}"))}";
        });
        return new AnswerPoint("Least squares", $"ε of the analytic read-off over ε of least squares on the same layer, at the largest width with fewer ReLUs than inputs (m = {Numbers.Count(most)}): {string.Join("; ", perSetting)}.");
    }

    private ImmutableArray<string> Classes() => [.. grid.Superposed.SelectMany(point => point.Records).SelectMany(record => record.Analytic!.Classes).Select(c => c.Class).Distinct()];
}
