using Superposition.Experiments.ActivationPlateaus;
using Superposition.Plateaus;
using Superposition.Reporting.Statistics;

namespace Superposition.Reporting.ActivationPlateaus;

/// <summary>The answer in sentences; each is left out when the cells that it needs have no record.</summary>
internal static class ActivationPlateausAnswer
{
    public static Answer Of(PlateauRuns runs)
    {
        if (runs.Corrected.IsEmpty)
        {
            return new Answer("There is no answer yet: no error-correction layer has been measured.", []);
        }

        AnswerPoint?[] points = [Recovery(runs), Prediction(runs), Rectified(runs), RandomDirections(runs), Jacobian(runs), Trained(runs), .. TrainedAgainstUntrained(runs)];
        return new Answer(Headline(runs), [.. points.OfType<AnswerPoint>()]);
    }

    private static string Headline(PlateauRuns runs)
    {
        double[] corrected = [.. Values(runs.Corrected)], controls = [.. Values(runs.Controls)];
        var estimates = runs.Corrected.Select(series => series.Index.Estimate!).ToArray();
        var means = $"Mean plateau index of corrected layers: {Sentence.List(runs.Corrected.Select(series => $"{Numbers.Interval(series.Index.Estimate!)} (d = {Numbers.Count(series.Dimension)}, θ = {Numbers.Plain(series.Theta!.Value)})"))}; {Sentence.MeansAndIntervals(estimates)}.";
        if (controls.Length == 0)
        {
            return $"No control has been measured, so the plateau says nothing yet. {means}";
        }

        var (least, most) = (corrected.Min(), controls.Max());
        var spread = $"at least {Numbers.Fixed(least, 2)} in {Numbers.Of(corrected.Length, "corrected layer")}, at most {Numbers.Fixed(most, 2)} in {Numbers.Of(controls.Length, "control")}";
        return least > most
            ? $"Yes: the plateau index tells layers that correct from those that do not, without overlap: {spread}. {means}"
            : $"No: the plateau index overlaps: {spread}. {means}";
    }

    private static AnswerPoint? Recovery(PlateauRuns runs)
    {
        var resolved = PlateauRuns.Recovered(runs.Resolved).ToArray();
        if (resolved.Length == 0)
        {
            return null;
        }

        var others = PlateauRuns.Recovered(runs.Corrected.Except(runs.Resolved)).ToArray();
        var rest = others.Length == 0 ? "" : $" In the {Numbers.Of(others.Length, "layer")} with more noise it is off by up to {Worst(others, pair => pair.Theta)} in θ and {Worst(others, pair => pair.Sigma)} in σ: there only the width of the step is known, not its two parts.";
        return new AnswerPoint(
            "θ and σ from the curve",
            $"Fitted to the curve alone, in {Numbers.Of(resolved.Length, "layer")} with σ up to {Numbers.Plain(PlateauRuns.ResolvedUpTo)} windows (1 − 2θ), θ is off by {Worst(resolved, pair => pair.Theta)} at most and σ by {Worst(resolved, pair => pair.Sigma)}.{rest}");
    }

    private static AnswerPoint Prediction(PlateauRuns runs)
    {
        var worst = runs.Corrected.MaxBy(PlateauRuns.DistanceFromPrediction)!;
        return new AnswerPoint(
            "The curve predicted",
            $"E clip((t + σZ − θ)/(1 − 2θ)) with σ from the sizes, collisions and centring, nothing fitted: the mean curve over seeds is nowhere further than {Numbers.Short(PlateauRuns.DistanceFromPrediction(worst))} from it ({worst.Label}).");
    }

    private static AnswerPoint? Rectified(PlateauRuns runs)
    {
        var rectified = runs.Of(PlateauArm.Rectified);
        return rectified.IsEmpty ? null : new AnswerPoint(
            "A flat start alone says little",
            $"Units that are off below θ but never full begin as flat (initial over steepest slope {Range(rectified, curve => curve.InitialShare)}, corrected layers {Range(runs.Corrected, curve => curve.InitialShare)}). The index looks at both ends of the step and is {Range(rectified, curve => curve.PlateauIndex)} for them.");
    }

