using System.Collections.Immutable;
using System.ComponentModel;
using System.Text.Json;
using Superposition.ErrorCorrection;
using Superposition.Specs;
using Superposition.Tasks;

namespace Superposition.Studies.Networks;

/// <summary>How a feature is read off the units of its channel.</summary>
public enum CorrectionForm
{
    /// <summary>The mean of its channel, as in the paper.</summary>
    Mean,

    /// <summary>That mean without the share of it that comes from other features.</summary>
    Centred,
}

/// <summary>The response of a unit to its pre-activation.</summary>
public enum UnitResponse
{
    /// <summary>0 below θ, 1 above 1 − θ, and in between what a straight line gives.</summary>
    Clip,

    /// <summary>The first of the two ReLUs alone: off below θ and never full.</summary>
    Half,

    /// <summary>What it is given: nothing is corrected.</summary>
    Identity,
}

/// <summary>A layer that corrects the errors of features in superposition.</summary>
[Description("The error-correction layer of channels of clip units, two ReLUs each, which reads features off a state in superposition.")]
public sealed record ErrorCorrectionNetwork : RandomNetworkSpec
{
    /// <summary>n, the clip units, two ReLUs each.</summary>
    [Description("n, the clip units, two ReLUs each.")]
    public required int Units { get; init; }

    /// <summary>q, the units of a channel.</summary>
    [Description("q, the units of a channel.")]
    public required int ChannelSize { get; init; }

    /// <summary>How units are dealt to channels.</summary>
    [Description("How the units of channels are drawn: random, balanced or overlap-reduced.")]
    public required ChannelCodeKind Code { get; init; }

    /// <summary>How features are read.</summary>
    [Description("How features are read: mean, of their channel (the paper's form), or centred by the mean of all units.")]
    public required CorrectionForm Form { get; init; }

    /// <summary>θ: a unit's answer rises from 0 at θ to 1 at 1 − θ.</summary>
    [Description("θ: a unit's answer rises from 0 at θ to 1 at 1 − θ.")]
    public required double WindowEdge { get; init; }

    /// <summary>
    /// The response of a unit to its pre-activation; <see cref="UnitResponse.Clip"/> unless said otherwise, the others are
    /// controls.
    /// </summary>
    [Description("What a unit gives: clip (when left out); as controls half, the first of its two ReLUs alone, or identity, which "
        + "corrects nothing.")]
    public UnitResponse Response { get; init; }

    /// <summary>d, of a state of its own.</summary>
    [Description("d, the dimension of a state of its own with random directions, drawn for every size; left out, it reads the state of "
        + "the task's encoding.")]
    public int? Dimension { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path) =>
    [
        .. SpecRules.Between($"{path}.channelSize", ChannelSize, 1, 4096),
        .. SpecRules.Between($"{path}.units", Units, ChannelSize, 1_000_000),
        .. SpecRules.Between($"{path}.windowEdge", WindowEdge, 0.0, 0.499),
        .. SpecRules.Between($"{path}.dimension", Dimension ?? 1, 1, 32_768),
    ];

    /// <inheritdoc/>
    public override bool Exists(TaskSpec task) => Dimension is not null || task.Encoding is not null;

    /// <inheritdoc/>
    public override int Width(TaskSpec task) => 2 * Units;

    /// <inheritdoc/>
    public override double Cost(TaskSpec task) => 0.1 + (1e-7 * task.Inputs.Features * ChannelSize);

    /// <inheritdoc/>
    public override DrawnNetwork Draw(StudyBench bench, CellContext context)
    {
        var name = DrawnAs ?? FormattableString.Invariant($"{JsonNamingPolicy.KebabCaseLower.ConvertName(Code.ToString())}-n{Units}");
        var code = ChannelCode.Draw(Code, bench.Task.Features, Units, ChannelSize, bench.SeedOf(name));
        var layer = Layer(bench, code);
        ImmutableArray<KeyValuePair<string, double>> shared =
            [new("sharedUnits", Array.FindLastIndex(code.SharedUnits(), pairs => pairs > 0))];
        return Response == UnitResponse.Clip
            ? new DrawnNetwork(layer.ToNetwork()) { Correction = layer, Design = shared }
            : new DrawnNetwork(layer.ToNetwork(units: Response == UnitResponse.Half
                ? [layer.Window.Terms[0]]
                : ErrorCorrectionLayer.IdentityUnits))
            { Parts = layer, Design = shared };
    }

    private ErrorCorrectionLayer Layer(StudyBench bench, ChannelCode code)
    {
        var (window, isCentred) = (ClipWindow.Rounding(WindowEdge), Form == CorrectionForm.Centred);
        if (Dimension is { } dimension)
        {
            return ErrorCorrectionLayer.Draw(dimension, code, window, isCentred, SeedOfStates(bench, dimension));
        }

        using var encoding_em = bench.Task.Spec.Encoding!.Draw(bench.Task.Features, bench.Seed);
        return new ErrorCorrectionLayer(encoding_em, code, window, isCentred);
    }

    /// <summary>The seed of directions, inputs and noise of states of one size: layers are compared on the same states.</summary>
    internal static Booleans.Seed SeedOfStates(StudyBench bench, int dimension) =>
        bench.Seed.For(FormattableString.Invariant($"m{bench.Task.Features}-d{dimension}-s{bench.Task.Inputs.Space.Active}"));
}
