using System.ComponentModel;
using System.Text.Json.Serialization;
using Superposition.Booleans;
using Superposition.DeepCircuits;
using Superposition.ErrorCorrection;
using Superposition.Networks;
using Superposition.Specs;
using Superposition.Tasks;
using Superposition.UniversalAnd;

namespace Superposition.Studies.Networks;

/// <summary>A network that computes a circuit in layers, layer by layer.</summary>
public abstract record DeepCircuitNetwork : RandomNetworkSpec
{
    /// <summary>q, the units of a channel.</summary>
    [Description("q, the units of a channel.")]
    public required int ChannelSize { get; init; }

    /// <summary>Whether errors are corrected.</summary>
    [Description("Whether units round after every layer of gates, which corrects errors, or hand on what they are given.")]
    public required bool Corrects { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool HasWidth => false;

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path) => SpecRules.Between($"{path}.channelSize", ChannelSize, 1, 4096);

    /// <summary>The seed of channels, by default of the same draw as the circuit.</summary>
    private protected Seed ChannelSeed(StudyBench bench) => DrawnAs is { } name ? bench.SeedOf(name) : bench.Layers.Seed.For("channels");

    private protected static double Depth(TaskSpec task) => (task.Targets as LayersSpec)?.Depth ?? 1;
}

/// <summary>A fused circuit: one layer of clip units a layer of gates.</summary>
[Description("A circuit in layers on one layer of clip units a layer of gates, of a given width or of the smallest one without a "
    + "threshold error.")]
public sealed record FusedCircuitNetwork : DeepCircuitNetwork
{
    /// <summary>n, the clip units of a layer; null where the smallest number is searched.</summary>
    [Description("n, the clip units of a layer; left out, the smallest number is searched at which living inputs come through without "
        + "a threshold error (design.units).")]
    public int? Units { get; init; }

    /// <summary>How many inputs have to come through where the width is searched.</summary>
    [Description("How many living inputs have to come through all layers where the width is searched.")]
    public int? Inputs { get; init; }

    /// <summary>How channels are drawn.</summary>
    [Description("How channels are drawn; overlap-reduced when left out.")]
    public ChannelCodeKind Code { get; init; } = ChannelCodeKind.OverlapReduced;

    /// <summary>The threshold of units that respond to one active input.</summary>
    [Description("The threshold of units that respond to one active input (COPY, OR, XOR), 0.5 when left out; above 0.5 there are "
        + "fewer false answers.")]
    public double AnyThreshold { get; init; } = 0.5;

    /// <summary>The threshold of units that respond to two active inputs.</summary>
    [Description("The threshold of units that respond to two active inputs (AND), 1.5 when left out.")]
    public double BothThreshold { get; init; } = 1.5;

    /// <summary>Half the width of the clip window.</summary>
    [Description("Half the width of the window around the threshold in which a unit's answer rises from 0 to 1; 0.1 when left out.")]
    public double HalfWindow { get; init; } = 0.1;

