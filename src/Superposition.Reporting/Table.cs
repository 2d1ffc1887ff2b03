using System.Collections.Immutable;

namespace Superposition.Reporting;

/// <summary>A table of the report.</summary>
public sealed record Table
{
    /// <summary>A name fit for an anchor, unique in its report.</summary>
    public required string Name { get; init; }

    /// <summary>What the table shows, as printed above it.</summary>
    public required string Title { get; init; }

    /// <summary>How to read it; may be empty.</summary>
    public string Note { get; init; } = "";

    /// <summary>Whether the page shows it only when asked.</summary>
    public bool IsFolded { get; init; }

    /// <summary>How many columns, from the left, name a row; the others hold numbers.</summary>
    public int Headers { get; init; } = 1;

    /// <summary>The names of the columns.</summary>
    public required ImmutableArray<string> Columns { get; init; }

    /// <summary>The cells, row by row, as many as columns in each.</summary>
    public required ImmutableArray<ImmutableArray<string>> Rows { get; init; }
}
