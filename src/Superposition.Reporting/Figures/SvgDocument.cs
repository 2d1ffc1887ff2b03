using System.Globalization;
using System.Xml.Linq;

namespace Superposition.Reporting.Figures;

/// <summary>Makes the drawing library's SVG fit for a page.</summary>
internal static class SvgDocument
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>
    /// Gives the document a size that scales, a name for readers that do not see it, and identifiers that stay unique next to other
    /// figures; sets each text as one run with its length, so that another font is fitted instead of cut.
    /// </summary>
    /// <param name="drawn">The document as drawn.</param>
    /// <param name="name">The figure's name.</param>
    /// <param name="title">What it shows.</param>
    /// <param name="description">The same for readers that do not see it, in a few sentences.</param>
    /// <param name="width">Its width in pixels.</param>
    /// <param name="height">Its height in pixels.</param>
    public static string Tidy(byte[] drawn, string name, string title, string description, float width, float height)
    {
        using var stream = new MemoryStream(drawn);
        var svg = XDocument.Load(stream).Root!;
        svg.SetAttributeValue("viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {width} {height}"));
        svg.SetAttributeValue("role", "img");
        svg.SetAttributeValue("aria-labelledby", $"{name}-title {name}-description");
        svg.AddFirst(
            new XElement(Svg + "title", new XAttribute("id", $"{name}-title"), title),
            new XElement(Svg + "desc", new XAttribute("id", $"{name}-description"), description));
        NameClips(svg, name);
        NameImages(svg, name);
        foreach (var stroked in svg.Descendants().Where(element => element.Attribute("stroke-width") is not null))
        {
            SetDashes(stroked);
        }

        foreach (var text in svg.Descendants(Svg + "text"))
        {
            SetAsOneRun(text);
        }

        return svg.ToString(SaveOptions.None).ReplaceLineEndings("\n") + "\n";
    }

    /// <summary>Keeps one clip of each shape, under a name that no other figure has.</summary>
    private static void NameClips(XElement svg, string figure)
    {
        var kept = new Dictionary<string, string>(StringComparer.Ordinal);
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var clip in svg.Descendants(Svg + "clipPath").ToArray())
        {
            var shape = string.Concat(clip.Elements());
            var isFirst = kept.TryAdd(shape, $"{figure}-clip-{kept.Count + 1}");
            names[clip.Attribute("id")!.Value] = kept[shape];
            if (isFirst)
            {
                clip.SetAttributeValue("id", kept[shape]);
            }
            else
            {
                clip.Remove();
            }
        }

        foreach (var clipped in svg.Descendants().Attributes("clip-path"))
        {
            clipped.Value = $"url(#{names[clipped.Value["url(#".Length..^1]]})";
        }
    }

    /// <summary>Images have names that no other figure has, or every heat map of a page would show the first one's.</summary>
    private static void NameImages(XElement svg, string figure)
    {
        foreach (var image in svg.Descendants(Svg + "image").Attributes("id"))
        {
            image.Value = $"{figure}-{image.Value}";
        }

        foreach (var use in svg.Descendants(Svg + "use").Attributes().Where(attribute => attribute.Name.LocalName == "href"))
        {
            use.Value = $"#{figure}-{use.Value[1..]}";
        }
    }

    private static void SetDashes(XElement stroked)
    {
        var (width, dash) = Strokes.Decode(double.Parse(stroked.Attribute("stroke-width")!.Value, CultureInfo.InvariantCulture));
        if (dash != Dash.Solid)
        {
            stroked.SetAttributeValue("stroke-width", width.ToString(CultureInfo.InvariantCulture));
            stroked.SetAttributeValue(
                "stroke-dasharray",
                string.Join(' ', Strokes.Pattern(dash).Select(length => length.ToString(CultureInfo.InvariantCulture))));
        }
    }

    private static void SetAsOneRun(XElement text)
    {
        text.Value = text.Value.Trim();
        text.SetAttributeValue("x", First(text.Attribute("x")!.Value));
        text.SetAttributeValue("y", First(text.Attribute("y")!.Value));
        text.SetAttributeValue("font-family", $"{FigureFont.Family}, Verdana, sans-serif");
        using var font = FigureFont.At(float.Parse(text.Attribute("font-size")!.Value, CultureInfo.InvariantCulture));
        text.SetAttributeValue("textLength", font.MeasureText(text.Value).ToString("0.##", CultureInfo.InvariantCulture));
    }

    private static string First(string list) => list.Split(',', 2)[0].Trim();
}
