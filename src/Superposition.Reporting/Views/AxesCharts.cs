using System.Collections.Immutable;
using Superposition.Reporting.Figures;
using Superposition.Reporting.Statistics;
using Superposition.Studies;
using Superposition.Studies.Views;

namespace Superposition.Reporting.Views;

/// <summary>Draws views with axes of numbers: lines, points and curves.</summary>
/// <param name="table">The whole table.</param>
/// <param name="sizeOf">The size of a row's task.</param>
internal sealed class AxesCharts(StudyTable table, TaskSizeOf sizeOf)
{
    // Of the largest value of a measure: what float32 leaves of 0.
    private const double Rounding = 1e-6;

    private readonly SeriesInks inks = new(table);

    /// <summary>The chart of a view; null when no row has what it needs.</summary>
    /// <param name="view">The view.</param>
    /// <param name="name">The figure's name.</param>
    public Chart? Of(AxesView view, string name) => view switch
    {
        LinesView lines when table.Values(lines.X).All(value => value is StudyValue.Number) => Lines(lines, name),
        LinesView lines => Points(lines, lines.X, name),
        PointsView points => Points(points, points.X, name),
        CurvesView curves => Curves(curves, name),
        _ => null,
    };

    private Chart? Lines(LinesView view, string name)
    {
        var rows = new ViewRows(view, table, view.Y, view.X);
        var references = new References(view, view.X, table, sizeOf);
        var seeds = new List<int>();
        ImmutableArray<Panel> panels =
        [
            .. from panel in rows.Panels(view)
               select new Panel(panel.Title,
                   [.. references.Of(panel), .. SeriesOf(rows, panel, view, view.X).Select(series => Line(series, view, seeds))]),
        ];
        var of = $"{Quantities.Label(view.Y)} against {Quantities.Label(view.X)}";
        return Finished(view, name, rows, panels, XAxis(view, rows, view.X), of,
            SeedNote(seeds, "band or bar: its 95 % confidence interval (Student t)"));
    }

    private static Curve Line((ViewSeries Series, Ink Ink) drawn, LinesView view, List<int> seeds)
    {
        var points = from row in drawn.Series.Rows
                     group row[view.Y]!.AsNumber!.Value by row[view.X]!.AsNumber!.Value into here
                     orderby here.Key
                     let interval = SeedInterval.Of(here)!
                     select (Place: here.Key, Interval: interval);
        var all = points.ToArray();
        seeds.AddRange(all.Select(point => point.Interval.Seeds));
        return new Curve(
            drawn.Series.Label(view.Colour), drawn.Ink,
            [.. all.Select(point => new CurvePoint(point.Place, point.Interval.Value, point.Interval.Low, point.Interval.High))]);
    }

    /// <summary>Groups as named rows from the top, the measure along the horizontal axis: names of any length can be read.</summary>
    private Chart? Points(AxesView view, string along, string name)
    {
        var rows = new ViewRows(view, table, view.Y);
        ImmutableArray<StudyValue> groups = [.. rows.Rows.Select(row => row.Coordinates.GetValueOrDefault(along)).OfType<StudyValue>()
            .Distinct().Order(StudyValue.Order)];
        var references = new References(view, null, table, sizeOf);
        string[] told = [.. table.CoordinateNames.Where(coordinate => rows.IsTold(coordinate, along, view.Colour))];
        ImmutableArray<Panel> panels =
        [
            .. from panel in rows.Panels(view)
               let series = SeriesOf(rows, panel, view, along, told).ToArray()
               select new Panel(panel.Title,
                   [.. Uprights(references.Of(panel)),
                       .. series.SelectMany((one, i) => Strip(one, i, series.Length, view, along, groups))]),
        ];
        var axis = Scale(view.LogY, view.Y, Numbersof(rows, view.Y));
        var of = $"{Quantities.Label(view.Y)} by {Quantities.Label(along)}";
        const string Note = "Each point is one seed; the bar is the 95 % confidence interval of their mean (Student t)";
        return Finished(view, name, rows, panels, axis, of, Note, Axis.Named([.. groups.Select(group => ViewRows.Name(along, group)!)]));
    }

    private static IEnumerable<Mark> Uprights(IEnumerable<Mark> references) =>
        references.Select(mark => mark is Level level ? new Upright(level.Label, level.Ink, level.Y) : mark);

