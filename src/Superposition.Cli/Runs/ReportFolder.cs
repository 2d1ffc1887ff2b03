using Superposition.Experiments;
using Superposition.Reporting;

namespace Superposition.Cli.Runs;

/// <summary>Writes a run's report: the page, and its figures beside it.</summary>
internal static class ReportFolder
{
    /// <summary>Makes the report anew from the records.</summary>
    public static ReportFiles Write(RunFolder folder, RunManifest run, IReadOnlyList<CellRecord> records)
    {
        var report = Report.Create(run, records);
        foreach (var figure in report.Figures)
        {
            RunFolder.WriteText(folder.Figure($"{figure.Name}.svg"), figure.Svg);
            RunFolder.Write(folder.Figure($"{figure.Name}.png"), figure.Png);
        }

        RunFolder.WriteText(folder.Report, report.Html);
        return report;
    }
}
