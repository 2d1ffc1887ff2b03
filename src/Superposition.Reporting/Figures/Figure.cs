namespace Superposition.Reporting.Figures;

/// <summary>A figure as it stands in a report: its text, and its picture in two formats.</summary>
/// <param name="Name">A name fit for a file, unique in its report.</param>
/// <param name="Title">What it shows, as printed on it.</param>
/// <param name="Caption">How to read it, in a few sentences.</param>
/// <param name="Svg">The figure as an SVG document of its own, text as text.</param>
/// <param name="Png">The same picture at twice the size in pixels.</param>
public sealed record Figure(string Name, string Title, string Caption, string Svg, byte[] Png);
