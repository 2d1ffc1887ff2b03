using System.CommandLine;
using System.Text;
using Superposition.Checkpoints;
using Superposition.Cli.Runs;
using Superposition.Exploring;
using Superposition.Reporting.Explorer;

namespace Superposition.Cli.Commands;

/// <summary><c>superposition explore</c>.</summary>
internal sealed class ExploreCommand : ExampleCommand
{
    private const int MostNetworks = 4;

    private readonly Screen screen;
    private readonly Argument<string[]> files = new("FILE")
    {
        Description = "Network files for one task, up to four; or a folder of such files, as a run's networks or one of the zoo.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> verdicts = new("--verdicts") { Description = "What probe --json wrote of the network: pairs are coloured by their verdict.", HelpName = "FILE" };
    private readonly Option<string?> output = new("--out") { Description = "The page to write (default: the network's name with .html, here).", HelpName = "FILE" };
    private readonly Option<bool> force = new("--force") { Description = "Replace the page if it exists." };
    private readonly InputOptions inputs = new();
    private readonly ForeignOptions foreign = new();

    public ExploreCommand(Screen screen)
        : base(
            "explore", "Make one page in which features are switched on and off and the network is seen to compute: neurons, every output beside the truth, noise, few bits.",
            "superposition explore checkpoints/constructed-sign-m32-d128.safetensors --out sign.html",
            "superposition explore checkpoints/trained-l8-m32-d128.safetensors checkpoints/constructed-sign-m32-d128.safetensors --out both.html",
            "superposition explore theirs.pt --task circuit.blif --active 3 --verdicts probed.json")
    {
        this.screen = screen;
        Add(files);
        foreach (var option in inputs.All.Concat(foreign.All).Concat([verdicts, output, force]))
        {
            Add(option);
        }
    }

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, bool json, CancellationToken cancellation)
    {
        var paths = Paths(parsed.GetRequiredValue(files));
        var page = parsed.GetValue(output) ?? $"{NameOf(paths[0])}.html";
        OutputFile.RequireFree(page, parsed.GetValue(force));
        var known = parsed.GetValue(verdicts) is { } probed ? ProbedVerdicts.Read(probed) : [];
        var seed = inputs.Seed(parsed).For("explorer");
        ExplorerData? data = null;
        LoadedNetwork? first = null;
        try
        {
            foreach (var path in paths)
            {
                var loaded = LoadedNetwork.Load(path, parsed, inputs, foreign.Reading(parsed), cancellation);
                using var own = first is null ? null : loaded;
                first ??= loaded;
                LoadedNetwork.Say(screen, json, path, loaded.Notes);
                RequireSameTask(first, loaded);
                data ??= ExplorerData.Of(Title(paths), ShellLine.Of(["superposition", .. parsed.Tokens.Select(token => token.Value)]), first.Task, seed) with { Verdicts = known };
                var packed = screen.Working($"packing {path}", json, () => Pack(path, paths, loaded, seed, cancellation));
                data = data with { Networks = data.Networks.Add(packed) };
            }
        }
        finally
        {
            first?.Dispose();
        }

        ProbedVerdicts.RequireKnown(parsed.GetValue(verdicts), known, data!);
        var html = Encoding.UTF8.GetBytes(ExplorerPage.Of(data!));
        AtomicFile.Write(page, stream => stream.Write(html));
        if (json)
        {
            screen.Json(new ExploredFile(page, html.Length, [.. data!.Networks.Select(network => new PackedNetwork(network.Name, network.Format, network.Change, network.Tried))]));
            return ExitCode.Done;
        }

        foreach (var network in data!.Networks)
        {
            screen.Line(network.Format == NumberFormat.Float16
                ? network.Change == 0 ? $"{network.Name}: weights in half precision, which changes no output on {network.Tried:N0} inputs."
                : $"{network.Name}: weights in half precision; no output changed by more than {Wording.Error(network.Change)} on {network.Tried:N0} inputs."
                : $"{network.Name}: weights in single precision; in half precision an output would change by {Wording.Error(network.Change)}.");
        }

        screen.Line($"Page: {page} ({html.Length / 1024.0:N0} KiB)");
        return ExitCode.Done;
    }

    private static ExploredNetwork Pack(string path, string[] paths, LoadedNetwork loaded, Booleans.Seed seed, CancellationToken cancellation)
    {
        try
        {
            return ExploredNetwork.Of(paths.Length == 1 ? NameOf(path) : DistinctName(path, paths), loaded.Origin.ToString(), loaded.Network, loaded.Task, seed, cancellation);
        }
        catch (PageTooLargeException e)
        {
            throw new CallerException(e.Message, e);
        }
    }

    /// <summary>The files themselves, and those in folders.</summary>
    private static string[] Paths(string[] given)
    {
        string[] paths = [.. given.SelectMany(path => Directory.Exists(path) ? InFolder(path) : [path])];
        return paths.Length <= MostNetworks
            ? paths
            : throw new CallerException($"{Wording.Count(paths.Length, "network")} are given, expected at most {MostNetworks} on one page.");
    }

    private static string[] InFolder(string folder)
    {
        var inner = Path.Combine(folder, "networks");
        string[] found = [.. Directory.GetFiles(Directory.Exists(inner) ? inner : folder, "*.safetensors").Order(StringComparer.Ordinal)];
        return found.Length > 0 ? found : throw new CallerException($"{folder} has no network (*.safetensors), expected a network file or a folder with some.");
    }

    private static void RequireSameTask(LoadedNetwork first, LoadedNetwork other)
    {
        if (!CompareCommand.ComputeTheSame(first.Task, other.Task))
        {
            throw new CallerException($"{first.Path} and {other.Path} compute different functions, expected networks for the same functions of the same features on one page.");
        }
    }

    private static string Title(string[] paths) => string.Join(" and ", paths.Select(path => paths.Length == 1 ? NameOf(path) : DistinctName(path, paths)));

    /// <summary>The file's name; that of its folder where the file is called network, as in the zoo.</summary>
    private static string NameOf(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        return name == "network" && Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(path))) is { Length: > 0 } folder ? folder : name;
    }

    private static string DistinctName(string path, string[] paths) => paths.Count(other => NameOf(other) == NameOf(path)) > 1 ? path : NameOf(path);

    private sealed record ExploredFile(string Page, long Bytes, IReadOnlyList<PackedNetwork> Networks);

    private sealed record PackedNetwork(string Name, NumberFormat Format, double Change, int Tried);
}
