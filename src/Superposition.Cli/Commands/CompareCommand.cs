using System.CommandLine;
using Superposition.Baselines;
using Superposition.Booleans;
using Superposition.Cli.Errors;
using Superposition.Cli.Runs;
using Superposition.Comparison;
using Superposition.Networks;
using Superposition.Reporting;
using Superposition.Reporting.Comparisons;
using Superposition.Reporting.Weights;
using Superposition.Tasks;

namespace Superposition.Cli.Commands;

/// <summary><c>superposition compare</c>.</summary>
internal sealed class CompareCommand : ExampleCommand
{
    // 80 MB of read-off: beyond that only errors and neurons are compared.
    private const long MaxReadOffWeights = 20_000_000;

    private readonly Screen screen;
    private readonly Argument<string> first = new("A") { Description = "A network file, or the folder of a study's run." };
    private readonly Argument<string?> second =
        new("B") { Description = "Another; left out with --constructions.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> constructions = new("--constructions")
    {
        Description =
            "Compare A with constructions of its size instead: all, or kinds with commas between. Ranked by how alike their neurons "
            + "are, with controls; errors with three read-offs each.",
        HelpName = "all|KINDS",
    };

    private readonly Option<string?> output =
        new("--out") { Description = "Folder for a page (compare.html) and its figures.", HelpName = "FOLDER" };
    private readonly InputOptions options = new();
    private readonly ForeignOptions foreign = new();

    public CompareCommand(Screen screen)
        : base(
            "compare",
            "Compare two networks: errors on the same inputs, the construction each is like, matched neurons, exchanged read-offs, "
            + "noise, few bits, pruning, the line between them.",
            "superposition compare checkpoints/trained-l8-m32-d128.safetensors checkpoints/constructed-sign-m32-d128.safetensors "
                + "--inputs all --out compared",
            "superposition compare checkpoints/trained-l8-m32-d128.safetensors --constructions sign,gaussian --inputs all")
    {
        this.screen = screen;
        Add(first);
        Add(second);
        foreach (var option in options.All.Concat(foreign.All).Append(output).Append(constructions))
        {
            Add(option);
        }
    }

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, bool json, CancellationToken cancellation)
    {
        if (parsed.GetValue(second) is { } otherRun && ComparedRuns.Are(parsed.GetRequiredValue(first), otherRun))
        {
            return ComparedRuns.Show(screen, parsed.GetRequiredValue(first), otherRun, json);
        }

        if (parsed.GetValue(second) is null && parsed.GetValue(constructions) is null)
        {
            throw new CallerException("compare takes A and B, two networks, or A alone with --constructions: found A alone.");
        }

        PageFolder.RequirePossible(parsed.GetValue(output));
        using var a = LoadedNetwork.Load(parsed.GetRequiredValue(first), parsed, options, foreign.Reading(parsed), cancellation);
        LoadedNetwork.Say(screen, json, a.Path, a.Notes);
        if (parsed.GetValue(constructions) is { } kinds)
        {
            return RunConstructions(parsed, a, kinds, json, cancellation);
        }

        using var b = LoadedNetwork.Load(parsed.GetValue(second)!, parsed, options, foreign.Reading(parsed), cancellation);
        LoadedNetwork.Say(screen, json, b.Path, b.Notes);
        if (!ComputeTheSame(a.Task, b.Task))
        {
            throw new CallerException(
                $"{a.Path} computes {Tasks(a)}, {b.Path} {Tasks(b)}: expected two networks for the same functions of the same features.");
        }

        var seed = options.Seed(parsed);
        var real = a.Task.Boolean is null ? options.RealSample(parsed, a, cancellation) : null;
        var sample = real is null ? options.Sample(parsed, a, cancellation) : null;
        var (inputs, space) = ($"{(object?)real ?? sample}", a.Task.Inputs.Space);
        var networks = screen.Working($"measuring {inputs}", json, () => (MeasuredNetwork[])
        [
            new("A", a.Measure(a.Network, sample, real)), new("B", a.Measure(b.Network, sample, real)),
            .. sample is not null
                ? Controls.WithoutLayer(a.Task.Boolean!, sample, seed, a.Network)
                : Controls.OfReal(a.Network, a.Task.Targets.Real!, real!, seed),
        ]);
        var layers = screen.Working("matching neurons", json, () => Match(a.Network, b.Network, space, seed));
        var pairs = a.Pairs;
        var details = pairs is not null && sample is not null && new[] { a, b }.All(network =>
            network.Network.Neurons > 0 && (long)pairs.Count * network.Network.Neurons <= MaxReadOffWeights)
            ? screen.Working("comparing what they do", json, progress =>
                NetworkComparison.Of(a.Network, b.Network, pairs, sample, seed, progress, cancellation))
            : null;
        var outputs = details is null || details.DisturbedOutputs == pairs!.Count
            ? ""
            : $", {details.DisturbedOutputs:N0} of the {pairs.Count:N0} outputs";
        var findings = details is null ? null : ComparisonFindings.Of(details, $"{inputs}{outputs}") with
        {
            Maps = WeightPictures.Of(a.Network, b.Network),
        };
        var explorer = findings is null ? null : ExplorerFile.WriteBeside(parsed.GetValue(output), () =>
            ExplorerFile.DataOf([a, b], ShellLine.Of(parsed), seed, [], cancellation));
        var page = findings is null
            ? null
            : PageFolder.Write(parsed.GetValue(output), "compare.html",
                $"{Path.GetFileName(a.Path)} (A) and {Path.GetFileName(b.Path)} (B)", parsed, findings, explorer);
        if (json)
        {
            screen.Json(new Compared(networks, layers, details, page));
            return ExitCode.Done;
        }

        screen.Line($"A: {a.Describe()}");
        screen.Line($"B: {b.Describe()}");
        screen.Line(inputs);
        screen.Draw(ErrorTables.Overview(networks));
        screen.Line(ErrorTables.OverviewNote(networks[0].Errors, a.Classes));
        Show(layers, a.Network, b.Network);
        var whyNot = pairs is null
            ? "compared by their errors and their neurons alone: what construction a network is like is known for ANDs of pairs."
            : "not compared: the read-offs are too large to be written out.";
        foreach (var point in findings?.Answer.Points ?? [new AnswerPoint("What they do", whyNot)])
        {
            screen.Line($"{point.Subject}: {point.Text}");
        }

        if (page is not null)
        {
            screen.Line($"Page: {page}");
        }

        return ExitCode.Done;
    }

