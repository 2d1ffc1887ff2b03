using System.Collections.Immutable;
using System.CommandLine;
using Superposition.Baselines;
using Superposition.Booleans;
using Superposition.Checkpoints;
using Superposition.Cli.Errors;
using Superposition.Cli.Runs;
using Superposition.Networks;
using Superposition.Probing;
using Superposition.Reporting.Probes;
using Superposition.Reporting.Weights;

namespace Superposition.Cli.Commands;

/// <summary><c>superposition probe</c>.</summary>
internal sealed class ProbeCommand : ExampleCommand
{
    // 2,016 pairs: every one is probed and intervened on.
    private const int MaxFeatures = 64;

    private readonly Screen screen;
    private readonly Argument<string> file =
        new("FILE") { Description = "A network, or activations with labels (safetensors, .npz, .npy, .pt)." };
    private readonly Option<string?> labels =
        new("--labels")
        {
            Description = "Activations: a second file with the labels, where FILE has none (CSV, TSV, .npy, .npz, safetensors).",
            HelpName = "FILE",
        };
    private readonly Option<string?> untrained =
        new("--untrained")
        {
            Description = "Network: the file of the same network before training (default: a random layer of its shape).",
            HelpName = "FILE"
        };
    private readonly Option<string?> downstream = new("--downstream")
    {
        Description =
            "Activations: what follows them, a matrix [outputs, d] with or without a bias, or a network; then use is tested as well "
            + "(safetensors, .npz, .npy, .pt).",
        HelpName = "FILE",
    };

    private readonly Option<string?> direction = new("--direction")
    {
        Description =
            "A direction of yours for each label, array [labels, d]: what it reads, and whether removing it does anything (with "
            + "--downstream, or on a network).",
        HelpName = "FILE",
    };

    private readonly Option<int?> layer = NumberOption.Whole(
        "--layer", "i", "Network: the layer whose activations are probed, 0 being the first (default: the last).", 0, 1000);
    private readonly Option<string?> output =
        new("--out") { Description = "Folder for a page (probe.html) and its figures.", HelpName = "FOLDER" };
    private readonly InputOptions inputs = new();
    private readonly ForeignOptions foreign = new();
    private readonly ProbeOptions options = new();

