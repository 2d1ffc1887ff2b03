namespace Superposition.Reporting.Figures;

/// <summary>The values that a chart's axes have to reach.</summary>
internal static class Extent
{
    /// <summary>Along x: points, ends of bars, vertical lines.</summary>
    public static IEnumerable<double> OfX(Chart chart) => chart.Panels.SelectMany(panel => panel.Marks).SelectMany(mark => mark switch
    {
        Curve curve => curve.Points.Select(point => point.X),
        Upright upright => [upright.X],
        Spread spread => spread.Bars.SelectMany(bar => new[] { bar.Low, bar.High }),
        _ => [],
    });

    /// <summary>
    /// Along y: points, horizontal lines, and intervals as far as they are no longer than the values are apart; the intervals of two seeds
    /// would otherwise flatten everything else.
    /// </summary>
    public static IEnumerable<double> OfY(Chart chart)
    {
        var marks = chart.Panels.SelectMany(panel => panel.Marks).ToArray();
        double[] values =
        [
            .. marks.OfType<Curve>().SelectMany(curve => curve.Points).Select(point => point.Y),
            .. marks.OfType<Level>().Select(level => level.Y),
            .. marks.OfType<Strip>().SelectMany(strip => new[] { strip.Low, strip.High }),
        ];
        if (values.Length == 0)
        {
            return values;
        }

        var (low, high) = chart.Y.IsLogarithmic
            ? (values.Where(v => v > 0).DefaultIfEmpty(1).Min() / 2, values.Max() * 2)
            : (values.Min() - Range(values), values.Max() + Range(values));
        return values.Concat(marks.OfType<Curve>().SelectMany(curve => curve.Points).SelectMany(point =>
            new[] { point.Low, point.High }).Where(v => v >= low && v <= high));
    }

    private static double Range(double[] values) => values.Max() - values.Min();
}
