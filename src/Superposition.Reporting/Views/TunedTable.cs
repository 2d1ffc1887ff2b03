using System.Collections.Immutable;
using System.Globalization;
using Superposition.Reporting.Statistics;
using Superposition.Studies;

namespace Superposition.Reporting.Views;

/// <summary>What tuned values were tried, and which the training loss chose.</summary>
internal static class TunedTable
{
    /// <summary>The table; none where nothing is tuned.</summary>
    /// <param name="table">The study's table, before the choice.</param>
    /// <param name="tuned">The names of tuned coordinates.</param>
    public static IEnumerable<Table> Of(StudyTable table, ImmutableArray<string> tuned)
    {
        var choices = TunedValues.Choose(table, tuned);
        if (choices.IsEmpty)
        {
            return [];
        }

        string[] names = [.. StudyRow.InOrder(choices.SelectMany(choice => choice.Point.Keys).Distinct(StringComparer.Ordinal))
            .Where(name => choices.Select(choice => choice.Point.GetValueOrDefault(name)).Distinct().Count() > 1)];
        return
        [
            new Table
            {
                Name = "tuned-values",
                Title = "Tuned values",
                Note = "Chosen by the mean training loss over the seeds that every candidate has; no measure has a say.",
                IsFolded = true,
                Headers = names.Length,
                Columns = [.. names.Select(Quantities.Label), .. tuned.Select(Quantities.Label), "seeds", "diverged", "mean training loss",
                    "chosen"],
                Rows =
                [
                    .. from choice in choices
                       from candidate in choice.Candidates
                       select (ImmutableArray<string>)
                       [
                           .. names.Select(name => choice.Point.GetValueOrDefault(name)?.ToString() ?? "–"),
                           .. tuned.Select(name => candidate.Values.GetValueOrDefault(name)?.ToString() ?? "–"),
                           candidate.Seeds.ToString(CultureInfo.InvariantCulture),
                           candidate.Diverged.ToString(CultureInfo.InvariantCulture),
                           candidate.MeanLoss is { } loss ? Numbers.Scientific(loss) : "–",
                           candidate == choice.Chosen ? "yes" : "",
                       ],
                ],
            },
        ];
    }
}
