using System.Collections.Immutable;
using System.CommandLine;
using Superposition.Booleans;
using Superposition.Checkpoints;
using Superposition.Cli.Errors;
using Superposition.Networks;
using Superposition.Probing;
using Superposition.Reporting.Probes;

namespace Superposition.Cli.Commands;

/// <summary>Probes activations for labels: what can be read and, where what follows is at hand, what is used.</summary>
internal sealed class LabelProbe(Screen screen, ProbeOptions options)
{
    private const int RowsShown = 20;

    private readonly ProbeDisplay display = new(screen, options);

    /// <summary>What can be read, where nothing is known of what follows.</summary>
    public int Read(ParseResult parsed, string path, StoredActivations stored, ProbeSettings settings, Seed seed, string? output, bool json)
    {
        var identities = Identities(stored, settings, json);
        var report = screen.Working($"probing {Wording.Count(stored.LabelNames.Length, "label")}", json, () => LabelProbing.OfLabels(
            stored.Activations_nd, stored.Labels_nc, stored.LabelNames, stored.Inputs_nm, stored.Untrained_nd, identities, settings,
            seed.For("probing")));
        var probes = display.Compare(stored, identities, parsed, settings, seed, json);
        var findings = LabelFindings.Of(report, settings);
        var page = PageFolder.Write(output, "probe.html", $"What can be read from {Path.GetFileName(path)}", parsed, findings);
        if (json)
        {
            screen.Json(new ReadFile(path, report.Inputs, report.Groups, settings, report.Labels, report.Controls, probes, page));
            return ExitCode.Done;
        }

        SayWhatThereIs(path, stored);
        display.Show(findings);
        Draw(
            ["label", "verdict", "AUC", "R²", "ε", "selectivity", "p"],
            report.Labels.Select(label => (label.Label, label.Verdict, (double?[])[
                label.Readability?.HeldOut.Auc, label.Readability?.HeldOut.R2, label.Readability?.HeldOut.Epsilon,
                label.Readability?.Selectivity, label.Readability is null ? null : label.ReadableP])));
        display.Show(probes, page);
        return ExitCode.Done;
    }

    /// <summary>What can be read and what is used.</summary>
    public int Use(
        ParseResult parsed, string path, StoredActivations stored, NetworkSite site, ProbeDirections? submitted, ProbeSettings settings,
        Seed seed, string? output, bool json)
    {
        var identities = Identities(stored, settings, json);
        var report = screen.Working($"probing {Wording.Count(stored.LabelNames.Length, "label")} and intervening on them", json, () =>
            LabelUseProbing.OfLabels(
                site, stored.Activations_nd, stored.Labels_nc, stored.LabelNames, stored.Inputs_nm, stored.Untrained_nd, identities,
                settings, seed.For("probing")));
        var directions = submitted is null
            ? []
            : DirectionProbing.OfJudged(site, stored.Activations_nd, stored.Labels_nc, submitted.Directions_cd, report, settings,
                seed.For("directions"));
        var probes = display.Compare(stored, identities, parsed, settings, seed, json);
        var findings = LabelUseFindings.Of(report, directions, settings);
        var page = PageFolder.Write(output, "probe.html", $"What {Path.GetFileName(path)} holds, and what is used of it", parsed, findings);
        if (json)
        {
            screen.Json(new UseFile(
                path, report.Inputs, report.ReadDimensions, settings, report.Features, directions, report.Controls, probes, page));
            return ExitCode.Done;
        }

        SayWhatThereIs(path, stored);
        display.Show(findings);
        Draw(
            ["label", "verdict", "AUC", "R²", "effect", "random", "contexts", "p used"],
            report.Features.Select(label => (label.Feature, label.Verdict, (double?[])[
                label.Readability?.HeldOut.Auc, label.Readability?.HeldOut.R2, label.Use.Removal.Effect, label.Use.Removal.Random,
                label.Use.InContexts.Share, label.UsedP])));
        screen.Line("effect: of removing the label's direction, root mean square over contexts, in shares of an output's range; random: "
            + "of a random step of that length;");
        screen.Line("contexts: share of them in which it is material");
        if (!directions.IsEmpty)
        {
            Draw(
                ["direction", "verdict", "AUC", "cosine", "seen", "effect", "random", "p", "gradient"],
                directions.Select(direction => (direction.Label, direction.Verdict, (double?[])[
                    direction.Auc, direction.Acting, direction.SeenShare, direction.Removal.Effect, direction.Removal.Random,
                    direction.Removal.P, direction.CausalRemoval.Effect])));
            screen.Line("cosine: to the gradient of the output that depends most on the label, in neurons' units; gradient: effect of "
                + "removing that gradient's direction");
        }

        display.Show(probes, page);
        return ExitCode.Done;
    }

    private int[] Identities(StoredActivations stored, ProbeSettings settings, bool json)
    {
        var identities = LabelProbing.Identities(stored.Inputs_nm ?? stored.Activations_nd, stored.Groups);
        display.SayWhatCannotBeJudged(stored, identities, settings, json);
        return identities;
    }

    private void SayWhatThereIs(string path, StoredActivations stored) => screen.Line(
        $"{path}: {stored.Activations_nd.shape[1]:N0} activations on {Wording.Count((int)stored.Activations_nd.shape[0], "input")}, "
            + $"{Wording.Count(stored.LabelNames.Length, "label")}");

    private void Draw(string[] columns, IEnumerable<(string Name, Verdict Verdict, double?[] Numbers)> rows)
    {
        var table = ErrorTables.NewTable(columns, names: 2);
        var all = rows.ToArray();
        foreach (var (name, verdict, numbers) in all.Take(RowsShown))
        {
            ErrorTables.AddRow(table, [name, PairFindings.Words(verdict), .. numbers.Select(ProbeOptions.Number)]);
        }

        screen.Draw(table);
        if (all.Length > RowsShown)
        {
            screen.Line($"{all.Length - RowsShown} more with --json or --out.");
        }
    }

    private sealed record ReadFile(
        string File, int Inputs, int Groups, ProbeSettings Settings, ImmutableArray<LabelVerdict> Labels,
        ImmutableArray<LabelVerdict> Controls, ImmutableArray<ProbeKindScores> Probes, string? Page);

    private sealed record UseFile(
        string File, int Inputs, int ReadDimensions, ProbeSettings Settings, ImmutableArray<FeatureVerdict> Labels,
        ImmutableArray<DirectionUse> Directions, ImmutableArray<FeatureVerdict> Controls, ImmutableArray<ProbeKindScores> Probes,
        string? Page);
}
