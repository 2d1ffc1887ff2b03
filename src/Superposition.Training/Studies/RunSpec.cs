using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Superposition.Studies;

/// <summary>What a run computes: a question and the grid of cells that answers it.</summary>
public abstract record RunSpec
{
    /// <summary>The question that a run is to answer.</summary>
    public abstract string Asks { get; }

    /// <summary>Its seeds.</summary>
    public abstract ImmutableArray<ulong> AllSeeds { get; }

    /// <summary>The grid, in a fixed order; made as it is walked, so that a grid too large can be refused.</summary>
    public abstract IEnumerable<GridCell> GridCells();

    /// <summary>The same cut down to seconds, to see that it runs.</summary>
    public abstract RunSpec Smoke();

    /// <summary>The same with the text of the files that it names, so that it can be run and repeated without them.</summary>
    /// <param name="read">Reads a file, given its path from where the spec lies.</param>
    public abstract RunSpec WithFiles(Func<string, string> read);

    /// <summary>The spec as JSON.</summary>
    public abstract JsonNode ToJsonNode();
}
