using System.Text;
using System.Text.Json;
using Superposition.Reporting;
using Superposition.Specs;
using Superposition.Studies;

namespace Superposition.Cli.Runs;

/// <summary>Writes a run's report: the page, and its figures beside it.</summary>
internal static class ReportFolder
{
    /// <summary>Makes the report anew from the rows.</summary>
    public static ReportFiles Write(RunFolder folder, RunManifest run, IReadOnlyList<CellRows> cells)
    {
        var lines = cells.SelectMany(cell => cell.Lines);
        var table = StudyTable.Parse(lines.Select(line => Encoding.UTF8.GetString(line).TrimEnd('\n')), run.Spec.CoordinateNames, folder.Results);
        var report = Report.Create(run, run.Spec, table);
        foreach (var figure in report.Figures)
        {
            RunFolder.WriteText(folder.Figure($"{figure.Name}.svg"), figure.Svg);
            RunFolder.Write(folder.Figure($"{figure.Name}.png"), figure.Png);
        }

        RunFolder.WriteText(folder.Answer, string.Concat(report.Verdicts.Prepend(report.Headline).Select(line => $"{line}\n")));
        RunFolder.WriteText(folder.Report, report.Html);
        return report;
    }
}
