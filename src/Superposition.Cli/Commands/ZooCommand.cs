using System.CommandLine;
using System.Text.Json;
using Superposition.Booleans;
using Superposition.Checkpoints;
using Superposition.Checkpoints.Export;
using Superposition.Cli.Errors;
using Superposition.Specs;
using Superposition.Zoo;

namespace Superposition.Cli.Commands;

/// <summary><c>superposition zoo</c>.</summary>
internal sealed class ZooCommand : ExampleCommand
{
    private readonly Screen screen;
    private readonly Option<string?> output =
        new("--out")
        {
            Description = "Make the networks and write a folder for each here; without it they are listed.",
            HelpName = "FOLDER"
        };
    private readonly Option<string[]> only =
        new("--only")
        {
            Description = "Names of networks, separated by spaces or commas (default: all).",
            HelpName = "NAMES",
            AllowMultipleArgumentsPerToken = true
        };
    private readonly Option<ulong?> seed = NumberOption.Seed("Seed of weights and training (default: 0).");

    public ZooCommand(Screen screen)
        : base(
            "zoo", "Networks of known truth for methods that take networks apart: list them, or make them from a seed, each with "
                + "weights, truth and a card.",
            "superposition zoo", "superposition zoo --out zoo", "superposition zoo --only sign-few-outputs,trained --seed 1 --out zoo-1")
    {
        this.screen = screen;
        foreach (var option in (Option[])[output, only, seed])
        {
            Add(option);
        }
    }

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, bool json, CancellationToken cancellation)
    {
        var entries = Chosen(parsed);
        if (parsed.GetValue(output) is not { } folder)
        {
            List(entries, json);
            return ExitCode.Done;
        }

        PageFolder.RequirePossible(folder);
        string[] taken = [.. entries.Select(entry => Path.Combine(folder, entry.Name)).Where(Path.Exists)];
        if (taken.Length > 0)
        {
            throw new CallerException($"{taken[0]} exists, expected a folder without networks of these names.");
        }

        var start = new Seed(parsed.GetValue(seed) ?? 0);
        var written = new List<ZooTruth>();
        foreach (var entry in entries)
        {
            cancellation.ThrowIfCancellationRequested();
            var truth = screen.Working($"making {entry.Name}", json, () => Write(entry, start, folder, cancellation));
            written.Add(truth);
            if (!json)
            {
                screen.Line($"{Path.Combine(folder, entry.Name)}: {entry.Summary} ε {Wording.Error(truth.Errors.Epsilon)}");
            }
        }

        if (json)
        {
            screen.Json("networks", written);
        }

        return ExitCode.Done;
    }

    private static ZooTruth Write(ZooEntry entry, Seed start, string folder, CancellationToken cancellation)
    {
        using var made = entry.Make(start.For(entry.Name), cancellation);
        var truth = ZooTruth.Of(entry, made, start.For(entry.Name)) with { Seed = start.Value };
        var manifest = new NetworkManifest
        {
            Task = entry.Task,
            Origin = entry.Origin,
            Inputs = made.Inputs,
            Outputs = made.Targets as PairAnds,
            Targets = made.Functions,
            Seed = start,
            Spec = $"zoo {entry.Name}"
        };
        var target = Path.Combine(folder, entry.Name);
        Directory.CreateDirectory(target);
        NetworkFile.Save(Path.Combine(target, "network.safetensors"), made.Network, manifest);
        AtomicFile.Write(Path.Combine(target, "network.npz"), stream => NumpyNetwork.Write(stream, made.Network, manifest));
        Save("truth.json", JsonSerializer.Serialize(truth, SpecJson.Indented) + "\n");
        Save("card.md", ZooCard.Write(truth, made.Network.Layers.Count, made.Network.Neurons));
        return truth;

        void Save(string name, string text) =>
            AtomicFile.Write(Path.Combine(target, name), stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(text)));
    }

    private ZooEntry[] Chosen(ParseResult parsed)
    {
        string[] names = [.. (parsed.GetValue(only) ?? []).SelectMany(name =>
            name.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
        return names.Length == 0 ? [.. ZooNetworks.All] : [.. names.Distinct(StringComparer.Ordinal).Select(name => ZooNetworks.Find(name)
            ?? throw new CallerException($"There is no network \"{name}\" in the zoo, expected one of "
                + $"{string.Join(", ", ZooNetworks.All.Select(entry => entry.Name))}."))];
    }

    private void List(ZooEntry[] entries, bool json)
    {
        if (json)
        {
            screen.Json("networks", entries.Select(entry => new Listed(entry.Name, entry.Summary, entry.Task, entry.Origin)));
            return;
        }

        var table = ErrorTables.NewTable(["network", "origin", "task", "what it is"], names: 4);
        foreach (var entry in entries)
        {
            ErrorTables.AddRow(
                table, [entry.Name, entry.Origin == NetworkOrigin.Trained ? "trained" : "constructed", entry.Task, entry.Summary]);
        }

        screen.Draw(table);
        screen.Line($"{Wording.Count(entries.Length, "network")}; superposition zoo --out FOLDER makes them.");
    }

    private sealed record Listed(string Name, string Summary, string Task, NetworkOrigin Origin);
}
