using System.Collections.Immutable;
using System.CommandLine;
using Superposition.Booleans;
using Superposition.Checkpoints;
using Superposition.Cli.Errors;
using Superposition.Probing;
using Superposition.Reporting;

namespace Superposition.Cli.Commands;

/// <summary>What every way of probing says on the screen.</summary>
internal sealed class ProbeDisplay(Screen screen, ProbeOptions options)
{
    /// <summary>Names the labels that cannot be judged before anything is computed.</summary>
    public void SayWhatCannotBeJudged(StoredActivations stored, int[] identities, ProbeSettings settings, bool json, string? others = null)
    {
        var problems = JudgeableLabels.Problems(stored.Labels_nc, identities, settings.Folds);
        if (!json && JudgeableLabels.Sentence(stored.LabelNames, problems) is { } sentence)
        {
            screen.Line(others is null ? sentence : $"{sentence} {others}");
        }
    }

    /// <summary>Other kinds of probes on the same labels, held out.</summary>
    public ImmutableArray<ProbeKindScores> Compare(
        StoredActivations stored, int[] identities, ParseResult parsed, ProbeSettings settings, Seed seed, bool json) =>
        screen.Working("comparing probes", json, () => ProbeComparison.HeldOut(
            options.Kinds(parsed), stored.Activations_nd, stored.Labels_nc, identities, settings, seed.For("probes")));

    /// <summary>Prints the answer: its headline and its points.</summary>
    public void Show(Findings findings)
    {
        screen.Line(findings.Answer.Headline);
        foreach (var point in findings.Answer.Points)
        {
            screen.Line($"{point.Subject}: {point.Text}");
        }
    }

    /// <summary>The kinds of probes, and where the page is.</summary>
    public void Show(ImmutableArray<ProbeKindScores> probes, string? page)
    {
        var table = ErrorTables.NewTable(["probe, held out", "mean AUC", "mean R²", "mean ε", "largest ε"]);
        foreach (var probe in probes.Where(probe => probe.HeldOut.Any(score => score is not null)))
        {
            double?[] scores =
            [
                probe.HeldOut.Average(score => score?.Auc),
                probe.HeldOut.Average(score => score?.R2),
                probe.HeldOut.Average(score => score?.Epsilon),
                probe.HeldOut.Max(score => score?.Epsilon),
            ];
            ErrorTables.AddRow(table, [ProbeOptions.Name(probe.Kind), .. scores.Select(ProbeOptions.Number)]);
        }

        screen.Draw(table);
        if (page is not null)
        {
            screen.Line($"Page: {page}");
        }
    }
}
