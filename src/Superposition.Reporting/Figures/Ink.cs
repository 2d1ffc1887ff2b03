namespace Superposition.Reporting.Figures;

/// <summary>How something is drawn.</summary>
/// <param name="Colour">Its colour, "#RRGGBB".</param>
/// <param name="Dash">Its line.</param>
/// <param name="Glyph">The sign at each point.</param>
/// <param name="Width">The line's width in pixels.</param>
public sealed record Ink(string Colour, Dash Dash = Dash.Solid, Glyph Glyph = Glyph.None, float Width = 1.8f);

/// <summary>How the line of a curve is broken.</summary>
public enum Dash
{
    /// <summary>No line between points.</summary>
    None,

    /// <summary>An unbroken line.</summary>
    Solid,

    /// <summary>A line of dashes.</summary>
    Dashed,

    /// <summary>A line of dots.</summary>
    Dotted,

    /// <summary>Dashes and dots in turn.</summary>
    DashDotted,
}

/// <summary>The sign at a point. Shapes differ as colours do, so that neither is needed to tell two curves apart.</summary>
public enum Glyph
{
    /// <summary>No sign at points.</summary>
    None,

    /// <summary>A filled circle.</summary>
    Disc,

    /// <summary>An open circle.</summary>
    Ring,

    /// <summary>A filled square.</summary>
    Square,

    /// <summary>A filled triangle, upright.</summary>
    Triangle,

    /// <summary>A filled triangle, standing on its tip.</summary>
    Wedge,

    /// <summary>A filled diamond.</summary>
    Diamond,

    /// <summary>A cross of diagonals.</summary>
    Cross,

    /// <summary>A short vertical bar.</summary>
    Bar,
}
