using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;
using SkiaSharp;
using Superposition.Reporting.Figures;
using Superposition.Tests.Reporting.Samples;

namespace Superposition.Tests.Reporting.Figures;

/// <summary>Figures say what they have to, in full, in both formats.</summary>
public class FigureTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static ImmutableArray<Figure> Figures => SampleStudy.Report.Value.Figures;

    [Fact]
    public void Svg_is_well_formed_and_scales()
    {
        foreach (var figure in Figures)
        {
            var svg = XDocument.Parse(figure.Svg).Root!;
            Assert.Equal(Svg + "svg", svg.Name);
            Assert.Equal($"0 0 {svg.Attribute("width")!.Value} {svg.Attribute("height")!.Value}", svg.Attribute("viewBox")!.Value);
            Assert.Equal(figure.Title, svg.Element(Svg + "title")!.Value);
            var clips = svg.Descendants(Svg + "clipPath").Select(clip => $"url(#{clip.Attribute("id")!.Value})").ToHashSet();
            Assert.All(svg.Descendants().Attributes("clip-path"), clipped => Assert.Contains(clipped.Value, clips));
            var images = svg.Descendants(Svg + "image").Select(image => $"#{image.Attribute("id")!.Value}").ToHashSet();
            Assert.All(svg.Descendants(Svg + "use"), use =>
                Assert.Contains(use.Attributes().Single(attribute => attribute.Name.LocalName == "href").Value, images));
            Assert.All(images, image => Assert.StartsWith($"#{figure.Name}-", image, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void No_text_leaves_the_figure()
    {
        foreach (var figure in Figures)
        {
            var svg = XDocument.Parse(figure.Svg).Root!;
            var width = Number(svg, "width");
            foreach (var text in svg.Descendants(Svg + "text")
                .Where(text => !text.AncestorsAndSelf()
                .Any(e => e.Attribute("transform")?.Value.Contains("rotate", StringComparison.Ordinal) == true
                || e.Attribute("transform")?.Value.Contains("matrix", StringComparison.Ordinal) == true)))
            {
                var shift = text.Attribute("transform")?.Value is { } move
                    ? double.Parse(move["translate(".Length..].Split(' ')[0], CultureInfo.InvariantCulture)
                    : 0;
                var left = shift + Number(text, "x");
                Assert.True(
                    left >= 0 && left + Number(text, "textLength") <= width,
                    $"{figure.Name}: \"{text.Value}\" spans {left} … {left + Number(text, "textLength")} of {width}.");
            }
        }
    }

    [Fact]
    public void Png_has_two_pixels_for_each_of_the_svg_and_something_on_it()
    {
        foreach (var figure in Figures)
        {
            var svg = XDocument.Parse(figure.Svg).Root!;
            Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], figure.Png[..4]);
            Assert.Equal(2 * Number(svg, "width"), BinaryPrimitives.ReadInt32BigEndian(figure.Png.AsSpan(16)));
            Assert.Equal(2 * Number(svg, "height"), BinaryPrimitives.ReadInt32BigEndian(figure.Png.AsSpan(20)));
            Assert.True(figure.Png.Length > 20_000, $"{figure.Name}.png has only {figure.Png.Length} bytes.");
        }
    }

    [Fact]
    public void Font_that_is_carried_along_has_every_letter_of_every_figure()
    {
        using var stream = new MemoryStream(FigureFont.File);
        using var typeface = SKTypeface.FromStream(stream);
        var letters = Figures.SelectMany(TextsOf).SelectMany(text => text).Distinct();
        Assert.All(letters.Concat("⁰¹²³⁴⁵⁶⁷⁸⁹⁻·−≤≥∧"), letter =>
            Assert.True(typeface.ContainsGlyph(letter), $"'{letter}' is missing."));
    }

    [Fact]
    public void Nothing_is_drawn_twice()
    {
        var svg = XDocument.Parse(Figures[0].Svg).Root!;
        var discs = svg.Descendants(Svg + "ellipse").Select(ellipse => ellipse.ToString()).ToArray();
        Assert.NotEmpty(discs);
        Assert.Equal(discs.Distinct(), discs);
        Assert.DoesNotContain(svg.Descendants().Attributes("stroke-width"), width => width.Value.Length > 4);
    }

    private static string[] TextsOf(Figure figure) => [.. XDocument.Parse(figure.Svg).Descendants(Svg + "text").Select(text => text.Value)];

    private static double Number(XElement element, string attribute) =>
        double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);
}
