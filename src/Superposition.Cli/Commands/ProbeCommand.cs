using System.Collections.Immutable;
using System.CommandLine;
using Superposition.Baselines;
using Superposition.Booleans;
using Superposition.Checkpoints;
using Superposition.Cli.Errors;
using Superposition.Experiments.UnusedFeatures;
using Superposition.Networks;
using Superposition.Probing;
using Superposition.Reporting;
using Superposition.Reporting.Probes;

namespace Superposition.Cli.Commands;

/// <summary><c>superposition probe</c>.</summary>
internal sealed class ProbeCommand : ExampleCommand
{
    // 2,016 pairs: every one is probed and intervened on.
    private const int MostFeatures = 64;
    private const int RowsShown = 20;

    private readonly Screen screen;
    private readonly Argument<string> file = new("FILE") { Description = "A network, or activations with labels (safetensors, .npz, .npy, .pt)." };
    private readonly Option<string?> labels = new("--labels") { Description = "Activations: a second file with the labels, where FILE has none (CSV, TSV, .npy, .npz, safetensors).", HelpName = "FILE" };
    private readonly Option<string?> untrained = new("--untrained") { Description = "Network: the file of the same network before training (default: a random layer of its shape).", HelpName = "FILE" };
    private readonly Option<int?> layer = NumberOption.Whole("--layer", "i", "Network: the layer whose activations are probed, 0 being the first (default: the last).", 0, 1000);
    private readonly Option<string?> output = new("--out") { Description = "Folder for a page (probe.html) and its figures.", HelpName = "FOLDER" };
    private readonly InputOptions inputs = new();
    private readonly ForeignOptions foreign = new();
    private readonly ProbeOptions options = new();

