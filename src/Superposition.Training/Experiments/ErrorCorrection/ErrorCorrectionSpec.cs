using System.Collections.Immutable;
using System.ComponentModel;
using Superposition.ErrorCorrection;
using Superposition.Specs;

namespace Superposition.Experiments.ErrorCorrection;

/// <summary>How far error-correction layers reduce errors: the contraction map up to where it breaks, noise against its prediction, codes, forms and widths, repeated rounds.</summary>
[Description("Error-correction layers: errors out against errors in, noise predicted and measured, for several widths, channel codes and both forms of the read-off.")]
public sealed record ErrorCorrectionSpec : ExperimentSpec
{
    /// <summary>The grid.</summary>
    [Description("What is varied: every combination is a cell.")]
    public required CorrectionGrid Scientific { get; init; }

    /// <summary>What is looked at.</summary>
    [Description("Which states are looked at.")]
    public required CorrectionMeasurement Measurement { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems() =>
    [
        .. SpecRules.Seeds(Seeds),
        .. SpecRules.Each("scientific.sizes", Scientific.Sizes, (path, size) => size.Problems(path)),
        .. SpecRules.Each("scientific.codes", Scientific.Codes, (_, _) => []),
        .. SpecRules.Each("scientific.forms", Scientific.Forms, (_, _) => []),
        .. SpecRules.Between("scientific.windowEdge", Scientific.WindowEdge, 0.001, 0.499),
        .. SpecRules.Each("measurement.noises", Measurement.Noises, (path, noise) => SpecRules.Between(path, noise, 0.0, 100.0)),
        .. Measurement.Noises.IsDefault || Measurement.Noises.Order().SequenceEqual(Measurement.Noises) ? [] : (SpecProblem[])[new SpecProblem("measurement.noises", "not in order", "rising numbers")],
        .. SpecRules.Between("measurement.inputs", Measurement.Inputs, 1, 100_000),
        .. SpecRules.Between("measurement.rounds", Measurement.Rounds, 0, 1000),
    ];

    /// <inheritdoc/>
    public override IEnumerable<Cell> Cells() =>
        from size in Scientific.Sizes
        from code in Scientific.Codes
        from form in Scientific.Forms
        from seed in Seeds
        select new ErrorCorrectionCell(this, size, code, form, seed);

    /// <inheritdoc/>
    public override ExperimentSpec Smoke() => this with
    {
        Seeds = Seeds[..1],
        Scientific = Scientific with { Sizes = [Scientific.Sizes.MinBy(size => size.Features * (long)size.ChannelSize)!] },
        Measurement = Measurement with { Inputs = Math.Min(5, Measurement.Inputs), Noises = Measurement.Noises[..Math.Min(3, Measurement.Noises.Length)], Rounds = Math.Min(2, Measurement.Rounds) },
    };
}

/// <summary>How a feature is read off the units of its channel.</summary>
public enum CorrectionForm
{
    /// <summary>The mean of its channel, as in the paper.</summary>
    Mean,

    /// <summary>That mean without the share of it that comes from other features.</summary>
    Centred,
}

/// <summary>What is varied.</summary>
public sealed record CorrectionGrid
{
    /// <summary>Sizes.</summary>
    [Description("The sizes of the layers.")]
    public required ImmutableArray<CorrectionSize> Sizes { get; init; }

    /// <summary>Codes.</summary>
    [Description("How the units of channels are drawn.")]
    public required ImmutableArray<ChannelCodeKind> Codes { get; init; }

    /// <summary>Forms.</summary>
    [Description("How features are read: the mean of their channel (the paper's form), or centred by the mean of all units.")]
    public required ImmutableArray<CorrectionForm> Forms { get; init; }

    /// <summary>θ.</summary>
    [Description("θ: a unit's answer rises from 0 at θ to 1 at 1 − θ.")]
    public required double WindowEdge { get; init; }
}

/// <summary>The size of an error-correction layer.</summary>
public sealed record CorrectionSize
{
    /// <summary>m, the number of features.</summary>
    [Description("m, the number of features.")]
    public required int Features { get; init; }

    /// <summary>d, the dimension that features are superposed in.</summary>
    [Description("d, the dimension that features are superposed in.")]
    public required int Dimension { get; init; }

    /// <summary>n.</summary>
    [Description("n, the clip units, two ReLUs each.")]
    public required int Units { get; init; }

    /// <summary>q.</summary>
    [Description("q, the units of a channel.")]
    public required int ChannelSize { get; init; }

    /// <summary>s.</summary>
    [Description("s, the number of active features of every input.")]
    public required int Active { get; init; }

    internal IEnumerable<SpecProblem> Problems(string path) =>
    [
        .. SpecRules.Between($"{path}.features", Features, 2, 32_768),
        .. SpecRules.Between($"{path}.dimension", Dimension, 1, 32_768),
        .. SpecRules.Between($"{path}.channelSize", ChannelSize, 1, 4096),
        .. SpecRules.Between($"{path}.units", Units, ChannelSize, 1_000_000),
        .. SpecRules.Between($"{path}.active", Active, 1, Features, "the number of features"),
    ];
}

/// <summary>What is looked at.</summary>
public sealed record CorrectionMeasurement
{
    /// <summary>ν.</summary>
    [Description("ν, rising: the standard deviation of the noise that every coordinate of the state, and so every read-off, has besides crosstalk.")]
    public required ImmutableArray<double> Noises { get; init; }

    /// <summary>Inputs.</summary>
    [Description("How many inputs are looked at for every noise.")]
    public required int Inputs { get; init; }

    /// <summary>Rounds of correcting and encoding again.</summary>
    [Description("How often the layer is applied in turn with encoding its result again, from states without noise.")]
    public required int Rounds { get; init; }
}
