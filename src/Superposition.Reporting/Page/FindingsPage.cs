using System.Collections.Immutable;
using Superposition.Reporting.Figures;

namespace Superposition.Reporting.Page;

/// <summary>Sets findings of a single command as one HTML page that needs nothing else.</summary>
internal static class FindingsPage
{
    /// <summary>The page.</summary>
    /// <param name="title">What was looked at.</param>
    /// <param name="command">The command that gives it.</param>
    /// <param name="findings">What was found.</param>
    /// <param name="figures">Its figures, drawn.</param>
    public static string Of(string title, string command, Findings findings, ImmutableArray<Figure> figures) => Html.Of($"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:">
        <title>{title}</title>
        <style>
        {PageParts.Style()}
        </style>
        </head>
        <body>
        <header>
        <p class="eyebrow">Superposition.Training</p>
        <h1>{title}</h1>
        </header>
        <main>
        <section id="answer" aria-labelledby="answer-heading">
        <h2 id="answer-heading">What was found</h2>
        <p class="headline">{PageParts.Unbroken(findings.Answer.Headline)}</p>
        {PageParts.Points(findings.Answer.Points)}
        </section>
        <section id="figures" aria-labelledby="figures-heading">
        <h2 id="figures-heading">Figures</h2>
        {figures.Select(PageParts.FigureOf)}
        </section>
        <section id="tables" aria-labelledby="tables-heading">
        <h2 id="tables-heading">Tables</h2>
        {findings.Tables.Select(PageParts.TableOf)}
        </section>
        <section id="run" aria-labelledby="run-heading">
        <h2 id="run-heading">Run it again</h2>
        <pre><code>{command}</code></pre>
        </section>
        </main>
        </body>
        </html>

        """).Markup.ReplaceLineEndings("\n");
}
