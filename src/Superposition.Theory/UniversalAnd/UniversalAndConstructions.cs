using System.Collections.Immutable;

namespace Superposition.UniversalAnd;

/// <summary>Every universal-AND construction. A new one is added by one line here.</summary>
public static class UniversalAndConstructions
{
    /// <summary>All of them.</summary>
    public static ImmutableArray<IUniversalAndConstruction> All { get; } =
    [
        new Naive(), new DedicatedSubset(), new RandomSubsets(), new AveragedRandomSubsets(), new DenseSigns(), new TunedSigns(), new HadamardLayer(), new GaussianLayer(),
        .. RandomLayer.All, new SuperposedSubsets(), new SuperposedProjection(),
    ];

    /// <summary>The construction of a kind, or null when there is none of that name.</summary>
    public static IUniversalAndConstruction? Find(string kind) => All.FirstOrDefault(c => c.Kind == kind);
}
