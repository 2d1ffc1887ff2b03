using System.Collections.Immutable;
using Superposition.Baselines;
using Superposition.Booleans;
using Superposition.Cli.Errors;
using Superposition.Comparison;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.Reporting;
using Superposition.Representation;
using Superposition.UniversalAnd;

namespace Superposition.Cli.Commands;

/// <summary>A network among the constructions of its m, d and s: <c>compare FILE --constructions all</c>.</summary>
/// <param name="Network">The network itself.</param>
/// <param name="Evidence">The construction it is named by its weights and read-off; null unless it has one layer.</param>
/// <param name="Constructions">Constructions, the one its layer is most like first.</param>
/// <param name="LeftOut">Constructions that cannot be built at this size, with the reason.</param>
internal sealed record ConstructionRanking(
    RankedConstruction Network, ConstructionEvidence? Evidence, ImmutableArray<RankedConstruction> Constructions,
    ImmutableArray<LeftOutConstruction> LeftOut)
{
    // 496 programs of 128 neurons take some seconds.
    private const int MaxInputs = 6_000;
    private const int MaxNeurons = 256;
    private const int MaxOutputs = 2_016;

    /// <summary>Builds the constructions that are asked for at the network's m, d and s, and measures all on the same inputs.</summary>
    /// <param name="loaded">The network.</param>
    /// <param name="kinds">Kinds of constructions, or "all".</param>
    /// <param name="sample">The inputs.</param>
    /// <param name="seed">The seed of what is drawn.</param>
    /// <param name="progress">Told which construction is measured.</param>
    /// <param name="cancellation">Stops between measurements.</param>
    /// <exception cref="CallerException">A kind is unknown.</exception>
    public static ConstructionRanking Of(
        LoadedNetwork loaded, IReadOnlyList<string> kinds, InputSample sample, Seed seed, IProgress<string> progress,
        CancellationToken cancellation)
    {
        var network = loaded.Network;
        var layer = network is { Encoding: null, Layers: [{ Projection: null } only] } ? only : null;
        using var untrained = UntrainedNetwork.OneLayer(sample.Space, Math.Max(1, network.Neurons), outputs: 1, seed.For("untrained"));
        var ranked = new List<RankedConstruction>();
        var leftOut = new List<LeftOutConstruction>();
        foreach (var construction in Chosen(kinds, ComparedConstructions.For(loaded, sample.Space, cancellation)))
        {
            cancellation.ThrowIfCancellationRequested();
            progress.Report($"measuring {construction.Kind} at this size");
            try
            {
                using var built = construction.Build(seed);
                var isOfOneShape = layer is not null && built.Layers is [{ Projection: null } other] && other.Neurons == layer.Neurons
                    && other.Inputs == layer.Inputs;
                var likeness = isOfOneShape ? LayerSimilarity.Score(layer!, untrained.Layers[0], built.Layers[0], seed) : null;
                ranked.Add(Measured(construction.Kind, built, likeness, loaded, sample, seed, cancellation));
            }
            catch (Exception e) when (e is ConstructionFailedException or ArgumentException)
            {
                leftOut.Add(new LeftOutConstruction(construction.Kind, e.Sentence()));
            }
        }

        progress.Report("measuring the network");
        return new ConstructionRanking(
            Measured(Path.GetFileName(loaded.Path), network, likeness: null, loaded, sample, seed, cancellation),
            layer is null || loaded.Pairs is null ? null : ConstructionClassifier.Classify(network, loaded.Pairs),
            [.. ranked.OrderByDescending(construction => construction.Excess ?? double.NegativeInfinity)], [.. leftOut]);
    }

    /// <summary>Prints the ranking as a table, with the evidence for the network's family.</summary>
    public void Show(Screen screen)
    {
        var table =
            ErrorTables.NewTable(["network", "neurons alike", "untrained", "shuffled", "ε", "rms", "ε lsq", "rms lsq", "ε minimax"]);
        foreach (var row in Constructions.Prepend(Network))
        {
            ErrorTables.AddRow(table, [
                row.Kind, .. row.Likeness is { } likeness
                    ? [$"{likeness.Value:F4}", $"{likeness.Untrained:F4}", $"{likeness.Shuffled:F4}"]
                    : (string[])["", "", ""],
                Wording.Error(row.Own.Epsilon), Wording.Error(row.Own.Rms), Wording.Error(row.LeastSquares.Epsilon),
                Wording.Error(row.LeastSquares.Rms), row.Minimax is { } minimax ? Wording.Error(minimax.Upper) : ""]);
        }

        screen.Draw(table);
        screen.Line("Neurons alike: mean cosine of matched neurons, and the same for an untrained layer and for this layer shuffled; "
            + "errors with the own read-off, the least-squares read-off and (ε alone, proved) the best affine one.");
        if (Evidence is not null)
        {
            screen.Line($"By its weights and its read-off it is called {FamilyNames.Of(Evidence.Family)}.");
        }

        foreach (var (kind, reason) in LeftOut)
        {
            screen.Line($"{kind} is left out: {reason}");
        }
    }

    private static IEnumerable<ComparedConstruction> Chosen(
        IReadOnlyList<string> kinds, ImmutableArray<ComparedConstruction> possible) => kinds is ["all"]
        ? possible
        : kinds.Select(kind => possible.FirstOrDefault(construction => construction.Kind == kind)
            ?? throw new CallerException($"--constructions names {kind}, expected all or some of those for outputs such as the network's: "
                + $"{string.Join(", ", possible.Select(construction => construction.Kind))}."));

    private static RankedConstruction Measured(
        string name, ReluNetwork network, Scored? likeness, LoadedNetwork loaded, InputSample sample, Seed seed,
        CancellationToken cancellation)
    {
        var targets = loaded.Task.Boolean!;
        var fit = sample.IsAll
            ? sample
            : InputSample.AllUpTo(sample.Space, Math.Max(20_000, 4 * network.ReadOff.Inputs), seed.For("fit")).StoppedBy(cancellation);
        using var squares = LeastSquares.Refit(network, targets, fit);
        var isSmall = sample.IsAll && sample.Count <= MaxInputs && network.ReadOff.Inputs <= MaxNeurons && targets.Count <= MaxOutputs;
        return new RankedConstruction(
            name, likeness, OutputErrors.Measure(network, targets, sample), OutputErrors.Measure(squares, targets, sample),
            isSmall ? ProvedEpsilon.OfLayer(
                LayerRepresentation.Decide(network, targets, sample, ReadOffForm.Affine, Environment.ProcessorCount, cancellation)) : null);
    }
}

/// <summary>A construction that cannot be built at a size.</summary>
/// <param name="Kind">The construction.</param>
/// <param name="Reason">Why it could not be ranked.</param>
internal sealed record LeftOutConstruction(string Kind, string Reason);
