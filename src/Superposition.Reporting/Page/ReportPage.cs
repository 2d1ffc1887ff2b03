using System.Collections.Immutable;
using Superposition.Experiments;
using Superposition.Reporting.Figures;
using Superposition.Reporting.Statistics;
using Superposition.Specs;

namespace Superposition.Reporting.Page;

/// <summary>What is to be said of a cell besides its numbers.</summary>
/// <param name="Cell">Its name.</param>
/// <param name="Refusal">Why there is nothing to measure, if there is nothing.</param>
/// <param name="Failure">Why the result is not sound, if it is not.</param>
internal sealed record CellRemarks(string Cell, string? Refusal, string? Failure);

/// <summary>Sets a run's findings as one HTML page that needs nothing else: no network, no script, its figures inline.</summary>
internal static class ReportPage
{
    /// <summary>The page.</summary>
    /// <param name="run">The run.</param>
    /// <param name="findings">What its records say.</param>
    /// <param name="figures">Its figures, drawn.</param>
    /// <param name="records">Its records, for what refused or failed.</param>
    public static string Of(RunManifest run, Findings findings, ImmutableArray<Figure> figures, IReadOnlyList<CellRemarks> records)
    {
        var page = Html.Of($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:">
            <title>{run.Name} – {run.Spec.Asks}</title>
            <style>
            {PageParts.Style()}
            </style>
            </head>
            <body>
            <header>
            <p class="eyebrow">Superposition.Training · experiment <b>{run.Name}</b></p>
            <h1>{run.Spec.Asks}</h1>
            {State(run)}
            </header>
            <main>
            <section id="prediction" aria-labelledby="prediction-heading">
            <h2 id="prediction-heading">Predicted before the run</h2>
            <p>{(run.Spec as ExperimentSpec)?.Prediction ?? "Nothing in words."}</p>
            </section>
            <section id="answer" aria-labelledby="answer-heading">
            <h2 id="answer-heading">The answer</h2>
            <p class="headline">{PageParts.Unbroken(findings.Answer.Headline)}</p>
            {PageParts.Points(findings.Answer.Points)}
            </section>
            <section id="figures" aria-labelledby="figures-heading">
            <h2 id="figures-heading">Figures</h2>
            {(figures.IsEmpty ? Html.Of($"<p>No cell with a figure has a record yet.</p>") : Html.Join(figures.Select(PageParts.FigureOf)))}
            </section>
            <section id="tables" aria-labelledby="tables-heading">
            <h2 id="tables-heading">Tables</h2>
            {findings.Tables.Select(PageParts.TableOf)}
            {Failures(records)}
            </section>
            <section id="run" aria-labelledby="run-heading">
            <h2 id="run-heading">The run</h2>
            {Provenance(run)}
            <h3>Run it again</h3>
            <pre><code>{run.Command}</code></pre>
            <h3>The spec, with every override in it</h3>
            <pre><code>{run.Spec.ToJsonNode().ToJsonString(SpecJson.Indented)}</code></pre>
            </section>
            </main>
            </body>
            </html>

            """);
        return page.Markup.ReplaceLineEndings("\n");
    }

    private static Html Failures(IReadOnlyList<CellRemarks> records) => Html.Join(
    [
        Sentences(
            "refusals",
            "Where a construction does not exist",
            "A construction refuses where one of its premises does not hold. That is a finding, not a fault; means are over the seeds that remain.",
            [.. records.Where(record => record.Refusal is not null).Select(record => (record.Cell, record.Refusal!))]),
        Sentences(
            "failures",
            "Failures",
            "Training that did not stay finite. A learning rate under which this happened at any seed is not chosen.",
            [.. records.Where(record => record.Failure is not null).Select(record => (record.Cell, record.Failure!))]),
    ]);

    private static Html Sentences(string id, string title, string meaning, (string Cell, string Sentence)[] sentences) =>
        sentences.Length == 0
        ? Html.Of($"<p id=\"{id}\">{title}: nothing.</p>\n")
        : Html.Of($"""
            <h3 id="{id}">{title}</h3>
            <p>{Numbers.Of(sentences.Length, "cell")}. {meaning}</p>
            <details>
            <summary>What each of them says</summary>
            <dl class="failures">
            {sentences.Select(said => Html.Of($"<dt>{said.Cell}</dt><dd>{said.Sentence}</dd>\n"))}</dl>
            </details>

            """);

    private static Html State(RunManifest run) =>
        Html.Join(RunFacts.Remarks(run).Select(remark => Html.Of($"<p class=\"remark\" role=\"note\">{remark}</p>\n")));

    private static Html Provenance(RunManifest run) =>
        Html.Of($"<dl class=\"facts\">\n{RunFacts.Of(run).Select(fact => Html.Of($"<div><dt>{fact.Name}</dt><dd>{fact.Value}</dd></div>\n"))}</dl>");
}