    public ProbeCommand(Screen screen)
        : base(
            "probe", "Tell what a layer holds and what the network uses: used (in how many contexts, through which neurons), readable but unused, weakly readable or absent, with controls.",
            "superposition probe trained.safetensors --inputs all --out probed", "superposition probe activations.npz --probes ridge,logistic")
    {
        this.screen = screen;
        Add(file);
        foreach (var option in inputs.All.Concat(options.All).Concat(foreign.All).Concat([labels, untrained, layer, output]))
        {
            Add(option);
        }
    }

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, bool json, CancellationToken cancellation)
    {
        var path = parsed.GetRequiredValue(file);
        PageFolder.RequirePossible(parsed.GetValue(output));
        var settings = options.Settings(parsed);
        if (ActivationsInput.Load(path, parsed.GetValue(labels)) is not { } stored)
        {
            return Network(parsed, path, settings, json, cancellation);
        }

        using (stored)
        {
            LoadedNetwork.Say(screen, json, path, stored.Notes);
            return Activations(parsed, path, stored, settings, json);
        }
    }

    private int Network(ParseResult parsed, string path, ProbeSettings settings, bool json, CancellationToken cancellation)
    {
        using var loaded = LoadedNetwork.Load(path, parsed, inputs, foreign.Reading(parsed), cancellation);
        LoadedNetwork.Say(screen, json, path, loaded.Notes);
        if (loaded.Pairs is null)
        {
            return Functions(parsed, loaded, settings, json, cancellation);
        }

        var (sample, seed, all) = (inputs.Sample(parsed, loaded, cancellation), inputs.Seed(parsed), PairAnds.All(Math.Min(loaded.Network.Features, MostFeatures)));
        var site = Site(path, loaded.Network, parsed.GetValue(layer));
        RequirePairs(path, loaded.Network.Features, sample.Space);
        using var before = Untrained(parsed, loaded, site, sample.Space, seed);
        using var stored = ActivationsInput.Of(site, all, sample);
        var identities = LabelProbing.Identities(stored.Inputs_nm!, null);
        SayWhatCannotBeJudged(stored, identities, settings, json);
        var report = screen.Working(
            $"probing {all.Count} pairs on {sample}", json, () => FeatureProbing.OfPairs(site, before is null ? null : new NetworkSite(before, before.Layers.Count - 1), all, sample, settings, seed.For("probing")));
        var isAskedFor = all.Pairs.Select(pair => loaded.Pairs!.IndexOf(pair.First, pair.Second) >= 0).ToArray();
        var pairs = ProbedPair.Of(report, all, isAskedFor);
        var probes = screen.Working("comparing probes", json, () => Compare(stored, identities, parsed, settings, seed));
        var findings = PairFindings.Of(report, pairs, loaded.Network.Features, settings);
        var explorer = ExplorerFile.WriteBeside(parsed.GetValue(output), () => ExplorerFile.DataOf([loaded], parsed, seed, ProbedVerdicts.Of(pairs), cancellation));
        var page = PageFolder.Write(parsed.GetValue(output), "probe.html", $"What {Path.GetFileName(path)} holds, and what it uses", parsed, findings, explorer);
        if (json)
        {
            screen.Json(new ProbedNetworkFile(path, report.Inputs, report.AllInputs, report.ReadDimensions, settings, pairs, report.Features, report.Controls, probes, page));
            return ExitCode.Done;
        }

        screen.Line(loaded.Describe());
        screen.Line($"{sample}");
        Show(findings);
        var table = ErrorTables.NewTable(["pairs", "verdict", "n", "AUC", "R²", "raw R²", "beyond", "contexts", "effect"], names: 2);
        foreach (var own in pairs.GroupBy(pair => (pair.IsTarget, pair.Verdict)).OrderBy(own => !own.Key.IsTarget).ThenBy(own => own.Key.Verdict))
        {
            ErrorTables.AddRow(table, [
                own.Key.IsTarget ? "asked for" : "others", PairFindings.Words(own.Key.Verdict), $"{own.Count():N0}",
                .. new[] { own.Average(p => p.Probe?.Auc), own.Average(p => p.Probe?.R2), own.Average(p => p.RawInput?.R2), own.Average(p => p.BeyondInputR2), own.Average(p => p.InContexts?.Share), own.Average(p => p.Effect) }
                    .Select(ProbeOptions.Number),
            ]);
        }

        screen.Draw(table);
        screen.Line("raw R²: of the raw input; beyond: R² beyond every affine function of it; contexts: share of them in which removing the pair is material;");
        screen.Line("effect: of removing the pair, root mean square over contexts, in shares of an output's range");
        Show(probes);
        ShowPage(page);
        return ExitCode.Done;
    }

    /// <summary>Where outputs are other functions than ANDs of pairs: what can be read of each of them.</summary>
    private int Functions(ParseResult parsed, LoadedNetwork loaded, ProbeSettings settings, bool json, CancellationToken cancellation)
    {
        var sample = inputs.Sample(parsed, loaded, cancellation);
        using var stored = ActivationsInput.Of(Site(loaded.Path, loaded.Network, parsed.GetValue(layer)), loaded.Task, sample);
        if (!json)
        {
            screen.Line(loaded.Describe());
            screen.Line($"{sample}");
        }

        return Activations(parsed, loaded.Path, stored, settings, json);
    }

    private int Activations(ParseResult parsed, string path, StoredActivations stored, ProbeSettings settings, bool json)
    {
        var seed = inputs.Seed(parsed);
        var identities = LabelProbing.Identities(stored.Inputs_nm ?? stored.Activations_nd, stored.Groups);
        SayWhatCannotBeJudged(stored, identities, settings, json);
        var report = screen.Working($"probing {Wording.Count(stored.LabelNames.Length, "label")}", json, () => LabelProbing.OfLabels(
            stored.Activations_nd, stored.Labels_nc, stored.LabelNames, stored.Inputs_nm, stored.Untrained_nd, identities, settings, seed.For("probing")));
        var probes = screen.Working("comparing probes", json, () => Compare(stored, identities, parsed, settings, seed));
        var findings = LabelFindings.Of(report, settings);
        var page = PageFolder.Write(parsed.GetValue(output), "probe.html", $"What can be read from {Path.GetFileName(path)}", parsed, findings);
        if (json)
        {
            screen.Json(new ProbedActivationsFile(path, report.Inputs, report.Groups, settings, report.Labels, report.Controls, probes, page));
            return ExitCode.Done;
        }

        screen.Line($"{path}: {stored.Activations_nd.shape[1]:N0} activations on {Wording.Count(report.Inputs, "input")}, {Wording.Count(report.Labels.Length, "label")}");
        Show(findings);
        var table = ErrorTables.NewTable(["label", "verdict", "AUC", "R²", "ε", "selectivity", "p"], names: 2);
        foreach (var label in report.Labels.Take(RowsShown))
        {
            ErrorTables.AddRow(table, [
                label.Label, PairFindings.Words(label.Verdict),
                .. new[] { label.Readability?.HeldOut.Auc, label.Readability?.HeldOut.R2, label.Readability?.HeldOut.Epsilon, label.Readability?.Selectivity, label.Readability is null ? null : label.ReadableP }
                    .Select(ProbeOptions.Number),
            ]);
        }

        screen.Draw(table);
        if (report.Labels.Length > RowsShown)
        {
            screen.Line($"{report.Labels.Length - RowsShown} more with --json or --out.");
        }

        Show(probes);
        ShowPage(page);
        return ExitCode.Done;
    }

    private ImmutableArray<ProbeKindScores> Compare(StoredActivations stored, int[] identities, ParseResult parsed, ProbeSettings settings, Seed seed) =>
        ProbeComparison.HeldOut(options.Kinds(parsed), stored.Activations_nd, stored.Labels_nc, identities, settings, seed.For("probes"));

    /// <summary>Names the labels that cannot be judged before anything is computed.</summary>
    private void SayWhatCannotBeJudged(StoredActivations stored, int[] identities, ProbeSettings settings, bool json)
    {
        if (!json && JudgeableLabels.Sentence(stored.LabelNames, JudgeableLabels.Problems(stored.Labels_nc, identities, settings.Folds)) is { } sentence)
        {
            screen.Line(sentence);
        }
    }

    private ReluNetwork? Untrained(ParseResult parsed, LoadedNetwork loaded, NetworkSite site, SparseInputs space, Seed seed)
    {
        if (parsed.GetValue(untrained) is not { } path)
        {
            return loaded.Network is { Layers: [{ Projection: null }], Encoding: null } ? UntrainedNetwork.OneLayer(space, site.Neurons, outputs: 1, seed.For("untrained")) : null;
        }

        var (network, _, _) = NetworkFile.Load(path, foreign.Reading(parsed));
        if (network.Features == loaded.Network.Features && network.Layers.Count == loaded.Network.Layers.Count && network.Layers[^1].Neurons == loaded.Network.Layers[^1].Neurons)
        {
            return network;
        }

        using (network)
        {
            throw new CallerException($"{path} is a network of another shape than {loaded.Path}, expected the same one before training.");
        }
    }

    private static NetworkSite Site(string path, ReluNetwork network, int? layer) => network.Layers.Count == 0 || layer >= network.Layers.Count
        ? throw new CallerException($"{path} has {Wording.Count(network.Layers.Count, "layer")}, expected {(network.Layers.Count == 0 ? "a network with a hidden layer" : $"--layer to be one of 0 to {network.Layers.Count - 1}")}.")
        : new NetworkSite(network, layer ?? (network.Layers.Count - 1));

    private static void RequirePairs(string path, int features, SparseInputs space)
    {
        if (features is < 3 or > MostFeatures)
        {
            throw new CallerException($"{path} has {features} features, expected 3 to {MostFeatures}: every pair of them is probed.");
        }

        if (space.Active < 2 || (space.Sparsity == Sparsity.Exactly && features < space.Active + 2))
        {
            throw new CallerException($"Pairs of features cannot be told apart on inputs with {space}, expected at least two active features, and with --exactly two features more than are active.");
        }
    }

    private void Show(Findings findings)
    {
        screen.Line(findings.Answer.Headline);
        foreach (var point in findings.Answer.Points)
        {
            screen.Line($"{point.Subject}: {point.Text}");
        }
    }

    private void Show(ImmutableArray<ProbeKindScores> probes)
    {
        var table = ErrorTables.NewTable(["probe, held out", "mean AUC", "mean R²", "mean ε", "largest ε"]);
        foreach (var probe in probes.Where(probe => probe.HeldOut.Any(score => score is not null)))
        {
            ErrorTables.AddRow(table, [
                ProbeOptions.Name(probe.Kind), .. new[] { probe.HeldOut.Average(s => s?.Auc), probe.HeldOut.Average(s => s?.R2), probe.HeldOut.Average(s => s?.Epsilon), probe.HeldOut.Max(s => s?.Epsilon) }.Select(ProbeOptions.Number),
            ]);
        }

        screen.Draw(table);
    }

    private void ShowPage(string? page)
    {
        if (page is not null)
        {
            screen.Line($"Page: {page}");
        }
    }

    private sealed record ProbedNetworkFile(
        string File, int Inputs, bool AllInputs, int ReadDimensions, ProbeSettings Settings, ImmutableArray<ProbedPair> Pairs, ImmutableArray<FeatureVerdict> Evidence, ImmutableArray<FeatureVerdict> Controls,
        ImmutableArray<ProbeKindScores> Probes, string? Page);

    private sealed record ProbedActivationsFile(
        string File, int Inputs, int Groups, ProbeSettings Settings, ImmutableArray<LabelVerdict> Labels, ImmutableArray<LabelVerdict> Controls, ImmutableArray<ProbeKindScores> Probes, string? Page);
}
