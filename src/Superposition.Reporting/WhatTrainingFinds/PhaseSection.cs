using System.Collections.Immutable;
using Superposition.Comparison;
using Superposition.Experiments.WhatTrainingFinds;
using Superposition.Reporting.Figures;
using Superposition.Reporting.Statistics;

namespace Superposition.Reporting.WhatTrainingFinds;

/// <summary>What training finds at each objective, sparsity and width.</summary>
internal static class PhaseSection
{
    public static IEnumerable<Chart> Charts(FoundNetworks found)
    {
        var trained = Trained(found);
        if (trained.Length == 0)
        {
            yield break;
        }

        string[] objectives = [.. trained.Select(record => record.Objective!).Distinct()];
        yield return Families(trained, objectives);
        yield return Evidence(found, trained, objectives, "product-rule", "How far a neuron's read-off follows the products of its weights", "adjusted R²", evidence => evidence.ProductR2 ?? 0,
            "For every neuron its read-off over pairs, r_kl, is regressed on {1, W_k + W_l, W_k W_l}; shown is the median over neurons of the adjusted R². Constructions have 1, a network before training about 0.");
        yield return Evidence(found, trained, objectives, "two-levels", "How far a neuron's weights have two values", "share of variance", evidence => evidence.TwoLevelShare,
            "The share of the variance of a neuron's weights that the best two levels explain, median over neurons: 1 for signs and subsets, about 0.64 for a normal and 0.75 for a uniform distribution of many weights, and more for few.");
    }

    public static IEnumerable<Table> Tables(FoundNetworks found)
    {
        var trained = Trained(found);
        if (trained.Length == 0)
        {
            yield break;
        }

        yield return new Table
        {
            Name = "found",
            Title = "Trained networks: what they are like, and how good",
            Note = "Mean over seeds ± half the 95 % confidence interval (Student t). Cosine: of matched neurons with a draw of the reference that it is likest to, beside the same for the layer with its entries shuffled.",
            Headers = 4,
            Columns = ["objective", "m", "s", "d", "called", "product R²", "untrained", "two-level share", "untrained", "ε", "rms", "likest", "cosine", "shuffled", "learning rate"],
            Rows =
            [
                .. from record in trained
                   group record by (record.Objective, record.Features, record.Active, record.Neurons) into point
                   orderby point.Key.Objective, point.Key.Features, point.Key.Active, point.Key.Neurons
                   let likest = point.First().Similarities.Select(similarity => similarity.Construction).OrderByDescending(kind => Similarity(point, kind, scored => scored.Value)?.Mean).FirstOrDefault()
                   select (ImmutableArray<string>)
                   [
                       point.Key.Objective!, Numbers.Count(point.Key.Features), Numbers.Count(point.Key.Active), Numbers.Count(point.Key.Neurons),
                       string.Join(", ", point.GroupBy(record => record.Evidence!.Family).OrderByDescending(same => same.Count()).Select(same => $"{same.Count()} {FamilyNames.Of(same.Key)}")),
                       Mean(point, record => record.Evidence!.ProductR2 ?? 0), Mean(point, record => record.UntrainedEvidence!.ProductR2 ?? 0),
                       Mean(point, record => record.Evidence!.TwoLevelShare), Mean(point, record => record.UntrainedEvidence!.TwoLevelShare),
                       Mean(point, record => record.Errors!.Epsilon), Mean(point, record => record.Errors!.Rms),
                       likest ?? "–", likest is null ? "–" : Numbers.PlusMinus(Similarity(point, likest, scored => scored.Value)), likest is null ? "–" : Numbers.PlusMinus(Similarity(point, likest, scored => scored.Shuffled)),
                       string.Join(", ", point.Select(ChosenRate).Distinct().Order().Select(Numbers.Plain)),
                   ],
            ],
        };
    }

    public static string Headline(FoundNetworks found)
    {
        var trained = Trained(found);
        var families = trained.GroupBy(record => record.Evidence!.Family).OrderByDescending(same => same.Count()).ToArray();
        return trained.Length == 0
            ? "No trained network has been measured."
            : $"Of {Numbers.Of(trained.Length, "trained network")} the classifier calls {Sentence.List(families.Select(same => $"{Numbers.Count(same.Count())} {FamilyNames.Of(same.Key)}"))}.";
    }

    public static AnswerPoint? Answer(FoundNetworks found)
    {
        var trained = Trained(found);
        if (trained.Length == 0)
        {
            return null;
        }

        var byObjective = from record in trained
                          group record by record.Objective into same
                          select $"{same.Key}: {Numbers.Short(same.Average(record => record.Evidence!.ProductR2 ?? 0))} (before training {Numbers.Short(same.Average(record => record.UntrainedEvidence!.ProductR2 ?? 0))})";
        return new AnswerPoint("Read by products of weights?", $"Median R² of read-offs on products of weights, mean over sizes and seeds: {string.Join("; ", byObjective)}. Constructions have 1.");
    }

