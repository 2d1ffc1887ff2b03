using System.Collections.Immutable;
using Superposition.Reporting.Explorer;
using Superposition.Reporting.Page;
using Superposition.Reporting.Statistics;
using Superposition.Reporting.Views;
using Superposition.Specs;
using Superposition.Studies;
using Superposition.Studies.Predictions;
using Superposition.Tasks;

namespace Superposition.Reporting;

/// <summary>Makes a study's report from its spec and its table alone.</summary>
internal static class StudyReport
{
    /// <summary>Makes the report of a study: page, figures, headline and verdicts.</summary>
    /// <param name="run">The run.</param>
    /// <param name="study">Its spec.</param>
    /// <param name="table">Its rows; cells without any are left out.</param>
    public static ReportFiles Of(RunManifest run, StudySpec study, StudyTable table)
    {
        var shown = ShownTable.Of(table, study.TunedNames);
        ImmutableArray<Verdict> verdicts = [.. study.Predictions.Select(prediction => PredictionJudge.Judge(prediction, shown))];
        var (figures, tables, empty) = StudyDrawings.Of(study.Views, shown, row => SizeOf(study, row));
        ImmutableArray<string> rankings = [.. study.Rankings.Select(ranking => RankingSentences.Of(ranking, shown)).OfType<string>()];
        var headline = string.Join(' ', [.. rankings, Headline(verdicts, shown)]);
        var page = StudyPage.Of(new StudyPageParts
        {
            Name = run.Name,
            Question = study.Asks,
            Remarks = RunFacts.Remarks(run),
            Explorer = run.Files.Contains(ExplorerPage.BesideName) ? ExplorerPage.BesideName : null,
            Rankings = rankings,
            Headline = Headline(verdicts, shown),
            Verdicts = verdicts,
            PredictionsWereEdited = run.PredictionsHash != study.PredictionsHash,
            Table = shown,
            Figures = figures,
            Tables = [.. tables, .. TunedTable.Of(table, study.TunedNames)],
            Empty = empty,
            Facts = RunFacts.Of(run),
            Command = run.Command,
            Spec = study.ToJsonNode().ToJsonString(SpecJson.Indented),
        });
        return new ReportFiles(page, figures, headline)
        {
            Verdicts = [.. verdicts.Select(verdict =>
                $"{Verdicts.Word(verdict.State)}: {verdict.Prediction.Says} {Verdicts.Finding(verdict, shown)}")],
        };
    }

    private static string Headline(ImmutableArray<Verdict> verdicts, StudyTable table) => verdicts.IsEmpty
        ? $"{Numbers.Of(table.Rows.Count(row => row.Refusal is null && row.Failure is null), "network")} measured. "
            + $"{Verdicts.Summary(verdicts)}"
        : Verdicts.Summary(verdicts);

    /// <summary>The size of a row's task, for bounds: known where its inputs are sparse sets.</summary>
    private static TaskSize? SizeOf(StudySpec study, StudyRow row)
    {
        var task = study.Tasks.FirstOrDefault(point => row["task"] is StudyValue.Text name && (point.Value.Name ?? "task") == name.Value
            && point.Coordinates.All(coordinate =>
                row.Coordinates.GetValueOrDefault(coordinate.Key) is not { } value || value == coordinate.Value));
        return task?.Value.Inputs is SparseSetSpec inputs
            ? new TaskSize(inputs.Features, inputs is ExactlyActiveSpec ? inputs.Active : 0, inputs.Active)
            : null;
    }
}
