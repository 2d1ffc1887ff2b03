using System.CommandLine;
using Superposition.Checkpoints;
using Superposition.Checkpoints.Foreign;

namespace Superposition.Cli.Commands;

/// <summary><c>superposition import</c>.</summary>
internal sealed class ImportCommand : ExampleCommand
{
    private const string All = "all";

    private readonly Screen screen;
    private readonly Argument<string> file = new("FILE") { Description = "A network of another program: safetensors, NumPy's .npz or PyTorch's .pt." };
    private readonly Option<string> output = new("--out") { Description = "The file to write; with --instance all, -0, -1, … is put before its ending.", HelpName = "FILE", Required = true };
    private readonly Option<bool> force = new("--force") { Description = "Replace the file if it exists." };
    private readonly Option<string?> map = ForeignOptions.MapOption();
    private readonly Option<int?> features = ForeignOptions.FeaturesOption();
    private readonly Option<string?> instance = new("--instance")
    {
        Description = "Which network of a stack along the first axis, from 0, or all.",
        HelpName = "k|all",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (text != All && !int.TryParse(text, System.Globalization.NumberStyles.None, null, out _))
            {
                result.AddError($"--instance is \"{text}\", expected a whole number from 0, or all.");
            }

            return text;
        },
    };

    public ImportCommand(Screen screen)
        : base(
            "import", "Turn a network of another program into a file of this project, once and for all commands.",
            "superposition import model.pt --out network.safetensors", "superposition import model.pt --map layers.0.weight=net.0.weight,layers.0.bias=net.0.bias,readout.weight=net.2.weight --out network.safetensors")
    {
        this.screen = screen;
        Add(file);
        foreach (var option in (Option[])[output, force, map, features, instance])
        {
            Add(option);
        }
    }

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, bool json, CancellationToken cancellation)
    {
        var (path, target) = (parsed.GetRequiredValue(file), parsed.GetRequiredValue(output));
        var reading = ForeignOptions.Reading(parsed.GetValue(map), parsed.GetValue(features), parsed.GetValue(instance) is { } text and not All ? int.Parse(text) : null);
        if (parsed.GetValue(instance) != All)
        {
            OutputFile.RequireFree(target, parsed.GetValue(force));
            Show([Import(path, target, reading, json)], json);
            return ExitCode.Done;
        }

        var count = NetworkFile.Instances(path, reading) ?? throw new CallerException($"{path} holds one network, expected a leading axis of instances for --instance {All}.");
        string[] targets = [.. Enumerable.Range(0, checked((int)count)).Select(i => $"{Path.ChangeExtension(target, null)}-{i}{Path.GetExtension(target)}")];
        foreach (var each in targets)
        {
            OutputFile.RequireFree(each, parsed.GetValue(force));
        }

        Show([.. targets.Select((each, i) => Import(path, each, reading with { Instance = i }, json && i == 0))], json);
        return ExitCode.Done;
    }

    private Imported Import(string path, string target, ForeignReading reading, bool json)
    {
        var (network, manifest, notes) = NetworkFile.Load(path, reading);
        using (network)
        {
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
            screen.Line($"{written.File}: {Wording.Count(written.Features, "feature")}, {Wording.Count(written.Layers, "layer")} with {Wording.Count(written.Neurons, "neuron")}, {Wording.Count(written.Outputs, "output")}");
        }
    }

    private sealed record Imported(string File, int Features, int Layers, int Neurons, int Outputs, IReadOnlyList<string> Notes);
}
