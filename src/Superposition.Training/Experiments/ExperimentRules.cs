using Superposition.Probing;
using Superposition.Specs;
using Superposition.Training;
using Superposition.UniversalAnd;

namespace Superposition.Experiments;

/// <summary>Rules for the settings of training and probing and for the names of constructions in a spec.</summary>
internal static class ExperimentRules
{
    /// <summary>Training settings that make sense.</summary>
    public static IEnumerable<SpecProblem> Training(string path, TrainingSettings training) =>
    [
        .. SpecRules.Between($"{path}.steps", training.Steps, 1, 100_000_000),
        .. training.Batch is { } batch ? SpecRules.Between($"{path}.batch", batch, 1, 1_000_000) : [],
        .. SpecRules.Between($"{path}.weightDecay", training.WeightDecay, 0.0, 10.0),
        .. training.Optimizer == Optimizer.Adam && training.WeightDecay != 0 ? [new SpecProblem($"{path}.weightDecay", SpecRules.Text(training.WeightDecay), "0 with adam; adam-w decays weights")] : (SpecProblem[])[],
        .. SpecRules.Between($"{path}.warmUp", training.WarmUp, 0, training.Steps, "the number of steps"),
        .. training.ClipNorm is { } clip ? SpecRules.Between($"{path}.clipNorm", clip, 1e-12, 1e12) : [],
        .. training.AverageDecay is { } decay ? SpecRules.Between($"{path}.averageDecay", decay, 0.0, 1 - 1e-9) : [],
        .. training.EarlyStop is not { } stop ? (SpecProblem[])[] :
        [
            .. SpecRules.Between($"{path}.earlyStop.every", stop.Every, 1, training.Steps, "the number of steps"),
            .. SpecRules.Between($"{path}.earlyStop.inputs", stop.Inputs, 1, 1_000_000),
            .. SpecRules.Between($"{path}.earlyStop.patience", stop.Patience, 1, 1_000_000),
        ],
    ];

    /// <summary>Probe settings that make sense.</summary>
    public static IEnumerable<SpecProblem> Probing(string path, ProbeSettings probing) =>
    [
        .. SpecRules.Between($"{path}.folds", probing.Folds, 2, 100),
        .. SpecRules.Between($"{path}.ridge", probing.Ridge, 0.0, 1e6),
        .. SpecRules.Between($"{path}.controls", probing.Controls, 1, 100_000),
        .. SpecRules.Between($"{path}.randomDirections", probing.RandomDirections, 1, 1_000_000),
        .. SpecRules.Between($"{path}.contexts", probing.Contexts, 2, 10_000),
        .. SpecRules.Between($"{path}.falseDiscoveryRate", probing.FalseDiscoveryRate, 1e-6, 0.5),
        .. SpecRules.Between($"{path}.readableAuc", probing.ReadableAuc, 0.5, 1.0),
        .. SpecRules.Between($"{path}.shareOfStrongest", probing.ShareOfStrongest, 0.0, 1.0),
        .. SpecRules.Between($"{path}.immaterialShare", probing.ImmaterialShare, 1e-6, 1.0),
    ];

    public static IEnumerable<SpecProblem> KnownConstruction(string path, string kind) => SpecRules.OneOf(path, kind, UniversalAndConstructions.All.Select(c => c.Kind));

    /// <summary>A construction that leaves the number of neurons to choose.</summary>
    public static IEnumerable<SpecProblem> ConstructionOfAnyWidth(string path, string kind) => SpecRules.OneOf(path, kind, UniversalAndConstructions.All.Where(c => c.RequiredNeurons(2) is null).Select(c => c.Kind));
}
