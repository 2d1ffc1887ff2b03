using System.Collections.Immutable;

namespace Superposition.Reporting.Figures;

/// <summary>
/// One colour and one sign for each family of networks, the same in every figure: eight colours that stay apart under the common kinds of
/// colour blindness (Okabe and Ito), with constructions cool or golden, trained networks red and controls grey.
/// </summary>
public static class Palette
{
    private static readonly ImmutableArray<Ink> SeriesInks =
    [
        new("#D55E00", Glyph: Glyph.Wedge), new("#0072B2", Glyph: Glyph.Disc), new("#009E73", Glyph: Glyph.Square),
        new("#E69F00", Glyph: Glyph.Triangle),
        new("#CC79A7", Glyph: Glyph.Diamond), new("#56B4E9", Glyph: Glyph.Ring), new("#333333", Glyph: Glyph.Cross),
        new("#8C6BB1", Glyph: Glyph.Bar),
        new("#7A4E2D", Glyph: Glyph.Disc), new("#66A182", Glyph: Glyph.Triangle), new("#A50F42", Glyph: Glyph.Ring),
        new("#7F8C1B", Glyph: Glyph.Square),
    ];

    /// <summary>The answer 0 to everything.</summary>
    public static Ink Zero { get; } = new("#8A8A8A", Dash.Dotted, Width: 1.4f);

    /// <summary>The affine read-off of the raw input whose worst error is the smallest possible.</summary>
    public static Ink Linear { get; } = new("#333333", Dash.Dashed, Width: 1.4f);

    /// <summary>The least-squares read-off of the raw input.</summary>
    public static Ink LinearLeastSquares { get; } = new("#777777", Dash.Dashed, Width: 1.4f);

    /// <summary>Where one neuron a pair is enough.</summary>
    public static Ink NaiveWidth { get; } = new("#333333", Dash.Dotted, Width: 1.6f);

    /// <summary>A network trained whole.</summary>
    public static Ink Trained { get; } = new("#D55E00", Glyph: Glyph.Wedge);

    /// <summary>A network before training.</summary>
    public static Ink Untrained { get; } = new("#8C6BB1", Glyph: Glyph.Ring);

    /// <summary>A law to compare with, such as 1/√d.</summary>
    public static Ink Guide { get; } = new("#8A8A8A", Dash.Dotted, Width: 1.2f);

    /// <summary>Curves without a family of their own, such as objectives or sizes: the colour and sign of the i-th of them.</summary>
    /// <param name="i">Its number, from 0; after twelve they repeat.</param>
    public static Ink Series(int i) => SeriesInks[i % SeriesInks.Length];

    /// <summary>The family of a construction.</summary>
    /// <param name="construction">Its kind, for example "sign".</param>
    public static Ink Of(string construction) => construction switch
    {
        "naive" => new Ink("#333333", Glyph: Glyph.Cross),
        "dedicated" => new Ink("#CC79A7", Glyph: Glyph.Diamond),
        "subset" => new Ink("#0072B2", Glyph: Glyph.Disc),
        "subset-averaging" => new Ink("#56B4E9", Glyph: Glyph.Ring),
        "sign" => new Ink("#009E73", Glyph: Glyph.Square),
        "superposed-subset" => new Ink("#0072B2", Glyph: Glyph.Disc),
        "superposed-projection" => new Ink("#E69F00", Glyph: Glyph.Triangle),
        "sign-tuned" => new Ink("#66C2A5", Glyph: Glyph.Ring),
        "random-pytorch" => new Ink("#8A7B66", Glyph: Glyph.Cross),
        "gaussian" => new Ink("#E69F00", Glyph: Glyph.Triangle),
        _ => new Ink("#6A5D4D", Glyph: Glyph.Bar),
    };
}
