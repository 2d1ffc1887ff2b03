using System.CommandLine;
using Superposition.Booleans;
using Superposition.Checkpoints;
using Superposition.Cli.Errors;
using Superposition.Networks;
using Superposition.Plateaus;
using Superposition.Reporting;
using Superposition.Reporting.Probes;
using Superposition.Reporting.Weights;
using Superposition.Tasks;
using Superposition.UniversalAnd;

namespace Superposition.Cli.Commands;

/// <summary><c>superposition plateau</c>.</summary>
internal sealed class PlateauCommand : ExampleCommand
{
    private const int UsualStates = 500, UsualJacobianStates = 2, MaxDistanceStates = 100;

    private readonly Screen screen;
    private readonly Argument<string> file =
        new("FILE") { Description = "A network: safetensors of this project, or foreign (safetensors, .npz, .pt)." };
    private readonly Option<int?> layer = NumberOption.Whole(
        "--layer", "N", "The layer whose activations are the states, from 0 (default: what the first layer reads).", 0, 1000);
    private readonly Option<int?> active =
        NumberOption.Active("Number of active features with the one that is put in (default: what the file says).", 1_000_000);
    private readonly Option<int?> states =
        NumberOption.Whole("--states", "N", $"States to average over (default: {UsualStates}).", 2, 1_000_000);
    private readonly Option<int?> jacobianStates = NumberOption.Whole(
        "--jacobian-states", "N",
        $"States at which singular values of the Jacobian are taken, each at 2d evaluations (default: {UsualJacobianStates}).", 0, 1000);
    private readonly Option<ulong?> seed = NumberOption.Seed("Seed of states and directions (default: 0).");
    private readonly Option<string?> task =
        new("--task")
        {
            Description = $"What the outputs are: {TaskText.Forms} (default: what the network's file says).",
            HelpName = "FILE|SPEC"
        };
    private readonly ForeignOptions foreign = new();
    private readonly Option<string?> folder =
        new("--out") { Description = "Folder for a page (plateau.html) and its figures.", HelpName = "FOLDER" };

