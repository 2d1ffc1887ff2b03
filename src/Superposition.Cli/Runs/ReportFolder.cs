using System.Text;
using Superposition.Checkpoints;
using Superposition.Reporting;
using Superposition.Reporting.Figures;
using Superposition.Studies;

namespace Superposition.Cli.Runs;

/// <summary>Writes a run's report: the page, and its figures next to it.</summary>
internal static class ReportFolder
{
    /// <summary>Makes the report anew from the rows.</summary>
    /// <param name="run">The run's head.</param>
    /// <param name="cells">Its rows.</param>
    /// <param name="results">What the file of rows is called in complaints.</param>
    public static ReportFiles Draw(RunManifest run, IReadOnlyList<CellRows> cells, string results)
    {
        var lines = cells.SelectMany(cell => cell.Lines);
        return Report.Create(
            run, run.Spec,
            StudyTable.Parse(lines.Select(line => Encoding.UTF8.GetString(line).TrimEnd('\n')), run.Spec.CoordinateNames, results));
    }

    /// <summary>The names of the files of a report, for the run's list.</summary>
    public static IEnumerable<string> Names(ReportFiles report) =>
        [RunPaths.ReportName, RunPaths.AnswerName, .. report.Figures.SelectMany(figure => (string[])[Svg(figure), Png(figure)])];

    /// <summary>Writes the page of a report, its answer as text and its figures into the folder of a run.</summary>
    public static void Write(RunPaths folder, ReportFiles report)
    {
        AtomicFile.CreateFolder(folder.In("figures"));
        foreach (var figure in report.Figures)
        {
            RunFolder.WriteText(folder.In(Svg(figure)), figure.Svg);
            RunFolder.Write(folder.In(Png(figure)), figure.Png);
        }

        RunFolder.WriteText(folder.Answer, string.Concat(report.Verdicts.Prepend(report.Headline).Select(line => $"{line}\n")));
        RunFolder.WriteText(folder.Report, report.Html);
    }

    private static string Svg(Figure figure) => RunPaths.Figure($"{figure.Name}.svg");

    private static string Png(Figure figure) => RunPaths.Figure($"{figure.Name}.png");
}