    private static AnswerPoint? RandomDirections(PlateauRuns runs)
    {
        var quiet = runs.Corrected.MaxBy(series => series.Dimension)!;
        var noisy = runs.Corrected.MinBy(series => series.Dimension)!;
        string Of(PlateauSeries series) => $"{Percent(series, report => report.Random)} of a feature's along a random direction, {Percent(series, report => report.StateLike)} along one in which states differ ({series.Label})";
        return new AnswerPoint("Directions", $"A step as long as a feature moves outputs by {string.Join(", and by ", new[] { quiet, noisy }.Distinct().Select(Of))}.");
    }

    private static AnswerPoint? Jacobian(PlateauRuns runs)
    {
        var looked = runs.Corrected.Where(series => series.Records.All(record => record.Plateaus.AtCodewords is not null)).ToArray();
        return looked.Length == 0 ? null : new AnswerPoint(
            "The Jacobian",
            "Its largest singular value, at codewords and half-way to the next: " + Sentence.List(looked.Select(series =>
                $"{Numbers.Short(series.Of(record => record.Plateaus.AtCodewords!.Leading[0]).Estimate!.Mean)} and {Numbers.Short(series.Of(record => record.Plateaus.AtMidpoints!.Leading[0]).Estimate!.Mean)} ({series.Label})")) + " (means over seeds).");
    }

    private static AnswerPoint? Trained(PlateauRuns runs)
    {
        var trained = runs.Of(PlateauArm.Trained).Where(series => !series.Index.IsEmpty).ToArray();
        return trained.Length == 0 ? null : new AnswerPoint(
            "Trained networks",
            "Plateau index " + Sentence.List(trained.Select(series =>
                $"{Numbers.Interval(series.Index.Estimate!)} ({Numbers.Of(series.Depth!.Value, "layer")}, noise ν = {Numbers.Plain(series.Noise!.Value)}; half of the way at r = {Numbers.Short(series.Of(record => record.Plateaus.Target?.Half).Estimate?.Mean ?? 0)})")) + ".");
    }

    private static IEnumerable<AnswerPoint> TrainedAgainstUntrained(PlateauRuns runs)
    {
        foreach (var untrained in runs.Of(PlateauArm.Untrained).Where(series => !series.Index.IsEmpty))
        {
            var trained = runs.Of(PlateauArm.Trained).Where(series => series.Depth == untrained.Depth && !series.Index.IsEmpty).ToArray();
            if (trained.Length > 0)
            {
                var differences = trained.Select(series => (series.Noise, Difference: series.Index.With(untrained.Index, (a, b) => a - b).Estimate)).Where(pair => pair.Difference is not null);
                yield return new AnswerPoint(
                    $"Training, {Numbers.Of(untrained.Depth!.Value, "layer")}",
                    $"The untrained layers with a fitted read-off have an index of {Numbers.Interval(untrained.Index.Estimate!)}; training adds, seed by seed, {Sentence.List(differences.Select(pair => $"{Numbers.Interval(pair.Difference!)} (ν = {Numbers.Plain(pair.Noise!.Value)})"))}.");
            }
        }
    }

    private static IEnumerable<double> Values(IEnumerable<PlateauSeries> series) => series.SelectMany(s => s.Index.Values.Values);

    private static string Range(IEnumerable<PlateauSeries> series, Func<ResponseCurve, double?> value)
    {
        double[] all = [.. series.SelectMany(s => s.Of(record => record.Plateaus.Target is { } curve ? value(curve) : null).Values.Values)];
        return all.Length == 0 ? "not defined" : $"{Numbers.Fixed(all.Min(), 2)} to {Numbers.Fixed(all.Max(), 2)}";
    }

    private static string Percent(PlateauSeries series, Func<PlateauReport, ResponseCurve> direction) =>
        Numbers.Percent(series.Records.Average(record => direction(record.Plateaus).EndToEndSlope / record.Plateaus.Feature!.EndToEndSlope));

    private static string Worst((double Theta, double Sigma)[] pairs, Func<(double Theta, double Sigma), double> ratio) => Numbers.Percent(pairs.Max(pair => Math.Abs(ratio(pair) - 1)));
}
