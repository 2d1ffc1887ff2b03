using System.Collections.Immutable;
using Superposition.Reporting.Figures;
using Superposition.Reporting.Page;
using Superposition.Studies;

namespace Superposition.Reporting;

/// <summary>
/// Makes a run's report from its records. It computes nothing anew and touches no file: the same run and records give bit-identical files.
/// </summary>
public static class Report
{
    /// <summary>The report of a study.</summary>
    /// <param name="run">The run.</param>
    /// <param name="study">Its spec.</param>
    /// <param name="table">Its rows; cells without any are left out.</param>
    public static ReportFiles Create(RunManifest run, StudySpec study, StudyTable table) => StudyReport.Of(run, study, table);

    /// <summary>The page of a single command's findings.</summary>
    /// <param name="title">What the page is about.</param>
    /// <param name="command">The command that gives it.</param>
    /// <param name="findings">What was found.</param>
    /// <param name="explorer">The page next to it on which the networks compute; null where there is none.</param>
    public static ReportFiles Create(string title, string command, Findings findings, string? explorer = null)
    {
        ImmutableArray<Figure> figures = [.. findings.Charts.Select(ChartRenderer.Draw), .. findings.Maps.Select(HeatRenderer.Draw)];
        return new ReportFiles(FindingsPage.Of(title, command, findings, figures, explorer), figures, findings.Answer.Headline);
    }
}

/// <summary>What a report consists of.</summary>
/// <param name="Html">The page, complete in itself.</param>
/// <param name="Figures">Its figures, also as files of their own.</param>
/// <param name="Headline">The answer in a sentence or two, for a terminal.</param>
public sealed record ReportFiles(string Html, ImmutableArray<Figure> Figures, string Headline)
{
    /// <summary>The verdicts on a study's predictions, a line each.</summary>
    public ImmutableArray<string> Verdicts { get; init; } = [];
}
