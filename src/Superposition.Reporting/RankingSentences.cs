using System.Collections.Immutable;
using Superposition.Reporting.Statistics;
using Superposition.Reporting.Views;
using Superposition.Studies;

namespace Superposition.Reporting;

/// <summary>
/// Best against best in words: "With about 128 ReLUs, certified ε: hash code 0.1; trained 0.1182 [0.1166, 0.1197]; sign (minimax) 0.141
/// [0.133, 0.149]."
/// </summary>
internal static class RankingSentences
{
    // More than this many networks are in the tables.
    private const int MaxNamed = 6;

    /// <summary>The sentence of a ranking; null where no row has the measure.</summary>
    /// <param name="ranking">The ranking.</param>
    /// <param name="table">The table.</param>
    public static string? Of(Ranking ranking, StudyTable table)
    {
        var ranked = ranking.In(table);
        return ranked.IsEmpty
            ? null
            : $"{ranking.Says}, {Quantities.Label(ranking.Measure)}: {string.Join("; ", ranked.Take(MaxNamed).Select(Named))}"
                + (ranked.Length > MaxNamed ? $"; then {ranked.Length - MaxNamed} more." : ".");
    }

    private static string Named(RankedNetwork place)
    {
        var readOff = place.Row.Coordinates.GetValueOrDefault("readOff")?.ToString();
        return $"{place.Row.Coordinates["network"]}{(readOff is null or "own" ? "" : $" ({readOff})")} {Numbers.Interval(place.Interval)}";
    }
}
