namespace Superposition.Studies.Predictions;

/// <summary>The values that a prediction allows: those above a lower end and below an upper one.</summary>
/// <param name="Low">The lower end; −∞ for none.</param>
/// <param name="High">The upper end; +∞ for none.</param>
/// <param name="IncludesEnds">Whether the ends are allowed themselves.</param>
public readonly record struct AllowedRange(double Low, double High, bool IncludesEnds)
{
    /// <summary>The comparisons that a test may name.</summary>
    public static IReadOnlyList<string> Comparisons { get; } = ["<", "<=", ">", ">="];

    /// <summary>The values on one side of a bound.</summary>
    /// <param name="comparison">One of <see cref="Comparisons"/>.</param>
    /// <param name="bound">The bound.</param>
    public static AllowedRange Of(string comparison, double bound) => comparison switch
    {
        "<" => new(double.NegativeInfinity, bound, IncludesEnds: false),
        "<=" => new(double.NegativeInfinity, bound, IncludesEnds: true),
        ">" => new(bound, double.PositiveInfinity, IncludesEnds: false),
        ">=" => new(bound, double.PositiveInfinity, IncludesEnds: true),
        _ => throw new ArgumentOutOfRangeException(nameof(comparison), comparison, "Expected <, <=, > or >=."),
    };

    /// <summary>Whether a value is allowed.</summary>
    public bool Allows(double value) => IncludesEnds ? value >= Low && value <= High : value > Low && value < High;

    /// <summary>Held when a whole interval is allowed, failed when nothing of it is, otherwise open.</summary>
    public VerdictState Judge(SeedInterval interval)
    {
        if (!interval.IsKnown)
        {
            return VerdictState.Open;
        }

        var isOutside = IncludesEnds ? interval.High < Low || interval.Low > High : interval.High <= Low || interval.Low >= High;
        return Allows(interval.Low) && Allows(interval.High) ? VerdictState.Held : isOutside ? VerdictState.Failed : VerdictState.Open;
    }

    /// <summary>How far inside a value lies; negative outside.</summary>
    public double Margin(double value) => Math.Min(value - Low, High - value);
}