    internal static bool ComputeTheSame(StudyTask a, StudyTask b) =>
        a.Features == b.Features && a.Outputs == b.Outputs && a.Spec.Targets.GetType() == b.Spec.Targets.GetType()
        && Enumerable.Range(0, a.Outputs).All(output => a.NameOfOutput(output) == b.NameOfOutput(output));

    private int RunConstructions(ParseResult parsed, LoadedNetwork a, string kinds, bool json, CancellationToken cancellation)
    {
        if (parsed.GetValue(second) is not null || parsed.GetValue(output) is not null)
        {
            throw new CallerException("--constructions compares one network and writes no page: expected neither B nor --out.");
        }

        if (a.Task.Boolean is null)
        {
            throw new CallerException(
                $"{a.Path} computes real functions, which no construction here does: expected a network for boolean functions with "
                + "--constructions.");
        }

        var (sample, seed) = (options.Sample(parsed, a, cancellation), options.Seed(parsed));
        var ranking = screen.Working("measuring constructions", json, progress =>
            ConstructionRanking.Of(
                a, kinds.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries), sample, seed, progress,
                cancellation));
        if (json)
        {
            screen.Json(ranking);
            return ExitCode.Done;
        }

        screen.Line($"{a.Describe()}");
        screen.Line($"{sample}");
        ranking.Show(screen);
        return ExitCode.Done;
    }

    private static string Tasks(LoadedNetwork network) =>
        $"{TargetWords.Outputs(network.Task.Targets)} of {network.Network.Features} features";

    private static LayerMatch[] Match(ReluNetwork a, ReluNetwork b, SparseInputs inputs, Seed seed)
    {
        var matches = new List<LayerMatch>();
        foreach (var (index, (layerA, layerB)) in a.Layers.Zip(b.Layers).Index())
        {
            if (layerA.Neurons == layerB.Neurons && layerA.Inputs == layerB.Inputs)
            {
                using var untrained = UntrainedNetwork.OneLayer(
                    new SparseInputs(layerA.Inputs, Math.Min(inputs.Active, layerA.Inputs), inputs.Sparsity), layerA.Neurons, outputs: 1,
                    seed.For($"layer-{index}"));
                matches.Add(new LayerMatch(
                    index, LayerSimilarity.Score(layerA, untrained.Layers[0], layerB, seed),
                    LayerSimilarity.Score(layerB, untrained.Layers[0], layerA, seed)));
            }
        }

        return [.. matches];
    }

    private void Show(LayerMatch[] layers, ReluNetwork a, ReluNetwork b)
    {
        if (layers.Length == 0)
        {
            screen.Line($"Neurons are not matched: A has layers of {Widths(a)}, B of {Widths(b)}, and only layers of one shape can be.");
            return;
        }

        screen.Line("Mean cosine of matched neurons (weights and bias), next to what chance gives:");
        var table = ErrorTables.NewTable(["layer", "A, B", "untrained, B", "A shuffled, B", "untrained, A", "B shuffled, A"]);
        foreach (var (layer, forward, backward) in layers)
        {
            ErrorTables.AddRow(
                table, [$"{layer}", $"{forward.Value:F4}", $"{forward.Untrained:F4}", $"{forward.Shuffled:F4}", $"{backward.Untrained:F4}",
                $"{backward.Shuffled:F4}"]);
        }

        screen.Draw(table);
    }

    private static string Widths(ReluNetwork network) =>
        network.Layers.Count == 0 ? "no neurons" : string.Join(", ", network.Layers.Select(layer => $"{layer.Neurons} × {layer.Inputs}"));

    private sealed record Compared(
        IReadOnlyList<MeasuredNetwork> Networks, IReadOnlyList<LayerMatch> Layers, NetworkComparison? Details, string? Page);

    private sealed record LayerMatch(int Layer, Scored MeanCosineOfAWithB, Scored MeanCosineOfBWithA);
}
