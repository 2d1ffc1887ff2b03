using System.Globalization;
using Superposition.Studies;

namespace Superposition.Reporting.Statistics;

/// <summary>How numbers are written in sentences, tables and figures.</summary>
public static class Numbers
{
    private const string Minus = "−";

    /// <summary>A number to three significant digits: 0.0271, 1.15, 5.67, 32,640.</summary>
    public static string Short(double value) => value == 0 || !double.IsFinite(value)
        ? Fixed(value, 0)
        : Fixed(value, DecimalsFor(Math.Abs(value)));

    /// <summary>A number with a given number of decimals.</summary>
    public static string Fixed(double value, int decimals)
    {
        var text = value.ToString($"N{decimals}", CultureInfo.InvariantCulture);
        var roundsToZero = !text.Any(c => c is >= '1' and <= '9');
        return text.StartsWith('-') && double.IsFinite(value) ? (roundsToZero ? text[1..] : Minus + text[1..]) : text;
    }

    /// <summary>A number of any size to three digits, below a million to the unit: "1.16·10⁻⁴", "9,697".</summary>
    public static string Scientific(double value)
    {
        if (value == 0 || !double.IsFinite(value) || Math.Abs(value) is >= 0.01 and < 1e6)
        {
            return Short(value);
        }

        var exponent = (int)Math.Floor(Math.Log10(Math.Abs(value)));
        return $"{Fixed(value / Math.Pow(10, exponent), 2)}"
            + $"·10{string.Concat(exponent.ToString(CultureInfo.InvariantCulture).Select(Raised))}";
    }

    /// <summary>A whole number with thousands separated.</summary>
    public static string Count(long value) =>
        value.ToString("N0", CultureInfo.InvariantCulture).Replace("-", Minus, StringComparison.Ordinal);

    /// <summary>A round number as it is: 0.05, 2, 1,000; below a thousandth as a power of ten.</summary>
    public static string Plain(double value) => Math.Abs(value) is > 0 and < 0.000999
        ? Scientific(value).Replace(".00·", "·", StringComparison.Ordinal)
        : value.ToString("#,0.########", CultureInfo.InvariantCulture).Replace("-", Minus, StringComparison.Ordinal);

    /// <summary>A share as per cent: "2.6 %".</summary>
    public static string Percent(double share) => Math.Abs(share) >= 0.1 ? $"{Fixed(100 * share, 0)} %" : $"{Fixed(100 * share, 1)} %";

    /// <summary>A share with its exact interval, for sentences: "98.8 [97.2, 99.6] %"; its ends never pass 0 and 100 %.</summary>
    public static string Percent(Proportion share)
    {
        // One digit more than what the interval leaves uncertain, so that 99.97 does not become 100.0.
        var decimals = share.High - share.Low < 0.01 ? 2 : 1;
        return $"{Bounded(share.Share)} [{Bounded(share.Low)}, {Bounded(share.High)}] %";

        string Bounded(double part) => part is 0 or 1 ? Fixed(100 * part, 0) : Fixed(100 * part, decimals);
    }

    /// <summary>A mean with its interval, for sentences: "0.271 [0.262, 0.280]"; the mean alone for one seed.</summary>
    public static string Interval(Estimate estimate) => estimate.HalfWidth is null || IsTiny(estimate)
        ? Alone(estimate)
        : $"{Fixed(estimate.Mean, Decimals(estimate))} [{Fixed(estimate.Low, Decimals(estimate))}, "
            + $"{Fixed(estimate.High, Decimals(estimate))}]";

    /// <summary>A mean with half its interval, for tables: "0.271 ± 0.009"; the mean alone for one seed, a dash for none.</summary>
    public static string PlusMinus(Estimate? estimate) => estimate switch
    {
        null => "–",
        _ when estimate.HalfWidth is null || IsTiny(estimate) => Alone(estimate),
        _ => $"{Fixed(estimate.Mean, Decimals(estimate))} ± {Fixed(estimate.HalfWidth.Value, Decimals(estimate))}",
    };

    /// <summary>
    /// An estimate rounded to its uncertainty, half its interval to two digits: "0.2710 ± 0.0094"; the estimate alone where there is no
    /// spread.
    /// </summary>
    public static string PlusMinus(SeedInterval interval)
    {
        var half = (interval.High - interval.Low) / 2;
        return half <= 0 || !interval.IsKnown ? Scientific(interval.Value)
            : Math.Max(Math.Abs(interval.Value), half) < 1e-3 ? $"{Scientific(interval.Value)} ± {Scientific(half)}"
            : $"{Fixed(interval.Value, DecimalsOf(half))} ± {Fixed(half, DecimalsOf(half))}";
    }

    /// <summary>
    /// An estimate with the ends of its interval, for sentences: "0.271 [0.262, 0.280]"; the estimate alone where there is no spread.
    /// </summary>
    public static string Interval(SeedInterval interval)
    {
        var half = (interval.High - interval.Low) / 2;
        if (half <= 0 || !interval.IsKnown)
        {
            return Scientific(interval.Value);
        }

        var isTiny = Math.Max(Math.Abs(interval.Low), Math.Abs(interval.High)) < 1e-3;
        Func<double, string> text = isTiny ? Scientific : value => Fixed(value, DecimalsOf(half));
        return $"{text(interval.Value)} [{text(interval.Low)}, {text(interval.High)}]";
    }

    /// <summary>A number with its noun in singular or plural: "1 seed", "5 seeds".</summary>
    public static string Of(long count, string noun) => count == 1 ? $"1 {noun}" : $"{Count(count)} {noun}s";

    /// <summary>Three digits of the larger of mean and half width, and one or two more where the interval is narrower than that.</summary>
    private static int Decimals(Estimate estimate)
    {
        var (size, half) = (Math.Max(Math.Abs(estimate.Mean), estimate.HalfWidth ?? 0), estimate.HalfWidth ?? 0);
        var digits = size == 0 ? 0 : DecimalsFor(size);
        var unit = Math.Pow(10, -digits);
        return half == 0 || half >= 3 * unit ? digits : Math.Min(half >= 0.3 * unit ? digits + 1 : digits + 2, 6);
    }

    /// <summary>Decimals that show two digits of an uncertainty.</summary>
    private static int DecimalsOf(double half) => Math.Clamp(1 - (int)Math.Floor(Math.Log10(half)), 0, 8);

    private static string Alone(Estimate estimate) => IsTiny(estimate) ? Scientific(estimate.Mean) : Short(estimate.Mean);

    private static bool IsTiny(Estimate estimate) => Math.Max(Math.Abs(estimate.Low), Math.Abs(estimate.High)) < 1e-4;

    private static int DecimalsFor(double size) => Math.Clamp(2 - (int)Math.Floor(Math.Log10(size)), 0, 6);

    private static char Raised(char c) => c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c - '0'];
}
