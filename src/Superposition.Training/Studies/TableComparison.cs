using System.Collections.Immutable;

namespace Superposition.Studies;

/// <summary>How a measure differs between two runs at one point of their grids.</summary>
/// <param name="Point">The coordinates of the point, without the seed.</param>
/// <param name="Measure">The measure.</param>
/// <param name="First">Its mean in the first run, over the seeds that both have.</param>
/// <param name="Second">Its mean in the second run, over the same seeds.</param>
/// <param name="Difference">The second less the first, seed by seed, with its 95 % interval by Student's t.</param>
public sealed record MeasureDifference(ImmutableSortedDictionary<string, StudyValue> Point, string Measure, double First, double Second,
    SeedInterval Difference);

/// <summary>Two runs side by side: the same rows, differences paired by seed.</summary>
/// <param name="Differences">Every measure that differs at some seed, point by point.</param>
/// <param name="Equal">Numbers that are the same in both, to the last bit.</param>
/// <param name="OnlyFirst">Rows that the second run lacks.</param>
/// <param name="OnlySecond">Rows that the first run lacks.</param>
/// <param name="Tolerance">
/// The smallest t for which every number a of the first run and b of the second have |a − b| ≤ t · max(1, |a|, |b|); 0 when all are
/// equal.
/// </param>
public sealed record TableComparison(
    ImmutableArray<MeasureDifference> Differences, int Equal, int OnlyFirst, int OnlySecond, double Tolerance)
{
    private const string Seed = "seed";

    /// <summary>
    /// Compares two tables; rows belong together when all their coordinates agree. Rows that refused or failed in either have no
    /// difference.
    /// </summary>
    public static TableComparison Of(StudyTable first, StudyTable second)
    {
        var others = second.Rows.ToDictionary(row => Key(row.Coordinates), StringComparer.Ordinal);
        (StudyRow First, StudyRow Second)[] pairs =
        [
            .. from row in first.Rows
               let other = others.GetValueOrDefault(Key(row.Coordinates))
               where other is not null
               select (row, other),
        ];
        (StudyRow Row, string Measure, double First, double Second)[] values =
        [
            .. from pair in pairs
               where pair.First.Failure is null && pair.Second.Failure is null
               from measure in pair.First.Measures.Keys
               let one = pair.First[measure]?.AsNumber
               let two = pair.Second[measure]?.AsNumber
               where one is not null && two is not null
               select (pair.First, measure, one.Value, two.Value),
        ];
        var differences = from value in values
                          group value by (Key(value.Row.Coordinates.Remove(Seed)), value.Measure) into point
                          where point.Any(value => value.First != value.Second)
                          select new MeasureDifference(
                              point.First().Row.Coordinates.Remove(Seed), point.Key.Measure, point.Average(value => value.First),
                              point.Average(value => value.Second),
                              SeedInterval.Of(point.Select(value => value.Second - value.First))!);
        return new TableComparison(
            [.. differences], values.Count(value => value.First == value.Second), first.Rows.Length - pairs.Length,
            second.Rows.Length - pairs.Length,
            values.Select(value => Math.Abs(value.First - value.Second) / Math.Max(
                1, Math.Max(Math.Abs(value.First), Math.Abs(value.Second)))).DefaultIfEmpty(0).Max());
    }

    private static string Key(ImmutableSortedDictionary<string, StudyValue> values) =>
        string.Join('\n', values.Select(value => $"{value.Key}={value.Value}"));
}
