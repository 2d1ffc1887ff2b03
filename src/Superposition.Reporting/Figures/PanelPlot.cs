using System.Collections.Immutable;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace Superposition.Reporting.Figures;

/// <summary>Turns a panel into a plot of the plotting library.</summary>
internal static class PanelPlot
{
    /// <summary>Pixels of tick labels.</summary>
    public const float TickSize = 12.5f;

    /// <summary>How much a band covers.</summary>
    public const double BandAlpha = 0.16;

    private static readonly Color Frame = Color.FromHex("#9A9A9A");
    private static readonly Color Grid = Color.FromHex("#ECECEC");
    private static readonly Color Text = Color.FromHex("#333333");

    /// <summary>The plot, its axes fixed.</summary>
    /// <param name="panel">What to draw.</param>
    /// <param name="x">The horizontal axis.</param>
    /// <param name="y">The vertical axis.</param>
    /// <param name="xTicks">Its ticks.</param>
    /// <param name="yTicks">Its ticks.</param>
    /// <param name="strokes">How inks are drawn.</param>
    public static Plot Of(
        Panel panel, AxisScale x, AxisScale y, IEnumerable<AxisTick> xTicks, IEnumerable<AxisTick> yTicks, Strokes strokes)
    {
        var plot = new Plot();
        plot.RenderManager.ClearCanvasBeforeEachRender = false;
        plot.FigureBackground.Color = Colors.Transparent;
        plot.DataBackground.Color = Colors.Transparent;
        plot.Axes.Right.IsVisible = false;
        plot.Axes.Top.IsVisible = false;
        plot.Grid.MajorLineColor = Grid;
        plot.Grid.MajorLineWidth = 1;
        Style(plot.Axes.Bottom, xTicks);
        Style(plot.Axes.Left, yTicks);

        // The library centres a label's box; its digits then stand above the tick.
        plot.Axes.Left.TickLabelStyle.OffsetY = 2.5f;
        plot.Axes.SetLimits(x.Low, x.High, y.Low, y.High);
        MarkBreaks(plot, x, y, strokes);
        foreach (var curve in panel.Marks.OfType<Curve>())
        {
            AddInterval(plot, curve, x, y, strokes);
        }

        foreach (var mark in panel.Marks.OrderBy(Depth))
        {
            Add(plot, mark, x, y, strokes);
        }

        return plot;
    }

    /// <summary>Where a logarithmic scale ends and its strip of zeros begins.</summary>
    private static void MarkBreaks(Plot plot, AxisScale x, AxisScale y, Strokes strokes)
    {
        var line = strokes.Line(new Ink("#9A9A9A", Dash.Dotted, Width: 1));
        if (x.Break is { } left)
        {
            plot.Add.VerticalLine(left).LineStyle = line;
        }

        if (y.Break is { } below)
        {
            plot.Add.HorizontalLine(below).LineStyle = line;
        }
    }

    private static void Style(IAxis axis, IEnumerable<AxisTick> ticks)
    {
        var generator = new NumericManual();
        foreach (var tick in ticks)
        {
            if (tick.Label is { } label)
            {
                generator.AddMajor(tick.Place, label);
            }
            else
            {
                generator.AddMinor(tick.Place);
            }
        }

        axis.TickGenerator = generator;
        axis.TickLabelStyle.FontSize = TickSize;
        axis.TickLabelStyle.ForeColor = Text;
        axis.FrameLineStyle.Color = Frame;
        axis.MajorTickStyle.Color = Frame;
        axis.MinorTickStyle.Color = Frame;
    }

    /// <summary>Above the curves' bands come strips, then reference lines, bars and curves.</summary>
    private static int Depth(Mark mark) => mark switch
    {
        Strip => 0,
        Level or Upright => 1,
        Spread => 2,
        _ => 3,
    };

    private static void Add(Plot plot, Mark mark, AxisScale x, AxisScale y, Strokes strokes)
    {
        switch (mark)
        {
            case Strip strip:
                AddBand(
                    plot, strip.Ink.Colour,
                    [(x.Low, y.PlaceOrLow(strip.Low), y.PlaceOrLow(strip.High)),
                    (x.High, y.PlaceOrLow(strip.Low), y.PlaceOrLow(strip.High))]);
                break;
            case Level level when y.Place(level.Y) is { } place:
                plot.Add.HorizontalLine(place).LineStyle = strokes.Line(level.Ink);
                break;
            case Upright upright when x.Place(upright.X) is { } place:
                plot.Add.VerticalLine(place).LineStyle = strokes.Line(upright.Ink);
                break;
            case Spread spread:
                foreach (var bar in spread.Bars)
                {
                    var line = plot.Add.Line(x.PlaceOrLow(bar.Low), -bar.Row, x.PlaceOrLow(bar.High), -bar.Row);
                    (line.LineStyle, line.MarkerStyle) = (strokes.Line(spread.Ink), MarkerStyle.None);
                }

                break;
            case Curve curve:
                AddCurve(plot, curve, x, y, strokes);
                break;
        }
    }

    private static void AddCurve(Plot plot, Curve curve, AxisScale x, AxisScale y, Strokes strokes)
    {
        var points = Places(curve, x, y);
        if (!points.IsEmpty)
        {
            var line = plot.Add.Scatter(points.Select(p => p.X).ToArray(), points.Select(p => p.Y).ToArray());
            (line.LineStyle, line.MarkerStyle) = (strokes.Line(curve.Ink), Strokes.Marker(curve.Ink));
        }
    }

    /// <summary>A band where there is a line to follow, otherwise a whisker at each point.</summary>
    private static void AddInterval(Plot plot, Curve curve, AxisScale x, AxisScale y, Strokes strokes)
    {
        var points = Places(curve, x, y);
        if (points.Length > 1 && points.Any(p => p.High > p.Low) && curve.Ink.Dash != Dash.None)
        {
            AddBand(plot, curve.Ink.Colour, [.. points.Select(p => (p.X, p.Low, p.High))]);
            return;
        }

        foreach (var (place, _, low, high) in points.Where(p => p.High > p.Low))
        {
            var whisker = plot.Add.Line(place, low, place, high);
            (whisker.LineStyle, whisker.MarkerStyle) = (strokes.Line(curve.Ink with { Dash = Dash.Solid, Width = 1.2f }), MarkerStyle.None);
        }
    }

    /// <summary>
    /// The points that the axes have a place for, in drawing coordinates. On an axis of named rows a point's y is its row, counted
    /// downwards, and has no interval.
    /// </summary>
    private static ImmutableArray<(double X, double Y, double Low, double High)> Places(Curve curve, AxisScale x, AxisScale y)
    {
        var hasRows = !y.Axis.Rows.IsEmpty;
        return
        [
            .. from point in curve.Points
               where x.Place(point.X) is not null && (hasRows || y.Place(point.Y) is not null)
               let height = hasRows ? -point.Y : y.PlaceOrLow(point.Y)
               select (x.PlaceOrLow(point.X), height, hasRows
                   ? height
                   : y.PlaceOrLow(point.Low), hasRows
                   ? height
                   : y.PlaceOrLow(point.High)),
        ];
    }

    private static void AddBand(Plot plot, string colour, (double X, double Low, double High)[] edges)
    {
        var band = plot.Add.FillY(edges);
        (band.FillStyle.Color, band.LineStyle.Width, band.MarkerStyle) = (Color.FromHex(colour).WithAlpha(BandAlpha), 0, MarkerStyle.None);
    }
}
