using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Superposition.Reporting.Page;

/// <summary>
/// What every page is set in: style, contents, sections and the script that sorts tables. It needs nothing else and loads nothing.
/// </summary>
internal static class PageFrame
{
    private const int MinForContents = 3;

    private static readonly string Script = ReadScript();
    private static readonly string ScriptHash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Script)));

    /// <summary>Sets a whole HTML page, with a list of contents and a policy that lets it load nothing.</summary>
    /// <param name="title">The name in a window's title.</param>
    /// <param name="eyebrow">The line above the heading.</param>
    /// <param name="heading">The heading.</param>
    /// <param name="remarks">What stands under it, such as that a run is not finished.</param>
    /// <param name="sections">The sections, in order; empty ones are left out.</param>
    public static string Of(string title, Html eyebrow, string heading, Html remarks, IEnumerable<PageSection> sections)
    {
        ImmutableArray<PageSection> shown = [.. sections.Where(section => section.Body.Markup.Trim().Length > 0)];
        var policy = $"default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; script-src 'sha256-{ScriptHash}'";
        return Html.Of($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta http-equiv="Content-Security-Policy" content="{policy}">
            <title>{title}</title>
            <style>
            {PageParts.Style()}
            </style>
            </head>
            <body>
            <a class="skip" href="#main">To the text</a>
            <header>
            <p class="eyebrow">{eyebrow}</p>
            <h1>{heading}</h1>
            {remarks}
            </header>
            {Contents(shown)}
            <main id="main">
            {shown.Select(Section)}
            </main>
            <script>{new Html(Script)}</script>
            </body>
            </html>

            """).Markup.ReplaceLineEndings("\n");
    }

    private static Html Contents(ImmutableArray<PageSection> sections) => sections.Length < MinForContents ? Html.None : Html.Of($"""
        <nav class="contents" aria-label="Contents">
        <ol>
        {sections.Select(section => Html.Of($"<li><a href=\"#{section.Id}\">{section.Heading}</a></li>\n"))}</ol>
        </nav>
        """);

    private static Html Section(PageSection section) => Html.Of($"""
        <section id="{section.Id}" aria-labelledby="{section.Id}-heading">
        <h2 id="{section.Id}-heading"><a href="#{section.Id}">{section.Heading}</a></h2>
        {section.Body}
        </section>

        """);

    private static string ReadScript()
    {
        using var stream = typeof(PageFrame).Assembly.GetManifestResourceStream("page.js")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}

/// <summary>A section of a page, with its place in the list of contents.</summary>
/// <param name="Id">Its anchor.</param>
/// <param name="Heading">Its heading.</param>
/// <param name="Body">What stands in it.</param>
internal sealed record PageSection(string Id, string Heading, Html Body);
