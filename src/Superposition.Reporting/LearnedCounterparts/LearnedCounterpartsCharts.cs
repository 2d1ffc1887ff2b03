using System.Collections.Immutable;
using Superposition.Measurement;
using Superposition.Reporting.Figures;
using Superposition.Reporting.Statistics;

namespace Superposition.Reporting.LearnedCounterparts;

/// <summary>The figures: worst error and root mean square of every arm, one panel a task.</summary>
internal static class LearnedCounterpartsCharts
{
    public static IEnumerable<Chart> Of(ImmutableArray<CounterpartSeries> tasks)
    {
        if (tasks.IsEmpty)
        {
            yield break;
        }

        yield return Arms(tasks, "epsilon", "Worst error ε of constructed and trained networks", "ε, largest |error|", errors => errors.Epsilon, "Every panel is one task at one number of ReLUs; an ε of ½ or more (right of the line) means that some output of some input is not told apart by a threshold.", 0.5);
        yield return Arms(tasks, "rms", "Root mean square error of constructed and trained networks", "rms error", errors => errors.Rms, "The answer 0 to everything has a small rms, because few outputs are on: the grey row is what an rms has to beat.", null);
    }

    private static Chart Arms(ImmutableArray<CounterpartSeries> tasks, string name, string title, string axis, Func<ErrorReport, double> value, string caption, double? line)
    {
        var estimates = tasks.SelectMany(task => CounterpartSeries.Arms.Select(arm => task.Of(arm.Arm, value).Estimate)).OfType<Estimate>().ToArray();
        return new Chart
        {
            Name = name,
            Title = title,
            Note = estimates.All(estimate => estimate.HalfWidth is null) ? "One seed, so no interval" : $"Mean over {Sentence.Seeds(estimates)}; bars: 95 % confidence interval of the mean (Student t)",
            Caption = caption,
            X = Axis.Logarithmic(axis),
            Y = Axis.Named([.. CounterpartSeries.Arms.Select(arm => arm.Name)]),
            Columns = Math.Min(2, tasks.Length),
            Panels = [.. tasks.Select(task => new Panel(task.Task.Title, [.. line is { } at ? [new Upright("½", Palette.Linear, at)] : (Mark[])[], .. CounterpartSeries.Arms.SelectMany((arm, row) => Row(task.Of(arm.Arm, value).Estimate, arm.Ink, row))]))],
        };
    }

    private static IEnumerable<Mark> Row(Estimate? estimate, Ink ink, int row)
    {
        if (estimate is not null)
        {
            yield return new Spread("", ink with { Dash = Dash.Solid, Width = 1.6f }, [new SpreadBar(Math.Max(estimate.Low, estimate.Mean / 10), estimate.High, row)]);
            yield return new Curve("", ink with { Dash = Dash.None }, [new CurvePoint(estimate.Mean, row)]);
        }
    }
}
