using System.CommandLine;
using Superposition.Checkpoints;
using Superposition.Checkpoints.Foreign;

namespace Superposition.Cli.Commands;

/// <summary><c>superposition import</c>.</summary>
internal sealed class ImportCommand : ExampleCommand
{
    private readonly Screen screen;
    private readonly Argument<string> file =
        new("FILE") { Description = "A network of another program: safetensors, NumPy's .npz or PyTorch's .pt." };
    private readonly Option<string> output =
        new("--out")
        {
            Description = "The file to write; with --instance all, -0, -1, … is put before its ending.",
            HelpName = "FILE",
            Required = true
        };
    private readonly Option<bool> force = new("--force") { Description = "Replace the file if it exists." };
    private readonly InputOptions task = new();
    private readonly ForeignOptions foreign = new(takesAll: true);

    public ImportCommand(Screen screen)
        : base(
            "import", "Turn a network of another program into a file of this project, with its task, once and for all commands.",
            "superposition import model.pt --out network.safetensors",
            "superposition import model.pt --task own.blif --active 3 --at-most --out network.safetensors",
            "superposition import model.pt --map layers.0.weight=net.0.weight,layers.0.bias=net.0.bias,readout.weight=net.2.weight "
                + "--out network.safetensors")
    {
        this.screen = screen;
        Add(file);
        foreach (var option in ((Option[])[output, force]).Concat(task.OfTask).Concat(foreign.All))
        {
            Add(option);
        }
    }

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, bool json, CancellationToken cancellation)
    {
        var (path, target) = (parsed.GetRequiredValue(file), parsed.GetRequiredValue(output));
        var readings = foreign.Readings(parsed, path);
        string[] targets = foreign.WantsAll(parsed)
            ? [.. readings.Select((_, i) => $"{Path.ChangeExtension(target, null)}-{i}{Path.GetExtension(target)}")]
            : [target];
        foreach (var each in targets)
        {
            OutputFile.RequireFree(each, parsed.GetValue(force));
        }

        Show([.. targets.Zip(readings, (each, reading) => Import(parsed, path, each, reading, json, cancellation))], json);
        return ExitCode.Done;
    }

    private Imported Import(
        ParseResult parsed, string path, string target, ForeignReading reading, bool json, CancellationToken cancellation)
    {
        var (network, manifest, notes) = NetworkFile.Load(path, reading with { KnowsOutputs = task.GivesTask(parsed) });
        using (network)
        {
            if (task.AreGiven(parsed))
            {
                var (own, note) = LoadedNetwork.TaskOf(path, network, manifest, parsed, task, cancellation);
                manifest = manifest.For(own);
                notes = note is null ? notes : notes.Add(note);
            }

            LoadedNetwork.Say(screen, json, path, notes);
            NetworkFile.Save(target, network, manifest);
            return new Imported(target, network.Features, network.Layers.Count, network.Neurons, network.Outputs, notes);
        }
    }

    private void Show(Imported[] files, bool json)
    {
        if (json)
        {
            screen.Json("files", files);
            return;
        }

        foreach (var written in files)
        {
            screen.Line($"{written.File}: {Wording.Count(written.Features, "feature")}, {Wording.Count(written.Layers, "layer")} with "
                + $"{Wording.Count(written.Neurons, "neuron")}, {Wording.Count(written.Outputs, "output")}");
        }
    }

    private sealed record Imported(string File, int Features, int Layers, int Neurons, int Outputs, IReadOnlyList<string> Notes);
}
