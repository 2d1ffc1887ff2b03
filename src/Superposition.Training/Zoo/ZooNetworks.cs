using System.Collections.Immutable;

namespace Superposition.Zoo;

/// <summary>
/// The networks of known truth: constructed and trained, of one layer, deep, residual, circuits, with used and unused features.
/// </summary>
public static class ZooNetworks
{
    /// <summary>All of them, in the order in which they are listed.</summary>
    public static ImmutableArray<ZooEntry> All { get; } = [.. ConstructedEntries.All, .. CircuitEntries.All, .. TrainedEntries.All];

    /// <summary>The entry of a name, or null.</summary>
    public static ZooEntry? Find(string name) => All.FirstOrDefault(entry => entry.Name == name);
}
