using System.Collections.Immutable;

namespace Superposition.Studies;

/// <summary>What the tuned values at one point of the grid were chosen from.</summary>
/// <param name="Point">The point: all coordinates but tuned ones and the seed.</param>
/// <param name="Chosen">
/// The candidate with the least mean loss, the first of equal ones; null when each diverged at some seed, or no seed has all.
/// </param>
/// <param name="Candidates">All candidates, in order.</param>
public sealed record TunedChoice(
    ImmutableSortedDictionary<string, StudyValue> Point, TunedCandidate? Chosen, ImmutableArray<TunedCandidate> Candidates);

/// <summary>Values to choose from.</summary>
/// <param name="Values">The tuned coordinates.</param>
/// <param name="Seeds">The seeds that count: those for which every candidate has been tried.</param>
/// <param name="Diverged">Of all seeds tried with it, those whose training failed.</param>
/// <param name="MeanLoss">
/// Mean training loss over the seeds that count; null when a seed diverged, for then there is no such mean, or when no seed counts.
/// </param>
public sealed record TunedCandidate(ImmutableSortedDictionary<string, StudyValue> Values, int Seeds, int Diverged, double? MeanLoss);

/// <summary>
/// Chooses tuned values at each point of the grid by the mean training loss over shared seeds. No measure has a say, so that the choice
/// cannot favour an answer.
/// </summary>
public static class TunedValues
{
    private const string Seed = "seed";
    private const string Loss = "loss";

    /// <summary>The choice at every point that has tuned values.</summary>
    /// <param name="table">The table of a study, finished or not.</param>
    /// <param name="tuned">The names of tuned coordinates.</param>
    public static ImmutableArray<TunedChoice> Choose(StudyTable table, IEnumerable<string> tuned)
    {
        var names = tuned.ToHashSet(StringComparer.Ordinal);
        var cells = from row in table.Rows
                    where row.Coordinates.Keys.Any(names.Contains) && row.Measures.ContainsKey(Loss)
                    group row by row.Cell into rows
                    select rows.First();
        return
        [
            .. from cell in cells
               let point = cell.Coordinates.RemoveRange([.. names, Seed, "readOff"])
               group cell by Key(point) into at
               select Choose(at.First().Coordinates.RemoveRange([.. names, Seed, "readOff"]), [.. at], names),
        ];
    }

    /// <summary>The rows under the values chosen, and those that have nothing tuned.</summary>
    public static StudyTable Chosen(StudyTable table, IEnumerable<string> tuned)
    {
        string[] names = [.. tuned];
        var chosen = Choose(table, names)
            .Where(choice => choice.Chosen is not null)
            .Select(choice => Key(choice.Point) + Key(choice.Chosen!.Values))
            .ToHashSet(StringComparer.Ordinal);
        return table with
        {
            Rows =
            [
                .. table.Rows.Where(row => !row.Coordinates.Keys.Any(key => names.Contains(key, StringComparer.Ordinal))
                    || chosen.Contains(Key(row.Coordinates.RemoveRange([.. names, Seed, "readOff"])) + Key(Only(row, names)))),
            ],
        };
    }

    private static TunedChoice Choose(
        ImmutableSortedDictionary<string, StudyValue> point, ImmutableArray<StudyRow> cells, IReadOnlyCollection<string> names)
    {
        var byValues = cells.GroupBy(cell => Key(Only(cell, names)), StringComparer.Ordinal).Select(group => group.ToArray())
            .OrderBy(group => Only(group[0], names).Values.First(), StudyValue.Order).ToArray();

        // While a run is not finished a candidate may lack seeds; candidates are then compared on the seeds that all of them have.
        var shared = byValues.Select(group => group.Select(cell => cell.Coordinates[Seed])).Aggregate((some, others) =>
            some.Intersect(others)).ToHashSet();
        ImmutableArray<TunedCandidate> candidates =
        [
            .. from rows in byValues
               let counted = rows.Where(row => shared.Contains(row.Coordinates[Seed])).ToArray()
               let diverged = rows.Count(row => row.Failure is not null)
               select new TunedCandidate(
                   Only(rows[0], names), counted.Length, diverged,
                   counted.Length == 0 || diverged > 0 ? null : counted.Average(row => row.Measures[Loss].AsNumber!.Value)),
        ];
        return new TunedChoice(
            point, candidates.Where(candidate => candidate.MeanLoss is not null).MinBy(candidate => candidate.MeanLoss), candidates);
    }

    private static ImmutableSortedDictionary<string, StudyValue> Only(StudyRow row, IEnumerable<string> names) =>
        row.Coordinates.RemoveRange(row.Coordinates.Keys.Except(names));

    private static string Key(ImmutableSortedDictionary<string, StudyValue> values) =>
        string.Join('\n', values.Select(value => $"{value.Key}={value.Value}")) + "\n\n";
}
