using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Superposition.Studies;

/// <summary>The tidy table of a study: one row a network of a cell. It is all that predictions, figures and exports read.</summary>
/// <param name="CoordinateNames">
/// The names of its coordinates, task, network, readOff and seed among them, in the order in which they are written.
/// </param>
/// <param name="Rows">Its rows, in grid order.</param>
public sealed record StudyTable(ImmutableArray<string> CoordinateNames, ImmutableArray<StudyRow> Rows)
{
    /// <summary>The names of its measures, by ordinal.</summary>
    public ImmutableArray<string> MeasureNames =>
        [.. Rows.SelectMany(row => row.Measures.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>A table of rows; its coordinates are those that occur in them.</summary>
    public static StudyTable Of(IEnumerable<StudyRow> rows)
    {
        ImmutableArray<StudyRow> all = [.. rows];
        return new StudyTable([.. StudyRow.InOrder(all.SelectMany(row => row.Coordinates.Keys).Distinct(StringComparer.Ordinal))], all);
    }

    /// <summary>Reads the lines of a <c>results.jsonl</c>.</summary>
    /// <param name="lines">The lines; empty ones are passed over.</param>
    /// <param name="coordinates">The names that are coordinates, from the study's spec.</param>
    /// <param name="source">What the lines are called in complaints.</param>
    /// <exception cref="FormatException">A line is not a row; the message says which and why.</exception>
    public static StudyTable Parse(IEnumerable<string> lines, IEnumerable<string> coordinates, string source)
    {
        var names = coordinates.ToFrozenSet(StringComparer.Ordinal);
        var rows = ImmutableArray.CreateBuilder<StudyRow>();
        foreach (var (index, line) in lines.Index().Where(line => line.Item.Length > 0))
        {
            try
            {
                rows.Add(StudyRow.Parse(line, names));
            }
            catch (FormatException e)
            {
                throw new FormatException($"{source}, line {index + 1}: {e.Message}.", e);
            }
        }

        return new StudyTable([.. StudyRow.InOrder(names)], rows.ToImmutable());
    }

    /// <summary>The rows that a selection takes.</summary>
    public IEnumerable<StudyRow> Where(RowSelection selection) => Rows.Where(selection.Takes);

    /// <summary>The different values of a coordinate or single-valued measure, in order; rows without it are passed over.</summary>
    public ImmutableArray<StudyValue> Values(string name) =>
        [.. Rows.Select(row => row[name]).OfType<StudyValue>().Distinct().Order(StudyValue.Order)];
}
