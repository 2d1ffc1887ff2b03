using ScottPlot;
using SkiaSharp;

namespace Superposition.Reporting.Figures;

/// <summary>
/// The font of all figures, carried in the assembly: figures come out the same, with all their letters, on machines that have no fonts.
/// </summary>
public sealed class FigureFont : IFontResolver
{
    /// <summary>The family's name, in SVG as well.</summary>
    public const string Family = "DejaVu Sans";

    private static readonly SKTypeface Typeface = SKTypeface.FromStream(Open());

    private FigureFont()
    {
    }

    /// <summary>The font file, for pages that carry it too.</summary>
    public static byte[] File { get; } = Read();

    /// <summary>Makes it the plotting library's font. The library keeps its fonts for the whole process, so this is done once.</summary>
    public static void Install()
    {
        lock (Typeface)
        {
            if (!Fonts.FontResolvers.OfType<FigureFont>().Any())
            {
                Fonts.FontResolvers.Insert(0, new FigureFont());
                Fonts.Default = Family;
            }
        }
    }

    /// <summary>The font at a size in pixels.</summary>
    public static SKFont At(float size) =>
        new(Typeface, size) { Subpixel = true, Edging = SKFontEdging.Antialias, Hinting = SKFontHinting.None };

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
        fontName == Family ? SKTypeface.FromStream(Open()) : null;

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) => fontName == Family ? SKTypeface.FromStream(Open()) : null;

    private static Stream Open() => typeof(FigureFont).Assembly.GetManifestResourceStream("DejaVuSans.ttf")!;

    private static byte[] Read()
    {
        using var stream = Open();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
