using Superposition.Representation;

namespace Superposition.Cli;

/// <summary>Numbers and times as people read them.</summary>
internal static class Wording
{
    /// <summary>An error with four decimals, or with an exponent where these would be zeros.</summary>
    public static string Error(double value) => value != 0 && Math.Abs(value) < 1e-3 ? value.ToString("0.0e+0") : value.ToString("F4");

    /// <summary>An error with its sign.</summary>
    public static string Signed(double value) => value > 0 ? $"+{Error(value)}" : Error(value);

    /// <summary>A bracket, as "[0.106431, 0.106432]": rounded outward, so that what was proved still holds as it is written.</summary>
    public static string Bracket(ProvedEpsilon proved) =>
        $"[{(Math.Floor(proved.Lower * 1e6) / 1e6).ToString("F6")}, {(Math.Ceiling(proved.Upper * 1e6) / 1e6).ToString("F6")}]";

    /// <summary>A time: "0.4 s", "12 s", "3 min 12 s", "2 h 5 min".</summary>
    public static string Time(TimeSpan time) => time switch
    {
        { TotalSeconds: < 9.95 } => $"{time.TotalSeconds:F1} s",
        { TotalSeconds: < 59.5 } => $"{time.TotalSeconds:F0} s",
        { TotalMinutes: < 60 } => $"{Math.Max(1, (int)time.TotalMinutes)} min {(time.TotalMinutes < 1 ? 0 : time.Seconds)} s",
        _ => $"{(int)time.TotalHours} h {time.Minutes} min",
    };

    /// <summary>"1 cell", "12 cells".</summary>
    public static string Count(long count, string noun) => Count(count, noun, $"{noun}s");

    /// <summary>A number with its noun in singular or plural: "1 try", "12 tries".</summary>
    public static string Count(long count, string noun, string plural) => $"{count:N0} {(count == 1 ? noun : plural)}";
}
