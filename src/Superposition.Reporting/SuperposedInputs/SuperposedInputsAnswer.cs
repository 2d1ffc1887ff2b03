using System.Collections.Immutable;
using Superposition.Reporting.Statistics;
using Superposition.Representation;

namespace Superposition.Reporting.SuperposedInputs;

/// <summary>The answer in sentences; each is left out when the cells that it needs have no record.</summary>
internal static class SuperposedInputsAnswer
{
    private const double LinearControl = 0.25;
    private static readonly ImmutableArray<string> InputClasses = ["none", "one", "both"], Terms = ["crosstalk", "neurons"];

    public static Answer Of(SuperposedGrid grid)
    {
        if (grid.Points.IsEmpty)
        {
            return new Answer("There is no answer yet: no network has been measured.", []);
        }

        AnswerPoint?[] points = [Flatness(grid), Dimensions(grid), BelowLinearControl(grid), OwnPrediction(grid), Noises(grid), Preactivations(grid), Directions(grid), Controls(grid)];
        return new Answer(Headline(grid), [.. points.OfType<AnswerPoint>()]);
    }

    private static string Headline(SuperposedGrid grid)
    {
        var sweep = grid.Sweeps.FirstOrDefault() ?? new Sweep("all", Figures.Axis.Features, "", point => point.Features, grid.Points);
        var encoding = sweep.Encodings.First();
        var told = grid.Spec.Scientific.Constructions.Select(kind => (Kind: kind, Points: sweep.Along(kind, encoding).ToArray())).Where(t => t.Points.Length > 0).ToArray();
        var texts = told.Select(t => t.Points.Length == 1
            ? $"{t.Kind} has ε = {Numbers.Interval(t.Points[0].Epsilon.Estimate!)} at {At(sweep, t.Points[0])}"
            : $"ε of {t.Kind} goes from {Numbers.Interval(t.Points[0].Epsilon.Estimate!)} at {At(sweep, t.Points[0])} to {Numbers.Interval(t.Points[^1].Epsilon.Estimate!)} at {At(sweep, t.Points[^1])}");
        return $"With {SuperposedGrid.NameOf(encoding)} directions{(sweep.Rest.Length > 0 ? $", {sweep.Rest}" : "")}, {string.Join("; ", texts)} ({Sentence.MeansAndIntervals([.. told.SelectMany(t => t.Points).Select(point => point.Epsilon.Estimate!)])}).";
    }

    private static string At(Sweep sweep, SuperposedPoint point) => $"{(sweep.Name == "dimension" ? "d0" : "m")} = {Numbers.Count(sweep.X(point))}";

    /// <summary>Ratios of root mean square errors at the largest and the smallest value of what is varied, seed by seed.</summary>
    private static AnswerPoint? Flatness(SuperposedGrid grid) => Ratios(grid, "features", "Number of features");

    private static AnswerPoint? Dimensions(SuperposedGrid grid) => Ratios(grid, "dimension", "Dimension of the state");

    private static AnswerPoint? Ratios(SuperposedGrid grid, string name, string subject)
    {
        if (grid.Sweeps.FirstOrDefault(sweep => sweep.Name == name) is not { } sweep)
        {
            return null;
        }

        var texts = from encoding in sweep.Encodings
                    from kind in grid.Spec.Scientific.Constructions
                    let points = sweep.Along(kind, encoding).ToArray()
                    where points.Length > 1
                    let ratios = InputClasses.Select(c => (Class: c, Ratio: points[^1].OfClass(c, e => e.Rms).With(points[0].OfClass(c, e => e.Rms), (last, first) => last / first).Estimate)).Where(r => r.Ratio is not null).ToArray()
                    where ratios.Length > 0
                    select $"{kind}, {SuperposedGrid.NameOf(encoding)} directions, from {At(sweep, points[0])} to {At(sweep, points[^1])}: {string.Join(", ", ratios.Select(r => $"{r.Class} active {Numbers.Interval(r.Ratio!)}"))}";
        string[] all = [.. texts];
        return all.Length == 0 ? null : new AnswerPoint(subject, $"The root mean square error changes by a factor of: {string.Join("; ", all)}.");
    }

    private static AnswerPoint BelowLinearControl(SuperposedGrid grid)
    {
        // With as many dimensions as features nothing is in superposition.
        var superposed = grid.Points.Where(point => point.Features > point.Dimension).ToArray();
        var below = superposed.Where(point => point.Epsilon.Estimate!.High < LinearControl).ToArray();
        var beats = superposed.Where(point => point.Epsilon.With(point.Of(record => record.Linear?.Epsilon), (own, linear) => own - linear).Estimate is { } difference && difference.High < 0).ToArray();
        var best = grid.Points.MinBy(point => point.Epsilon.Estimate!.Mean)!;
        return new AnswerPoint(
            "Against no neurons",
            $"Of {Numbers.Of(superposed.Length, "point")} with more features than dimensions {Numbers.Count(below.Length)} lie below ε = 0.25 with their whole interval, and {Numbers.Count(beats.Length)} below the ε that (φ_k + φ_l)/2 − ¼ has on the same state without any neuron"
            + $"{(beats.Length == 0 ? "" : $" ({string.Join("; ", beats.Select(Describe))})")}. The smallest ε of all is {Numbers.Interval(best.Epsilon.Estimate!)} ({Describe(best)}).");
    }

