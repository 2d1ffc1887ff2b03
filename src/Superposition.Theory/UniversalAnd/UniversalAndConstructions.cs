using System.Collections.Immutable;

namespace Superposition.UniversalAnd;

/// <summary>Every universal-AND construction. A new one is added by one line here.</summary>
public static class UniversalAndConstructions
{
    private static readonly ImmutableArray<MeanSubtracted> MeanSubtractedOnes =
        [.. ((ICentredFamily[])[new RandomSubsets(), new DenseSigns(), new GaussianLayer(), .. RandomLayer.All, new SuperposedSubsets(),
            new SuperposedProjection()]).Select(family => new MeanSubtracted(family))];

    /// <summary>Every construction, one for each kind, mean-subtracted ones included, in the order of tables.</summary>
    public static ImmutableArray<IUniversalAndConstruction> All { get; } =
    [
        new Naive(), new DedicatedSubset(), new RandomSubsets(), new AveragedRandomSubsets(), new DenseSigns(), new TunedSigns(),
        new TernarySubsets(fromGraph: false), new TernarySubsets(fromGraph: true), new HadamardLayer(), new GaussianLayer(),
        .. RandomLayer.All, new SuperposedSubsets(), new SuperposedTernary(), new SuperposedProjection(), new QuadraticLayer(),
            new SuperposedQuadratic(), .. MeanSubtractedOnes,
    ];

    /// <summary>The same layer read after the mean activation is subtracted; null for one that is not read by products.</summary>
    /// <param name="construction">The construction that does not subtract it.</param>
    public static IUniversalAndConstruction? MeanSubtractedOf(IUniversalAndConstruction construction) =>
        MeanSubtractedOnes.FirstOrDefault(other => other.Family == construction.Kind);

    /// <summary>The construction of a kind, or null when there is none of that name.</summary>
    public static IUniversalAndConstruction? Find(string kind) => All.FirstOrDefault(c => c.Kind == kind);
}
