using System.Collections.Immutable;

namespace Superposition.Studies;

/// <summary>
/// What a cell has left in the folder of its run: a line of <c>metrics/timings.jsonl</c>, written before anything else of the cell, and an
/// entry of
/// <c>run.json</c> once the cell has its rows.
/// </summary>
/// <param name="Cell">The cell's name.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Rows">How many rows it has.</param>
public sealed record CellContent(string Cell, double Seconds, int Rows = 1)
{
    /// <summary>SHA-256 of the rows as they stand in <c>results.jsonl</c>; null in runs that were begun before hashes were kept.</summary>
    public string? Hash { get; init; }

    /// <summary>SHA-256 of the cell's networks and its trace, by their paths in the folder of the run.</summary>
    public ImmutableSortedDictionary<string, string> Files { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>
    /// With what the cell was computed, where that may change last bits and is not what the run was begun with; null otherwise.
    /// </summary>
    public string? Arithmetic { get; init; }
}
