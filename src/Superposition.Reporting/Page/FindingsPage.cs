using System.Collections.Immutable;
using Superposition.Reporting.Figures;

namespace Superposition.Reporting.Page;

/// <summary>Sets findings of a single command as one HTML page that needs nothing else.</summary>
internal static class FindingsPage
{
    /// <summary>Sets the page: answer first, then figures and tables, and the command that gives them again.</summary>
    /// <param name="title">What the page is about.</param>
    /// <param name="command">The command that gives it.</param>
    /// <param name="findings">What was found.</param>
    /// <param name="figures">Its figures, drawn.</param>
    /// <param name="explorer">The page next to this one on which the networks compute; null where there is none.</param>
    public static string Of(string title, string command, Findings findings, ImmutableArray<Figure> figures, string? explorer) =>
        PageFrame.Of(title, Html.Of($"Superposition.Training"), title, PageParts.ToExplorer(explorer),
        [
            new("answer", "Answer", Answer(findings.Answer)),
            new("figures", "Figures", Html.Join(figures.Select(PageParts.FigureOf))),
            new("tables", "Tables", Html.Join(findings.Tables.Select(PageParts.TableOf))),
            new("run", "Run it again", Html.Of($"<pre tabindex=\"0\"><code>{command}</code></pre>")),
        ]);

    private static Html Answer(Answer answer) =>
        Html.Of($"<p class=\"headline\">{PageParts.Unbroken(answer.Headline)}</p>\n{PageParts.Points(answer.Points)}");
}
