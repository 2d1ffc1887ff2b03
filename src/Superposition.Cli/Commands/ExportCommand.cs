using System.CommandLine;
using Superposition.Checkpoints;
using Superposition.Checkpoints.Export;
using Superposition.Networks;

namespace Superposition.Cli.Commands;

/// <summary><c>superposition export</c>.</summary>
internal sealed class ExportCommand : ExampleCommand
{
    private readonly Screen screen;
    private readonly Argument<string> file = new("FILE") { Description = "A network: safetensors of this project, or foreign (safetensors, .npz, .pt)." };
    private readonly Option<string?> onnx = new("--onnx") { Description = "Write an ONNX model: input x [n, m], outputs y [n, g] and the activations of every layer.", HelpName = "FILE" };
    private readonly Option<string?> numpy = new("--npz") { Description = "Write NumPy's .npz, with every row of the read-off.", HelpName = "FILE" };
    private readonly Option<string?> safetensors = new("--safetensors") { Description = "Write safetensors, as this project does.", HelpName = "FILE" };
    private readonly Option<bool> dense = new("--dense") { Description = "Safetensors with every row of the read-off and no factors, for programs that know nothing else." };
    private readonly Option<bool> force = new("--force") { Description = "Replace files that exist." };
    private readonly ForeignOptions foreign = new();

    public ExportCommand(Screen screen)
        : base(
            "export", "Write a network for other programs: ONNX, NumPy, or safetensors with every row of the read-off; its task goes with it.",
            "superposition export trained.safetensors --onnx trained.onnx --npz trained.npz", "superposition export trained.safetensors --safetensors rows.safetensors --dense")
    {
        this.screen = screen;
        Add(file);
        foreach (var option in ((Option[])[onnx, numpy, safetensors, dense, force]).Concat(foreign.All))
        {
            Add(option);
        }
    }

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, bool json, CancellationToken cancellation)
    {
        (string? Path, Action<Stream, ReluNetwork, NetworkManifest> Write)[] targets =
        [
            (parsed.GetValue(onnx), OnnxNetwork.Write),
            (parsed.GetValue(numpy), (stream, network, manifest) => NumpyNetwork.Write(stream, network, manifest)),
            (parsed.GetValue(safetensors), (stream, network, manifest) => NetworkFile.Write(stream, network, manifest, parsed.GetValue(dense))),
        ];
        targets = [.. targets.Where(target => target.Path is not null)];
        if (targets.Length == 0)
        {
            throw new CallerException("Nothing is to be written, expected --onnx FILE, --npz FILE or --safetensors FILE.");
        }

        if (parsed.GetValue(dense) && parsed.GetValue(safetensors) is null)
        {
            throw new CallerException("--dense is given without --safetensors FILE, expected both: ONNX and .npz have every row anyway.");
        }

        foreach (var (target, _) in targets)
        {
            OutputFile.RequireFree(target, parsed.GetValue(force));
        }

        var path = parsed.GetRequiredValue(file);
        var (network, manifest, notes) = NetworkFile.Load(path, foreign.Reading(parsed));
        using (network)
        {
            LoadedNetwork.Say(screen, json, path, notes);
            foreach (var (target, write) in targets)
            {
                Save(path, target!, stream => write(stream, network, manifest));
            }
        }

        Exported[] written = [.. targets.Select(target => new Exported(target.Path!, new FileInfo(target.Path!).Length))];
        if (json)
        {
            screen.Json(written);
            return ExitCode.Done;
        }

        foreach (var (target, bytes) in written)
        {
            screen.Line($"{target}: {bytes:N0} bytes");
        }

        return ExitCode.Done;
    }

    private static void Save(string path, string target, Action<Stream> write)
    {
        try
        {
            AtomicFile.Write(target, write);
        }
        catch (NetworkFileException e)
        {
            throw new NetworkFileException($"{path}: {e.Message}", e);
        }
    }

    private sealed record Exported(string File, long Bytes);
}
