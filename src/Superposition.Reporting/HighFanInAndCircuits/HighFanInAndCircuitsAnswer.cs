using MathNet.Numerics;
using Superposition.Booleans;
using Superposition.Experiments.HighFanInAndCircuits;
using Superposition.Reporting.Statistics;

namespace Superposition.Reporting.HighFanInAndCircuits;

/// <summary>The answer in sentences; each is left out when the cells that it needs have no record.</summary>
internal static class HighFanInAndCircuitsAnswer
{
    private const double Bar = 0.25;

    public static Answer Of(LayerGrid grid)
    {
        if (grid.FanIn.IsEmpty && grid.Circuits.IsEmpty)
        {
            return new Answer("There is no answer yet: no layer has been measured.", []);
        }

        AnswerPoint?[] points = [FanInErrors(grid), CostOfFanIn(grid), FanInPrediction(grid), Refusals(grid), CircuitReadOffs(grid), BelowBar(grid), AnalyticWidth(grid), RandomLayer(grid), QuietPrediction(grid)];
        return new Answer(Headline(grid), [.. points.OfType<AnswerPoint>()]);
    }

    private static string Headline(LayerGrid grid)
    {
        var estimates = new List<Estimate>();
        var parts = new List<string>();
        if (!grid.FanIn.IsEmpty)
        {
            var widest = grid.FanIn.Max(point => point.Neurons);
            var best = grid.FanIn.Where(point => point.Neurons == widest).GroupBy(point => point.FanIn).Select(points => points.MinBy(point => point.Epsilon.Estimate!.Mean)!).ToArray();
            estimates.AddRange(best.Select(point => point.Epsilon.Estimate!));
            parts.Add($"with {Numbers.Count(widest)} ReLUs the best bank's ε is {Sentence.List(best.Select(point => $"{Numbers.Interval(point.Epsilon.Estimate!)} for ANDs of {point.FanIn}"))}");
        }

        if (Widest(grid, LayerArm.Minimax) is { Length: > 0 } circuits)
        {
            estimates.AddRange(circuits.Select(point => point.Of(LayerArm.Minimax, errors => errors.Epsilon).Estimate!));
            parts.Add($"circuits are read with ε = {Sentence.List(circuits.Select(point => $"{Numbers.Interval(point.Of(LayerArm.Minimax, errors => errors.Epsilon).Estimate!)} ({point.Circuit})"))} from {Numbers.Count(circuits[0].Neurons)} ReLUs by the best read-off");
        }

        if (parts.Count == 0)
        {
            var point = grid.Circuits[^1];
            estimates.Add(point.Epsilon.Estimate!);
            parts.Add($"the analytic read-off of {point.Circuit} has ε = {Numbers.Interval(point.Epsilon.Estimate!)} with {Numbers.Count(point.Neurons)} ReLUs");
        }

        var text = $"{string.Join("; ", parts)} ({Sentence.MeansAndIntervals(estimates)}).";
        return char.ToUpperInvariant(text[0]) + text[1..];
    }

    /// <summary>The circuits at the largest width at which an arm was measured.</summary>
    private static LayerPoint[] Widest(LayerGrid grid, LayerArm arm)
    {
        var points = grid.Circuits.Where(point => !point.Of(arm, errors => errors.Epsilon).IsEmpty).ToArray();
        return points.Length == 0 ? [] : [.. points.Where(point => point.Neurons == points.Max(p => p.Neurons))];
    }

    private static AnswerPoint? FanInErrors(LayerGrid grid)
    {
        var slopes = (from points in grid.FanIn.GroupBy(point => (point.FanIn, point.Bank))
                      let none = FanInAnds.ClassOf(0, points.Key.FanIn)
                      let fit = points.Where(point => point.OfClass(none, errors => errors.Std).Estimate is { Mean: > 0 }).ToArray()
                      where fit.Length >= 3
                      select Fit.Line([.. fit.Select(point => Math.Log(point.Neurons))], [.. fit.Select(point => Math.Log(point.OfClass(none, errors => errors.Std).Estimate!.Mean))]).B).ToArray();
        return slopes.Length == 0
            ? null
            : new AnswerPoint("Fall with width", $"Standard deviations where none of the set is active fall as d to the power {Numbers.Fixed(slopes.Average(), 3)}, the mean of {Numbers.Of(slopes.Length, "fit")} from {Numbers.Fixed(slopes.Min(), 3)} to {Numbers.Fixed(slopes.Max(), 3)}.");
    }

    private static AnswerPoint? CostOfFanIn(LayerGrid grid)
    {
        if (grid.FanIn.IsEmpty)
        {
            return null;
        }

        var widest = grid.FanIn.Max(point => point.Neurons);
        var texts = from points in grid.FanIn.Where(point => point.Neurons == widest).GroupBy(point => point.Bank)
                    let squares = points.Select(point => (point.FanIn, Std: point.OfClass(FanInAnds.ClassOf(0, point.FanIn), errors => errors.Std).Estimate)).Where(p => p.Std is not null).Select(p => $"t = {p.FanIn}: {Numbers.Short(widest * p.Std!.Mean * p.Std.Mean)}")
                    select $"{FanInCharts.NameOf(points.Key)} {string.Join(", ", squares)}";
        return new AnswerPoint("Cost of fan-in", $"κ² = d·variance where none of the set is active, to which the width for a given error is in proportion (d = {Numbers.Count(widest)}): {string.Join("; ", texts)}.");
    }