    public PlateauCommand(Screen screen)
        : base(
            "plateau",
            "Look for activation plateaus, the signature of error correction: responses along features, random directions and "
            + "between states.",
            "superposition plateau corrected.safetensors",
            "superposition plateau checkpoints/trained-l8-m32-d128.safetensors --layer 0 --out plateaus")
    {
        this.screen = screen;
        Add(file);
        foreach (var option in (Option[])[layer, active, states, jacobianStates, seed, task, folder, .. foreign.All])
        {
            Add(option);
        }
    }

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, bool json, CancellationToken cancellation)
    {
        var path = parsed.GetRequiredValue(file);
        PageFolder.RequirePossible(parsed.GetValue(folder));
        var (network, manifest, notes) = NetworkFile.Load(path, foreign.Reading(parsed));
        var given = parsed.GetValue(task) is { } text ? TaskText.Read(text, cancellation) : null;
        LoadedNetwork.Say(screen, json, path, given?.Encoding is { } phi ? notes.Add(LoadedNetwork.NoteOn(phi, network)) : notes);
        using (network)
        {
            var targets = Targets(path, network, manifest, given?.Targets);
            var inputs = Inputs(path, parsed, network, manifest, given);
            var place = Place(path, parsed, network);
            var count = parsed.GetValue(states) ?? UsualStates;
            var near = Math.Min(count, MaxDistanceStates);
            var settings = new PlateauSettings
            {
                States = count,
                DistanceStates = near,
                JacobianStates = Math.Min(near, parsed.GetValue(jacobianStates) ?? UsualJacobianStates)
            };
            var start = new Seed(parsed.GetValue(seed) ?? 0);
            var site = new NetworkSite(network, place).StoppedBy(cancellation);
            var report = screen.Working($"measuring {count:N0} states", json, () =>
                Measure(path, site, targets, inputs, settings, start));
            var where = place == NetworkSite.BeforeLayers
                ? $"what the first layer reads, {Wording.Count(site.Neurons, "number")}"
                : $"the activations of layer {place}, {Wording.Count(site.Neurons, "number")}";
            var lead =
                $"{manifest.Origin}, {network.Features} features, {Wording.Count(network.Layers.Count, "layer")} with "
                + $"{Wording.Count(network.Neurons, "neuron")}, {Wording.Count(network.Outputs, "output")}. States: {where}, on {count:N0} "
                + $"inputs with {inputs.Active - 1} of {inputs.Features} features active; the one put in makes them {inputs.Active} and "
                + "turns its output on.";
            var plateaus = new NetworkPlateaus(lead, report);
            var page = PageFolder.Write(
                parsed.GetValue(folder), "plateau.html", $"Activation plateaus of {Path.GetFileName(path)}", parsed,
                plateaus.ToFindings() with { Maps = WeightPictures.Of(network) });
            if (json)
            {
                screen.Json(new Measured(
                    path, place == NetworkSite.BeforeLayers ? null : place, site.Neurons, inputs.Active, settings, report, page));
            }
            else
            {
                Show(path, plateaus, page);
            }

            return ExitCode.Done;
        }
    }

    private static PlateauReport Measure(
        string path, NetworkSite site, IBooleanTargets targets, SparseInputs inputs, PlateauSettings settings, Seed seed)
    {
        try
        {
            using var from = PlateauStates.FromNetwork(site, targets, inputs, settings.States, seed);
            return PlateauReport.Measure(StateMap.From(site), from, settings, seed);
        }
        catch (ArgumentException e)
        {
            throw new CallerException($"{path}: {e.Sentence()}", e);
        }
    }

    /// <summary>
    /// What the outputs are to be: pairs if the file says so or there are as many, the features themselves if there are as many.
    /// </summary>
    private static IBooleanTargets Targets(string path, ReluNetwork network, NetworkManifest manifest, TargetsSpec? given)
    {
        if ((given ?? manifest.Targets) is { } spec)
        {
            var inputs = InputOptions.SetOf(network.Features, 1, Sparsity.Exactly);
            foreach (var problem in spec.Problems("targets", inputs))
            {
                throw new CallerException($"{path}: {problem.Path} is {problem.Found}, expected {problem.Expected}.");
            }

            return spec.Draw(inputs, new Seed(0)).Boolean ?? throw new CallerException(
                $"{path}: the task's functions are real on boolean inputs as well, expected boolean functions to look for plateaus.");
        }

        var (m, g) = (network.Features, network.Outputs);
        return manifest.Outputs is { } pairs ? pairs
            : g == m ? FanInAnds.All(m, 1)
            : m >= 2 && g == (long)m * (m - 1) / 2 ? PairAnds.All(m)
            : throw new CallerException($"{path}: the file does not say what its {g:N0} outputs are, expected one for each of {m:N0} "
                + $"features or one for each of {m * (m - 1L) / 2:N0} pairs of them.");
    }

    private SparseInputs Inputs(string path, ParseResult parsed, ReluNetwork network, NetworkManifest manifest, GivenTask? given)
    {
        var s = parsed.GetValue(active) ?? (given?.Inputs ?? manifest.Distribution) switch
        {
            null => manifest.Inputs?.Active,
            SparseSetSpec set => set.Active,
            _ => null,
        } ?? throw new CallerException(
            $"{path}: {(given?.Inputs is null ? "the file" : "its task")} does not say how many features are active, expected --active s.");
        return s >= 1 && s <= network.Features
            ? new SparseInputs(network.Features, s, Sparsity.Exactly)
            : throw new CallerException($"--active is {s}, expected 1 to the {network.Features} features of {path}.");
    }

    private int Place(string path, ParseResult parsed, ReluNetwork network)
    {
        var place = parsed.GetValue(layer) ?? NetworkSite.BeforeLayers;
        return place < network.Layers.Count
            ? place
            : throw new CallerException($"--layer is {place}, but {path} has {Wording.Count(network.Layers.Count, "layer")}, expected "
                + $"at most {network.Layers.Count - 1}.");
    }

    private void Show(string path, NetworkPlateaus plateaus, string? page)
    {
        screen.Line($"{path}: {plateaus.Lead}");

        Draw(plateaus.Curves);
        if (plateaus.Plateaus.Fit is { } fit)
        {
            screen.Line($"Clip model. {NetworkPlateaus.Words(fit)}");
        }

        if (plateaus.Jacobian is { } jacobian)
        {
            screen.Line($"{jacobian.Title}:");
            Draw(jacobian);
        }

        screen.Line(plateaus.Verdict);
        if (page is not null)
        {
            screen.Line($"Page: {page}");
        }
    }

    private void Draw(Table table)
    {
        var drawn = ErrorTables.NewTable([.. table.Columns]);
        foreach (var row in table.Rows)
        {
            ErrorTables.AddRow(drawn, [.. row]);
        }

        screen.Draw(drawn);
    }

    private sealed record Measured(
        string File, int? Layer, int Dimension, int Active, PlateauSettings Settings, PlateauReport Plateaus, string? Page);
}
