using System.Collections.Immutable;

namespace Superposition.Reporting.Figures;

/// <summary>A figure as data: small multiples on shared axes, one legend for all of them.</summary>
public sealed record Chart
{
    /// <summary>A name fit for a file, unique in its report.</summary>
    public required string Name { get; init; }

    /// <summary>What it shows; printed on it.</summary>
    public required string Title { get; init; }

    /// <summary>What is averaged over, what the band is, and on which inputs; printed on it under the title.</summary>
    public required string Note { get; init; }

    /// <summary>How to read it; stands under it on the page.</summary>
    public required string Caption { get; init; }

    /// <summary>The horizontal axis of every panel.</summary>
    public required Axis X { get; init; }

    /// <summary>The vertical axis of every panel.</summary>
    public required Axis Y { get; init; }

    /// <summary>Panels side by side, before a new row begins.</summary>
    public required int Columns { get; init; }

    /// <summary>The panels, row by row.</summary>
    public required ImmutableArray<Panel> Panels { get; init; }
}

/// <summary>One panel of a chart: a set of axes with what is drawn in it.</summary>
/// <param name="Title">What distinguishes it from the other panels; may be empty.</param>
/// <param name="Marks">What is drawn, in order.</param>
public sealed record Panel(string Title, ImmutableArray<Mark> Marks);

/// <summary>An axis: numbers on a linear or logarithmic scale, or named rows.</summary>
public sealed record Axis
{
    private Axis(string label, bool isLogarithmic, ImmutableArray<string> rows) => (Label, IsLogarithmic, Rows) =
        (label, isLogarithmic, rows);

    /// <summary>What is on the axis, with its unit where it has one, as printed next to it.</summary>
    public string Label { get; }

    /// <summary>What stands along it: the label, and that the scale is logarithmic where it is.</summary>
    public string Text => IsLogarithmic && Label.Length > 0 ? $"{Label} (log)" : Label;

    /// <summary>Whether the scale is logarithmic; values that are not positive are then left out.</summary>
    public bool IsLogarithmic { get; }

    /// <summary>Names of rows 0, 1, … from the top, for an axis without numbers.</summary>
    public ImmutableArray<string> Rows { get; }

    /// <summary>Whether a logarithmic scale shows zeros, in a strip of its own under the scale; otherwise they are left out.</summary>
    public bool ShowsZeros { get; init; }

    /// <summary>Whether ticks stand at powers of two, as numbers of neurons do.</summary>
    public bool CountsDoublings { get; init; }

    /// <summary>A value that the axis has to reach at its lower end, wherever the data lies.</summary>
    public double? Least { get; init; }

    /// <summary>A value that the axis has to reach at its upper end.</summary>
    public double? Most { get; init; }

    /// <summary>Data below this does not stretch the axis; it is cut off, and the caption says so.</summary>
    public double Floor { get; init; } = double.NegativeInfinity;

    /// <summary>Data above this does not stretch the axis; it is cut off, and the caption says so.</summary>
    public double Cap { get; init; } = double.PositiveInfinity;

    /// <summary>Numbers on a linear scale.</summary>
    public static Axis Linear(string label) => new(label, isLogarithmic: false, []);

    /// <summary>d, the number of neurons, by doublings.</summary>
    public static Axis Neurons { get; } = new("neurons d", isLogarithmic: true, []) { CountsDoublings = true };

    /// <summary>m, the number of features, by doublings.</summary>
    public static Axis Features { get; } = new("features m", isLogarithmic: true, []) { CountsDoublings = true };

    /// <summary>d0, the dimension of a state, by doublings.</summary>
    public static Axis Dimension { get; } = new("dimension of the state d0", isLogarithmic: true, []) { CountsDoublings = true };

    /// <summary>Numbers on a logarithmic scale with ticks at powers of two.</summary>
    public static Axis Doublings(string label) => new(label, isLogarithmic: true, []) { CountsDoublings = true };

    /// <summary>Numbers on a logarithmic scale.</summary>
    public static Axis Logarithmic(string label) => new(label, isLogarithmic: true, []);

    /// <summary>Named rows, or along the horizontal axis named columns from the left.</summary>
    public static Axis Named(ImmutableArray<string> rows) => new("", isLogarithmic: false, rows);
}
