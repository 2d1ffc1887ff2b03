using Superposition.Booleans;
using Superposition.Networks;

namespace Superposition.UniversalAnd;

/// <summary>Draws universal-AND constructions from a seed instead of a generator.</summary>
public static class ConstructionSeeds
{
    /// <summary>Draws the weights from the part of a seed that is for constructions.</summary>
    /// <returns>The network; the caller disposes it.</returns>
    /// <exception cref="ConstructionFailedException">A premise does not hold.</exception>
    public static ReluNetwork Build(this IUniversalAndConstruction construction, UniversalAndSize size, Seed seed)
    {
        using var generator = seed.Generator("construction");
        return construction.Build(size, generator);
    }
}
