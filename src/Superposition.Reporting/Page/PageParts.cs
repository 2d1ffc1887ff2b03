using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Superposition.Reporting.Figures;
using Superposition.Studies;

namespace Superposition.Reporting.Page;

/// <summary>What every page is made of: its style, its answer, figures and tables.</summary>
internal static partial class PageParts
{
    /// <summary>Font and style sheet.</summary>
    public static Html Style()
    {
        using var stream = typeof(PageParts).Assembly.GetManifestResourceStream("page.css")!;
        var text = new byte[stream.Length];
        stream.ReadExactly(text);
        return new Html($"@font-face {{ font-family: \"{FigureFont.Family}\"; src: "
            + $"url(data:font/ttf;base64,{Convert.ToBase64String(FigureFont.File)}); }}\n{Encoding.UTF8.GetString(text)}");
    }

    /// <summary>The points of an answer as a list.</summary>
    public static Html Points(ImmutableArray<AnswerPoint> points) =>
        points.IsEmpty
            ? Html.None
            : Html.Of($"<ul class=\"points\">\n{points.Select(point =>
                Html.Of($"<li><b>{point.Subject}.</b> {Unbroken(point.Text)}</li>\n"))}</ul>");

    /// <summary>A link to the page next to this one on which the network computes; nothing where there is none.</summary>
    public static Html ToExplorer(string? page) => page is null
        ? Html.None
        : Html.Of($"<p><a href=\"{page}\">Watch it compute</a>: switch features on and see neurons, outputs and errors.</p>");

    /// <summary>Keeps "d = 128" and "95 %" on one line.</summary>
    public static string Unbroken(string text) => PercentSign().Replace(Equation().Replace(text, "\u00A0=\u00A0"), "\u00A0%");

    [GeneratedRegex(@"(?<=\b[mdsε]) = (?=[\d−])", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Equation();

    [GeneratedRegex(@"(?<=\d) %", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PercentSign();

    /// <summary>A figure with its caption.</summary>
    public static Html FigureOf(Figure figure, int index) => Html.Of($"""
        <figure id="figure-{figure.Name}">
        <div class="sheet" tabindex="0" role="region" aria-label="Figure {index + 1}: {figure.Title}">
        {Inline(figure.Svg)}</div>
        <figcaption><b>Figure {index + 1}.</b> {Unbroken(figure.Caption)}
        <span class="files"><a href="figures/{figure.Name}.svg">SVG</a> <a href="figures/{figure.Name}.png">PNG</a></span></figcaption>
        </figure>

        """);

    /// <summary>The drawing as HTML takes it: without the names of namespaces, so that a page names no address at all.</summary>
    private static Html Inline(string svg)
    {
        var root = XDocument.Parse(svg).Root!;
        foreach (var element in root.DescendantsAndSelf())
        {
            element.Name = element.Name.LocalName;
        }

        foreach (var linked in root.Descendants().Attributes().Where(attribute => attribute.Name.LocalName == "href").ToArray())
        {
            var (owner, target) = (linked.Parent!, linked.Value);
            linked.Remove();
            owner.SetAttributeValue("href", target);
        }

        root.Attributes().Where(attribute => attribute.IsNamespaceDeclaration).Remove();
        return new Html(root.ToString(SaveOptions.DisableFormatting) + "\n");
    }

    /// <summary>A table, folded when it asks for it.</summary>
    public static Html TableOf(Table table)
    {
        var body = Html.Of($"""
            <div class="scroll" tabindex="0" role="region" aria-label="{table.Title}">
            <table id="table-{table.Name}">
            <caption><p><b>{table.Title}.</b> {table.Note} {Download($"{table.Name}.csv", Csv(table), "CSV")}</p></caption>
            <thead><tr>{table.Columns.Select((column, i) => Html.Of($"<th scope=\"col\"{Kind(i, table)}>{column}</th>"))}</tr></thead>
            <tbody>
            {table.Rows.Select(row => Html.Of($"<tr>{row.Select((cell, i) => CellOf(cell, i, table))}</tr>\n"))}</tbody>
            </table>
            </div>

            """);
        return table.IsFolded ? Html.Of($"<details>\n<summary>{table.Title}</summary>\n{body}</details>\n") : body;
    }

    /// <summary>A link that saves a text which the page carries itself.</summary>
    public static Html Download(string name, string text, string label)
    {
        var address = $"data:text/csv;charset=utf-8;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}";
        return Html.Of($"<a download=\"{name}\" href=\"{address}\">{label}</a>");
    }

    /// <summary>A table as it stands, as CSV.</summary>
    private static string Csv(Table table) =>
        string.Concat(table.Rows.Prepend(table.Columns).Select(row => $"{string.Join(',', row.Select(StudyTableCsv.Quoted))}\n"));

    private static Html CellOf(string cell, int column, Table table) =>
        column < table.Headers ? Html.Of($"<th scope=\"row\"{Kind(column, table)}>{cell}</th>") : Html.Of($"<td>{cell}</td>");

    private static Html Kind(int column, Table table) => column < table.Headers ? Html.Of($" class=\"name\"") : Html.None;
}
