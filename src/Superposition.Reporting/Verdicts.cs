using System.Collections.Immutable;
using Superposition.Reporting.Statistics;
using Superposition.Reporting.Views;
using Superposition.Specs;
using Superposition.Studies;
using Superposition.Studies.Predictions;

namespace Superposition.Reporting;

/// <summary>Verdicts on predictions in words, for the page and for the terminal.</summary>
public static class Verdicts
{
    /// <summary>"3 of 4 predictions held; 1 is open."; that there are none otherwise.</summary>
    public static string Summary(IReadOnlyCollection<Verdict> verdicts)
    {
        if (verdicts.Count == 0)
        {
            return "Nothing was predicted.";
        }

        var (held, failed, open) = (Count(VerdictState.Held), Count(VerdictState.Failed), Count(VerdictState.Open));
        string?[] others = [failed > 0 ? $"{failed} failed" : null, open > 0 ? $"{open} {(open == 1 ? "is" : "are")} open" : null];
        return string.Join("; ",
            new[] { $"{held} of {Numbers.Of(verdicts.Count, "prediction")} held" }.Concat(others.OfType<string>())) + ".";

        int Count(VerdictState state) => verdicts.Count(verdict => verdict.State == state);
    }

    /// <summary>What was found, with numbers: "ε at neurons 64: 0.181 [0.176, 0.186] over 5 seeds; predicted below 0.25."</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="table">The table that was judged, for names that were misspelt.</param>
    public static string Finding(Verdict verdict, StudyTable table)
    {
        if (verdict.Worst < 0)
        {
            return Nothing(verdict, table);
        }

        var point = verdict.Points[verdict.Worst];
        var others = verdict.Points.Length > 1 ? $" {Which(verdict)}" : "";
        var seeds = point.Interval.Seeds == 0 ? "" : $" over {Numbers.Of(point.Interval.Seeds, "seed")}";
        return $"{Quantity(verdict.Prediction.Test)}{others}{Place(point)}: {Numbers.Interval(point.Interval)}{seeds}; predicted "
            + $"{Expected(point.Allowed)}."
            + More(verdict, point) + Lacks(verdict);
    }

    /// <summary>"held", "failed" or "open".</summary>
    public static string Word(VerdictState state) => state.ToString().ToLowerInvariant();

    private static string Quantity(PredictionTest test)
    {
        var label = Quantities.Label(test.Quantity);
        return Sentence.Capital(test switch
        {
            { Slope: not null } => $"slope of {label} against {Quantities.Label(test.Against!)}",
            { Ratio: not null } => $"ratio of {label} to {Other(test.Over!)}",
            { Share: { } share } => $"share with {label} {share.Is} {Numbers.Plain(share.Than)}",
            { Than.Rows: { } rows } => $"{label} less {Other(rows)}",
            _ => label,
        } + (test.Reduce == Reduction.Each ? "" : $" ({test.Reduce.ToString().ToLowerInvariant()})"));
    }

    private static string Other(ComparedRows rows) =>
        $"{(rows.Times == 1 ? "that" : $"{Numbers.Plain(rows.Times)} times that")} of {Quantities.Rows(rows.Of)}";

    private static string Which(Verdict verdict) => verdict.State switch
    {
        VerdictState.Held => $"at {verdict.Points.Length} points, closest",
        _ => $"at {verdict.Points.Count(point => point.State == verdict.State)} of {verdict.Points.Length} points, worst",
    };

    private static string Place(JudgedPoint point) => point.Point.IsEmpty ? ""
        : $" at {string.Join(", ", StudyRow.InOrder(point.Point.Keys).Select(name => ViewRows.Name(name, point.Point[name])))}";

    private static string Expected(AllowedRange allowed) => allowed switch
    {
        { Low: double.NegativeInfinity } => $"{(allowed.IncludesEnds ? "at most" : "below")} {Numbers.Plain(allowed.High)}",
        { High: double.PositiveInfinity } => $"{(allowed.IncludesEnds ? "at least" : "above")} {Numbers.Plain(allowed.Low)}",
        _ => $"{Numbers.Plain(allowed.Low)} to {Numbers.Plain(allowed.High)}",
    };

    private static string More(Verdict verdict, JudgedPoint point) =>
        verdict.State != VerdictState.Open || point.State != VerdictState.Open ? ""
        : !point.Interval.IsKnown ? " One seed shows no spread: run at least one more."
        : verdict.MoreSeeds is { } more ? $" About {Numbers.Of(more, "more seed")} would decide it, if mean and spread stay."
        : verdict.Missing > 0 ? "" : " No number of seeds would decide it, if mean and spread stay.";

    private static string Lacks(Verdict verdict) =>
        (verdict.Refused > 0 ? $" {Numbers.Of(verdict.Refused, "row")} passed over: the construction does not exist there." : "")
        + (verdict.Missing > 0
            ? $" {Numbers.Of(verdict.Missing, "row")} without a sound value{Partner(verdict.Prediction.Test)} "
                + $"keep{(verdict.Missing == 1 ? "s" : "")} it open."
            : "");

    private static string Partner(PredictionTest test) =>
        test.Over is null && test.Than?.Rows is null ? "" : ", or without one row to be compared with,";

    private static string Nothing(Verdict verdict, StudyTable table)
    {
        var measure = verdict.Prediction.Test.Quantity;
        ImmutableArray<string> measures = table.MeasureNames;
        return !table.Where(verdict.Prediction.Test.Of).Any() ? $"No row of the table is of {Quantities.Rows(verdict.Prediction.Test.Of)}."
            : !measures.Contains(measure) ? $"No row has a value named {measure}{Spelling.Hint(measure, measures)}"
            : $"No seed has all the values that the test needs.{Lacks(verdict)}";
    }
}
