using System.Collections.Immutable;
using Superposition.Probing;
using Superposition.Reporting.Figures;
using Superposition.Reporting.Statistics;

namespace Superposition.Reporting.Probes;

/// <summary>What probing activations for labels found, where the network is not at hand.</summary>
public static class LabelFindings
{
    // Rows of the figure; the table has all.
    private const int MaxRows = 40;

    /// <summary>Sentences, a figure and a table.</summary>
    /// <param name="report">The verdicts.</param>
    /// <param name="settings">How was probed.</param>
    public static Findings Of(LabelReport report, ProbeSettings settings) => new(
        new Answer(Headline(report), [.. Points(report, settings)]),
        [.. report.Labels.Any(label => label.Readability is not null) ? [Figure(report, settings)] : (Chart[])[]],
        [EveryLabel(report)]);

    /// <summary>How many labels can be read, and that this is all that can be said.</summary>
    public static string Headline(LabelReport report)
    {
        var knowsRaw = report.Labels.Any(label => label.Readability?.RawInput is not null);
        return $"{report.Labels.Count(label => label.Verdict == Verdict.Readable)} of {Numbers.Of(report.Labels.Length, "label")} can "
            + $"be read from the activations, beyond what control labels{(knowsRaw ? " and the raw input" : "")} give. "
            + "Whether anything uses them cannot be tested without the network.";
    }

    private static IEnumerable<AnswerPoint> Points(LabelReport report, ProbeSettings settings)
    {
        foreach (var group in report.Labels.Where(label =>
            label.Verdict is Verdict.WeaklyReadable or Verdict.Undecided or Verdict.CannotBeJudged).GroupBy(label => label.Verdict))
        {
            var words = PairFindings.Words(group.Key);
            var example = group.First();
            yield return new AnswerPoint(
                Sentence.Capital(words),
                $"{Numbers.Of(group.Count(), "label")}. For example "
                + $"{example.Label}{(example.Note is null ? $", AUC {Numbers.Short(example.Readability!.HeldOut.Auc)}"
                    : $": {example.Note}")}.");
        }

        if (Power.Of([.. report.Labels.Select(label => label.Readability)], settings) is { } power)
        {
            yield return power;
        }

        if (!report.Controls.IsEmpty)
        {
            yield return new AnswerPoint(
                "Control labels",
                $"{report.Controls.Count(control => control.Verdict == Verdict.Absent)} of {report.Controls.Length} labels of no meaning, "
                    + "judged by the same rules, are absent. Their mean AUC is "
                    + $"{Numbers.Short(report.Controls.Average(c => c.Readability!.HeldOut.Auc))} held out and "
                    + $"{Numbers.Short(report.Controls.Average(c => c.Readability!.InSample.Auc))} in sample.");
        }
    }

    private static Chart Figure(LabelReport report, ProbeSettings settings)
    {
        LabelVerdict[] judged = [.. report.Labels.Where(label => label.Readability is not null)];
        LabelVerdict[] shown = [.. judged.OrderByDescending(label => label.Readability!.HeldOut.R2).Take(MaxRows)];
        Curve Points(string name, Ink ink, Func<Readability, ProbeScore?> score) => new(name, ink,
        [
            .. from label in shown.Index()
               let own = score(label.Item.Readability!)
               where own is not null
               select new CurvePoint(Math.Max(-1, own.R2), label.Index),
        ]);
        var optional = new[]
        {
            Points("the raw input", Palette.LinearLeastSquares with { Dash = Dash.None, Glyph = Glyph.Bar }, r => r.RawInput),
            Points("the layer before training", Palette.Untrained with { Dash = Dash.None }, r => r.Untrained),
        };
        return new Chart
        {
            Name = "labels",
            Title = "How well each label is read, next to its controls",
            Note = $"{Numbers.Count(report.Inputs)} inputs, {settings.Folds}-fold "
                + $"cross-validation{(shown.Length < judged.Length ? $"; the {MaxRows} of {judged.Length} labels read best" : "")}",
            Caption =
                "Held-out R² of a least-squares probe of the activations, and of the controls that are known. Control labels have as "
                + "many positives as the label and no meaning. 0 is what the label's mean achieves; values below −1 stand at −1.",
            X = Axis.Linear("held-out R² (control labels: in sample)") with { Least = 0 },
            Y = Axis.Named([.. shown.Select(label => $"{label.Label} ({PairFindings.Words(label.Verdict)})")]),
            Columns = 1,
            Panels =
            [
                new Panel(
                    "",
                    [
                        Points("control labels (memorised)", new Ink("#8A8A8A", Dash.None, Glyph.Cross), r =>
                            r.Control), .. optional.Where(curve => !curve.Points.IsEmpty),
                        Points("the activations", new Ink("#0072B2", Dash.None, Glyph.Disc), r => r.HeldOut),
                    ]),
            ],
        };
    }

    private static Table EveryLabel(LabelReport report) => new()
    {
        Name = "labels",
        Title = "Every label",
        Note = "AUC, R² and ε of a least-squares probe on inputs that it was not fitted on. Selectivity: in-sample AUC less that of "
            + "control labels. p is adjusted over all labels.",
        Headers = 2,
        Columns = ["label", "verdict", "AUC", "R²", "ε", "selectivity", "R² of raw input", "R² untrained", "R² beyond input",
            "p readable", "note"],
        Rows =
        [
            .. from label in report.Labels
               let r = label.Readability
               select (ImmutableArray<string>)
               [
                   label.Label, PairFindings.Words(label.Verdict), Optional(r?.HeldOut.Auc), Optional(r?.HeldOut.R2),
                   Optional(r?.HeldOut.Epsilon), Optional(r?.Selectivity),
                   Optional(r?.RawInput?.R2), Optional(r?.Untrained?.R2), Optional(r?.BeyondInputR2), r is null
                       ? "–"
                       : Numbers.Scientific(label.ReadableP), label.Note ?? "",
               ],
        ],
    };

    private static string Optional(double? value) => value is { } number ? Numbers.Short(number) : "–";
}
