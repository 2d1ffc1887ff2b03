using System.Collections.Immutable;
using Superposition.Reporting.Statistics;

namespace Superposition.Reporting.Figures;

/// <summary>Something drawn in a panel. Marks of the same label and ink share one entry of the legend; an empty label has none.</summary>
/// <param name="Label">Its entry in the legend.</param>
/// <param name="Ink">How it looks.</param>
public abstract record Mark(string Label, Ink Ink)
{
    /// <summary>Whether it is there for reference, as a bound or a control is, and must not stretch the axes.</summary>
    public bool IsReference { get; init; }
}

/// <summary>
/// Points, joined by a line if the ink has one, with a band (a whisker where there is one point only) between low and high.
/// </summary>
/// <param name="Label">Its entry in the legend.</param>
/// <param name="Ink">How it looks.</param>
/// <param name="Points">The points, by increasing x.</param>
public sealed record Curve(string Label, Ink Ink, ImmutableArray<CurvePoint> Points) : Mark(Label, Ink);

/// <summary>A horizontal line across the panel: a bound or a control.</summary>
/// <param name="Label">Its entry in the legend.</param>
/// <param name="Ink">How it looks.</param>
/// <param name="Y">Where it stands.</param>
public sealed record Level(string Label, Ink Ink, double Y) : Mark(Label, Ink);

/// <summary>A vertical line across the panel.</summary>
/// <param name="Label">Its entry in the legend.</param>
/// <param name="Ink">How it looks.</param>
/// <param name="X">Where it stands.</param>
public sealed record Upright(string Label, Ink Ink, double X) : Mark(Label, Ink);

/// <summary>A band across the panel between two heights.</summary>
/// <param name="Label">Its entry in the legend.</param>
/// <param name="Ink">How it looks.</param>
/// <param name="Low">Its lower edge.</param>
/// <param name="High">Its upper edge.</param>
public sealed record Strip(string Label, Ink Ink, double Low, double High) : Mark(Label, Ink);

/// <summary>Horizontal bars, each from a low to a high x on a row: a spread or an interval.</summary>
/// <param name="Label">Its entry in the legend.</param>
/// <param name="Ink">How it looks.</param>
/// <param name="Bars">The bars.</param>
public sealed record Spread(string Label, Ink Ink, ImmutableArray<SpreadBar> Bars) : Mark(Label, Ink);

/// <summary>A point of a curve with the interval of its value.</summary>
/// <param name="X">Where it stands.</param>
/// <param name="Y">Its value.</param>
/// <param name="Low">The lower end of its interval; the value itself where there is none.</param>
/// <param name="High">The upper end.</param>
public readonly record struct CurvePoint(double X, double Y, double Low, double High)
{
    /// <summary>A point without an interval.</summary>
    public CurvePoint(double x, double y)
        : this(x, y, y, y)
    {
    }

    /// <summary>An estimate at x with its confidence interval.</summary>
    public CurvePoint(double x, Estimate estimate)
        : this(x, estimate.Mean, estimate.Low, estimate.High)
    {
    }
}

/// <summary>A horizontal bar from a low to a high value, on a row of its own.</summary>
/// <param name="Low">Its left end.</param>
/// <param name="High">Its right end.</param>
/// <param name="Row">Its row.</param>
public readonly record struct SpreadBar(double Low, double High, double Row);
