using System.Collections.Immutable;

namespace Superposition.Reporting.Figures;

/// <summary>A figure of coloured cells as data: maps on one scale of colours, each in a panel of its own size.</summary>
public sealed record HeatMap
{
    /// <summary>A name fit for a file, unique in its report.</summary>
    public required string Name { get; init; }

    /// <summary>What it shows; printed on it.</summary>
    public required string Title { get; init; }

    /// <summary>What each cell is; printed on it under the title.</summary>
    public required string Note { get; init; }

    /// <summary>How to read it; stands under it on the page.</summary>
    public required string Caption { get; init; }

    /// <summary>What runs from left to right, for example "features i".</summary>
    public required string Across { get; init; }

    /// <summary>What runs from the top down.</summary>
    public required string Down { get; init; }

    /// <summary>Panels side by side, before a new row begins.</summary>
    public required int Columns { get; init; }

    /// <summary>The panels, row by row.</summary>
    public required ImmutableArray<HeatPanel> Panels { get; init; }
}

/// <summary>One panel of a heat map: a grid of coloured cells.</summary>
/// <param name="Title">What distinguishes it from the other panels; may be empty.</param>
/// <param name="Cells">Its cells, row by row from the top, rows of equal length; a cell that is null stays empty.</param>
public sealed record HeatPanel(string Title, ImmutableArray<ImmutableArray<double?>> Cells)
{
    /// <summary>Names of rows; numbers from 0 where it is empty.</summary>
    public ImmutableArray<string> RowNames { get; init; } = [];

    /// <summary>Names of columns; numbers from 0 where it is empty.</summary>
    public ImmutableArray<string> ColumnNames { get; init; } = [];
}
