using ScottPlot;

namespace Superposition.Reporting.Figures;

/// <summary>Turns inks into lines and markers of the plotting library.</summary>
/// <param name="codesDashes">
/// Whether broken lines are drawn unbroken with a code in their width. The library's SVG canvas cannot write a dash pattern, so for SVG the
/// code travels along and <see cref="SvgDocument"/> writes the pattern.
/// </param>
internal sealed class Strokes(bool codesDashes)
{
    private const float Code = 0.001f;

    /// <summary>Lengths of strokes and gaps of a broken line, in pixels.</summary>
    public static float[] Pattern(Dash dash) => dash switch
    {
        Dash.Dotted => [1.6f, 2.6f],
        Dash.DashDotted => [6, 2.6f, 1.6f, 2.6f],
        _ => [6, 3.5f],
    };

    /// <summary>The plotting library's style for the line of an ink.</summary>
    public LineStyle Line(Ink ink)
    {
        var colour = Color.FromHex(ink.Colour);
        return ink.Dash switch
        {
            Dash.None => LineStyle.None,
            Dash.Solid => new LineStyle(ink.Width, colour),
            _ when codesDashes => new LineStyle(ink.Width + (Code * (int)ink.Dash), colour),
            _ => new LineStyle(ink.Width, colour, new LinePattern(Pattern(ink.Dash), 0, ink.Dash.ToString())),
        };
    }

    /// <summary>The width and dash that a coded width stands for; widths of inks have at most two decimals.</summary>
    public static (double Width, Dash Dash) Decode(double width)
    {
        var plain = Math.Round(width, 2, MidpointRounding.ToZero);
        var dash = (Dash)(int)Math.Round((width - plain) / Code);
        return dash is Dash.Dashed or Dash.Dotted or Dash.DashDotted ? (plain, dash) : (width, Dash.Solid);
    }

    /// <summary>The marker for an ink.</summary>
    public static MarkerStyle Marker(Ink ink)
    {
        var colour = Color.FromHex(ink.Colour);
        var (shape, size) = ink.Glyph switch
        {
            Glyph.None => (MarkerShape.None, 0f),
            Glyph.Disc => (MarkerShape.FilledCircle, 7),
            Glyph.Ring => (MarkerShape.OpenCircle, 7),
            Glyph.Square => (MarkerShape.FilledSquare, 6.5f),
            Glyph.Triangle => (MarkerShape.FilledTriangleUp, 8),
            Glyph.Wedge => (MarkerShape.FilledTriangleDown, 8),
            Glyph.Diamond => (MarkerShape.FilledDiamond, 8),
            Glyph.Cross => (MarkerShape.Eks, 7),
            Glyph.Bar => (MarkerShape.VerticalBar, 9),
            _ => throw new ArgumentOutOfRangeException(nameof(ink), ink.Glyph, "There is no such glyph."),
        };
        var isDrawnByLine = ink.Glyph is Glyph.Ring or Glyph.Cross or Glyph.Bar;
        return new MarkerStyle(shape, size, colour)
        {
            LineColor = colour,
            LineWidth = isDrawnByLine ? 1.6f : 0,
            OutlineColor = colour,
            OutlineWidth = ink.Glyph == Glyph.Ring ? 1.6f : 0
        };
    }
}
