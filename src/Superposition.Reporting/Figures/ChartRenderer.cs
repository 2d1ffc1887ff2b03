using ScottPlot;
using SkiaSharp;

namespace Superposition.Reporting.Figures;

/// <summary>Draws a chart, once as SVG and once as PNG, by the same strokes.</summary>
internal sealed class ChartRenderer
{
    /// <summary>Width of every figure in CSS pixels.</summary>
    public const float Width = 960;

    /// <summary>Pixels of a PNG for each CSS pixel.</summary>
    public const int PngScale = 2;

    private const float Margin = 18;
    private const float PanelGap = 26;
    private const float TitleSize = 17;
    private const float TextSize = 13;
    private const float Header = 58;

    // Pixels along the vertical axis that a label takes with its distance to the next.
    private const double RoomOfLine = 26;

    // The drawing library shares fonts and typefaces between plots; two threads that drew at once have crashed inside it.
    private static readonly Lock OneAtATime = new();

    private readonly Chart chart;
    private readonly AxisScale x;
    private readonly AxisScale y;
    private readonly Legend legend;
    private readonly float leftRoom;
    private readonly float plotWidth;
    private readonly float plotHeight;
    private readonly float rowHeight;
    private readonly int rows;

    private ChartRenderer(Chart chart)
    {
        this.chart = chart;
        x = AxisScale.Around(chart.X, Extent.OfX(chart));
        y = AxisScale.Around(chart.Y, Extent.OfY(chart));
        legend = new Legend(chart, Width - (2 * Margin));
        rows = (chart.Panels.Length + chart.Columns - 1) / chart.Columns;
        using var font = FigureFont.At(PanelPlot.TickSize);
        plotHeight = chart.Y.Rows.IsEmpty ? (chart.Columns >= 3 ? 215 : chart.Columns == 2 ? 255 : 330) : 14 + (28 * chart.Y.Rows.Length);
        var widestLabel = y.Ticks(plotHeight, _ => RoomOfLine).Max(tick => font.MeasureText(tick.Label ?? ""));
        leftRoom = chart.Y.Rows.IsEmpty ? Math.Max(52, widestLabel + 36) : widestLabel + 14;
        plotWidth = (Width - (2 * Margin) - leftRoom - ((chart.Columns - 1) * PanelGap)) / chart.Columns;
        rowHeight = PanelTitle + plotHeight + 28;
    }

    private float PanelTitle => chart.Panels.Any(panel => panel.Title.Length > 0) ? 24 : 8;

    private float LegendTop => Header + (rows * rowHeight) + (chart.X.Label.Length > 0 ? 28 : 6);

    private float Height => MathF.Ceiling(LegendTop + legend.Height + 12);

    /// <summary>Draws a chart as SVG and PNG; one chart at a time in a process.</summary>
    public static Figure Draw(Chart chart)
    {
        lock (OneAtATime)
        {
            FigureFont.Install();
            var renderer = new ChartRenderer(chart);
            return new Figure(chart.Name, chart.Title, chart.Caption, renderer.Svg(), renderer.Png());
        }
    }

    private string Svg()
    {
        using var bytes = new MemoryStream();
        using (var stream = new SKManagedWStream(bytes))
        using (var canvas = SKSvgCanvas.Create(new SKRect(0, 0, Width, Height), stream))
        {
            Draw(canvas, new Strokes(codesDashes: true));
        }

        return SvgDocument.Tidy(bytes.ToArray(), chart.Name, chart.Title, $"{chart.Note}. {chart.Caption}", Width, Height);
    }

    private byte[] Png()
    {
        using var surface = SKSurface.Create(new SKImageInfo((int)Width * PngScale, (int)Height * PngScale));
        surface.Canvas.Scale(PngScale);
        Draw(surface.Canvas, new Strokes(codesDashes: false));
        using var image = surface.Snapshot();
        using var data = image.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    private void Draw(SKCanvas canvas, Strokes strokes)
    {
        using var background = new SKPaint { Color = SKColors.White };
        canvas.DrawRect(0, 0, Width, Height, background);
        Text(canvas, chart.Title, Margin, 27, TitleSize, "#111111");
        Text(canvas, chart.Note, Margin, 47, 12.5f, "#555555");
        for (var i = 0; i < chart.Panels.Length; i++)
        {
            DrawPanel(canvas, i, strokes);
        }

        legend.Draw(canvas, Margin, LegendTop, strokes);
    }

    private void DrawPanel(SKCanvas canvas, int index, Strokes strokes)
    {
        var (row, column) = (index / chart.Columns, index % chart.Columns);
        var left = Margin + leftRoom + (column * (plotWidth + PanelGap));
        var top = Header + (row * rowHeight) + PanelTitle;
        var hasPanelBelow = index + chart.Columns < chart.Panels.Length;
        using var font = FigureFont.At(PanelPlot.TickSize);
        var xTicks = x.Ticks(plotWidth, label => font.MeasureText(label) + 10)
            .Select(tick => hasPanelBelow || Overhang(tick, font) > (PanelGap / 2) - 3 ? Unlabelled(tick) : tick);
        var yTicks = y.Ticks(plotHeight, _ => RoomOfLine);
        using var plot = PanelPlot.Of(
            chart.Panels[index], x, y, xTicks, yTicks.Select(tick => column > 0 ? Unlabelled(tick) : tick), strokes);
        var padding = new PixelPadding(column == 0 ? leftRoom : PanelGap / 2, PanelGap / 2, 24, 4);
        plot.Layout.Fixed(padding);
        var place = new PixelRect(left - padding.Left, left + plotWidth + padding.Right, top + plotHeight + padding.Bottom,
            top - padding.Top);
        // The library renders a new plot twice, to settle its layout. On one canvas that would double every stroke, so it settles on a
        // blank one.
        using (var blank = new SKNoDrawCanvas((int)Width, (int)Height))
        {
            plot.Render(blank, place);
        }

        plot.Render(canvas, place);
        Text(canvas, chart.Panels[index].Title, left, top - 8, TextSize, "#222222");
        if (!hasPanelBelow)
        {
            Text(canvas, chart.X.Text, left + (plotWidth / 2), top + plotHeight + 40, TextSize, "#222222", SKTextAlign.Center);
        }

        if (column == 0 && chart.Y.Label.Length > 0)
        {
            canvas.Save();
            canvas.Translate(Margin + 8, top + (plotHeight / 2));
            canvas.RotateDegrees(-90);
            Text(canvas, chart.Y.Text, 0, 0, TextSize, "#222222", SKTextAlign.Center);
            canvas.Restore();
        }
    }

    /// <summary>How far a label sticks out of its panel, in pixels.</summary>
    private float Overhang(AxisTick tick, SKFont font)
    {
        var share = (tick.Place - x.Low) / (x.High - x.Low);
        return (font.MeasureText(tick.Label ?? "") / 2) - (float)(Math.Min(share, 1 - share) * plotWidth);
    }

    // An empty label keeps the tick's grid line.
    private static AxisTick Unlabelled(AxisTick tick) => tick.Label is null ? tick : tick with { Label = "" };

    /// <summary>Writes a line of text.</summary>
    internal static void Text(
        SKCanvas canvas, string text, float left, float baseline, float size, string colour, SKTextAlign align = SKTextAlign.Left)
    {
        if (text.Length == 0)
        {
            return;
        }

        using var font = FigureFont.At(size);
        using var paint = new SKPaint { Color = SKColor.Parse(colour), IsAntialias = true };
        canvas.DrawText(text, left, baseline, align, font, paint);
    }
}
