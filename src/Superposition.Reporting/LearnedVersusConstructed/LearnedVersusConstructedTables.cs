using System.Collections.Immutable;
using Superposition.Experiments.LearnedVersusConstructed;
using Superposition.Measurement;
using Superposition.Reporting.Statistics;

namespace Superposition.Reporting.LearnedVersusConstructed;

/// <summary>The tables of the comparison.</summary>
internal static class LearnedVersusConstructedTables
{
    public static IEnumerable<Table> Of(Comparison comparison)
    {
        if (comparison.Arms.IsEmpty)
        {
            yield break;
        }

        yield return ArmsByWidth(comparison, "epsilon", "ε by arm and width", errors => errors.Epsilon);
        yield return ArmsByWidth(comparison, "rms", "Root mean square error by arm and width", errors => errors.Rms);
        if (comparison.ReadOffShares().Any())
        {
            yield return ReadOffOrLayer(comparison);
        }

        if (!comparison.Choices.IsEmpty)
        {
            yield return LearningRates(comparison);
        }

        if (comparison.Likenesses.Any())
        {
            yield return Similarities(comparison);
        }

        foreach (var d in comparison.Arms.SelectMany(arm => arm.Widths).Distinct().Order())
        {
            yield return ClassTable.Of(
                $"classes-d{d}",
                d == 0 ? "Errors by class, controls without a hidden layer" : $"Errors by class, d = {Numbers.Count(d)}",
                ["arm"],
                comparison.Arms.Where(arm => arm.Widths.Contains(d)).Select(arm => new ClassTableRow([arm.Label], arm.At(d))));
        }
    }

    private static Table ArmsByWidth(Comparison comparison, string name, string title, Func<ErrorReport, double> value)
    {
        int[] widths = [.. comparison.Arms.SelectMany(arm => arm.Widths).Where(d => d > 0).Distinct().Order()];
        return new Table
        {
            Name = name,
            Title = title,
            Note = "Mean over seeds ± half the 95 % confidence interval (Student t). Controls have no hidden layer and stand in every column. A dash: no seed gave a network (see the refusals), or no record yet.",
            Columns = ["arm", .. widths.Select(d => $"d = {Numbers.Count(d)}"), "seeds"],
            Rows =
            [
                .. from arm in comparison.Arms
                   let isControl = arm.Widths.SequenceEqual([0])
                   let cells = widths.Select(d => arm.Of(isControl ? 0 : d, value).Estimate).ToArray()
                   select (ImmutableArray<string>)[arm.Label, .. cells.Select(Numbers.PlusMinus), SeedsOf(cells)],
            ],
        };
    }

    private static string SeedsOf(Estimate?[] cells)
    {
        int[] counts = [.. cells.OfType<Estimate>().Select(estimate => estimate.Seeds).Distinct().Order()];
        return counts.Length switch
        {
            0 => "–",
            1 => Numbers.Count(counts[0]),
            _ => $"{counts[0]}–{counts[^1]}",
        };
    }

    private static Table ReadOffOrLayer(Comparison comparison) => new()
    {
        Name = "read-off-or-layer",
        Title = "How much is the read-off, how much the layer",
        Note = $"From the {comparison.Spec.Scientific.FrozenLayer} layer with its analytic read-off, over a read-off trained on that layer, to a network trained whole under the same objective. The share is the part of the way that the read-off alone goes, "
            + "seed by seed: above 100 % it does better than the network trained whole. A dash: the way is nothing beyond its interval.",
        Headers = 3,
        Columns = ["error", "objective", "d", "analytic", "trained read-off", "trained whole", "share of the read-off, %"],
        Rows =
        [
            .. from share in comparison.ReadOffShares()
               orderby share.Measure == "ε" ? 0 : 1
               select (ImmutableArray<string>)
               [
                   share.Measure, share.Objective, Numbers.Count(share.Neurons), Numbers.PlusMinus(share.Analytic), Numbers.PlusMinus(share.ReadOff), Numbers.PlusMinus(share.Whole), Numbers.PlusMinus(share.Share),
               ],
        ],
    };

    private static Table LearningRates(Comparison comparison) => new()
    {
        Name = "learning-rates",
        Title = "Which learning rate was chosen, and why",
        Note = "At each point of the grid the rate with the lowest training loss (mean over seeds of the last twentieth of training). Errors played no part in the choice. A rate under which a seed diverged is not chosen.",
        Headers = 3,
        Columns = ["trained", "objective", "d", "learning rate", "mean final loss", "seeds", "diverged", "chosen"],
        Rows =
        [
            .. from choice in comparison.Choices
               from candidate in choice.Candidates
               select (ImmutableArray<string>)
               [
                   choice.Part == Part.ReadOff ? "read-off" : "whole", choice.Objective, Numbers.Count(choice.Neurons), Numbers.Plain(candidate.LearningRate),
                   candidate.MeanLoss is { } loss ? Numbers.Scientific(loss) : "–", Numbers.Count(candidate.Seeds), Numbers.Count(candidate.Diverged), choice.LearningRate == candidate.LearningRate ? "chosen" : "",
               ],
        ],
    };

    private static Table Similarities(Comparison comparison) => new()
    {
        Name = "similarities",
        Title = "Similarity of trained layers to constructions, with controls",
        Note = "Mean cosine of matched neurons, mean over seeds ± half the 95 % confidence interval; differences are taken seed by seed.",
        Headers = 3,
        Columns = ["objective", "construction", "d", "trained", "untrained", "shuffled", "trained − untrained", "trained − shuffled"],
        Rows =
        [
            .. from likeness in comparison.Likenesses
               select (ImmutableArray<string>)
               [
                   likeness.Objective, likeness.Construction, Numbers.Count(likeness.Neurons),
                   Numbers.PlusMinus(likeness.Trained.Estimate), Numbers.PlusMinus(likeness.Untrained.Estimate), Numbers.PlusMinus(likeness.Shuffled.Estimate),
                   Numbers.PlusMinus(likeness.AboveUntrained.Estimate), Numbers.PlusMinus(likeness.AboveShuffled.Estimate),
               ],
        ],
    };
}
