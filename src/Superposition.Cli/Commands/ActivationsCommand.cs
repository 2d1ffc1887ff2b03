using System.CommandLine;
using Superposition.Checkpoints;
using Superposition.Networks;

namespace Superposition.Cli.Commands;

/// <summary><c>superposition activations</c>.</summary>
internal sealed class ActivationsCommand : ExampleCommand
{
    private readonly Screen screen;
    private readonly Argument<string> file =
        new("FILE") { Description = "A network: safetensors of this project, or foreign (safetensors, .npz, .pt)." };
    private readonly Option<string> output =
        new("--out")
        {
            Description =
                "The file to write, with activations, labels, inputs and, where inputs repeat, groups of equal ones: .npz by that ending, "
                + "otherwise safetensors.",
            HelpName = "FILE",
            Required = true
        };
    private readonly Option<bool> force = new("--force") { Description = "Replace the file if it exists." };
    private readonly Option<int?> layer = NumberOption.Whole("--layer", "i", "The layer, 0 being the first (default: the last).", 0, 1000);
    private readonly InputOptions inputs = new();
    private readonly ForeignOptions foreign = new();

    public ActivationsCommand(Screen screen)
        : base(
            "activations", "Write a network's activations with the ANDs of its features as labels, for probe and for other programs.",
            "superposition activations checkpoints/trained-l8-m32-d128.safetensors --inputs all --out activations.safetensors")
    {
        this.screen = screen;
        Add(file);
        foreach (var option in inputs.All.Concat(foreign.All).Concat([output, force, layer]))
        {
            Add(option);
        }
    }

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, bool json, CancellationToken cancellation)
    {
        var path = parsed.GetRequiredValue(output);
        OutputFile.RequireFree(path, parsed.GetValue(force));
        using var loaded =
            LoadedNetwork.Load(parsed.GetRequiredValue(file), parsed, inputs, foreign.Reading(parsed), cancellation, layersAlone: true);
        LoadedNetwork.Say(screen, json, loaded.Path, loaded.Notes);
        var sample = inputs.Sample(parsed, loaded, cancellation);
        var place = parsed.GetValue(layer) ?? (loaded.Network.Layers.Count - 1);
        if (place < 0 || place >= loaded.Network.Layers.Count)
        {
            throw new CallerException($"{loaded.Path} has {Wording.Count(loaded.Network.Layers.Count, "layer")}, expected "
                + $"{(loaded.Network.Layers.Count == 0 ? "a network with a hidden layer"
                    : $"--layer to be one of 0 to {loaded.Network.Layers.Count - 1}")}.");
        }

        var site = new NetworkSite(loaded.Network, place);
        using var stored = ActivationsInput.Of(site, loaded.Task, sample) with { Groups = ActivationsInput.GroupsOf(sample) };
        AtomicFile.Write(path, path.EndsWith(".npz", StringComparison.OrdinalIgnoreCase) ? stored.WriteNumpy : stored.Write);
        var written = new Written(path, (int)sample.Count, site.Neurons, stored.LabelNames.Length, loaded.Network.Features);
        if (json)
        {
            screen.Json(written);
        }
        else
        {
            screen.Line($"{path}: activations of {Wording.Count(written.Neurons, "neuron")} on {sample}, with "
                + $"{Wording.Count(written.Labels, "function")} as labels and {Wording.Count(written.Features, "feature")} as inputs");
        }

        return ExitCode.Done;
    }

    private sealed record Written(string File, int Inputs, int Neurons, int Labels, int Features);
}
