using System.Collections.Immutable;
using SkiaSharp;
using Superposition.Reporting.Statistics;

namespace Superposition.Reporting.Figures;

/// <summary>Draws a map of coloured cells, once as SVG and once as PNG, by the same strokes.</summary>
internal sealed class HeatRenderer
{
    private const float Margin = 18;
    private const float Header = 58;
    private const float PanelGap = 34;
    private const float PanelTitle = 24;
    private const float TextSize = 13;
    private const float LabelSize = 12;
    private const float MaxCell = 26;
    private const float MaxNamedCell = 72;
    private const float MinHeight = 150;
    private const float MaxHeight = 560;
    private const float BarWidth = 260;

    // Every how many-th row or column is labelled.
    private static readonly ImmutableArray<int> Steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

    private readonly HeatMap map;
    private readonly (float Width, float Height)[] cellSizes;
    private readonly float leftRoom;
    private readonly float bottomRoom;
    private readonly float panelWidth;
    private readonly double low;
    private readonly double high;

    private HeatRenderer(HeatMap map)
    {
        this.map = map;
        double[] values = [.. map.Panels.SelectMany(panel => panel.Cells).SelectMany(row => row).OfType<double>()];
        var (least, most) = (values.DefaultIfEmpty(0).Min(), values.DefaultIfEmpty(1).Max());
        IsSigned = least < 0;
        (low, high) = IsSigned ? (-Math.Max(-least, most), Math.Max(-least, most)) : (least, most);
        using var font = FigureFont.At(LabelSize);
        leftRoom = 28 + map.Panels.SelectMany(panel => Labels(panel.RowNames, panel.Cells.Length)).Max(label => font.MeasureText(label));
        bottomRoom = 44;
        panelWidth = ((ChartRenderer.Width - (2 * Margin) + PanelGap) / map.Columns) - PanelGap;
        cellSizes = [.. map.Panels.Select(CellSize)];
    }

    private bool IsSigned { get; }

    private float Height => RowTop(Rows) + 52;

    private int Rows => (map.Panels.Length + map.Columns - 1) / map.Columns;

    /// <summary>Draws a heat map as SVG and PNG.</summary>
    public static Figure Draw(HeatMap map)
    {
        FigureFont.Install();
        var renderer = new HeatRenderer(map);
        return new Figure(map.Name, map.Title, map.Caption, renderer.Svg(), renderer.Png());
    }

    private static int Columns(HeatPanel panel) => panel.Cells.IsEmpty ? 0 : panel.Cells[0].Length;

    private static ImmutableArray<string> Labels(ImmutableArray<string> names, int count) => names.IsEmpty
        ? [Numbers.Count(Math.Max(0, count - 1))]
        : names;

    /// <summary>
    /// Square cells for maps; cells of grids with names are as wide and high as there is room for, so that few of them make a picture too.
    /// </summary>
    private (float Width, float Height) CellSize(HeatPanel panel)
    {
        var (columns, rows) = (Math.Max(1, Columns(panel)), Math.Max(1, panel.Cells.Length));
        var (width, height) = ((panelWidth - leftRoom) / columns, MaxHeight / rows);
        var square = Math.Min(MaxCell, Math.Min(width, height));
        return panel.ColumnNames.IsEmpty
            ? (square, square)
            : (Math.Min(MaxNamedCell, width), Math.Clamp(MinHeight / rows, Math.Min(18, height), height));
    }

    private string Svg()
    {
        using var bytes = new MemoryStream();
        using (var stream = new SKManagedWStream(bytes))
        using (var canvas = SKSvgCanvas.Create(new SKRect(0, 0, ChartRenderer.Width, Height), stream))
        {
            Draw(canvas);
        }

        return SvgDocument.Tidy(bytes.ToArray(), map.Name, map.Title, $"{map.Note}. {map.Caption}", ChartRenderer.Width, Height);
    }