    private static IEnumerable<Mark> Strip((ViewSeries Series, Ink Ink) drawn, int index, int count, AxesView view, string along,
        ImmutableArray<StudyValue> groups)
    {
        var shift = count == 1 ? 0 : 0.4 * ((index / (count - 1.0)) - 0.5);
        var label = drawn.Series.Label(view.Colour);
        var byGroup = drawn.Series.Rows.Where(row => row.Coordinates.ContainsKey(along))
            .ToLookup(row => groups.IndexOf(row.Coordinates[along]));
        var bars = from @group in byGroup
                   let interval = SeedInterval.Of(@group.Select(row => row[view.Y]!.AsNumber!.Value))!
                   where interval.High > interval.Low
                   select new SpreadBar(interval.Low, interval.High, @group.Key + shift);
        yield return new Spread("", drawn.Ink with { Dash = Dash.Solid, Glyph = Glyph.None, Width = 2.2f }, [.. bars]);
        var points = byGroup.SelectMany(here => here.Select(row => new CurvePoint(row[view.Y]!.AsNumber!.Value, here.Key + shift)));
        yield return new Curve(label, drawn.Ink with { Dash = Dash.None }, [.. points]);
    }

    private Chart? Curves(CurvesView view, string name)
    {
        var rows = new ViewRows(view, table, view.Y, view.X);
        var references = new References(view, null, table, sizeOf);
        var seeds = new List<int>();
        ImmutableArray<Panel> panels =
        [
            .. from panel in rows.Panels(view)
               let curves = SeriesOf(rows, panel, view, null).SelectMany(series => CurvesOf(series, view, seeds))
               select new Panel(panel.Title, [.. references.Of(panel), .. curves]),
        ];
        double[] places = [.. panels.SelectMany(panel => panel.Marks).OfType<Curve>().SelectMany(curve => curve.Points)
            .Select(point => point.X)];
        var label = view.X is null ? "step" : Quantities.Label(view.X);
        var axis = view.LogX == true && places.All(place => place > 0) ? Axis.Logarithmic(label) : Axis.Linear(label);
        var of = $"{Quantities.Label(view.Y)} against {label}";
        return Finished(view, name, rows, panels, axis, of, SeedNote(seeds, "band: its 95 % confidence interval (Student t)"));
    }

    /// <summary>The mean curve over seeds where all have the same places, otherwise one thin curve a seed.</summary>
    private static IEnumerable<Curve> CurvesOf((ViewSeries Series, Ink Ink) drawn, CurvesView view, List<int> seeds)
    {
        var ink = drawn.Ink with { Glyph = Glyph.None };
        var curves = drawn.Series.Rows.Select(row => Points(row, view)).Where(points => points.Length > 0).ToArray();
        if (curves.Length > 1 && curves.All(curve => curve.Select(point => point.X).SequenceEqual(curves[0].Select(point => point.X))))
        {
            seeds.Add(curves.Length);
            var means = Enumerable.Range(0, curves[0].Length).Select(i => SeedInterval.Of(curves.Select(curve => curve[i].Y))!);
            var points = curves[0].Zip(means, (point, mean) => new CurvePoint(point.X, mean.Value, mean.Low, mean.High));
            yield return new Curve(drawn.Series.Label(view.Colour), ink, [.. points]);
            yield break;
        }

        foreach (var curve in curves)
        {
            seeds.Add(1);
            yield return new Curve(drawn.Series.Label(view.Colour), ink with { Width = curves.Length > 1 ? 1 : ink.Width }, curve);
        }
    }

    private static ImmutableArray<CurvePoint> Points(StudyRow row, CurvesView view)
    {
        if (row[view.Y] is not StudyValue.Series y)
        {
            return [];
        }

        var x = view.X is null ? Enumerable.Range(0, y.Values.Length).Select(i => (double)i) : row[view.X] is StudyValue.Series places
            ? places.Values
            : [];
        return [.. x.Zip(y.Values, (place, value) => new CurvePoint(place, value))];
    }

