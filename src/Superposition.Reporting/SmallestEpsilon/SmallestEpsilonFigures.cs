using System.Collections.Immutable;
using Superposition.Reporting.Figures;
using Superposition.Reporting.Statistics;

namespace Superposition.Reporting.SmallestEpsilon;

/// <summary>The figure and the table of the smallest ε.</summary>
internal static class SmallestEpsilonFigures
{
    public static IEnumerable<Chart> Charts(SmallestEpsilons found)
    {
        if (!found.Widths.Any())
        {
            yield break;
        }

        var curves = from source in found.Sources
                     where source.Widths.Any()
                     select (Mark)new Curve(source.Name, source.Ink, [.. source.Widths.Select(d => new CurvePoint(d, source.Mean(d)!))]);
        var estimates = found.Sources.SelectMany(source => source.Widths.Select(source.Mean)).OfType<Estimate>().ToArray();
        yield return new Chart
        {
            Name = "smallest-epsilon",
            Title = "Proved worst error ε against width",
            Note = estimates.All(estimate => estimate.HalfWidth is null) ? "One seed, all inputs" : $"Mean over {Sentence.Seeds(estimates)}, band: 95 % confidence interval, all inputs",
            Caption = "Every point is an upper bound that holds in exact arithmetic, over all inputs; a matching lower bound for the same layer is in the table. No affine read-off of the raw input is below the dashed line at ¼, no network at all below the dotted curve.",
            X = Axis.Neurons,
            Y = Axis.Logarithmic("ε, largest |error|"),
            Columns = 1,
            Panels =
            [
                new Panel("", [
                    new Level("raw input, smallest possible ε", Palette.Linear, SmallestEpsilons.LinearControl),
                    new Curve("impossible below (rank)", Palette.Guide, [.. found.Widths.Select(d => new CurvePoint(d, found.Possible(d)))]),
                    .. curves,
                ]),
            ],
        };
    }

    public static IEnumerable<Table> Tables(SmallestEpsilons found)
    {
        if (!found.Widths.Any())
        {
            yield break;
        }

        var task = found.Spec.Task;
        yield return new Table
        {
            Name = "smallest",
            Title = "The smallest ε found",
            Note = $"m = {Numbers.Count(task.Features)}, s = {Numbers.Count(task.Active)}, all inputs. The bracket holds for the layer of the seed with the smallest ε: with the read-off of that row, ε is proved to be at most the upper end; where the read-off is the best one, no affine read-off of that layer is below the lower end. \"Possible\" is the rank bound.",
            Headers = 2,
            Columns = ["layer and read-off", "d", "seeds", "mean", "smallest, at least", "at most", "seed", "possible"],
            Rows =
            [
                .. from source in found.Sources
                   from d in source.Widths
                   let smallest = source.Smallest(d)!
                   select (ImmutableArray<string>)
                   [
                       source.Name, Numbers.Count(d), Numbers.Count(source.Mean(d)!.Seeds), Numbers.PlusMinus(source.Mean(d)),
                       Numbers.Fixed(Math.Floor(smallest.Proved.Lower * 1e5) / 1e5, 5), SmallestEpsilonAnswer.Upward(smallest.Proved.Upper), Numbers.Count((long)smallest.Seed), Numbers.Short(found.Possible(d)),
                   ],
            ],
        };
    }
}
