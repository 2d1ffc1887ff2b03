using System.CommandLine;
using Superposition.Cli.Runs;
using Superposition.Exploring;

namespace Superposition.Cli.Commands;

/// <summary><c>superposition explore</c>.</summary>
internal sealed class ExploreCommand : ExampleCommand
{
    /// <summary>How many networks one page takes.</summary>
    public const int MaxNetworks = 4;

    private readonly Screen screen;
    private readonly Argument<string[]> files = new("FILE")
    {
        Description = "Network files for one task, up to four; or a folder of such files, as a run's networks or one of the zoo.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> verdicts =
        new("--verdicts")
        {
            Description = "What probe --json wrote of the network: pairs are coloured by their verdict.",
            HelpName = "FILE"
        };
    private readonly Option<string?> output =
        new("--out") { Description = "The page to write (default: the network's name with .html, here).", HelpName = "FILE" };
    private readonly Option<bool> force = new("--force") { Description = "Replace the page if it exists." };
    private readonly InputOptions inputs = new();
    private readonly ForeignOptions foreign = new();

    public ExploreCommand(Screen screen)
        : base(
            "explore",
            "Make one page to switch features on and off and see the network compute: neurons, every output next to the truth, "
            + "noise, few bits.",
            "superposition explore checkpoints/constructed-sign-m32-d128.safetensors --out sign.html",
            "superposition explore checkpoints/trained-l8-m32-d128.safetensors checkpoints/constructed-sign-m32-d128.safetensors --out "
                + "both.html",
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
        var page = parsed.GetValue(output) ?? $"{ExplorerFile.NameOf(paths[0])}.html";
        OutputFile.RequireFree(page, parsed.GetValue(force));
        var networks = new List<LoadedNetwork>();
        ExplorerData data;
        try
        {
            foreach (var path in paths)
            {
                networks.Add(LoadedNetwork.Load(path, parsed, inputs, foreign.Reading(parsed), cancellation));
                LoadedNetwork.Say(screen, json, path, networks[^1].Notes);
                RequireSameTask(networks[0], networks[^1]);
            }

            var known = parsed.GetValue(verdicts) is { } probed ? ProbedVerdicts.Read(probed, networks[0].Task) : [];
            data = screen.Working("packing weights", json, () =>
                ExplorerFile.DataOf(networks, ShellLine.Of(parsed), inputs.Seed(parsed), known, cancellation));
        }
        catch (PageTooLargeException e)
        {
            throw new CallerException(e.Message, e);
        }
        finally
        {
            networks.ForEach(network => network.Dispose());
        }

        var bytes = ExplorerFile.Write(page, data);
        if (json)
        {
            screen.Json(new ExploredFile(
                page, bytes,
                [.. data.Networks.Select(network => new PackedNetwork(network.Name, network.Format, network.Change, network.Tried))]));
            return ExitCode.Done;
        }

        foreach (var network in data.Networks)
        {
            screen.Line(network.Format == NumberFormat.Float16
                ? network.Change == 0 ? $"{network.Name}: weights in half precision, which changes no output on {network.Tried:N0} inputs."
                : $"{network.Name}: weights in half precision; no output changed by more than {Wording.Error(network.Change)} on "
                    + $"{network.Tried:N0} inputs."
                : $"{network.Name}: weights in single precision; in half precision an output would change by "
                    + $"{Wording.Error(network.Change)}.");
        }

        screen.Line($"Page: {page} ({bytes / 1024.0:N0} KiB)");
        return ExitCode.Done;
    }

    /// <summary>The files themselves, and those in folders.</summary>
    private static string[] Paths(string[] given)
    {
        string[] paths = [.. given.SelectMany(path => Directory.Exists(path) ? InFolder(path) : [path])];
        return paths.Length <= MaxNetworks
            ? paths
            : throw new CallerException(
                $"{Wording.Count(paths.Length, "network")} are given, expected at most {MaxNetworks} on one page.");
    }

    private static string[] InFolder(string folder)
    {
        var inner = Path.Combine(folder, "networks");
        string[] found = [.. Directory.GetFiles(Directory.Exists(inner) ? inner : folder, "*.safetensors").Order(StringComparer.Ordinal)];
        return found.Length > 0
            ? found
            : throw new CallerException($"{folder} has no network (*.safetensors), expected a network file or a folder with some.");
    }

    private static void RequireSameTask(LoadedNetwork first, LoadedNetwork other)
    {
        if (!CompareCommand.ComputeTheSame(first.Task, other.Task))
        {
            throw new CallerException($"{first.Path} and {other.Path} compute different functions, expected networks for the same "
                + "functions of the same features on one page.");
        }
    }

    private sealed record ExploredFile(string Page, long Bytes, IReadOnlyList<PackedNetwork> Networks);

    private sealed record PackedNetwork(string Name, NumberFormat Format, double Change, int Tried);
}
