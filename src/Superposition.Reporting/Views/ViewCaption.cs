using System.Collections.Immutable;
using Superposition.Reporting.Statistics;
using Superposition.Studies.Views;

namespace Superposition.Reporting.Views;

/// <summary>Captions: what is drawn, of which rows, and what is not there.</summary>
internal static class ViewCaption
{
    /// <summary>The caption of a figure in panels.</summary>
    /// <param name="view">The view.</param>
    /// <param name="of">What is drawn: "ε against neurons d".</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="away">References that lie outside.</param>
    /// <param name="hasZeros">Whether zeros stand under a logarithmic scale.</param>
    public static string Of(PanelView view, string of, ViewRows rows, ImmutableArray<string> away, bool hasZeros)
    {
        var panels = new[] { view.Columns, view.Rows }.OfType<string>().Select(Quantities.Each).ToArray();
        var colour = view is AxesView axes ? $", one colour for each {Quantities.Each(axes.Colour)}" : "";
        string?[] sentences =
        [
            $"{Sentence.Capital(of)}{colour}{(panels.Length > 0 ? $", one panel for each {string.Join(" and ", panels)}" : "")}.",
            view.Where.Of.IsEmpty ? null : $"Rows: {Quantities.Rows(view.Where)}.",
            view is AxesView { References.IsEmpty: false } ? "Grey lines are bounds and controls." : null,
            away.IsEmpty ? null : $"Outside the axis: {Sentence.List(away)}.",
            hasZeros ? "Values of 0, or of rounding alone, stand below the dotted line, under the logarithmic scale." : null,
            Lacks(rows),
        ];
        return string.Join(' ', sentences.OfType<string>());
    }

    private static string? Lacks(ViewRows rows)
    {
        string?[] lacks =
        [
            rows.Refused > 0 ? $"{Numbers.Of(rows.Refused, "row")} where the construction does not exist" : null,
            rows.Failed > 0 ? $"{Numbers.Of(rows.Failed, "row")} that failed" : null,
        ];
        return lacks.All(lack => lack is null) ? null : $"Left out: {string.Join(" and ", lacks.OfType<string>())}.";
    }
}
