using System.ComponentModel;
using Superposition.DeepCircuits;
using Superposition.ErrorCorrection;
using Superposition.Specs;

namespace Superposition.Experiments.DeepCircuits;

/// <summary>How the clip units of a fused circuit are built; every width has the same.</summary>
public sealed record FusedDesignSpec
{
    /// <summary>q.</summary>
    [Description("q, the units of a channel.")]
    public required int ChannelSize { get; init; }

    /// <summary>How channels are drawn.</summary>
    [Description("How channels are drawn.")]
    public required ChannelCodeKind Code { get; init; }

    /// <summary>The threshold of units that answer to one active input.</summary>
    [Description("The threshold of units that answer to one active input (COPY, OR, XOR); above 0.5 there are fewer false answers.")]
    public required double AnyThreshold { get; init; }

    /// <summary>The threshold of units that answer to two active inputs.</summary>
    [Description("The threshold of units that answer to two active inputs (AND).")]
    public required double BothThreshold { get; init; }

    /// <summary>Half the width of the clip window.</summary>
    [Description("Half the width of the window around the threshold in which a unit's answer rises from 0 to 1.")]
    public required double HalfWindow { get; init; }

    /// <summary>The design at a width.</summary>
    /// <param name="units">n.</param>
    /// <param name="arm">What is left out.</param>
    public FusedDesign ToDesign(int units, DeepArm arm = DeepArm.Corrected) => new(units, ChannelSize)
    {
        Code = Code,
        AnyThreshold = AnyThreshold,
        BothThreshold = BothThreshold,
        HalfWindow = HalfWindow,
        Centred = arm != DeepArm.Uncentred,
        Corrects = arm != DeepArm.Uncorrected,
    };

    internal IEnumerable<SpecProblem> Problems(string path) =>
    [
        .. SpecRules.Between($"{path}.channelSize", ChannelSize, 1, 4096),
        .. SpecRules.Between($"{path}.anyThreshold", AnyThreshold, 0.01, 0.99),
        .. SpecRules.Between($"{path}.bothThreshold", BothThreshold, 1.01, 1.99),
        .. SpecRules.Between($"{path}.halfWindow", HalfWindow, 0.001, 0.5),
    ];
}