    private static FoundNetworkRecord[] Trained(FoundNetworks found) => [.. found.Networks.Where(record => record.Objective is not null && record.UntrainedEvidence is not null).OrderBy(record => record.Neurons)];

    private static double ChosenRate(FoundNetworkRecord record) => record.Rates.Where(rate => rate.FinalLoss is not null).OrderBy(rate => rate.FinalLoss).Select(rate => rate.LearningRate).FirstOrDefault(double.NaN);

    private static string Mean(IEnumerable<FoundNetworkRecord> records, Func<FoundNetworkRecord, double> value) => Numbers.PlusMinus(PerSeed.Of(records, record => record.Seed, value).Estimate);

    private static Estimate? Similarity(IEnumerable<FoundNetworkRecord> records, string kind, Func<Scored, double> value) =>
        PerSeed.Of(records.SelectMany(record => record.Similarities.Where(similarity => similarity.Construction == kind).Select(similarity => (record.Seed, similarity.MeanCosine))), pair => pair.Seed, pair => value(pair.MeanCosine)).Estimate;

    /// <summary>A stripe for each network, in the colour of the family that it is called.</summary>
    private static Chart Families(FoundNetworkRecord[] trained, string[] objectives)
    {
        (int Features, int Active)[] rows = [.. trained.Select(record => (record.Features, record.Active)).Distinct().Order()];
        return new Chart
        {
            Name = "phases",
            Title = "What trained networks are called, by objective, sparsity and width",
            Note = trained.Select(record => record.Seed).Distinct().Count() == 1 ? "One seed, one stripe a network" : "One stripe a network; the seeds of a size lie above one another",
            Caption = "The colour is the family that the classifier names: levels of weights and the rule of the read-off have to agree with a construction, otherwise it is none of them.",
            X = Axis.Neurons,
            Y = Axis.Named([.. rows.Select(row => $"m = {row.Features}, s = {row.Active}")]),
            Columns = Math.Min(2, objectives.Length),
            Panels =
            [
                .. from objective in objectives
                   select new Panel(
                       objective,
                       [
                           .. from family in Enum.GetValues<ConstructionFamily>()
                              let bars = (from record in trained
                                          where record.Objective == objective && record.Evidence!.Family == family
                                          let seeds = trained.Where(other => (other.Objective, other.Features, other.Active, other.Neurons) == (objective, record.Features, record.Active, record.Neurons)).Select(other => other.Seed).Order().ToArray()
                                          let aside = ((Array.IndexOf(seeds, record.Seed) + 0.5) / seeds.Length) - 0.5
                                          select new SpreadBar(record.Neurons / 1.12, record.Neurons * 1.12, Array.IndexOf(rows, (record.Features, record.Active)) + (0.7 * aside))).ToImmutableArray()
                              where bars.Length > 0
                              select new Spread(FamilyNames.Of(family), FoundNetworks.InkOf(family) with { Width = 3.2f, Glyph = Glyph.None }, bars),
                       ]),
            ],
        };
    }

    private static Chart Evidence(FoundNetworks found, FoundNetworkRecord[] trained, string[] objectives, string name, string title, string label, Func<FamilyEvidence, double> value, string caption)
    {
        (int Features, int Active)[] settings = [.. trained.Select(record => (record.Features, record.Active)).Distinct().Order()];
        return new Chart
        {
            Name = name,
            Title = title,
            Note = found.Note(""),
            Caption = caption,
            X = Axis.Neurons,
            Y = Axis.Linear(label) with { Least = 0, Most = 1 },
            Columns = Math.Min(3, settings.Length),
            Panels =
            [
                .. from setting in settings
                   let here = trained.Where(record => (record.Features, record.Active) == setting).ToArray()
                   select new Panel(
                       $"m = {setting.Features}, s = {setting.Active}",
                       [
                           new Curve("before training", Palette.Untrained, Points(here, record => value(record.UntrainedEvidence!))),
                           .. objectives.Select(objective => new Curve($"trained under {objective}", found.InkOf(objective), Points(here.Where(record => record.Objective == objective), record => value(record.Evidence!)))),
                       ]),
            ],
        };
    }

    private static ImmutableArray<CurvePoint> Points(IEnumerable<FoundNetworkRecord> records, Func<FoundNetworkRecord, double> value) =>
    [
        .. from record in records
           group record by record.Neurons into size
           orderby size.Key
           let estimate = PerSeed.Of(size, record => record.Seed, value).Estimate
           where estimate is not null
           select new CurvePoint(size.Key, estimate),
    ];
}
