using System.Net;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Superposition.Studies;
using Superposition.Tests.Reporting.Samples;

namespace Superposition.Tests.Reporting;

/// <summary>The page stands alone, says what it was given, and can be read by anyone.</summary>
public class ReportPageTests
{
    private static string Html => SampleStudy.Report.Value.Html;

    [Fact]
    public void Page_names_no_address_and_loads_nothing()
    {
        Assert.DoesNotContain("http:", Html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("https:", Html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch(
            new Regex(
            @"<(link|img|iframe|object|embed)\b|<script\b[^>]*\ssrc|\s(src|srcset|xlink:href)\s*=|@import", RegexOptions.IgnoreCase), Html);
        var links = Regex.Matches(Html, "\\shref=\"([^\"]*)\"").Select(match => match.Groups[1].Value);
        Assert.All(links, link => Assert.Matches("^(#|figures/|data:text/csv;|data:image/png;)", link));
        Assert.All(Regex.Matches(Html, @"url\(([^)]*)\)").Select(match => match.Groups[1].Value), address =>
            Assert.Matches("^(data:font/ttf;base64,|#)", address));
    }

    [Fact]
    public void Every_figure_that_the_page_names_is_delivered_and_every_delivered_figure_is_named()
    {
        var figures = SampleStudy.Report.Value.Figures;
        Assert.Equal(5, figures.Length);
        Assert.All(figures, figure => Assert.Contains($"figures/{figure.Name}.svg", Html, StringComparison.Ordinal));
        Assert.Equal(
            figures.Select(figure => figure.Name), Regex.Matches(Html, @"figures/([a-z0-9.-]+)\.svg").Select(match =>
            match.Groups[1].Value).Distinct());
        foreach (var figure in figures)
        {
            var texts = XDocument.Parse(figure.Svg).Descendants().Where(element => element.Name.LocalName == "text").Select(element =>
                element.Value).ToArray();
            var onPage =
                Regex.Match(Html, $"<figure id=\"figure-{Regex.Escape(figure.Name)}\">.*?</figure>", RegexOptions.Singleline).Value;
            Assert.Equal(
                texts, Regex.Matches(onPage, "<text\\b[^>]*>([^<]*)</text>").Select(match => WebUtility.HtmlDecode(match.Groups[1].Value)));
        }
    }

    [Fact]
    public void Everything_has_a_name_of_its_own_for_readers_that_do_not_see()
    {
        var ids = Regex.Matches(Html, "\\sid=\"([^\"]+)\"").Select(match => match.Groups[1].Value).ToArray();
        Assert.Equal(ids.Distinct(), ids);
        Assert.All(Regex.Matches(Html, "aria-labelledby=\"([^\"]+)\"").SelectMany(match => match.Groups[1].Value.Split(' ')), id =>
            Assert.Contains(id, ids));
        Assert.Equal(Regex.Count(Html, "<table\\b"), Regex.Count(Html, "<caption\\b"));
        Assert.All(Regex.Matches(Html, "<th\\b[^>]*>").Select(match => match.Value), header =>
            Assert.Contains("scope=", header, StringComparison.Ordinal));
        Assert.Equal(Regex.Count(Html, "<svg\\b"), Regex.Count(Html, "<svg\\b[^>]*role=\"img\""));
    }

    [Fact]
    public void Rows_of_every_table_have_as_many_cells_as_its_header()
    {
        foreach (var table in Regex.Matches(Html, "<table\\b.*?</table>", RegexOptions.Singleline).Select(match => match.Value))
        {
            var columns = Regex.Count(table, "<th scope=\"col\"");
            var rows = Regex.Matches(table, "<tr>(.*?)</tr>", RegexOptions.Singleline).Skip(1).ToArray();
            Assert.NotEmpty(rows);
            Assert.All(rows, row => Assert.Equal(columns, Regex.Count(row.Value, "<(td|th)\\b")));
        }
    }

    [Fact]
    public void Markup_in_the_spec_is_shown_and_not_obeyed()
    {
        var table = SampleStudy.Table(seeds: 1);
        table = table with { Rows = table.Rows.SetItem(0, table.Rows[0] with { Failure = "<b>cell</b>" }) };
        var html = SampleStudy.Of(table, "<script>alert('1')</script> & </h1><img src=x onerror=alert(2)>").Html;
        Assert.DoesNotMatch(new Regex("<script>alert|<img|<b>cell"), html);
        Assert.Contains("&lt;script&gt;alert(&#x27;1&#x27;)&lt;/script&gt; &amp; ", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_shows_spec_command_machine_times_refusals_and_failures()
    {
        var html = WebUtility.HtmlDecode(Html);
        Assert.Contains("superposition run experiments/sample", html, StringComparison.Ordinal);
        Assert.Contains("\"question\": \"Is it small?\"", html, StringComparison.Ordinal);
        Assert.Contains("torch 2.10.0, .NET 10", html, StringComparison.Ordinal);
        Assert.Contains("22 November 2026, 10:30 UTC", html, StringComparison.Ordinal);
        Assert.Contains("12.5 s", html, StringComparison.Ordinal);
        Assert.Contains("1 of 2 predictions held; 1 failed.", html, StringComparison.Ordinal);
        var (refusals, failures) = (html.IndexOf("<h3 id=\"refusals\">", StringComparison.Ordinal),
            html.IndexOf("<h3 id=\"failures\">", StringComparison.Ordinal));
        Assert.InRange(
            html.IndexOf("<dt>subset-d64-seed0</dt><dd>subset: features 1 and 2 share no neuron", StringComparison.Ordinal), refusals,
            failures < 0 ? int.MaxValue : failures);
    }

    [Theory]
    [InlineData(RunState.Interrupted, "Interrupted: 2 of 3 cells have a record.")]
    [InlineData(RunState.Running, "Not finished: 2 of 3 cells have a record.")]
    [InlineData(RunState.FinishedWithFailures, "Some networks did not train to the end")]
    public void Page_says_when_it_is_not_the_whole_story(RunState state, string remark) =>
        Assert.Contains(remark, SampleStudy.Of(SampleStudy.Table(seeds: 1), state: state, cellsDone: 2).Html, StringComparison.Ordinal);

    [Fact]
    public void Smoke_tests_are_called_what_they_are()
    {
        Assert.Contains(
            "Its numbers answer nothing", SampleStudy.Of(SampleStudy.Table(seeds: 1), isSmoke: true).Html, StringComparison.Ordinal);
        Assert.DoesNotContain("Its numbers answer nothing", Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_part_of_the_rows_gives_a_page_without_broken_numbers()
    {
        var table = SampleStudy.Table(seeds: 3);
        foreach (var part in new[] { table.Rows.Take(0), table.Rows.Take(1), table.Rows.Take(8), table.Rows.TakeLast(1),
            table.Rows.Where((_, i) => i % 7 == 0) })
        {
            var html = SampleStudy.Of(table with { Rows = [.. part] }).Html;
            Assert.DoesNotContain("NaN", html, StringComparison.Ordinal);
            Assert.DoesNotContain("∞", html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Same_rows_give_the_same_bytes()
    {
        var again = SampleStudy.Of(SampleStudy.Table(seeds: 3));
        Assert.Equal(Html, again.Html);
        Assert.All(SampleStudy.Report.Value.Figures.Zip(again.Figures), pair =>
            Assert.Equal((pair.First.Svg, Convert.ToHexString(pair.First.Png)), (pair.Second.Svg, Convert.ToHexString(pair.Second.Png))));
    }

    [Fact]
    public void Reporting_loads_no_native_tensor_library()
    {
        Assert.NotEmpty(Html);
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        Assert.DoesNotContain(
            process.Modules.Cast<System.Diagnostics.ProcessModule>(),
            module => module.ModuleName.Contains("torch", StringComparison.OrdinalIgnoreCase)
            && !module.ModuleName.EndsWith(".dll", StringComparison.Ordinal));
    }
}
