using System.Collections.Immutable;
using Superposition.Comparison;

namespace Superposition.Experiments.WhatTrainingFinds;

/// <summary>A record of this experiment.</summary>
public abstract record WhatTrainingFindsRecord : CellRecord;

/// <summary>What the classifier calls networks of one known make.</summary>
public sealed record ClassifierCalibrationRecord : WhatTrainingFindsRecord
{
    /// <summary>The networks' make.</summary>
    public required string Network { get; init; }

    /// <summary>What noise is relative to.</summary>
    public required NoiseScale Scale { get; init; }

    /// <summary>η.</summary>
    public required double Noise { get; init; }

    /// <summary>The family that they belong to.</summary>
    public required ConstructionFamily Expected { get; init; }

    /// <summary>How many were called what.</summary>
    public required ImmutableArray<FamilyCount> Named { get; init; }
}

/// <summary>How many networks, or neurons, were called by a name.</summary>
/// <param name="Family">The name.</param>
/// <param name="Count">How many.</param>
public sealed record FamilyCount(ConstructionFamily Family, int Count)
{
    /// <summary>Counts, by family.</summary>
    internal static ImmutableArray<FamilyCount> Of(IEnumerable<ConstructionFamily> families) => [.. families.GroupBy(family => family).OrderBy(same => same.Key).Select(same => new FamilyCount(same.Key, same.Count()))];
}
