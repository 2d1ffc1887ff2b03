using Superposition.Reporting.Figures;

namespace Superposition.Reporting.Disturbances;

/// <summary>
/// The figure of the straight line between the weights of two networks, as they are and after their neurons were matched.
/// </summary>
internal static class LineBetweenNetworks
{
    /// <summary>Draws mean squared errors along the line, t from 0 to 1, with and without matched neurons.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="note">Which inputs and seeds.</param>
    /// <param name="caption">Which network stands at which end.</param>
    /// <param name="zero">The mean squared error of the answer 0.</param>
    /// <param name="ink">The curves' ink; the line between networks as they are is dashed.</param>
    /// <param name="asTheyAre">Mean squared errors along the line.</param>
    /// <param name="matched">The same after the neurons of the second were brought into the order and scale of the first's.</param>
    public static Chart Draw(
        string title, string note, string caption, double zero, Ink ink, IEnumerable<CurvePoint> asTheyAre,
        IEnumerable<CurvePoint> matched) => new()
        {
            Name = "interpolation",
            Title = title,
            Note = note,
            Caption = caption,
            X = Axis.Linear("position on the line"),
            Y = Axis.Logarithmic("mean squared error"),
            Columns = 1,
            Panels =
            [
                new Panel("",
                [
                    new Level("answering 0", Palette.Zero, zero),
                    new Curve("as they are", ink with { Dash = Dash.Dashed }, [.. asTheyAre]),
                    new Curve("neurons matched", ink, [.. matched]),
                ]),
            ],
        };
}
