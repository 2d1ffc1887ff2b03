using System.Collections.Immutable;
using Superposition.Reporting.Statistics;

namespace Superposition.Reporting.Figures;

/// <summary>An axis with its range in drawing coordinates (decimal logarithms on a logarithmic axis) and its ticks.</summary>
/// <param name="Axis">The axis.</param>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end.</param>
internal sealed record AxisScale(Axis Axis, double Low, double High)
{
    // A logarithmic axis that cannot show three numbers does not tell how far its data reach.
    private const int MinLabels = 3;

    // Of the axis' length: the strip under a logarithmic scale where zeros stand.
    private const double StripOfZeros = 0.12;

    private static readonly ImmutableArray<ImmutableArray<int>> Decades = [[1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 5], [1, 3], [1]];
    private static readonly ImmutableArray<int> PowersApart = [2, 3, 5, 10, 20, 50];
    private static readonly ImmutableArray<int> Steps = [1, 2, 5, 10, 20, 50];

    /// <summary>Where zeros stand under a logarithmic scale; null where there are none to show.</summary>
    public double? Zero { get; private init; }

    /// <summary>Where the strip of zeros ends and the scale begins.</summary>
    public double? Break => Zero is null ? null : Low + (2 * (Zero - Low));

    /// <summary>The range that shows all values, with a little air.</summary>
    public static AxisScale Around(Axis axis, IEnumerable<double> values)
    {
        if (!axis.Rows.IsEmpty)
        {
            return new AxisScale(axis, 0.5 - axis.Rows.Length, 0.5);
        }

        double?[] ends = [axis.Least, axis.Most];
        double[] all = [.. values.Where(v => double.IsFinite(v))];
        double[] shown =
        [
            .. from value in all.Where(v => v >= axis.Floor && v <= axis.Cap).Concat(ends.OfType<double>())
               where !axis.IsLogarithmic || value > 0
               select axis.IsLogarithmic ? Math.Log10(value) : value,
        ];
        if (shown.Length == 0)
        {
            return new AxisScale(axis, 0, 1);
        }

        var (low, high) = (shown.Min(), shown.Max());
        var air = high > low ? 0.05 * (high - low) : Math.Max(0.2, 0.1 * Math.Abs(high));
        var strip = axis is { IsLogarithmic: true, ShowsZeros: true } && all.Contains(0) ? StripOfZeros * (high - low + (2 * air)) : 0;
        return new AxisScale(axis, low - air - strip, high + air) { Zero = strip > 0 ? low - air - (strip / 2) : null };
    }

    /// <summary>A value's drawing coordinate, kept within reach of the panel; null where a logarithmic axis has no place for it.</summary>
    public double? Place(double value) => value == 0 && Zero is { } zero ? zero
        : Holds(value) ? Math.Clamp(Axis.IsLogarithmic ? Math.Log10(value) : value, Low - (High - Low), High + (High - Low))
        : null;

    /// <summary>A value's drawing coordinate, the lower end standing for what a logarithmic axis has no place for.</summary>
    public double PlaceOrLow(double value) => Place(value) ?? Low;

    /// <summary>Ticks with labels that do not touch, and unlabelled ones between them.</summary>
    /// <param name="pixels">The axis' length.</param>
    /// <param name="room">The pixels that a label of given text takes along the axis, with its distance to the next.</param>
    public ImmutableArray<AxisTick> Ticks(double pixels, Func<string, double> room)
    {
        if (!Axis.Rows.IsEmpty)
        {
            return [.. Axis.Rows.Select((row, i) => new AxisTick(-i, row))];
        }

        var candidates = Candidates().ToArray();
        var fitting = candidates.Where(ticks => Fits(ticks, pixels, room)).ToArray();
        var chosen = fitting.FirstOrDefault(ticks => ticks.Length >= MinLabels) is { IsDefault: false } enough ? enough
            : Axis is { IsLogarithmic: true, CountsDoublings: false }
                ? MaxOf(EvenSteps().Where(ticks => Fits(ticks, pixels, room)).Concat(fitting), candidates[^1])
            : fitting.FirstOrDefault(candidates[^1]);
        var finest = candidates[0].Where(tick => !chosen.Any(c => c.Place == tick.Place)).Select(tick => tick with { Label = null });
        return [.. Zero is { } zero ? [new AxisTick(zero, "0")] : (AxisTick[])[], .. chosen, .. Axis.IsLogarithmic ? finest : []];
    }

    private static ImmutableArray<AxisTick> MaxOf(IEnumerable<ImmutableArray<AxisTick>> sets, ImmutableArray<AxisTick> otherwise) =>
        sets.OrderByDescending(ticks => ticks.Length).FirstOrDefault(otherwise);

    private bool Holds(double value) => double.IsFinite(value) && (!Axis.IsLogarithmic || value > 0);

    /// <summary>Sets of ticks, the finest first.</summary>
    private IEnumerable<ImmutableArray<AxisTick>> Candidates()
    {
        if (Axis.IsLogarithmic && Axis.CountsDoublings)
        {
            for (var step = 1; step <= 16; step *= 2)
            {
                yield return Within(Enumerable.Range(0, 64 / step).Select(i => Math.Pow(2, i * step)));
            }
        }
        else if (Axis.IsLogarithmic)
        {
            var powers = Enumerable.Range((int)Math.Floor(Low) - 1, (int)(High - Low) + 4).ToArray();
            foreach (var digits in Decades)
            {
                yield return Within(from power in powers from digit in digits select digit * Math.Pow(10, power));
            }

            foreach (var step in PowersApart)
            {
                yield return Within(powers.Where(power => power % step == 0).Select(power => Math.Pow(10, power)));
            }
        }
        else
        {
            foreach (var ticks in EvenSteps())
            {
                yield return ticks;
            }
        }
    }

    /// <summary>Sets of ticks at equal distances in the values themselves, the finest first.</summary>
    private IEnumerable<ImmutableArray<AxisTick>> EvenSteps()
    {
        var (low, high) = Axis.IsLogarithmic ? (Math.Pow(10, Break ?? Low), Math.Pow(10, High)) : (Low, High);
        var size = Math.Pow(10, Math.Floor(Math.Log10(high - low)) - 1);
        foreach (var step in Steps.Select(digit => digit * size))
        {
            var first = (long)Math.Ceiling(low / step);
            yield return Within(Enumerable.Range(0, (int)((high - low) / step) + 2).Select(i => (first + i) * step));
        }
    }

    private ImmutableArray<AxisTick> Within(IEnumerable<double> values) =>
    [
        .. from value in values
           let place = Axis.IsLogarithmic ? Math.Log10(value) : value
           where place >= (Break ?? Low) && place <= High
           select new AxisTick(place, Label(value)),
    ];

    private string Label(double value) => Axis.IsLogarithmic && Axis.CountsDoublings ? Numbers.Count((long)value) : Numbers.Plain(value);

    private bool Fits(ImmutableArray<AxisTick> ticks, double pixels, Func<string, double> room)
    {
        if (ticks.IsEmpty)
        {
            return false;
        }

        for (var i = 1; i < ticks.Length; i++)
        {
            var distance = (ticks[i].Place - ticks[i - 1].Place) / (High - Low) * pixels;
            if (distance < (room(ticks[i].Label!) + room(ticks[i - 1].Label!)) / 2)
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>A tick of an axis, with or without a label.</summary>
/// <param name="Place">Where, in drawing coordinates.</param>
/// <param name="Label">Its text; null for a tick without.</param>
internal readonly record struct AxisTick(double Place, string? Label);
