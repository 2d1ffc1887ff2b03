using Spectre.Console.Rendering;

namespace Superposition.Cli;

/// <summary>Something drawn, without the blanks at the ends of its lines: those a terminal would put on a line of their own.</summary>
/// <param name="inner">What is drawn.</param>
internal sealed class TrimmedLines(IRenderable inner) : IRenderable
{
    /// <inheritdoc/>
    public Spectre.Console.Rendering.Measurement Measure(RenderOptions options, int maxWidth) => inner.Measure(options, maxWidth);

    /// <inheritdoc/>
    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        foreach (var line in Segment.SplitLines(inner.Render(options, maxWidth)))
        {
            var last = line.FindLastIndex(segment => !string.IsNullOrWhiteSpace(segment.Text));
            for (var i = 0; i <= last; i++)
            {
                yield return i < last ? line[i] : new Segment(line[i].Text.TrimEnd(' '), line[i].Style);
            }

            yield return Segment.LineBreak;
        }
    }
}
