using System.Collections.Immutable;
using ScottPlot;
using SkiaSharp;

namespace Superposition.Reporting.Figures;

/// <summary>The legend of a whole figure, in rows under its panels, where it covers no data.</summary>
internal sealed class Legend
{
    private const float TextSize = 13;
    private const float SampleWidth = 30;
    private const float RowHeight = 22;
    private const float Gap = 22;

    private readonly ImmutableArray<(Mark Mark, float X, float Row)> entries;

    public Legend(Chart chart, float width)
    {
        using var font = FigureFont.At(TextSize);
        var placed = ImmutableArray.CreateBuilder<(Mark, float, float)>();
        float x = 0, row = 0;
        foreach (var mark in chart.Panels.SelectMany(panel => panel.Marks).Where(mark => mark.Label.Length > 0).DistinctBy(mark =>
            (mark.Label, mark.Ink)))
        {
            var entryWidth = SampleWidth + 6 + font.MeasureText(mark.Label);
            if (x > 0 && x + entryWidth > width)
            {
                (x, row) = (0, row + 1);
            }

            placed.Add((mark, x, row));
            x += entryWidth + Gap;
        }

        entries = placed.ToImmutable();
    }

    /// <summary>The legend's height in pixels.</summary>
    public float Height => entries.IsEmpty ? 0 : (entries.Max(e => e.Row) + 1) * RowHeight;

    /// <summary>Draws it with its upper left corner at a point.</summary>
    public void Draw(SKCanvas canvas, float left, float top, Strokes strokes)
    {
        using var font = FigureFont.At(TextSize);
        using var text = new SKPaint { Color = SKColor.Parse("#222222"), IsAntialias = true };
        using var paint = Paint.NewDisposablePaint();
        foreach (var (mark, x, row) in entries)
        {
            var (start, middle) = (left + x, top + (row * RowHeight) + (RowHeight / 2));
            DrawSample(canvas, paint, mark, start, middle, strokes);
            canvas.DrawText(mark.Label, start + SampleWidth + 6, middle + 4.2f, font, text);
        }
    }

    private static void DrawSample(SKCanvas canvas, Paint paint, Mark mark, float start, float middle, Strokes strokes)
    {
        if (mark is Strip)
        {
            Drawing.FillRectangle(
                canvas, new PixelRect(start, start + SampleWidth, middle + 5, middle - 5), paint,
                new FillStyle(Color.FromHex(mark.Ink.Colour).WithAlpha(PanelPlot.BandAlpha)));
            return;
        }

        if (mark is Upright)
        {
            Drawing.DrawLine(
                canvas, paint, new Pixel(start + (SampleWidth / 2), middle - 8), new Pixel(start + (SampleWidth / 2), middle + 8),
                strokes.Line(mark.Ink));
            return;
        }

        if (mark.Ink.Dash != Dash.None)
        {
            Drawing.DrawLine(canvas, paint, new Pixel(start, middle), new Pixel(start + SampleWidth, middle), strokes.Line(mark.Ink));
        }

        if (mark.Ink.Glyph != Glyph.None)
        {
            Drawing.DrawMarker(canvas, paint, new Pixel(start + (SampleWidth / 2), middle), Strokes.Marker(mark.Ink));
        }
    }
}