    private byte[] Png()
    {
        using var surface = SKSurface.Create(new SKImageInfo((int)ChartRenderer.Width * ChartRenderer.PngScale,
            (int)(Height * ChartRenderer.PngScale)));
        surface.Canvas.Scale(ChartRenderer.PngScale);
        Draw(surface.Canvas);
        using var image = surface.Snapshot();
        using var data = image.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    private float RowTop(int row)
    {
        float Height(int r) => Enumerable.Range(r * map.Columns, map.Columns).Where(i => i < map.Panels.Length)
            .Max(i => cellSizes[i].Height * map.Panels[i].Cells.Length);
        return Header + Enumerable.Range(0, row).Sum(r => PanelTitle + bottomRoom + Height(r));
    }

    private void Draw(SKCanvas canvas)
    {
        using var background = new SKPaint { Color = SKColors.White };
        canvas.DrawRect(0, 0, ChartRenderer.Width, Height, background);
        ChartRenderer.Text(canvas, map.Title, Margin, 27, 17, "#111111");
        ChartRenderer.Text(canvas, map.Note, Margin, 47, 12.5f, "#555555");
        for (var i = 0; i < map.Panels.Length; i++)
        {
            DrawPanel(canvas, map.Panels[i], Margin + leftRoom + (i % map.Columns * (panelWidth + PanelGap)),
                RowTop(i / map.Columns) + PanelTitle, cellSizes[i]);
        }

        DrawScale(canvas, Margin + leftRoom, RowTop(Rows) + 8);
    }

    private void DrawPanel(SKCanvas canvas, HeatPanel panel, float left, float top, (float Width, float Height) cell)
    {
        var (width, height) = (cell.Width * Columns(panel), cell.Height * panel.Cells.Length);
        using (var image = Image(panel.Cells, Math.Max(cell.Width, cell.Height)))
        {
            canvas.DrawImage(image, new SKRect(left, top, left + width, top + height), new SKSamplingOptions(SKFilterMode.Nearest));
        }

        using var frame = new SKPaint { Color = SKColor.Parse("#9A9A9A"), IsStroke = true, StrokeWidth = 1, IsAntialias = true };
        canvas.DrawRect(left, top, width, height, frame);
        ChartRenderer.Text(canvas, panel.Title, left, top - 8, TextSize, "#222222");
        foreach (var (place, label) in Ticks(panel.RowNames, panel.Cells.Length, cell.Height, 16))
        {
            ChartRenderer.Text(canvas, label, left - 6, top + ((place + 0.5f) * cell.Height) + 4, LabelSize, "#333333", SKTextAlign.Right);
        }

        foreach (var (place, label) in Ticks(panel.ColumnNames, Columns(panel), cell.Width, WidestLabel(panel) + 10))
        {
            ChartRenderer.Text(canvas, label, left + ((place + 0.5f) * cell.Width), top + height + 15, LabelSize, "#333333",
                SKTextAlign.Center);
        }

        ChartRenderer.Text(canvas, map.Across, left + (width / 2), top + height + 33, TextSize, "#222222", SKTextAlign.Center);
        canvas.Save();
        canvas.Translate(left - leftRoom + 12, top + (height / 2));
        canvas.RotateDegrees(-90);
        ChartRenderer.Text(canvas, map.Down, 0, 0, TextSize, "#222222", SKTextAlign.Center);
        canvas.Restore();
    }

    private static float WidestLabel(HeatPanel panel)
    {
        using var font = FigureFont.At(LabelSize);
        return Labels(panel.ColumnNames, Columns(panel)).Max(label => font.MeasureText(label));
    }

    /// <summary>Labels of as many rows or columns as have room for them.</summary>
    private static IEnumerable<(int Place, string Label)> Ticks(ImmutableArray<string> names, int count, float cell, float room)
    {
        var step = Steps.FirstOrDefault(step => step * cell >= room, 2000);
        return Enumerable.Range(0, count).Where(i => i % step == 0).Select(i => (i, names.IsEmpty ? Numbers.Count(i) : names[i]));
    }

    /// <summary>The cells as a picture with several pixels a cell, so that their edges stay sharp where a viewer smooths.</summary>
    private SKImage Image(ImmutableArray<ImmutableArray<double?>> cells, float size)
    {
        var pixels = Math.Max(2, (int)Math.Ceiling(size * ChartRenderer.PngScale));
        var (rows, columns) = (cells.Length, cells.IsEmpty ? 0 : cells[0].Length);
        using var bitmap = new SKBitmap(Math.Max(1, columns * pixels), Math.Max(1, rows * pixels));
        using var canvas = new SKCanvas(bitmap);
        using var paint = new SKPaint();
        canvas.Clear(SKColors.Transparent);
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                if (cells[row][column] is { } value)
                {
                    paint.Color = SKColor.Parse(ColourOf(value));
                    canvas.DrawRect(column * pixels, row * pixels, pixels, pixels, paint);
                }
            }
        }

        return SKImage.FromBitmap(bitmap);
    }

    private string ColourOf(double value) => IsSigned ? Ramp.Sign(value / high) : Ramp.Size(high > low ? (value - low) / (high - low) : 0);

    private void DrawScale(SKCanvas canvas, float left, float top)
    {
        const int Count = 64;
        ImmutableArray<double?> steps = [.. Enumerable.Range(0, Count).Select(i => (double?)(low + (i * (high - low) / (Count - 1))))];
        using (var image = Image([steps], BarWidth / Count))
        {
            canvas.DrawImage(image, new SKRect(left, top, left + BarWidth, top + 12));
        }

        foreach (var share in new[] { 0, 0.5, 1 })
        {
            ChartRenderer.Text(canvas, Numbers.Scientific(low + (share * (high - low)))
                .Replace(".000", "", StringComparison.Ordinal), left + ((float)share * BarWidth), top + 28,
                LabelSize, "#333333", SKTextAlign.Center);
        }
    }
}
