using System.Net;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Superposition.Experiments;
using Superposition.Reporting;
using Superposition.Tests.Reporting.Samples;

namespace Superposition.Tests.Reporting;

/// <summary>The page stands alone, says what it was given, and can be read by anyone.</summary>
public class ReportPageTests
{
    public static TheoryData<string> Kinds => SampleReports.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Page_names_no_address_and_loads_nothing(string kind)
    {
        var html = SampleReports.Of(kind).Html;
        Assert.DoesNotContain("http:", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("https:", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch(new Regex(@"<(script|link|img|iframe|object|embed)\b|\s(src|srcset|xlink:href)\s*=|@import", RegexOptions.IgnoreCase), html);
        var links = Regex.Matches(html, "\\shref=\"([^\"]*)\"").Select(match => match.Groups[1].Value);
        Assert.All(links, link => Assert.Matches("^(#|figures/|data:text/csv;|data:image/png;)", link));
        Assert.All(Regex.Matches(html, @"url\(([^)]*)\)").Select(match => match.Groups[1].Value), address => Assert.Matches("^(data:font/ttf;base64,|#)", address));
        Assert.Contains("http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ", html, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Page_opens_with_question_prediction_and_answer(string kind)
    {
        var html = SampleReports.Of(kind).Html;
        string[] order = ["<h1>", "id=\"prediction\"", "id=\"answer\"", "class=\"headline\"", "id=\"figures\"", "id=\"tables\"", "id=\"run\""];
        var places = order.Select(mark => html.IndexOf(mark, StringComparison.Ordinal)).ToArray();
        Assert.All(places, place => Assert.True(place > 0));
        Assert.Equal(places.Order(), places);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_figure_that_the_page_names_is_delivered_and_every_delivered_figure_is_named(string kind)
    {
        var report = SampleReports.Of(kind);
        var named = Regex.Matches(report.Html, @"figures/([a-z0-9-]+)\.svg").Select(match => match.Groups[1].Value).ToArray();
        Assert.NotEmpty(named);
        Assert.Equal(report.Figures.Select(figure => figure.Name), named);
        Assert.All(report.Figures, figure => Assert.Contains($"id=\"figure-{figure.Name}\"", report.Html, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Everything_has_a_name_of_its_own_for_readers_that_do_not_see(string kind)
    {
        var html = SampleReports.Of(kind).Html;
        var ids = Regex.Matches(html, "\\sid=\"([^\"]+)\"").Select(match => match.Groups[1].Value).ToArray();
        Assert.Equal(ids.Distinct(), ids);
        Assert.All(Regex.Matches(html, "aria-labelledby=\"([^\"]+)\"").SelectMany(match => match.Groups[1].Value.Split(' ')), id => Assert.Contains(id, ids));
        Assert.Equal(Regex.Count(html, "<table\\b"), Regex.Count(html, "<caption\\b"));
        Assert.All(Regex.Matches(html, "<th\\b[^>]*>").Select(match => match.Value), header => Assert.Contains("scope=", header, StringComparison.Ordinal));
        Assert.Equal(Regex.Count(html, "<svg\\b"), Regex.Count(html, "<svg\\b[^>]*role=\"img\""));
        Assert.Equal(Regex.Count(html, "<svg\\b"), Regex.Count(html, "<svg\\b[^>]*><title\\b"));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Rows_of_every_table_have_as_many_cells_as_its_header(string kind)
    {
        foreach (var table in Regex.Matches(SampleReports.Of(kind).Html, "<table\\b.*?</table>", RegexOptions.Singleline).Select(match => match.Value))
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
        const string Hostile = "<script>alert('1')</script> & \"quotes\" </h1><img src=x onerror=alert(2)>";
        var spec = ConstructionErrorsSample.Spec(seeds: 1) with { Question = Hostile, Prediction = Hostile };
        var failed = ConstructionErrorsSample.Records(spec)[0] with { Analytic = null, Failure = Hostile, Cell = "<b>cell</b>" };
        var run = SampleRun.Of(spec) with { Name = Hostile, Command = Hostile, Libraries = Hostile, Machine = Hostile, Version = Hostile };
        var html = Report.Create(run, [failed]).Html;
        Assert.DoesNotMatch(new Regex("<script|<img|<b>cell"), html);
        Assert.DoesNotContain("</h1><", html.Replace("</h1>\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(&#x27;1&#x27;)&lt;/script&gt; &amp; &quot;quotes&quot;", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_shows_spec_command_machine_times_and_refusals()
    {
        var html = WebUtility.HtmlDecode(SampleReports.Of("construction-errors").Html);
        Assert.Contains("superposition run experiments/sample", html, StringComparison.Ordinal);
        Assert.Contains("\"leastSquaresUpToFeatures\": 32", html, StringComparison.Ordinal);
        Assert.Contains("torch 2.10.0, .NET 10", html, StringComparison.Ordinal);
        Assert.Contains("22 November 2026, 10:30 UTC", html, StringComparison.Ordinal);
        Assert.Contains("12.5 s", html, StringComparison.Ordinal);
        Assert.Contains("<dt>subset-m64-s2-d256-seed0</dt><dd>subset: features 1 and 2 share no neuron", html, StringComparison.Ordinal);
        Assert.Contains("6 cells. A construction refuses where one of its premises does not hold.", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Refusals_and_failures_are_told_apart()
    {
        var html = WebUtility.HtmlDecode(SampleReports.Of("learned-versus-constructed").Html);
        var (refusals, failures) = (html.IndexOf("<h3 id=\"refusals\">", StringComparison.Ordinal), html.IndexOf("<h3 id=\"failures\">", StringComparison.Ordinal));
        Assert.InRange(html.IndexOf("<dt>subset-d64-seed0</dt>", StringComparison.Ordinal), refusals, failures);
        Assert.True(html.IndexOf("<dt>trained-mse-d64-lr0.01-seed1</dt>", StringComparison.Ordinal) > failures);
    }

    [Theory]
    [InlineData(RunState.Interrupted, "Interrupted: 2 of 3 cells have a record.")]
    [InlineData(RunState.Running, "Not finished: 2 of 3 cells have a record.")]
    [InlineData(RunState.FinishedWithFailures, "Some networks did not train to the end")]
    public void Page_says_when_it_is_not_the_whole_story(RunState state, string remark)
    {
        var spec = ConstructionErrorsSample.Spec(seeds: 1);
        Assert.Contains(remark, Report.Create(SampleRun.Of(spec, cellsDone: 2, state), []).Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Smoke_tests_are_called_what_they_are()
    {
        var spec = ConstructionErrorsSample.Spec(seeds: 1);
        Assert.Contains("Its numbers answer nothing", Report.Create(SampleRun.Of(spec) with { IsSmoke = true }, []).Html, StringComparison.Ordinal);
        Assert.DoesNotContain("Its numbers answer nothing", Report.Create(SampleRun.Of(spec), []).Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Records_of_another_kind_are_refused_by_name()
    {
        var records = LearnedVersusConstructedSample.Records(LearnedVersusConstructedSample.Spec());
        var e = Assert.Throws<ArgumentException>(() => Report.Create(SampleRun.Of(ConstructionErrorsSample.Spec()), records));
        Assert.Contains("LearnedVersusConstructedRecord", e.Message, StringComparison.Ordinal);
        Assert.Contains("controls-seed0", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Same_records_in_any_order_give_the_same_bytes(string kind)
    {
        var (spec, records) = SampleReports.DataOf(kind);
        var first = SampleReports.Of(kind);
        var second = Report.Create(SampleRun.Of(spec), [.. records.Reverse()]);
        Assert.Equal(first.Html, second.Html);
        Assert.Equal(first.Figures.Select(figure => figure.Svg), second.Figures.Select(figure => figure.Svg));
        Assert.All(first.Figures.Zip(second.Figures), pair => Assert.Equal(pair.First.Png, pair.Second.Png));
    }

    [Fact]
    public void Reporting_loads_no_native_tensor_library()
    {
        Assert.NotEmpty(SampleReports.Of("learned-versus-constructed").Html);
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        Assert.DoesNotContain(process.Modules.Cast<System.Diagnostics.ProcessModule>(), module => module.ModuleName.Contains("torch", StringComparison.OrdinalIgnoreCase) && !module.ModuleName.EndsWith(".dll", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Figures_on_the_page_are_the_figures_delivered(string kind)
    {
        var report = SampleReports.Of(kind);
        foreach (var figure in report.Figures)
        {
            var texts = XDocument.Parse(figure.Svg).Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value).ToArray();
            var onPage = Regex.Match(report.Html, $"<figure id=\"figure-{figure.Name}\">.*?</figure>", RegexOptions.Singleline).Value;
            Assert.Equal(texts, Regex.Matches(onPage, "<text\\b[^>]*>([^<]*)</text>").Select(match => WebUtility.HtmlDecode(match.Groups[1].Value)));
        }
    }
}
