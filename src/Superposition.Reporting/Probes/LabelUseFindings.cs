using System.Collections.Immutable;
using Superposition.Probing;
using Superposition.Reporting.Figures;
using Superposition.Reporting.Statistics;

namespace Superposition.Reporting.Probes;

/// <summary>
/// What probing a site for labels found, where what follows it is at hand: which labels are used, which are only readable.
/// </summary>
public static class LabelUseFindings
{
    // Rows of the figure; the table has all.
    private const int MaxRows = 40;

    /// <summary>Sentences, a figure and tables.</summary>
    /// <param name="report">The verdicts.</param>
    /// <param name="directions">What submitted directions do; none where none were.</param>
    /// <param name="settings">How was probed.</param>
    public static Findings Of(ProbingReport report, ImmutableArray<DirectionUse> directions, ProbeSettings settings) => new(
        new Answer(Headline(report), [.. Points(report, directions, settings)]),
        [.. report.Features.Any(IsJudged) ? [Figure(report, settings)] : (Chart[])[]],
        [EveryLabel(report), .. directions.IsEmpty ? [] : new[] { Directions(directions) }, .. UseTables.Of(report)]);

    private static bool IsJudged(FeatureVerdict label) => label.Readability is not null;

    /// <summary>How many labels got which verdict.</summary>
    public static string Headline(ProbingReport report) => $"Of {Numbers.Of(report.Features.Length, "label")}, " + Sentence.List(
        report.Features.GroupBy(label => label.Verdict).OrderBy(group => group.Key).Select(group =>
            group.Key == Verdict.CannotBeJudged
                ? $"{group.Count()} cannot be judged"
                : $"{group.Count()} {(group.Count() == 1 ? "is" : "are")} {PairFindings.Words(group.Key)}")) + ".";

    private static IEnumerable<AnswerPoint> Points(ProbingReport report, ImmutableArray<DirectionUse> directions, ProbeSettings settings)
    {
        if (report.Features.Where(label => label.Verdict == Verdict.Used).MaxBy(label => label.Use.Removal.Effect) is { } strongest)
        {
            yield return new AnswerPoint(
                "Used",
                $"Removing a label's direction moves some output by {Numbers.Percent(settings.ImmaterialShare)} of its range or more, in "
                    + $"at least {Numbers.Percent(FeatureVerdict.MinUsed)} of contexts and beyond the noise of the direction's estimate. "
                    + $"Most of all {strongest.Feature}, {Numbers.Percent(strongest.Use.Removal.Effect)} on output "
                    + $"{strongest.Use.StrongestOutput}; a random step does {Numbers.Percent(strongest.Use.Removal.Random)}.");
        }

        if (report.Features.Any(label => label.Verdict is Verdict.ReadableButUnused or Verdict.WeaklyReadable))
        {
            yield return new AnswerPoint(
                "Not used",
                $"Removing the direction moves no output by {Numbers.Percent(settings.ImmaterialShare)} of its range, in at least "
                    + $"{Numbers.Percent(1 - ContextCount.MaxUnused)} of contexts. A context is a state with the label and an estimate of "
                    + "its direction from inputs drawn again.");
        }

        foreach (var group in report.Features.Where(label => label.Note is not null).GroupBy(label => label.Verdict))
        {
            var words = PairFindings.Words(group.Key);
            yield return new AnswerPoint(
                Sentence.Capital(words),
                $"{Numbers.Of(group.Count(), "label")}. For example {group.First().Feature}: {group.First().Note}.");
        }

        if (!report.Controls.IsEmpty)
        {
            yield return new AnswerPoint(
                "Control labels",
                $"{report.Controls.Count(control => control.Verdict == Verdict.Absent)} of {report.Controls.Length} labels of no "
                    + "meaning, judged by the same rules, are absent.");
        }

        foreach (var direction in directions.Take(1))
        {
            var count = directions.Count(d => d.Verdict == Verdict.Used);
            yield return new AnswerPoint(
                "Submitted directions",
                $"{count} of {directions.Length} act: projecting the direction out moves an output materially and more than random "
                    + $"directions do. {direction.Label}: {Angle(direction)}° from the gradient of the output that depends most on the "
                    + $"label; removing it moves outputs by {Numbers.Percent(direction.Removal.Effect)} of their range, removing that "
                    + $"gradient by {Numbers.Percent(direction.CausalRemoval.Effect)}.");
        }
    }