    /// <summary>Whether channels are read relative to the mean of their pool.</summary>
    [Description("Whether channels are read relative to the mean of their pool; true when left out.")]
    public bool Centred { get; init; } = true;

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path) =>
    [
        .. base.Problems(path),
        .. SpecRules.Between($"{path}.units", Units ?? ChannelSize, ChannelSize, 1_000_000),
        .. SpecRules.Between($"{path}.inputs", Inputs ?? 1, 1, 100_000),
        .. (Units is null) == (Inputs is null)
            ? [new SpecProblem(
                $"{path}.inputs", Inputs is null ? "left out" : "given",
                "a number of inputs where the width is searched, and none otherwise")]
            : (SpecProblem[])[],
        .. SpecRules.Between($"{path}.anyThreshold", AnyThreshold, 0.01, 0.99),
        .. SpecRules.Between($"{path}.bothThreshold", BothThreshold, 1.01, 1.99),
        .. SpecRules.Between($"{path}.halfWindow", HalfWindow, 0.001, 0.5),
    ];

    /// <inheritdoc/>
    public override int Width(TaskSpec task) => 2 * (Units ?? task.Inputs.Features);

    /// <inheritdoc/>
    public override double Cost(TaskSpec task) => task.Inputs.Features * Depth(task) * (Units is null ? 12 : Corrects ? 1 : 4) / 1e5;

    /// <inheritdoc/>
    public override DrawnNetwork Draw(StudyBench bench, CellContext context)
    {
        try
        {
            var circuit = bench.Layers.Circuit;
            var found = Units is null ? Search(bench, context) : null;
            var fused = new FusedCircuit(circuit, Design(Units ?? found!.Units), ChannelSeed(bench));
            RequireRoom(fused);
            return new DrawnNetwork(new Lazy<ReluNetwork>(() => FusedNetwork.Build(fused)))
            {
                Deep = inputs => fused.Measure(inputs),
                Design = found is null ? [] : [new("units", found.Units), new("relus", found.Relus), new("epsilon", found.Epsilon)],
            };
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // A pool is narrower than a channel, no width up to twice the features is enough, or living inputs are too rare.
            throw new ConstructionFailedException(e.Sentence());
        }
    }

    /// <summary>Draws every layer's channels once, so that a design without room for them is refused before anything is measured.</summary>
    private static void RequireRoom(FusedCircuit fused)
    {
        for (var layer = 0; layer <= fused.Circuit.Depth; layer++)
        {
            fused.Layout(layer);
        }
    }

    private SmallestWidth Search(StudyBench bench, CellContext context)
    {
        var spec = (LayersSpec)bench.Task.Targets.Spec;
        var space = bench.Task.Inputs.Space;
        var tries = 0;
        return WidthSearch.Find(
            new WidthTask(space.Features, space.Active, spec.Depth, spec.Gates.ToMix(), spec.Wiring, Inputs!.Value), Next,
            bench.Layers.Seed);

        FusedDesign Next(int units)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            context.Progress.Report(new CellProgress(tries / (tries + 4.0), FormattableString.Invariant($"try {++tries}: n = {units:N0}")));
            return Design(units);
        }
    }

    private FusedDesign Design(int units) => new(units, ChannelSize)
    {
        Code = Code,
        AnyThreshold = AnyThreshold,
        BothThreshold = BothThreshold,
        HalfWindow = HalfWindow,
        Centred = Centred,
        Corrects = Corrects,
    };
}

/// <summary>The paper's alternation of universal-AND and error-correction layers.</summary>
[Description("A circuit in layers by the paper's alternation: a universal-AND layer and an error-correction layer a layer of gates.")]
public sealed record AlternatingCircuitNetwork : DeepCircuitNetwork
{
    /// <summary>n, the clip units of an error-correction layer, two ReLUs each.</summary>
    [Description("n, the clip units of an error-correction layer, two ReLUs each.")]
    public required int Units { get; init; }

    /// <summary>n₁: the neurons of a universal-AND layer, each a random subset of the features.</summary>
    [Description("The neurons of a universal-AND layer, each a random subset of the features.")]
    public required int SubsetNeurons { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path) =>
    [
        .. base.Problems(path),
        .. SpecRules.Between($"{path}.units", Units, ChannelSize, 65_536),
        .. SpecRules.Between($"{path}.subsetNeurons", SubsetNeurons, 1, 262_144),
    ];

    /// <inheritdoc/>
    public override int Width(TaskSpec task) => SubsetNeurons + (3 * Units);

    /// <inheritdoc/>
    public override double Cost(TaskSpec task) => Depth(task) * SubsetNeurons * task.Inputs.Features / 1e6;

    /// <inheritdoc/>
    public override DrawnNetwork Draw(StudyBench bench, CellContext context)
    {
        var design = new AlternatingDesign(bench.Task.Inputs.Space.Active, Units, ChannelSize, SubsetNeurons) { Corrects = Corrects };
        var circuit = new AlternatingCircuit(bench.Layers.Circuit, design, ChannelSeed(bench));
        return new DrawnNetwork(new Lazy<ReluNetwork>(() => Corrects
            ? circuit.ToNetwork()
            : throw new ConstructionFailedException("An alternation without error correction has no error-correction layers to be "
                + "written out as; only its layers of gates can be measured.")))
        {
            Deep = circuit.Measure,
            Parts = circuit,
        };
    }
}
