using System.Collections.Immutable;
using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Superposition.Studies.Views;

/// <summary>
/// What is drawn or tabled of a study, as data. A kind of view is a record here, one line in this list and one drawing in the report.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(LinesView), "lines")]
[JsonDerivedType(typeof(PointsView), "points")]
[JsonDerivedType(typeof(HeatView), "heat")]
[JsonDerivedType(typeof(CurvesView), "curves")]
[JsonDerivedType(typeof(TableView), "table")]
public abstract record View
{
    /// <summary>What it shows; made from its names by default.</summary>
    [Description("What it shows; made from its names by default.")]
    public string? Title { get; init; }

    /// <summary>The rows that it is of; every row by default.</summary>
    [Description("The rows that it is of, by the value or values of coordinates; every row by default.")]
    public RowSelection Where { get; init; } = RowSelection.All;

    /// <summary>The coordinates that it names, each with the key that names it.</summary>
    [JsonIgnore]
    public abstract IEnumerable<(string Key, string? Coordinate)> Coordinates { get; }
}

/// <summary>A view in panels: one for each value of a coordinate, side by side or one above the other.</summary>
public abstract record PanelView : View
{
    /// <summary>The coordinate whose values give rows of panels.</summary>
    [Description("The coordinate whose values give rows of panels.")]
    public string? Rows { get; init; }

    /// <summary>The coordinate whose values give columns of panels.</summary>
    [Description("The coordinate whose values give columns of panels.")]
    public string? Columns { get; init; }

    /// <summary>The coordinates that tell panels apart.</summary>
    [JsonIgnore]
    protected IEnumerable<(string Key, string? Coordinate)> Panels => [("rows", Rows), ("columns", Columns)];
}

/// <summary>A panel view with axes of numbers.</summary>
public abstract record AxesView : PanelView
{
    /// <summary>The measure along the vertical axis.</summary>
    [Description("The name of the measure along the vertical axis.")]
    public required string Y { get; init; }

    /// <summary>The coordinate that colours tell apart.</summary>
    [Description("The coordinate that colours tell apart; network by default.")]
    public string Colour { get; init; } = "network";

    /// <summary>Whether the horizontal axis is logarithmic.</summary>
    [Description("Whether the horizontal axis is logarithmic; where it is left out, numbers of neurons, features and dimensions are.")]
    public bool? LogX { get; init; }

    /// <summary>Whether the vertical axis is logarithmic.</summary>
    [Description("Whether the vertical axis is logarithmic; false by default.")]
    public bool LogY { get; init; }

    /// <summary>Bounds and controls drawn in for reference.</summary>
    [Description(
        "Bounds by name (quarter, half, one or the id of a bound on width) and controls as selections of rows, drawn in for reference.")]
    public ImmutableArray<ReferenceLine> References { get; init; } = [];
}

/// <summary>A measure against a coordinate: means over seeds, joined by lines, with their 95 % intervals as bands.</summary>
public sealed record LinesView : AxesView
{
    /// <summary>The coordinate along the horizontal axis.</summary>
    [Description("The name of the coordinate along the horizontal axis.")]
    public required string X { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override IEnumerable<(string Key, string? Coordinate)> Coordinates => [("x", X), ("colour", Colour), .. Panels];
}

/// <summary>A measure by groups: each row a point, so that the spread over seeds is seen.</summary>
public sealed record PointsView : AxesView
{
    /// <summary>The coordinate whose values stand side by side.</summary>
    [Description("The name of the coordinate whose values stand side by side.")]
    public required string X { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override IEnumerable<(string Key, string? Coordinate)> Coordinates => [("x", X), ("colour", Colour), .. Panels];
}

/// <summary>Curves that are measures themselves: learning curves, response curves.</summary>
public sealed record CurvesView : AxesView
{
    /// <summary>The measure whose numbers stand along the horizontal axis; the place in the list by default.</summary>
    [Description("The name of the measure with the numbers along the horizontal axis; the place in the list by default.")]
    public string? X { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override IEnumerable<(string Key, string? Coordinate)> Coordinates => [("colour", Colour), .. Panels];
}

/// <summary>Colours over a grid: a measure that is a map (pairs, weights), or a measure over two coordinates.</summary>
public sealed record HeatView : PanelView
{
    /// <summary>The measure: a map, or a number where <see cref="X"/> and <see cref="Y"/> are there.</summary>
    [Description("The name of the measure: a map, or a number over x and y.")]
    public required string Measure { get; init; }

    /// <summary>What the columns of a map are, as printed along it.</summary>
    [Description("For a map: what its columns are.")]
    public string? Across { get; init; }

    /// <summary>What the rows of a map are, as printed along it.</summary>
    [Description("For a map: what its rows are.")]
    public string? Down { get; init; }

    /// <summary>The measure with the steps of training at which the parts of a map were taken.</summary>
    [Description("For a map of equal parts, one under the other: the name of the measure with the step of training of each part, which "
        + "becomes a panel.")]
    public string? Steps { get; init; }

    /// <summary>The coordinate along the horizontal axis.</summary>
    [Description("For a number: the name of the coordinate along the horizontal axis.")]
    public string? X { get; init; }

    /// <summary>The coordinate along the vertical axis.</summary>
    [Description("For a number: the name of the coordinate along the vertical axis.")]
    public string? Y { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override IEnumerable<(string Key, string? Coordinate)> Coordinates => [("x", X), ("y", Y), .. Panels];
}

/// <summary>Means over seeds as a table.</summary>
public sealed record TableView : View
{
    /// <summary>The coordinates that name a row, in order.</summary>
    [Description("The names of the coordinates that name a row, in order; every coordinate that varies by default.")]
    public ImmutableArray<string> Rows { get; init; } = [];

    /// <summary>The coordinate whose values give columns.</summary>
    [Description("The coordinate whose values give columns; without it there is one column a measure.")]
    public string? Columns { get; init; }

    /// <summary>The names of the measures that give columns; every measure that is a single number unless said otherwise.</summary>
    [Description("The names of the measures; every single number by default.")]
    public ImmutableArray<string> Measures { get; init; } = [];

    /// <inheritdoc/>
    [JsonIgnore]
    public override IEnumerable<(string Key, string? Coordinate)> Coordinates =>
        [.. Rows.Select((name, i) => ($"rows[{i}]", (string?)name)), ("columns", Columns)];
}
