using Superposition.Specs;
using Superposition.UniversalAnd;

namespace Superposition.Experiments;

/// <summary>Rules for the names of constructions in a spec.</summary>
internal static class ExperimentRules
{
    public static IEnumerable<SpecProblem> KnownConstruction(string path, string kind) => SpecRules.OneOf(path, kind, UniversalAndConstructions.All.Select(c => c.Kind));

    /// <summary>A construction that leaves the number of neurons to choose.</summary>
    public static IEnumerable<SpecProblem> ConstructionOfAnyWidth(string path, string kind) => SpecRules.OneOf(path, kind, UniversalAndConstructions.All.Where(c => c.RequiredNeurons(2) is null).Select(c => c.Kind));
}
