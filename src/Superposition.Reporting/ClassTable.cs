using System.Collections.Immutable;
using Superposition.Measurement;
using Superposition.Reporting.Statistics;

namespace Superposition.Reporting;

/// <summary>Errors by class of input (none, one, both of a pair active): the table that every experiment on networks has.</summary>
internal static class ClassTable
{
    /// <summary>The table.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="title">Its title; which inputs were looked at is added as its note.</param>
    /// <param name="headers">What the cells that name a row are.</param>
    /// <param name="rows">The networks, each measured once a seed.</param>
    public static Table Of(string name, string title, ImmutableArray<string> headers, IEnumerable<ClassTableRow> rows)
    {
        ClassTableRow[] measured = [.. rows];
        return new Table
        {
            Name = name,
            Title = title,
            Note = $"Error = output − truth. Looked at: {Inputs(measured)}. Means over seeds; \"largest\" is the largest absolute error of all seeds; quantiles are of the absolute error.",
            IsFolded = true,
            Headers = headers.Length + 1,
            Columns = [.. headers, "active", "seeds", "errors", "mean", "std", "q50", "q90", "q99", "max", "largest"],
            Rows = [.. from row in measured from inputClass in row.Reports[0].Classes select Row(row, inputClass.Class)],
        };
    }

    private static ImmutableArray<string> Row(ClassTableRow row, string inputClass)
    {
        ErrorStatistics[] seeds = [.. row.Reports.SelectMany(report => report.Classes).Where(c => c.Class == inputClass && c.Errors.Count > 0).Select(c => c.Errors)];
        return seeds.Length == 0
            ? [.. row.Headers, inputClass, "0", "0", .. Enumerable.Repeat("–", 7)]
            : [
                .. row.Headers, inputClass, Numbers.Count(seeds.Length), Numbers.Count(seeds.Sum(errors => errors.Count)),
                .. new Func<ErrorStatistics, double>[] { e => e.Mean, e => e.Std, e => e.Q50, e => e.Q90, e => e.Q99, e => e.Max }.Select(value => Numbers.Short(seeds.Average(value))),
                Numbers.Short(seeds.Max(errors => errors.Max)),
            ];
    }

    private static string Inputs(ClassTableRow[] rows) => string.Join("; ", rows.SelectMany(row => row.Reports)
        .Select(report => report.AllInputs ? $"all {Numbers.Count(report.Inputs)} inputs with {report.InputSet}" : $"{Numbers.Count(report.Inputs)} inputs a seed, drawn with {report.InputSet}").Distinct());
}

/// <summary>A network in the table.</summary>
/// <param name="Headers">The cells that name it.</param>
/// <param name="Reports">Its errors, one report a seed; at least one.</param>
internal sealed record ClassTableRow(ImmutableArray<string> Headers, ImmutableArray<ErrorReport> Reports);