    private static string Angle(DirectionUse direction) => Numbers.Fixed(Math.Acos(Math.Clamp(direction.Acting, 0, 1)) * 180 / Math.PI, 0);

    private static Chart Figure(ProbingReport report, ProbeSettings settings)
    {
        FeatureVerdict[] shown = [.. report.Features.Where(IsJudged).OrderByDescending(label => label.Use.Removal.Effect).Take(MaxRows)];
        Curve Points(string name, Ink ink, Func<FeatureVerdict, double> value) =>
            new(name, ink, [.. shown.Select((label, i) => new CurvePoint(value(label), i))]);
        return new Chart
        {
            Name = "label-use",
            Title = "What removing each label does to the outputs",
            Note = $"{Numbers.Count(report.Inputs)} inputs, {settings.Contexts} "
                + $"contexts{(shown.Length < report.Features.Length ? $"; the {MaxRows} strongest of {report.Features.Length} labels"
                    : "")}",
            Caption =
                "Root mean square change of the output that moves most, in shares of its range, when a label's direction is removed from "
                + $"states with the label, and for random steps of the same length. From {Numbers.Percent(settings.ImmaterialShare)} on an "
                + "effect is material.",
            X = Axis.Linear("effect, share of an output's range") with { Least = 0 },
            Y = Axis.Named([.. shown.Select(label => $"{label.Feature} ({PairFindings.Words(label.Verdict)})")]),
            Columns = 1,
            Panels =
            [
                new Panel(
                    "",
                    [
                        Points("random steps of that length", new Ink("#8A8A8A", Dash.None, Glyph.Cross), label =>
                            label.Use.Removal.Random),
                        Points("removing the label", new Ink("#0072B2", Dash.None, Glyph.Disc), label => label.Use.Removal.Effect),
                    ]),
            ],
        };
    }

    private static Table EveryLabel(ProbingReport report) => new()
    {
        Name = "labels",
        Title = "Every label",
        Note = "AUC, R² and ε of a least-squares probe on inputs that it was not fitted on. Effect: of removing the label's direction, "
            + "root mean square over contexts, in shares of an output's range; random: of random steps of that length. "
            + "Used is what moves outputs more steadily than a label of no meaning. p-values are adjusted over all labels.",
        Headers = 2,
        Columns =
            ["label", "verdict", "AUC", "R²", "ε", "R² beyond input", "effect", "random", "contexts", "p readable", "p used", "note"],
        Rows =
        [
            .. from label in report.Features
               let r = label.Readability
               select (ImmutableArray<string>)
               [
                   label.Feature, PairFindings.Words(label.Verdict), Optional(r?.HeldOut.Auc), Optional(r?.HeldOut.R2),
                   Optional(r?.HeldOut.Epsilon), Optional(r?.BeyondInputR2),
                   Numbers.Short(label.Use.Removal.Effect), Numbers.Short(label.Use.Removal.Random),
                   $"{label.Use.InContexts.Material} of {label.Use.InContexts.Contexts}",
                   r is null ? "–" : Numbers.Scientific(label.ReadableP), Numbers.Scientific(label.UsedP), label.Note ?? "",
               ],
        ],
    };

    private static Table Directions(ImmutableArray<DirectionUse> directions) => new()
    {
        Name = "directions",
        Title = "Submitted directions",
        Note = "AUC: how the direction ranks states, not refitted. Angle: to the gradient of the output that depends most on the label, in "
            + "neurons' units, with the probability that a random direction comes as close. Seen: share of its squared length that "
            + "following weights see. Effects: of projecting it out of states with the label, of a random direction, and of that gradient.",
        Headers = 2,
        Columns = ["label", "verdict", "AUC", "angle", "p angle", "seen", "effect", "random", "p effect", "effect of the gradient"],
        Rows =
        [
            .. directions.Select(d => (ImmutableArray<string>)
            [
                d.Label, PairFindings.Words(d.Verdict), Numbers.Short(d.Auc), $"{Angle(d)}°", Numbers.Scientific(d.ActingP),
                Numbers.Percent(d.SeenShare), Numbers.Short(d.Removal.Effect), Numbers.Short(d.Removal.Random),
                Numbers.Scientific(d.Removal.P), Numbers.Short(d.CausalRemoval.Effect),
            ]),
        ],
    };

    private static string Optional(double? value) => value is { } number ? Numbers.Short(number) : "–";
}
