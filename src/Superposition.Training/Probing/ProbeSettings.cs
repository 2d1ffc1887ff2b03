using System.ComponentModel;
using Superposition.Specs;

namespace Superposition.Probing;

/// <summary>How features are probed and when they are called used, readable but unused, or absent. Nothing has a hidden default.</summary>
public sealed record ProbeSettings
{
    /// <summary>
    /// What the command line uses where it is told nothing else; chosen on one half of networks of known truth and judged on the other.
    /// </summary>
    public static ProbeSettings Usual { get; } = new()
    {
        Folds = 5,
        Ridge = 0.01,
        Controls = 1999,
        RandomDirections = 1999,
        Contexts = 128,
        FalseDiscoveryRate = 0.05,
        ReadableAuc = 0.95,
        ShareOfStrongest = 0.5,
        ImmaterialShare = 0.03,
    };

    /// <summary>The number of parts of the cross-validation.</summary>
    [Description("Parts of the cross-validation; equal inputs stay in one part.")]
    public required int Folds { get; init; }

    /// <summary>The ridge of least-squares probes, relative to the mean variance of an activation.</summary>
    [Description("Ridge of least-squares probes, relative to the mean variance of an activation.")]
    public required double Ridge { get; init; }

    /// <summary>Control labels drawn for each base rate; the smallest p-value is 1/(this + 1).</summary>
    [Description("Control labels drawn for each base rate; the smallest p-value of readability is 1/(this + 1).")]
    public required int Controls { get; init; }

    /// <summary>Random directions that causal effects are compared with; the smallest p-value is 1/(this + 1).</summary>
    [Description("Random directions that causal effects are compared with; the smallest p-value of use is 1/(this + 1).")]
    public required int RandomDirections { get; init; }

    /// <summary>Contexts in which each pair is removed; all of them where there are no more than four times as many.</summary>
    [Description("Contexts (states of the other features) in which each pair is removed; all of them where there are no more than four "
        + "times as many.")]
    public required int Contexts { get; init; }

    /// <summary>The false-discovery rate q at which p-values over all features are judged.</summary>
    [Description("False-discovery rate at which p-values over all features are judged.")]
    public required double FalseDiscoveryRate { get; init; }

    /// <summary>The held-out AUC from which a feature may be called readable.</summary>
    [Description("Held-out AUC from which a feature may be called readable.")]
    public required double ReadableAuc { get; init; }

    /// <summary>
    /// The share of an output's strongest interaction from which another one counts as used by it, where nearly all pairs move the output.
    /// </summary>
    [Description("Share of an output's strongest interaction from which another one counts as used by it rather than as interference.")]
    public required double ShareOfStrongest { get; init; }

    /// <summary>The share of an output's range below which an effect is immaterial: "unused" means shown to be below it.</summary>
    [Description("Share of an output's range below which an effect is immaterial; unused means shown to be below it.")]
    public required double ImmaterialShare { get; init; }

    /// <summary>What is wrong with the values, if anything.</summary>
    /// <param name="path">Where the settings stand in a spec.</param>
    public IEnumerable<SpecProblem> Problems(string path) =>
    [
        .. SpecRules.Between($"{path}.folds", Folds, 2, 100),
        .. SpecRules.Between($"{path}.ridge", Ridge, 0.0, 1e6),
        .. SpecRules.Between($"{path}.controls", Controls, 1, 100_000),
        .. SpecRules.Between($"{path}.randomDirections", RandomDirections, 1, 1_000_000),
        .. SpecRules.Between($"{path}.contexts", Contexts, 2, 10_000),
        .. SpecRules.Between($"{path}.falseDiscoveryRate", FalseDiscoveryRate, 1e-6, 0.5),
        .. SpecRules.Between($"{path}.readableAuc", ReadableAuc, 0.5, 1.0),
        .. SpecRules.Between($"{path}.shareOfStrongest", ShareOfStrongest, 0.0, 1.0),
        .. SpecRules.Between($"{path}.immaterialShare", ImmaterialShare, 1e-6, 1.0),
    ];
}