    private static AnswerPoint? FanInPrediction(LayerGrid grid)
    {
        var off = (from point in grid.FanIn
                   from inputClass in Enumerable.Range(0, point.FanIn + 1).Select(members => FanInAnds.ClassOf(members, point.FanIn))
                   let predicted = point.PredictedClass(inputClass)
                   let measured = point.OfClass(inputClass, errors => errors.Std).Estimate
                   where predicted is { Std: > 0 } && measured is not null
                   select (Kind: inputClass.StartsWith('0') ? "none of the set active" : inputClass[0] - '0' == point.FanIn ? "all active" : "some active", Off: Math.Abs((measured.Mean / predicted.Std) - 1))).ToArray();
        return off.Length == 0
            ? null
            : new AnswerPoint("Own prediction of the spread", $"Distance of measured standard deviations from the prediction: {string.Join("; ", off.GroupBy(o => o.Kind).Select(group => $"{group.Key} {Numbers.Percent(Median.Of(group.Select(o => o.Off)))} in the median of {Numbers.Of(group.Count(), "point")}, {Numbers.Percent(group.Max(o => o.Off))} at most"))}.");
    }

    private static AnswerPoint? Refusals(LayerGrid grid) => grid.Refused.IsEmpty
        ? null
        : new AnswerPoint("Refused", $"{Sentence.List(grid.Refused.Select(record => (record.FanIn, record.Bank)).Distinct().OrderBy(r => r.FanIn).Select(r => $"ANDs of {r.FanIn} by {FanInCharts.NameOf(r.Bank ?? default)}"))}: there F_t, what a true AND reads, is not positive or varies too much.");

    private static AnswerPoint? CircuitReadOffs(LayerGrid grid)
    {
        var points = Widest(grid, LayerArm.Minimax);
        return points.Length == 0
            ? null
            : new AnswerPoint(
                "Read-off",
                $"ε of the same {Numbers.Count(points[0].Neurons)} neurons by the analytic read-off, least squares and the best: {string.Join("; ", points.Select(point => $"{point.Circuit} {string.Join(", ", new[] { LayerArm.Analytic, LayerArm.LeastSquares, LayerArm.Minimax }.Select(arm => point.Of(arm, errors => errors.Epsilon).Estimate).OfType<Estimate>().Select(e => Numbers.Short(e.Mean)))}"))}. "
                + $"Raw features at best: {string.Join("; ", points.Select(point => (point.Circuit, Best: grid.CircuitControl(point.Circuit, LayerArm.LinearMinimax, errors => errors.Epsilon).Estimate)).Where(c => c.Best is not null).Select(c => $"{c.Circuit} {Numbers.Short(c.Best!.Mean)}").DefaultIfEmpty("not measured"))}.");
    }

    private static AnswerPoint? BelowBar(LayerGrid grid)
    {
        var measured = grid.Circuits.Where(point => !point.Of(LayerArm.Minimax, errors => errors.Epsilon).IsEmpty).GroupBy(point => point.Circuit).ToArray();
        return measured.Length == 0
            ? null
            : new AnswerPoint("Below ¼", $"The smallest width looked at where the best read-off's ε is under 0.25 on average: {string.Join("; ", measured.Select(points => $"{points.Key} {(points.FirstOrDefault(point => point.Of(LayerArm.Minimax, errors => errors.Epsilon).Estimate!.Mean < Bar) is { } first ? Numbers.Count(first.Neurons) : "none")}"))}.");
    }

    private static AnswerPoint? AnalyticWidth(LayerGrid grid)
    {
        if (grid.Circuits.IsEmpty)
        {
            return null;
        }

        var widest = grid.Circuits.Max(point => point.Neurons);
        return new AnswerPoint("Analytic read-off of circuits", $"ε and rms with {Numbers.Count(widest)} ReLUs: {string.Join("; ", grid.Circuits.Where(point => point.Neurons == widest).Select(point => $"{point.Circuit} {Numbers.Interval(point.Epsilon.Estimate!)} and {Numbers.Interval(point.Of(LayerArm.Analytic, errors => errors.Rms).Estimate!)}"))}.");
    }

    private static AnswerPoint? RandomLayer(LayerGrid grid)
    {
        var ratios = (from point in grid.Circuits
                      let banks = point.Of(LayerArm.Minimax, errors => errors.Epsilon)
                      let ratio = point.Of(LayerArm.UntrainedMinimax, errors => errors.Epsilon).With(banks, (random, designed) => random / designed).Estimate
                      where ratio is not null
                      select (point.Neurons, ratio.Mean)).ToArray();
        return ratios.Length == 0
            ? null
            : new AnswerPoint("Random layers", $"Smallest possible ε of a random Gaussian layer over that of the banks, means over circuits: {string.Join("; ", ratios.GroupBy(r => r.Neurons).OrderBy(group => group.Key).Select(group => $"d = {Numbers.Count(group.Key)}: {Numbers.Short(group.Average(r => r.Mean))}"))}.");
    }

    private static AnswerPoint? QuietPrediction(LayerGrid grid)
    {
        var ratios = (from point in grid.Circuits
                      let measured = point.OfClass("quiet", errors => errors.Rms).Estimate
                      let predicted = point.Records[0].PredictedQuietStd
                      where measured is not null && predicted > 0
                      select measured.Mean / predicted.Value).ToArray();
        return ratios.Length == 0
            ? null
            : new AnswerPoint("Prediction for circuits", $"Where no feature of an output is active, measured over predicted rms of the analytic read-off is {Numbers.Short(Median.Of(ratios))} in the median of {Numbers.Of(ratios.Length, "point")}, from {Numbers.Short(ratios.Min())} to {Numbers.Short(ratios.Max())}.");
    }
}
