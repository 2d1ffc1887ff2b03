using System.Collections.Immutable;
using System.ComponentModel;
using Superposition.Specs;
using Superposition.Tasks;

namespace Superposition.Experiments.DeepCircuits;

/// <summary>
/// Deep circuits in superposition: errors layer by layer with error correction, without centring and without correction; the smallest width that makes no
/// threshold error, against the number of features; the paper's alternation of universal-AND and error-correction layers.
/// </summary>
[Description("Deep circuits in superposition: errors layer by layer with and without error correction, and the smallest width against the number of features.")]
public sealed record DeepCircuitsSpec : ExperimentSpec
{
    /// <summary>s.</summary>
    [Description("s: at most so many features are active in the input and after every layer, and at least one is.")]
    public required int Active { get; init; }

    /// <summary>Fused circuits of given sizes.</summary>
    [Description("Fused circuits (one layer of clip units a layer of gates) of given sizes, layer by layer.")]
    public FusedRuns? Fused { get; init; }

    /// <summary>The search for the smallest width.</summary>
    [Description("The smallest width of a fused circuit without a threshold error.")]
    public WidthRuns? Widths { get; init; }

    /// <summary>The paper's alternation.</summary>
    [Description("The paper's alternation: a universal-AND layer and an error-correction layer a layer of gates.")]
    public AlternatingRuns? Alternating { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems() =>
    [
        .. SpecRules.Seeds(Seeds),
        .. SpecRules.Between("active", Active, 1, 64),
        .. Fused?.Problems("fused") ?? [],
        .. Widths?.Problems("widths") ?? [],
        .. Alternating?.Problems("alternating") ?? [],
        .. Fused is null && Widths is null && Alternating is null ? [new SpecProblem("fused", "missing, and so are widths and alternating", "at least one of the three")] : (SpecProblem[])[],
    ];

    /// <inheritdoc/>
    public override IEnumerable<Cell> Cells()
    {
        var fused = from size in Fused?.Sizes ?? []
                    from arm in new[] { DeepArm.Corrected, DeepArm.Uncentred, DeepArm.Uncorrected }
                    from seed in Seeds
                    select new FusedCell(this, size, arm, seed);
        var widths = from m in Widths?.Features ?? [] from seed in Seeds select new WidthCell(this, m, seed);
        var alternating = from size in Alternating?.Sizes ?? []
                          from arm in new[] { DeepArm.Corrected, DeepArm.Uncorrected }
                          from seed in Seeds
                          select new AlternatingCell(this, size, arm, seed);
        return fused.Concat<Cell>(widths).Concat(alternating);
    }

    /// <inheritdoc/>
    public override ExperimentSpec Smoke() => this with
    {
        Seeds = Seeds[..1],
        Fused = Fused is null ? null : Fused with { Sizes = [Fused.Sizes.MinBy(size => size.Features)! with { Layers = 3, Inputs = 8 }] },
        Widths = Widths is null ? null : Widths with { Features = [Widths.Features.Min()], Layers = 3, Inputs = 8 },
        Alternating = Alternating is null ? null : Alternating with { Sizes = [Alternating.Sizes.MinBy(size => size.SubsetNeurons)! with { Layers = 2, Inputs = 8 }] },
    };
}

/// <summary>Fused circuits of given sizes.</summary>
public sealed record FusedRuns
{
    /// <summary>The kinds of gates.</summary>
    [Description("The shares of the kinds of gates.")]
    public required GateShares Gates { get; init; }

    /// <summary>How units are built.</summary>
    [Description("How the clip units are built.")]
    public required FusedDesignSpec Design { get; init; }

    /// <summary>The sizes.</summary>
    [Description("The sizes.")]
    public required ImmutableArray<FusedSize> Sizes { get; init; }

    /// <summary>Inputs of the controls.</summary>
    [Description("How many of a size's inputs, the first ones, the controls are run on: without centring, and without correction, where every unit is busy and a step takes ten times as long.")]
    public required int ControlInputs { get; init; }

    /// <summary>How many inputs an arm of a size is run on.</summary>
    internal int InputsOf(FusedSize size, DeepArm arm) => arm == DeepArm.Corrected ? size.Inputs : Math.Min(size.Inputs, ControlInputs);

    internal IEnumerable<SpecProblem> Problems(string path) =>
    [
        .. Gates.Problems($"{path}.gates"),
        .. Design.Problems($"{path}.design"),
        .. SpecRules.Between($"{path}.controlInputs", ControlInputs, 1, 100_000),
        .. SpecRules.Each($"{path}.sizes", Sizes, (at, size) => size.Problems(at, Design)),
        .. DeepCell.Alike($"{path}.sizes", Sizes, size => (size.Features, size.Units, size.Layers)),
    ];
}

/// <summary>The size of a fused circuit.</summary>
public sealed record FusedSize
{
    /// <summary>m, the number of features.</summary>
    [Description("m, the number of features, and of gates in every layer.")]
    public required int Features { get; init; }

