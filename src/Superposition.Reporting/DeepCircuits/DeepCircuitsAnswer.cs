using Superposition.Experiments.DeepCircuits;
using Superposition.Reporting.Statistics;
using Superposition.Representation;

namespace Superposition.Reporting.DeepCircuits;

/// <summary>The answer in sentences; each is left out when the cells that it needs have no record.</summary>
internal static class DeepCircuitsAnswer
{
    public static Answer Of(DeepGrid grid)
    {
        if (grid.IsEmpty)
        {
            return new Answer("There is no answer yet: no circuit has been run.", []);
        }

        AnswerPoint?[] points =
        [
            Without(grid, DeepArm.Uncorrected, "Without error correction"), Without(grid, DeepArm.Uncentred, "Without centring"), Noise(grid), Drift(grid), Widths(grid), Exponent(grid), Alternation(grid),
        ];
        return new Answer(Headline(grid), [.. points.OfType<AnswerPoint>()]);
    }

    private static string Headline(DeepGrid grid)
    {
        var corrected = grid.Corrected(DeepPart.Fused).ToArray();
        var estimates = corrected.Select(point => point.Epsilon.Estimate!).ToList();
        var sentences = corrected.Select(point =>
            $"{Numbers.Count(point.Size.Features)} features run {Numbers.Count(point.Size.Depth)} layers deep on {Numbers.Count(point.Size.Units)} units ({Numbers.Count(point.Records[0].Relus!.Value)} ReLUs) "
            + $"with {Numbers.Of(point.ThresholdErrors, "threshold error")} and a worst error of {Numbers.Interval(point.Epsilon.Estimate!)} ({Numbers.Of(point.Inputs, "input")} a seed)").ToList();
        if (grid.Widths.ToArray() is [.., var widest])
        {
            estimates.Add(widest.Units.Estimate!);
            sentences.Add($"the smallest width without a threshold error at m = {Numbers.Count(widest.Features)} is {Numbers.Interval(widest.Units.Estimate!)} units");
        }

        if (sentences.Count == 0)
        {
            var alternating = grid.Points[0];
            estimates.Add(alternating.Epsilon.Estimate!);
            sentences.Add($"the alternation at {alternating.Size.Title} makes {Numbers.Of(alternating.ThresholdErrors, "threshold error")} in {Numbers.Count(alternating.Size.Depth)} layers of gates, {Arm(alternating.Arm)}, with a worst error of {Numbers.Interval(alternating.Epsilon.Estimate!)}");
        }

        var text = $"{string.Join("; ", sentences)}: {Sentence.MeansAndIntervals(estimates)}.";
        return char.ToUpperInvariant(text[0]) + text[1..];
    }

    private static AnswerPoint? Without(DeepGrid grid, DeepArm arm, string subject)
    {
        var texts = grid.Points.Where(point => point.Arm == arm && point.Size.Part == DeepPart.Fused).Select(point =>
            $"{point.Size.Title}: {(point.LayersWithoutErrors >= point.Size.Depth ? "no threshold error" : $"threshold errors from layer {point.LayersWithoutErrors + 1} on")}, "
            + $"{Numbers.Of(point.ThresholdErrors, "threshold error")} over all layers and seeds, worst error {Numbers.Scientific(point.Largest)}"
            + (arm == DeepArm.Uncorrected && point.Size.Depth > 1 ? $", rms error times {Numbers.Interval(point.Growth.Estimate!)} a layer" : "")).ToArray();
        return texts.Length == 0 ? null : new AnswerPoint(subject, $"The same fused circuits and channels on the first {Numbers.Of(grid.Points.First(point => point.Arm == arm && point.Size.Part == DeepPart.Fused).Inputs, "input")} of each seed. {string.Join("; ", texts)}.");
    }

    private static AnswerPoint? Noise(DeepGrid grid)
    {
        var ratios = (from point in grid.Corrected(DeepPart.Fused)
                      from record in point.Records
                      from layer in record.Layers
                      from noise in layer.Noise
                      where noise.Predicted > 0
                      select noise.Sigma / noise.Predicted).ToArray();
        return ratios.Length == 0
            ? null
            : new AnswerPoint("Noise", $"σ of the pre-activations, measured over predicted, is {Numbers.Short(ratios.Average())} in the mean over layers, pools and seeds of the corrected fused circuits, between {Numbers.Short(ratios.Min())} and {Numbers.Short(ratios.Max())}.");
    }

