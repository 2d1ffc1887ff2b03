using System.Collections.Immutable;

namespace Superposition.UniversalAnd;

/// <summary>Every universal-AND construction. A new one is added by one line here.</summary>
public static class UniversalAndConstructions
{
    private static IEnumerable<IUniversalAndConstruction> MeanSubtractedOnes =>
        ((ICentredFamily[])[new RandomSubsets(), new DenseSigns(), new GaussianLayer(), .. RandomLayer.All, new SuperposedSubsets(),
            new SuperposedProjection()]).Select(family => new MeanSubtracted(family));

    /// <summary>All of them.</summary>
    public static ImmutableArray<IUniversalAndConstruction> All { get; } =
    [
        new Naive(), new DedicatedSubset(), new RandomSubsets(), new AveragedRandomSubsets(), new DenseSigns(), new TunedSigns(),
        new TernarySubsets(fromGraph: false), new TernarySubsets(fromGraph: true), new HadamardLayer(), new GaussianLayer(),
        .. RandomLayer.All, new SuperposedSubsets(), new SuperposedTernary(), new SuperposedProjection(), new QuadraticLayer(),
            new SuperposedQuadratic(), .. MeanSubtractedOnes,
    ];

    /// <summary>The construction of a kind, or null when there is none of that name.</summary>
    public static IUniversalAndConstruction? Find(string kind) => All.FirstOrDefault(c => c.Kind == kind);
}
