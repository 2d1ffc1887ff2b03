using System.Collections.Immutable;
using Superposition.Reporting.Figures;
using Superposition.Studies;

namespace Superposition.Reporting.Views;

/// <summary>
/// One colour and sign for each value of a coordinate, the same in every figure of a report; numbers get colours in order of size.
/// </summary>
/// <param name="table">The whole table, so that a value keeps its colour in figures of a part.</param>
internal sealed class SeriesInks(StudyTable table)
{
    private static readonly ImmutableArray<Dash> Dashes = [Dash.Solid, Dash.Dashed, Dash.Dotted, Dash.DashDotted];

    /// <summary>The ink that a series of a value has in every figure.</summary>
    /// <param name="coordinate">The coordinate that colours tell apart.</param>
    /// <param name="value">Its value; null where rows have none.</param>
    /// <param name="rest">Which it is of the series of that colour, from 0.</param>
    public Ink Of(string coordinate, StudyValue? value, int rest)
    {
        var values = table.Values(coordinate);
        var place = value is null ? values.Length : values.IndexOf(value);
        var ink = Palette.Series(place);
        var isOrdered = values.Length > 2 && values.All(v => v is StudyValue.Number);
        return ink with
        {
            Colour = isOrdered ? Ramp.Size(0.9 * place / (values.Length - 1)) : ink.Colour,
            Dash = Dashes[rest % Dashes.Length],
            Glyph = rest == 0 ? ink.Glyph : Palette.Series(place + (3 * rest)).Glyph,
        };
    }
}
