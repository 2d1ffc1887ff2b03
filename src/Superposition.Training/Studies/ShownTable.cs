using System.Collections.Immutable;

namespace Superposition.Studies;

/// <summary>The table that is judged and drawn: tuned values are chosen, and their coordinates are gone.</summary>
public static class ShownTable
{
    private static readonly ImmutableArray<string> OfRows = ["seed", "readOff"];

    /// <summary>
    /// The table. A point at which no tuned value trained to the end at every seed stays in it as a failure, so that nothing is judged as
    /// if it were not there.
    /// </summary>
    /// <param name="table">The table of a study.</param>
    /// <param name="tuned">The names of its tuned coordinates.</param>
    public static StudyTable Of(StudyTable table, IEnumerable<string> tuned)
    {
        string[] names = [.. tuned];
        var undecided = TunedValues.Choose(table, names).Where(choice => choice.Chosen is null).Select(choice =>
            Key(choice.Point)).ToHashSet(StringComparer.Ordinal);
        var failures = from row in table.Rows
                       where row.Coordinates.Keys.Any(names.Contains)
                           && undecided.Contains(Key(row.Coordinates.RemoveRange([.. names, .. OfRows])))
                       group row by Key(row.Coordinates.RemoveRange(names)) into rows
                       select rows.First() with
                       {
                           Measures = StudyRow.None,
                           Failure = rows.First().Failure
                           ?? "No tuned value trained to the end at every seed."
                       };
        var all = TunedValues.Chosen(table, names).Rows.Concat(failures);
        return new StudyTable(
            [.. table.CoordinateNames.Except(names, StringComparer.Ordinal)],
            [.. all.Select(row => row with { Coordinates = row.Coordinates.RemoveRange(names) })]);
    }

    private static string Key(ImmutableSortedDictionary<string, StudyValue> values) =>
        string.Join('\n', values.Select(value => $"{value.Key}={value.Value}"));
}