    /// <summary>n.</summary>
    [Description("n, the clip units of a layer; most are made of two ReLUs.")]
    public required int Units { get; init; }

    /// <summary>L.</summary>
    [Description("L, the layers of gates.")]
    public required int Layers { get; init; }

    /// <summary>Inputs looked at.</summary>
    [Description("How many inputs are looked at.")]
    public required int Inputs { get; init; }

    internal IEnumerable<SpecProblem> Problems(string path, FusedDesignSpec design) =>
    [
        .. SpecRules.Between($"{path}.features", Features, 16, 131_072),
        .. SpecRules.Between($"{path}.units", Units, design.ChannelSize, 1_000_000),
        .. SpecRules.Between($"{path}.layers", Layers, 1, 1000),
        .. SpecRules.Between($"{path}.inputs", Inputs, 1, 100_000),
    ];
}

/// <summary>The search for the smallest width.</summary>
public sealed record WidthRuns
{
    /// <summary>The kinds of gates.</summary>
    [Description("The shares of the kinds of gates.")]
    public required GateShares Gates { get; init; }

    /// <summary>How units are built.</summary>
    [Description("How the clip units are built, at every width.")]
    public required FusedDesignSpec Design { get; init; }

    /// <summary>m, the number of features.</summary>
    [Description("m, the numbers of features.")]
    public required ImmutableArray<int> Features { get; init; }

    /// <summary>L.</summary>
    [Description("L, the layers of gates.")]
    public required int Layers { get; init; }

    /// <summary>Inputs that have to come through.</summary>
    [Description("How many inputs have to come through all layers without a threshold error.")]
    public required int Inputs { get; init; }

    internal IEnumerable<SpecProblem> Problems(string path) =>
    [
        .. Gates.Problems($"{path}.gates"),
        .. Design.Problems($"{path}.design"),
        .. SpecRules.Each($"{path}.features", Features, (at, m) => SpecRules.Between(at, m, 64, 131_072)),
        .. SpecRules.Between($"{path}.layers", Layers, 1, 1000),
        .. SpecRules.Between($"{path}.inputs", Inputs, 1, 100_000),
    ];
}

/// <summary>The paper's alternation of universal-AND and error-correction layers.</summary>
public sealed record AlternatingRuns
{
    /// <summary>The kinds of gates.</summary>
    [Description("The shares of the kinds of gates.")]
    public required GateShares Gates { get; init; }

    /// <summary>The sizes.</summary>
    [Description("The sizes.")]
    public required ImmutableArray<AlternatingSize> Sizes { get; init; }

    internal IEnumerable<SpecProblem> Problems(string path) =>
    [
        .. Gates.Problems($"{path}.gates"),
        .. SpecRules.Each($"{path}.sizes", Sizes, (at, size) => size.Problems(at)),
        .. DeepCell.Alike($"{path}.sizes", Sizes, size => (size.Features, size.Units, size.ChannelSize, size.SubsetNeurons, size.Layers)),
    ];
}

/// <summary>The size of an alternating circuit.</summary>
public sealed record AlternatingSize
{
    /// <summary>m, the number of features.</summary>
    [Description("m, the number of features, and of gates in every layer.")]
    public required int Features { get; init; }

    /// <summary>n.</summary>
    [Description("n, the clip units of an error-correction layer, two ReLUs each.")]
    public required int Units { get; init; }

    /// <summary>q.</summary>
    [Description("q, the units of a channel.")]
    public required int ChannelSize { get; init; }

    /// <summary>n₁.</summary>
    [Description("The neurons of a universal-AND layer, each a random subset of the features.")]
    public required int SubsetNeurons { get; init; }

    /// <summary>L.</summary>
    [Description("L, the layers of gates; the network has twice as many layers.")]
    public required int Layers { get; init; }

    /// <summary>Inputs looked at.</summary>
    [Description("How many inputs are looked at.")]
    public required int Inputs { get; init; }

    internal IEnumerable<SpecProblem> Problems(string path) =>
    [
        .. SpecRules.Between($"{path}.features", Features, 16, 4096),
        .. SpecRules.Between($"{path}.channelSize", ChannelSize, 1, 4096),
        .. SpecRules.Between($"{path}.units", Units, ChannelSize, 65_536),
        .. SpecRules.Between($"{path}.subsetNeurons", SubsetNeurons, 1, 262_144),
        .. SpecRules.Between($"{path}.layers", Layers, 1, 200),
        .. SpecRules.Between($"{path}.inputs", Inputs, 1, 10_000),
    ];
}
