using System.Buffers.Binary;
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

    public static TheoryData<string> Kinds => SampleReports.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Svg_is_well_formed_and_scales(string kind)
    {
        foreach (var figure in SampleReports.Of(kind).Figures)
        {
            var svg = XDocument.Parse(figure.Svg).Root!;
            Assert.Equal(Svg + "svg", svg.Name);
            Assert.Equal($"0 0 {svg.Attribute("width")!.Value} {svg.Attribute("height")!.Value}", svg.Attribute("viewBox")!.Value);
            Assert.Equal(figure.Title, svg.Element(Svg + "title")!.Value);
            var clips = svg.Descendants(Svg + "clipPath").Select(clip => $"url(#{clip.Attribute("id")!.Value})").ToHashSet();
            Assert.All(svg.Descendants().Attributes("clip-path"), clipped => Assert.Contains(clipped.Value, clips));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void No_text_leaves_the_figure(string kind)
    {
        foreach (var figure in SampleReports.Of(kind).Figures)
        {
            var svg = XDocument.Parse(figure.Svg).Root!;
            var width = Number(svg, "width");
            foreach (var text in svg.Descendants(Svg + "text").Where(text => !text.AncestorsAndSelf().Any(e => e.Attribute("transform")?.Value.Contains("rotate", StringComparison.Ordinal) == true || e.Attribute("transform")?.Value.Contains("matrix", StringComparison.Ordinal) == true)))
            {
                var shift = text.Attribute("transform")?.Value is { } move ? double.Parse(move["translate(".Length..].Split(' ')[0], CultureInfo.InvariantCulture) : 0;
                var left = shift + Number(text, "x");
                Assert.True(left >= 0 && left + Number(text, "textLength") <= width, $"{figure.Name}: \"{text.Value}\" spans {left} … {left + Number(text, "textLength")} of {width}.");
            }
        }
    }

    [Fact]
    public void Legend_entries_stand_there_in_full_and_once()
    {
        var texts = TextsOf("learned-versus-constructed", "epsilon-of-all-arms");
        string[] entries =
        [
            "zero", "raw input, least squares", "raw input, smallest possible ε", "one ReLU a pair: exact", "dashed: least squares on the same layer", "subset", "sign", "untrained layer",
            "read-off trained on the frozen sign layer", "trained whole",
        ];
        Assert.All(entries, entry => Assert.Single(texts, entry));
    }

    [Fact]
    public void Figures_of_constructions_draw_in_bounds_and_predictions()
    {
        var texts = TextsOf("construction-errors", "epsilon-by-width");
        string[] entries = ["linear control, ¼", "one ReLU a pair: exact", "as the construction predicts", "subset", "subset-averaging", "sign", "gaussian", "ε, largest |error| (log)", "neurons d (log)"];
        Assert.All(entries, entry => Assert.Contains(entry, texts));
        Assert.Contains(texts, text => text.Contains("Mean over 3 seeds; band: 95 % confidence interval of the mean (Student t)", StringComparison.Ordinal));
        Assert.Contains("1/√d", TextsOf("construction-errors", "deviation-by-class"));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_question_has_its_figures(string kind)
    {
        Assert.Equal(SampleReports.FiguresOf(kind), SampleReports.Of(kind).Figures.Select(figure => figure.Name));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Png_has_two_pixels_for_each_of_the_svg_and_something_on_it(string kind)
    {
        foreach (var figure in SampleReports.Of(kind).Figures)
        {
            var svg = XDocument.Parse(figure.Svg).Root!;
            Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], figure.Png[..4]);
            Assert.Equal(2 * Number(svg, "width"), BinaryPrimitives.ReadInt32BigEndian(figure.Png.AsSpan(16)));
            Assert.Equal(2 * Number(svg, "height"), BinaryPrimitives.ReadInt32BigEndian(figure.Png.AsSpan(20)));
            Assert.True(figure.Png.Length > 20_000, $"{figure.Name}.png has only {figure.Png.Length} bytes.");
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Font_that_is_carried_along_has_every_letter_of_every_figure(string kind)
    {
        using var stream = new MemoryStream(FigureFont.File);
        using var typeface = SKTypeface.FromStream(stream);
        var letters = SampleReports.Of(kind).Figures.SelectMany(figure => TextsOf(kind, figure.Name)).SelectMany(text => text).Distinct();
        Assert.All(letters.Concat("⁰¹²³⁴⁵⁶⁷⁸⁹⁻·−≤≥∧"), letter => Assert.True(typeface.ContainsGlyph(letter), $"'{letter}' is missing."));
    }

    [Fact]
    public void Nothing_is_drawn_twice()
    {
        var svg = XDocument.Parse(Find("construction-errors", "epsilon-by-width").Svg).Root!;
        var discs = svg.Descendants(Svg + "ellipse").Select(ellipse => ellipse.ToString()).ToArray();
        Assert.NotEmpty(discs);
        Assert.Equal(discs.Distinct(), discs);
    }

    [Fact]
    public void Broken_lines_are_broken_in_svg()
    {
        var svg = XDocument.Parse(Find("construction-errors", "epsilon-by-width").Svg).Root!;
        var patterns = svg.Descendants().Attributes("stroke-dasharray").Select(pattern => pattern.Value).Distinct().Order();
        Assert.Equal(["1.6 2.6", "6 3.5"], patterns);
        Assert.DoesNotContain(svg.Descendants().Attributes("stroke-width"), width => width.Value.Length > 4);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void One_family_has_one_colour_everywhere(string kind)
    {
        foreach (var figure in SampleReports.Of(kind).Figures.Where(figure => TextsOf(kind, figure.Name).Contains("sign")))
        {
            Assert.Contains("#009E73", figure.Svg, StringComparison.OrdinalIgnoreCase);
        }
    }

    private static Figure Find(string kind, string name) => SampleReports.Of(kind).Figures.Single(figure => figure.Name == name);

    private static string[] TextsOf(string kind, string figure) => [.. XDocument.Parse(Find(kind, figure).Svg).Descendants(Svg + "text").Select(text => text.Value)];

    private static double Number(XElement element, string attribute) => double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);
}
