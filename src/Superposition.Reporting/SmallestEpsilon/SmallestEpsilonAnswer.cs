using Superposition.Reporting.Statistics;

namespace Superposition.Reporting.SmallestEpsilon;

/// <summary>The answer in sentences.</summary>
internal static class SmallestEpsilonAnswer
{
    public static Answer Of(SmallestEpsilons found)
    {
        int[] widths = [.. found.Widths];
        if (widths.Length == 0)
        {
            return new Answer("There is no answer yet: no layer has been measured.", []);
        }

        AnswerPoint?[] points = [LinearControl(found), OwnReadOff(found), Possible(found)];
        return new Answer(Headline(found, widths), [.. points.OfType<AnswerPoint>()]);
    }

    private static string Headline(SmallestEpsilons found, int[] widths)
    {
        var estimates = new List<Estimate>();
        var sentences = widths.Select(d =>
        {
            var arms = found.Sources.Where(source => source.Smallest(d) is not null).ToArray();
            var best = arms.MinBy(source => source.Smallest(d)!.Proved.Upper)!;
            estimates.Add(best.Mean(d)!);
            return $"d = {Numbers.Count(d)}: {Upward(best.Smallest(d)!.Proved.Upper)} ({best.Name}; over seeds {Numbers.Interval(best.Mean(d)!)})";
        }).ToArray();
        return $"The smallest worst error that was proved over every input, at {string.Join("; at ", sentences)}. ({Sentence.MeansAndIntervals(estimates)}.)".Replace("(mean", "(Mean", StringComparison.Ordinal);
    }

    private static AnswerPoint LinearControl(SmallestEpsilons found)
    {
        var below = from source in found.Sources
                    from d in source.Widths
                    where source.Cells.Where(cell => cell.Neurons == d).All(cell => cell.Proved.Upper < SmallestEpsilons.LinearControl)
                    select $"{source.Name} at d = {Numbers.Count(d)}";
        var list = Sentence.List(below);
        return new AnswerPoint("Against the linear control", $"An affine read-off of the raw input cannot have an ε below 0.25. {(list.Length == 0 ? "No layer looked at is below it with all seeds" : $"Below it with every seed: {list}")}.");
    }

    private static AnswerPoint? OwnReadOff(SmallestEpsilons found)
    {
        var own = found.Sources[^1];
        var gains = (from d in own.Widths
                     let gain = PerSeed.Of(own.Cells.Where(cell => cell.Neurons == d), cell => cell.Seed, cell => cell.Proved.Upper)
                         .With(PerSeed.Of(found.Trained.Cells.Where(cell => cell.Neurons == d), cell => cell.Seed, cell => cell.Proved.Upper), (a, b) => a - b).Estimate
                     where gain is not null
                     select $"{Numbers.Interval(gain)} at d = {Numbers.Count(d)}").ToArray();
        return gains.Length == 0 ? null : new AnswerPoint("What the linear program adds", $"The trained read-off's ε less that of the best read-off of the same layer: {string.Join("; ", gains)}.");
    }

    private static AnswerPoint Possible(SmallestEpsilons found) => new(
        "What is possible at most",
        $"No network of that width can have a smaller ε than {Sentence.List(found.Widths.Select(d => $"{Numbers.Short(found.Possible(d))} (d = {Numbers.Count(d)})"))}, by the rank of a perturbed identity (Alon, 2009).");

    /// <summary>A proved bound, rounded up.</summary>
    public static string Upward(double bound) => Numbers.Fixed(Math.Ceiling(bound * 1e5) / 1e5, 5);
}
