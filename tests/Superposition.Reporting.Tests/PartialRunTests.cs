using Superposition.Experiments;
using Superposition.Reporting;
using Superposition.Tests.Reporting.Samples;

namespace Superposition.Tests.Reporting;

/// <summary>Whatever part of a run is there, the report says what it can and never invents the rest.</summary>
public class PartialRunTests
{
    public static TheoryData<string> Kinds => SampleReports.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Any_part_of_the_records_gives_findings_without_broken_numbers(string kind)
    {
        var (spec, records) = SampleReports.DataOf(kind);
        var random = new Random(2408);
        for (var trial = 0; trial < 150; trial++)
        {
            var share = random.NextDouble();
            var part = records.Where(_ => random.NextDouble() < share * share).ToArray();
            AssertSound(Report.ReaderOf(spec).Of(spec, part));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_beginning_of_a_run_gives_findings(string kind)
    {
        var (spec, records) = SampleReports.DataOf(kind, seeds: 2);
        for (var done = 0; done <= records.Count; done++)
        {
            AssertSound(Report.ReaderOf(spec).Of(spec, [.. records.Take(done)]));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Small_parts_of_a_run_can_be_drawn(string kind)
    {
        var (spec, records) = SampleReports.DataOf(kind);
        foreach (var part in new[] { records.Take(1), records.Take(8), records.TakeLast(1), records.Where(record => record.Seed == 0), records.Where((_, i) => i % 17 == 0) })
        {
            var report = Report.Create(SampleRun.Of(spec), [.. part]);
            Assert.DoesNotContain("NaN", report.Html, StringComparison.Ordinal);
            Assert.DoesNotContain("∞", report.Html, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void No_records_give_a_page_that_says_so(string kind)
    {
        var report = Report.Create(SampleRun.Of(SampleReports.DataOf(kind).Spec, cellsDone: 0, RunState.Running), []);
        Assert.Contains("There is no answer yet", report.Html, StringComparison.Ordinal);
        Assert.Empty(report.Figures);
    }

    [Fact]
    public void All_cells_failing_gives_a_page_with_every_refusal()
    {
        var spec = ConstructionErrorsSample.Spec();
        var failed = ConstructionErrorsSample.Records(spec).Select(record => record with { Analytic = null, LeastSquares = null, Predicted = null, PredictedEpsilon = null, Failure = "It could not be built." }).ToArray();
        var report = Report.Create(SampleRun.Of(spec, state: RunState.FinishedWithFailures), failed);
        Assert.Contains("There is no answer yet", report.Html, StringComparison.Ordinal);
        Assert.Equal(failed.Length, System.Text.RegularExpressions.Regex.Count(report.Html, "<dd>It could not be built.</dd>"));
    }

    [Fact]
    public void All_trained_cells_diverging_leaves_the_constructed_arms()
    {
        var spec = LearnedVersusConstructedSample.Spec();
        var records = LearnedVersusConstructedSample.Records(spec).Select(record => record.LearningRate is null ? record : record with { DivergedAt = 3, FinalLoss = double.MaxValue, Failure = "The loss was no longer finite." }).ToArray();
        var findings = Report.ReaderOf(spec).Of(spec, records);
        AssertSound(findings);
        Assert.StartsWith("No network trained whole has been measured.", findings.Answer.Headline, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void One_seed_gives_no_interval_and_says_so(string kind)
    {
        var (spec, records) = SampleReports.DataOf(kind, seeds: 1);
        var findings = Report.ReaderOf(spec).Of(spec, records);
        Assert.Contains("1 seed, so there is no confidence interval", findings.Answer.Headline, StringComparison.Ordinal);
        // A share of known networks named rightly has an exact interval of its own: its draws are independent within a seed.
        var texts = findings.Answer.Points.Select(point => point.Text).Append(findings.Answer.Headline);
        Assert.DoesNotContain(texts, text => text.Contains('[', StringComparison.Ordinal) && kind != "what-training-finds");
        Assert.All(findings.Charts, chart => Assert.StartsWith("One seed", chart.Note, StringComparison.Ordinal));
        Assert.DoesNotContain(findings.Tables.SelectMany(table => table.Rows).SelectMany(row => row), cell => cell.Contains('±', StringComparison.Ordinal));
    }

    private static void AssertSound(Findings findings)
    {
        string[] texts =
        [
            findings.Answer.Headline, .. findings.Answer.Points.Select(point => point.Text), .. findings.Charts.Select(chart => chart.Note),
            .. findings.Tables.SelectMany(table => table.Rows).SelectMany(row => row),
        ];
        var everything = string.Join('\n', texts);
        Assert.DoesNotContain("NaN", everything, StringComparison.Ordinal);
        Assert.DoesNotContain("Infinity", everything, StringComparison.Ordinal);
        Assert.DoesNotContain("∞", everything, StringComparison.Ordinal);
        Assert.DoesNotContain(": .", everything, StringComparison.Ordinal);
        Assert.DoesNotContain("  ", everything, StringComparison.Ordinal);
        Assert.DoesNotContain(findings.Tables, table => table.Rows.Any(row => row.Length != table.Columns.Length));
        Assert.All(findings.Charts, chart => Assert.NotEmpty(chart.Panels));
    }
}