    private static AnswerPoint? OwnPrediction(SuperposedGrid grid)
    {
        var off = (from point in grid.Points
                   from inputClass in InputClasses
                   let predicted = point.PredictedClass(inputClass)
                   let measured = point.OfClass(inputClass, errors => errors.Std).Estimate
                   where predicted is { Std: > 0 } && measured is not null
                   select (Class: inputClass, point.Construction, Off: (measured.Mean / predicted.Std) - 1, At: point)).ToArray();
        if (off.Length == 0)
        {
            return null;
        }

        var perKind = off.GroupBy(o => (o.Construction, o.Class)).Select(group => $"{group.Key.Construction}, {group.Key.Class} active {Numbers.Percent(Median.Of(group.Select(o => Math.Abs(o.Off))))}");
        var worst = off.MaxBy(o => Math.Abs(o.Off));
        return new AnswerPoint("Own prediction of the spread", $"Median distance of measured standard deviations from the construction's prediction: {string.Join("; ", perKind)}. The farthest lies {Numbers.Percent(worst.Off)} off: {Describe(worst.At)}, {worst.Class} active.");
    }

    private static AnswerPoint? Noises(SuperposedGrid grid)
    {
        // Terms that theory says are (nearly) nothing have no ratio.
        var ratios = (from point in grid.Points
                      from term in Terms
                      let measured = point.OfNoise("one", terms => term == "crosstalk" ? terms.Crosstalk : terms.Neurons).Estimate
                      let predicted = point.PredictedNoise("one", terms => term == "crosstalk" ? terms.PredictedCrosstalk : terms.PredictedNeurons)
                      where measured is not null && predicted > 0.003
                      select (Term: term, Ratio: measured.Mean / predicted.Value)).ToArray();
        return ratios.Length == 0
            ? null
            : new AnswerPoint("Both noises of projections", $"Measured over predicted, one of the pair active: {string.Join("; ", ratios.GroupBy(r => r.Term).Select(group => $"{(group.Key == "crosstalk" ? "crosstalk of directions" : "drawing of neurons")} {Numbers.Short(group.Min(r => r.Ratio))} to {Numbers.Short(group.Max(r => r.Ratio))} over {Numbers.Of(group.Count(), "point")}"))}.");
    }

    private static AnswerPoint? Preactivations(SuperposedGrid grid)
    {
        var ratios = grid.Points.Where(point => point.Records[0].Preactivation is { Predicted: > 0.003 })
            .Select(point => point.Of(record => record.Preactivation?.Measured).Estimate!.Mean / point.Records[0].Preactivation!.Predicted).ToArray();
        return ratios.Length == 0
            ? null
            : new AnswerPoint("Noise before a neuron", $"Where subsets are decoded from the state, measured over predicted √(p m s/d0) is {Numbers.Short(ratios.Min())} to {Numbers.Short(ratios.Max())} over {Numbers.Of(ratios.Length, "point")}.");
    }

    private static AnswerPoint? Directions(SuperposedGrid grid)
    {
        var low = grid.Points.Where(point => point.Encoding == EncodingKind.LowCoherence && point.Records[0].Coherence is not null).ToArray();
        var ratios = (from point in low
                      let other = grid.Points.FirstOrDefault(o => o.Encoding == EncodingKind.Gaussian && (o.Construction, o.Features, o.Dimension) == (point.Construction, point.Features, point.Dimension))
                      where other is not null && point.Features > point.Dimension
                      select (At: point, Ratio: point.Epsilon.With(other.Epsilon, (a, b) => a / b).Estimate)).Where(r => r.Ratio is not null).ToArray();
        return ratios.Length == 0
            ? null
            : new AnswerPoint("Directions of low coherence", $"ε over that of gaussian directions, where features are more than dimensions: {string.Join("; ", ratios.Select(r => $"{r.At.Construction}, m = {Numbers.Count(r.At.Features)}, d0 = {Numbers.Count(r.At.Dimension)}: {Numbers.Interval(r.Ratio!)}"))}.");
    }

    private static AnswerPoint? Controls(SuperposedGrid grid)
    {
        var linear = grid.Points.Select(point => point.Of(record => record.Linear?.Epsilon).Estimate).OfType<Estimate>().ToArray();
        var fitted = grid.Points.Select(point => point.Of(record => record.LinearLeastSquares?.Epsilon).Estimate).OfType<Estimate>().ToArray();
        return linear.Length == 0
            ? null
            : new AnswerPoint("Controls", $"Without neurons, ε of (φ_k + φ_l)/2 − ¼ on the raw state is {Numbers.Short(linear.Min(e => e.Mean))} to {Numbers.Short(linear.Max(e => e.Mean))}{(fitted.Length == 0 ? "" : $", of least squares on it {Numbers.Short(fitted.Min(e => e.Mean))} to {Numbers.Short(fitted.Max(e => e.Mean))}")}; zero has 1.");
    }

    private static string Describe(SuperposedPoint point) => $"{point.Construction}, {SuperposedGrid.NameOf(point.Encoding)} directions, m = {Numbers.Count(point.Features)}, d0 = {Numbers.Count(point.Dimension)}";
}