    private static AnswerPoint? Drift(DeepGrid grid)
    {
        var texts = (from point in grid.Points
                     where point.Arm == DeepArm.Corrected && point.Size.Depth > DeepPoint.EarlyLayer && point.Drift.Estimate is not null
                     select $"{(point.Size.Part == DeepPart.Fused ? "fused" : "alternating")}, {point.Size.Title}: {Numbers.Interval(point.Drift.Estimate!)} after {point.Size.Depth} layers").ToArray();
        return texts.Length == 0 ? null : new AnswerPoint("Drift", $"Rms error per root of active features at the last layer over that at layer {DeepPoint.EarlyLayer}, with correction; 1 is no drift. {string.Join("; ", texts)}.");
    }

    private static AnswerPoint? Widths(DeepGrid grid)
    {
        var texts = grid.Widths.Select(width => $"m = {Numbers.Count(width.Features)}: {Numbers.Interval(width.Units.Estimate!)} units, {Numbers.Short(width.Units.Estimate!.Mean / width.Features)} a feature").ToArray();
        var (depth, inputs) = grid.Widths.SelectMany(width => width.Records).Select(record => (record.Depth, record.Inputs)).FirstOrDefault();
        return texts.Length == 0
            ? null
            : new AnswerPoint("Smallest width", $"Without a threshold error in {depth} layers and {Numbers.Of(inputs, "input")}, on a grid of widths in steps of 4.4 %: {string.Join("; ", texts)}. One unit a gate, not in superposition, would be m.");
    }

    private static AnswerPoint? Exponent(DeepGrid grid)
    {
        if (grid.Law is not { } law)
        {
            return null;
        }

        var (least, most) = (grid.Widths.Min(width => width.Features), grid.Widths.Max(width => width.Features));
        var withLogarithm = Math.Log(Bounds.AdlerShavitLower(most) / Bounds.AdlerShavitLower(least)) / Math.Log((double)most / least);
        var compared = new (string Law, double Exponent)[] { ("√m", 0.5), ("√(m log m)", withLogarithm), ("m^(2/3)", 2.0 / 3) }
            .Select(c => grid.HasSpread ? $"{c.Law} ({Numbers.Fixed(c.Exponent, 3)}) lies {(c.Exponent < law.Low ? "below" : c.Exponent > law.High ? "above" : "inside")}" : $"{c.Law} would be {Numbers.Fixed(c.Exponent, 3)}");
        return new AnswerPoint(
            "Exponent",
            $"A power law fitted to {Numbers.Of(law.Points, "width")} from m = {Numbers.Count(least)} to {Numbers.Count(most)} has the exponent {Numbers.Fixed(law.Exponent, 3)}"
            + (grid.HasSpread ? $" [{Numbers.Fixed(law.Low, 3)}, {Numbers.Fixed(law.High, 3)}] (95 %, Student's t for the slope; a bend of the true law is not in it). Against that interval " : "; there is one seed, so no interval. For comparison, ")
            + $"{Sentence.List(compared)}.");
    }

    private static AnswerPoint? Alternation(DeepGrid grid)
    {
        var texts = grid.Points.Where(point => point.Size.Part == DeepPart.Alternating).Select(point =>
            $"{point.Size.Title}, {Arm(point.Arm)}: {Numbers.Of(point.ThresholdErrors, "threshold error")} in {Numbers.Count(point.Size.Depth)} layers of gates, worst error {Numbers.Scientific(point.Largest)} over all seeds").ToArray();
        return texts.Length == 0 ? null : new AnswerPoint("Alternation", $"Universal-AND and error-correction layers in turn, twice as deep as the circuit. {string.Join("; ", texts)}.");
    }

    private static string Arm(DeepArm arm) => arm switch
    {
        DeepArm.Corrected => "with correction",
        DeepArm.Uncentred => "without centring",
        _ => "without correction",
    };
}
