using Superposition.Probing;
using Superposition.Specs;
using Superposition.UniversalAnd;

namespace Superposition.Experiments;

/// <summary>Rules for the settings of training and probing and for the names of constructions in a spec.</summary>
internal static class ExperimentRules
{
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