    public ProbeCommand(Screen screen)
        : base(
            "probe",
            "Tell what a layer holds and what the network uses: used (in how many contexts, through which neurons), readable but "
            + "unused, weakly readable or absent, with controls.",
            "superposition probe checkpoints/trained-l8-m32-d128.safetensors --inputs all --out probed",
            "superposition probe activations.npz --labels labels.csv --downstream head.npz --direction probes.npy")
    {
        this.screen = screen;
        Add(file);
        foreach (var option in inputs.All.Concat(options.All).Concat(foreign.All).Concat(
            [labels, downstream, direction, untrained, layer, output]))
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
            return Activations(parsed, path, stored, settings, json, cancellation);
        }
    }

    private int Network(ParseResult parsed, string path, ProbeSettings settings, bool json, CancellationToken cancellation)
    {
        using var loaded = LoadedNetwork.Load(path, parsed, inputs, foreign.Reading(parsed), cancellation);
        RequireNoDownstream(parsed, path);
        LoadedNetwork.Say(screen, json, path, loaded.Notes);
        if (loaded.Pairs is null || parsed.GetValue(direction) is not null)
        {
            return Functions(parsed, loaded, settings, json, cancellation);
        }

        var display = new ProbeDisplay(screen, options);
        var (sample, seed, all) = (inputs.Sample(parsed, loaded, cancellation), inputs.Seed(parsed),
            PairAnds.All(Math.Min(loaded.Network.Features, MaxFeatures)));
        var site = Site(path, loaded.Network, parsed.GetValue(layer)).StoppedBy(cancellation);
        RequirePairs(path, loaded.Network.Features, sample.Space);
        using var before = Untrained(parsed, loaded, site, sample.Space, seed);
        using var stored = ActivationsInput.Of(site, all, sample);
        var identities = LabelProbing.Identities(stored.Inputs_nm!, null);
        display.SayWhatCannotBeJudged(stored, identities, settings, json, "Whether they are used is tested by removing them all the same.");
        var report = screen.Working($"probing {all.Count} pairs on {sample}", json, () => FeatureProbing.OfPairs(
            site, before is null ? null : new NetworkSite(before, site.Layer), all, sample, settings, seed.For("probing")));
        var isAskedFor = all.Pairs.Select(pair => loaded.Pairs!.IndexOf(pair.First, pair.Second) >= 0).ToArray();
        var pairs = ProbedPair.Of(report, all, isAskedFor);
        var probes = display.Compare(stored, identities, parsed, settings, seed, json);
        var findings = PairFindings.Of(report, pairs, loaded.Network.Features, settings) with
        {
            Maps = WeightPictures.Of(loaded.Network),
        };
        var explorer = ExplorerFile.WriteBeside(parsed.GetValue(output), () =>
            ExplorerFile.DataOf([loaded], ShellLine.Of(parsed), seed, ProbedVerdicts.Of(pairs), cancellation));
        var page = PageFolder.Write(
            parsed.GetValue(output), "probe.html", $"What {Path.GetFileName(path)} holds, and what it uses", parsed, findings, explorer);
        if (json)
        {
            screen.Json(new ProbedNetworkFile(
                path, report.Inputs, report.AllInputs, report.ReadDimensions, settings, pairs, report.Features, report.Controls,
                probes, page));
            return ExitCode.Done;
        }

        screen.Line(loaded.Describe());
        screen.Line($"{sample}");
        display.Show(findings);
        var table = ErrorTables.NewTable(["pairs", "verdict", "n", "AUC", "R²", "raw R²", "beyond", "contexts", "effect"], names: 2);
        var groups = pairs.GroupBy(pair => (pair.IsTarget, pair.Verdict));
        foreach (var own in groups.OrderBy(own => !own.Key.IsTarget).ThenBy(own => own.Key.Verdict))
        {
            double?[] means =
            [
                own.Average(pair => pair.Probe?.Auc),
                own.Average(pair => pair.Probe?.R2),
                own.Average(pair => pair.RawInput?.R2),
                own.Average(pair => pair.BeyondInputR2),
                own.Average(pair => pair.InContexts?.Share),
                own.Average(pair => pair.Effect),
            ];
            ErrorTables.AddRow(table, [
                own.Key.IsTarget ? "asked for" : "others", PairFindings.Words(own.Key.Verdict), $"{own.Count():N0}",
                .. means.Select(ProbeOptions.Number),
            ]);
        }

        screen.Draw(table);
        screen.Line("raw R²: of the raw input; beyond: R² beyond every affine function of it; contexts: share of them in which removing "
            + "the pair is material;");
        screen.Line("effect: of removing the pair, root mean square over contexts, in shares of an output's range");
        display.Show(probes, page);
        return ExitCode.Done;
    }

    /// <summary>Where outputs are other functions than ANDs of pairs, or directions are submitted: every output is a label.</summary>
    private int Functions(ParseResult parsed, LoadedNetwork loaded, ProbeSettings settings, bool json, CancellationToken cancellation)
    {
        var sample = inputs.Sample(parsed, loaded, cancellation);
        var site = Site(loaded.Path, loaded.Network, parsed.GetValue(layer)).StoppedBy(cancellation);
        using var before = Untrained(parsed, loaded, site, sample.Space, inputs.Seed(parsed));
        using var stored = ActivationsInput.Of(
            site, loaded.Task, sample, before is null ? null : new NetworkSite(before, site.Layer));
        if (!json)
        {
            screen.Line(loaded.Describe());
            screen.Line($"{sample}");
        }

        using var directions = Directions(parsed, stored);
        return new LabelProbe(screen, options).Use(
            parsed, loaded.Path, stored, site, directions, settings, inputs.Seed(parsed), parsed.GetValue(output), json);
    }

    private int Activations(
        ParseResult parsed, string path, StoredActivations stored, ProbeSettings settings, bool json, CancellationToken cancellation)
    {
        var probe = new LabelProbe(screen, options);
        RequireNone(parsed, $"{path} holds activations", [untrained, layer, .. inputs.OfInputs, .. foreign.All]);
        if (parsed.GetValue(downstream) is not { } followed)
        {
            RequireNone(parsed, "Use is not tested without --downstream", options.OfUse);
            if (parsed.GetValue(direction) is null)
            {
                LoadedNetwork.Say(screen, json, path, stored.Notes);
            }

            return parsed.GetValue(direction) is null
                ? probe.Read(parsed, path, stored, settings, inputs.Seed(parsed), parsed.GetValue(output), json)
                : throw new CallerException(
                    "--direction asks what a direction does to the outputs, expected --downstream FILE with what follows the activations.");
        }

        var head = ActivationsInput.From(followed, stream => Downstream.Read(stream, (int)stored.Activations_nd.shape[1]));
        using (head.Network)
        {
            using var directions = Directions(parsed, stored);
            LoadedNetwork.Say(screen, json, path, stored.Notes);
            LoadedNetwork.Say(screen, json, followed, head.Notes);
            var site = new NetworkSite(head.Network, NetworkSite.BeforeLayers).StoppedBy(cancellation);
            return probe.Use(parsed, path, stored, site, directions, settings, inputs.Seed(parsed), parsed.GetValue(output), json);
        }
    }

    private ProbeDirections? Directions(ParseResult parsed, StoredActivations stored) => parsed.GetValue(direction) is { } path
        ? ActivationsInput.From(path, stream => ProbeDirections.Read(stream, stored.LabelNames.Length, (int)stored.Activations_nd.shape[1]))
        : null;

    private void RequireNoDownstream(ParseResult parsed, string path)
    {
        if (parsed.GetValue(downstream) is not null || parsed.GetValue(labels) is not null)
        {
            throw new CallerException($"{path} is a network, which says itself what its labels are and what follows: expected neither "
                + "--labels nor --downstream.");
        }
    }

    private static void RequireNone(ParseResult parsed, string because, IEnumerable<Option> unused)
    {
        if (unused.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } given)
        {
            throw new CallerException($"{because}, expected no {given.Name}.");
        }
    }

    /// <summary>
    /// The network before training where it is given, otherwise a random layer of its shape where it is one plain layer.
    /// </summary>
    private ReluNetwork? Untrained(ParseResult parsed, LoadedNetwork loaded, NetworkSite site, SparseInputs space, Seed seed)
    {
        if (parsed.GetValue(untrained) is not { } path)
        {
            return loaded.Network is { Layers: [{ Projection: null }], Encoding: null }
                ? UntrainedNetwork.OneLayer(space, site.Neurons, outputs: 1, seed.For("untrained"))
                : null;
        }

        var (network, _, _) = NetworkFile.Load(path, foreign.Reading(parsed));
        if (network.Features == loaded.Network.Features && network.Layers.Count == loaded.Network.Layers.Count
            && new NetworkSite(network, site.Layer).Neurons == site.Neurons)
        {
            return network;
        }

        using (network)
        {
            throw new CallerException($"{path} is a network of another shape than {loaded.Path}, expected the same one before training.");
        }
    }

    private static NetworkSite Site(string path, ReluNetwork network, int? layer) =>
        network.Layers.Count == 0 || layer >= network.Layers.Count
        ? throw new CallerException($"{path} has {Wording.Count(network.Layers.Count, "layer")}, expected "
            + $"{(network.Layers.Count == 0 ? "a network with a hidden layer" : $"--layer to be one of 0 to {network.Layers.Count - 1}")}.")
        : new NetworkSite(network, layer ?? (network.Layers.Count - 1));

    private static void RequirePairs(string path, int features, SparseInputs space)
    {
        if (features is < 3 or > MaxFeatures)
        {
            throw new CallerException($"{path} has {features} features, expected 3 to {MaxFeatures}: every pair of them is probed.");
        }

        if (space.Active < 2 || (space.Sparsity == Sparsity.Exactly && features < space.Active + 3))
        {
            throw new CallerException($"Pairs of features cannot be told apart on inputs with {space}, expected at least two active "
                + "features, and with --sparsity exactly three features more than are active.");
        }
    }

    private sealed record ProbedNetworkFile(
        string File, int Inputs, bool AllInputs, int ReadDimensions, ProbeSettings Settings, ImmutableArray<ProbedPair> Pairs,
        ImmutableArray<FeatureVerdict> Evidence, ImmutableArray<FeatureVerdict> Controls, ImmutableArray<ProbeKindScores> Probes,
        string? Page);
}
