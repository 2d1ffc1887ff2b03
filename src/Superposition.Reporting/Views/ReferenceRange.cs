using System.Collections.Immutable;
using Superposition.Reporting.Figures;

namespace Superposition.Reporting.Views;

/// <summary>
/// Keeps references from stretching an axis: what lies far from the data is left out of the figure and named in its caption.
/// </summary>
internal static class ReferenceRange
{
    // Of the data's own range, on the axis' scale: how far beyond it a reference may stretch the axis.
    private const double Reach = 0.6;

    /// <summary>The panels without references far away, the axis, and the names of what was left out with where it lies.</summary>
    /// <param name="panels">The panels.</param>
    /// <param name="axis">The axis of the measure.</param>
    /// <param name="isAlong">Whether the measure runs along the horizontal axis.</param>
    public static ((ImmutableArray<Panel> Panels, Axis Axis) Kept, ImmutableArray<string> Away) Fit(ImmutableArray<Panel> panels, Axis axis,
        bool isAlong)
    {
        double[] data =
        [
            .. from curve in panels.SelectMany(panel => panel.Marks).OfType<Curve>()
               where !curve.IsReference
               from point in curve.Points
               let value = isAlong ? point.X : point.Y
               where !axis.IsLogarithmic || value > 0
               select Place(value),
        ];
        if (data.Length == 0)
        {
            return ((panels, axis), []);
        }

        var (low, high) = (Math.Min(data.Min(), axis.Least is { } least && !axis.IsLogarithmic ? least : double.PositiveInfinity),
            data.Max());
        var reach = Math.Max(Reach * (high - low), axis.IsLogarithmic ? 0.3 : Reach * Math.Abs(high) * 0.2);
        var away = new SortedSet<string>(StringComparer.Ordinal);
        ImmutableArray<Panel> kept = [.. panels.Select(panel => panel with { Marks = [.. panel.Marks.Where(mark => IsNear(mark))] })];
        return ((kept, axis with { Floor = Back(low - reach), Cap = Back(high + reach) }), [.. away]);

        bool IsNear(Mark mark)
        {
            double[] values = mark switch
            {
                Level level => [level.Y],
                Upright upright => [upright.X],
                Curve curve when mark.IsReference => [.. curve.Points.Select(point => isAlong ? point.X : point.Y)],
                _ => [],
            };
            var places = values.Where(value => !axis.IsLogarithmic || value > 0).Select(Place).ToArray();
            if (values.Length == 0 || (places.Length > 0 && places.Min() <= high + reach && places.Max() >= low - reach))
            {
                return true;
            }

            var side = places.Length > 0 && places.Min() > high ? "above" : "below";
            away.Add($"{mark.Label} ({side}, {Statistics.Numbers.Short(values.Average())})");
            return false;
        }

        double Place(double value) => axis.IsLogarithmic ? Math.Log10(value) : value;
        double Back(double place) => axis.IsLogarithmic ? Math.Pow(10, place) : place;
    }
}
