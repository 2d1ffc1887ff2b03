using System.Collections.Immutable;
using Superposition.Reporting.Figures;
using Superposition.Reporting.Statistics;
using Superposition.Representation;
using Superposition.Studies;
using Superposition.Studies.Views;

namespace Superposition.Reporting.Views;

/// <summary>Bounds and controls as marks of a panel.</summary>
internal sealed class References(AxesView view, string? x, StudyTable table, TaskSizeOf sizeOf)
{
    private const int CurvePoints = 160;
    private static readonly ImmutableArray<string> Greys = ["#555555", "#777777", "#333333", "#999999"];

    /// <summary>The marks of a panel.</summary>
    /// <param name="panel">The panel; a control has the panel's rows' values in the coordinates of panels.</param>
    public IEnumerable<Mark> Of(ViewPanel panel) =>
        view.References.Index().SelectMany(reference => OfOne(reference.Item, panel, reference.Index))
            .Select(mark => mark with { IsReference = true });

    private IEnumerable<Mark> OfOne(ReferenceLine reference, ViewPanel panel, int index)
    {
        if (reference.Rows is { } rows)
        {
            return Control(rows, panel, new Ink(Greys[index % Greys.Length], Dash.Dashed, Width: 1.5f));
        }

        if (ReferenceLine.Levels.TryGetValue(reference.Bound!, out var level))
        {
            return [new Level(NameOf(level), new Ink("#8A8A8A", Dash.Dotted, Width: 1.5f), level)];
        }

        return Bound(reference.Bound!, panel, new Ink(Greys[index % Greys.Length], Dash.Solid, Width: 1.2f));
    }

    private static string NameOf(double level) => level switch { 0.25 => "¼", 0.5 => "½", _ => Numbers.Plain(level) };

    /// <summary>A control: a curve along x where its rows differ there, otherwise a level.</summary>
    private IEnumerable<Mark> Control(RowSelection selection, ViewPanel panel, Ink ink)
    {
        var rows = table.Where(selection).Where(row => row.Failure is null && row[view.Y]?.AsNumber is not null && IsOf(row, panel))
            .ToArray();
        foreach (var control in rows.GroupBy(row => ViewRows.Name("network", row.Coordinates.GetValueOrDefault("network"))
            ?? Quantities.Rows(selection), StringComparer.Ordinal))
        {
            CurvePoint[] points =
            [
                .. from row in control
                   let place = x is null ? null : row[x]?.AsNumber
                   where place is not null
                   group row[view.Y]!.AsNumber!.Value by place.Value into here
                   orderby here.Key
                   select new CurvePoint(here.Key, here.Average()),
            ];
            yield return points.Length > 1
                ? new Curve(control.Key, ink, [.. points])
                : new Level(control.Key, ink, control.Average(row => row[view.Y]!.AsNumber!.Value));
        }
    }

    /// <summary>Whether a control belongs into a panel: it agrees with it in the coordinates of panels, as far as it has them.</summary>
    private bool IsOf(StudyRow row, ViewPanel panel) => panel.Rows.IsEmpty || new[] { view.Rows, view.Columns }.OfType<string>().All(name =>
        row.Coordinates.GetValueOrDefault(name) is not { } value || panel.Rows[0].Coordinates.GetValueOrDefault(name) is not { } here
            || value == here);

    /// <summary>A bound on width: ε against neurons, at the size of the panel's task; none where the panel has several.</summary>
    private IEnumerable<Mark> Bound(string name, ViewPanel panel, Ink ink)
    {
        TaskSize?[] sizes = [.. panel.Rows.Select(row => sizeOf(row)).Distinct()];
        double[] widths = [.. panel.Rows.Select(row => row["neurons"]?.AsNumber).OfType<double>()];
        if (x != "neurons" || sizes is not [{ } size] || widths.Length == 0)
        {
            return [];
        }

        var bound = Bounds.All.First(bound => bound.Id == (name == ReferenceLine.RankBound ? "perturbed-identity" : name));
        if (bound.Side == BoundSide.Needed && (size.MinActive > 2 || size.Active < 2))
        {
            // The proofs read one AND from each input of two active features.
            return [];
        }

        var points = from step in Enumerable.Range(0, CurvePoints)
                     let epsilon = 0.9 * Math.Pow(0.01 / 0.9, step / (CurvePoints - 1.0))
                     let neurons = bound.Neurons(BoundSize.UniversalAnd(size.Features, size.Active, epsilon))
                     where neurons >= widths.Min() && neurons <= widths.Max()
                     select new CurvePoint(neurons, epsilon);
        var side = bound.Side == BoundSide.Needed ? "needed" : "enough";
        var label = $"{side}{(bound.IsOrderOnly ? ", up to a constant" : "")}: {bound.Formula}";
        return [new Curve(name == ReferenceLine.RankBound
            ? "rank bound (no network below it)"
            : label, ink, [.. points.OrderBy(point => point.X)])];
    }
}
