using System.Collections.Immutable;
using Superposition.Reporting.Figures;
using Superposition.Reporting.Statistics;
using Superposition.Studies;
using Superposition.Studies.Predictions;

namespace Superposition.Reporting.Page;

/// <summary>Sets a study as one page: answer and verdicts, figures, tables, predictions, method.</summary>
internal static class StudyPage
{
    /// <summary>Sets the page of a study as HTML.</summary>
    /// <param name="report">What stands on it.</param>
    public static string Of(StudyPageParts report) => PageFrame.Of(
        $"{report.Name} – {report.Question}",
        Html.Of($"Superposition.Training · study <b>{report.Name}</b>"),
        report.Question,
        Html.Join([
            .. report.Remarks.Select(remark => Html.Of($"<p class=\"remark\" role=\"note\">{remark}</p>\n")),
            PageParts.ToExplorer(report.Explorer)]),
        [
            new(
                "answer", "Answer",
                Html.Of($"{report.Rankings.Select(Best)}<p class=\"headline\">{PageParts.Unbroken(report.Headline)}</p>\n{Brief(report)}")),
            new("figures", "Figures", Html.Join(report.Figures.Select(PageParts.FigureOf))),
            new("tables", "Tables", Html.Join([.. report.Tables.Select(PageParts.TableOf), Sentences(report)])),
            new("predictions", "Predictions", Predictions(report)),
            new("method", "Method", Method(report)),
        ]);

    private static Html Best(string ranking) => Html.Of($"<p class=\"headline\">{PageParts.Unbroken(ranking)}</p>\n");

    private static Html Brief(StudyPageParts report) => report.Verdicts.IsEmpty ? Html.None : Html.Of($"""
        <ul class="verdicts">
        {report.Verdicts.Select((verdict, i) =>
            Html.Of($"<li>{Badge(verdict.State)} <a href=\"#prediction-{i + 1}\">{verdict.Prediction.Says}</a></li>\n"))}</ul>
        """);

    private static Html Badge(VerdictState state) => Html.Of($"<b class=\"verdict {Verdicts.Word(state)}\">{Verdicts.Word(state)}</b>");

    private static Html Predictions(StudyPageParts report) => report.Verdicts.IsEmpty ? Html.None : Html.Of($"""
        <p>Each prediction was written before the run as a test. It <b>held</b>
            where the whole 95 % interval lies on the predicted side and <b>failed</b>
        where the whole interval lies on the other; otherwise it is <b>open</b>. Rows that are compared share their seeds,
            so differences are taken seed by
        seed. Predictions are judged one by one, without a correction for their number.</p>
        {(report.PredictionsWereEdited
            ? Html.Of($"<p class=\"remark\" role=\"note\">The predictions were edited after the run had begun.</p>")
            : Html.None)}
        <dl class="predictions">
        {report.Verdicts.Select((verdict, i) => Html.Of($"""
            <div id="prediction-{i + 1}"><dt>{Badge(verdict.State)} {verdict.Prediction.Says}</dt>
            <dd>{PageParts.Unbroken(Verdicts.Finding(verdict, report.Table))}</dd></div>

            """))}</dl>
        """);

    private static Html Sentences(StudyPageParts report) => Html.Join(
    [
        Said(
            "refusals", "Where a construction does not exist",
            "A construction refuses where one of its premises does not hold. Means are over the seeds that remain.",
            [.. report.Table.Rows.Where(row => row.Refusal is not null).Select(row => (row.Cell, row.Refusal!)).Distinct()]),
        Said(
            "failures", "Failures", "Training that did not stay finite. Its rows enter no figure and no mean.",
            [.. report.Table.Rows.Where(row => row.Failure is not null).Select(row => (row.Cell, row.Failure!)).Distinct()]),
        report.Empty.IsEmpty ? Html.None : Html.Of($"<p>Views without a row that has their numbers: {Sentence.List(report.Empty)}.</p>\n"),
    ]);

    private static Html Said(string id, string title, string meaning, (string Cell, string Sentence)[] sentences) => sentences.Length == 0
        ? Html.None
        : Html.Of($"""
            <h3 id="{id}">{title}</h3>
            <p>{Numbers.Of(sentences.Length, "cell")}. {meaning}</p>
            <details>
            <summary>What each of them says</summary>
            <dl class="failures">
            {sentences.Select(said => Html.Of($"<dt>{said.Cell}</dt><dd>{said.Sentence}</dd>\n"))}</dl>
            </details>

            """);

    private static Html Method(StudyPageParts report) => Html.Of($"""
        <dl class="facts">
        {report.Facts.Select(fact => Html.Of($"<div><dt>{fact.Name}</dt><dd>{fact.Value}</dd></div>\n"))}</dl>
        <h3>Repeat the run</h3>
        <pre tabindex="0"><code>{report.Command}</code></pre>
        <h3>The table</h3>
        <p>Every row that figures, tables and verdicts are made of:
        {PageParts.Download(
            $"{report.Name}.csv", StudyTableCsv.Of(report.Table), $"{Numbers.Count(report.Table.Rows.Length)} rows as CSV")}.</p>
        <details>
        <summary>The spec, overrides included</summary>
        <pre tabindex="0"><code>{report.Spec}</code></pre>
        </details>
        """);
}

/// <summary>What stands on the page of a study.</summary>
internal sealed record StudyPageParts
{
    public required string Name { get; init; }

    public required string Question { get; init; }

    public required ImmutableArray<string> Remarks { get; init; }

    /// <summary>The page next to this one on which the network computes; null where there is none.</summary>
    public string? Explorer { get; init; }

    public required ImmutableArray<string> Rankings { get; init; }

    public required string Headline { get; init; }

    public required ImmutableArray<Verdict> Verdicts { get; init; }

    public required bool PredictionsWereEdited { get; init; }

    public required StudyTable Table { get; init; }

    public required ImmutableArray<Figure> Figures { get; init; }

    public required ImmutableArray<Table> Tables { get; init; }

    public required ImmutableArray<string> Empty { get; init; }

    public required ImmutableArray<(string Name, string Value)> Facts { get; init; }

    public required string Command { get; init; }

    public required string Spec { get; init; }
}