    private IEnumerable<(ViewSeries Series, Ink Ink)> SeriesOf(
        ViewRows rows, ViewPanel panel, AxesView view, string? along, params ReadOnlySpan<string?> told)
    {
        var all = rows.Series(panel, view.Colour, [along, view.Rows, view.Columns, .. told]).ToArray();
        return all.Select((series, i) =>
            (series, inks.Of(view.Colour, series.Colour, all.Take(i).Count(before => before.Colour == series.Colour))));
    }

    private static double[] Numbersof(ViewRows rows, string measure) =>
        [.. rows.Rows.Select(row => row[measure]?.AsNumber).OfType<double>()];

    private static Axis XAxis(LinesView view, ViewRows rows, string x)
    {
        var values = Numbersof(rows, x).Distinct().ToArray();
        var isLogarithmic = (view.LogX ?? Quantities.IsWidth(x)) && values.All(value => value > 0);
        var doubles = values.All(value => value >= 1 && double.IsPow2(value));
        return !isLogarithmic ? Axis.Linear(Quantities.Label(x)) : doubles
            ? Axis.Doublings(Quantities.Label(x))
            : Axis.Logarithmic(Quantities.Label(x));
    }

    /// <summary>The axis of a measure: linear from 0 where 0 is near, or logarithmic with a place for zeros.</summary>
    private static Axis Scale(bool isLogarithmic, string measure, double[] values)
    {
        var label = Quantities.Label(measure);
        if (isLogarithmic && values.Any(value => value > 0))
        {
            return Axis.Logarithmic(label) with { ShowsZeros = true };
        }

        var reachesDown = values.Length > 0 && values.Min() >= 0 && values.Min() < 0.6 * values.Max();
        return Axis.Linear(label) with { Least = reachesDown ? 0 : null };
    }

    private static string SeedNote(List<int> seeds, string interval)
    {
        var (least, most) = (seeds.DefaultIfEmpty(0).Min(), seeds.DefaultIfEmpty(0).Max());
        var count = least == most ? Numbers.Of(most, "seed") : $"{least} to {most} seeds";
        return most <= 1 ? "One seed, so no interval" : $"Mean over {count}; {interval}";
    }

    private static Chart? Finished(AxesView view, string name, ViewRows rows, ImmutableArray<Panel> panels, Axis x, string of, string note,
        Axis? named = null)
    {
        if (rows.Rows.IsEmpty || panels.IsEmpty)
        {
            return null;
        }

        var isNamed = named is not null;
        panels = view.LogY ? Rounded(panels, isNamed) : panels;
        var (kept, away) = ReferenceRange.Fit(panels, isNamed ? x : Scale(view.LogY, view.Y, ValuesOf(panels)), isNamed);
        var columns = rows.ColumnsOf(view) is > 0 and var wanted ? wanted : Math.Min(kept.Panels.Length, 3);
        return new Chart
        {
            Name = name,
            Title = view.Title ?? Sentence.Capital(of),
            Note = note,
            Caption = ViewCaption.Of(view, of, rows, away, kept.Axis is { IsLogarithmic: true, ShowsZeros: true } && ValuesOf(panels)
                .Contains(0)),
            X = isNamed ? kept.Axis : x,
            Y = named ?? kept.Axis,
            Columns = columns,
            Panels = kept.Panels,
        };
    }

    /// <summary>Rounding errors become 0 before a logarithmic axis stretches to show them.</summary>
    private static ImmutableArray<Panel> Rounded(ImmutableArray<Panel> panels, bool isNamed)
    {
        var least = Rounding * panels.SelectMany(panel => panel.Marks).OfType<Curve>().SelectMany(curve => curve.Points).Select(point =>
            isNamed ? point.X : point.Y).DefaultIfEmpty(0).Max();
        CurvePoint Point(CurvePoint point) => isNamed
            ? (point.X < least ? point with { X = 0 } : point)
            : point.Y < least ? point with { Y = 0, Low = 0, High = 0 } : point;
        Mark Rounded(Mark mark) => mark is Curve curve ? curve with { Points = [.. curve.Points.Select(Point)] } : mark;
        return [.. panels.Select(panel => panel with { Marks = [.. panel.Marks.Select(Rounded)] })];
    }

    private static double[] ValuesOf(ImmutableArray<Panel> panels) =>
        [.. panels.SelectMany(panel => panel.Marks).OfType<Curve>().SelectMany(curve => curve.Points).Select(point => point.Y)];
}
