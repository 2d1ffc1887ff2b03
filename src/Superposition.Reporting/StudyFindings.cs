using System.Collections.Immutable;
using System.Globalization;
using Superposition.Studies;

namespace Superposition.Reporting;

/// <summary>What the table of a study says: each measure of each network, mean over seeds, under the tuned values that training loss chose.</summary>
internal static class StudyFindings
{
    /// <summary>Reads the table.</summary>
    public static Findings Of(StudySpec study, StudyTable table)
    {
        var chosen = TunedValues.Chosen(table, study.TunedNames);
        string[] measures = [.. chosen.MeasureNames.Where(measure => chosen.Rows.Any(row => row[measure] is StudyValue.Number))];
        var rows = from row in chosen.Rows
                   where row.Refusal is null
                   group row by string.Join(", ", StudyRow.InOrder(row.Coordinates.Keys).Where(name => name is not ("seed" or "task")).Select(name => row.Coordinates[name])) into point
                   from measure in measures
                   let values = point.Select(row => row[measure]?.AsNumber).OfType<double>().ToArray()
                   where values.Length > 0
                   select (ImmutableArray<string>)[point.Key, measure, values.Average().ToString("G5", CultureInfo.InvariantCulture), values.Length.ToString(CultureInfo.InvariantCulture)];
        return new Findings(
            new Answer($"{chosen.Rows.Length} networks measured.", []),
            [],
            [new Table { Name = "measures", Title = "Measures", Headers = 2, Columns = ["network", "measure", "mean over seeds", "seeds"], Rows = [.. rows] }]);
    }
}
