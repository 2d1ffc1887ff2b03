using System.Collections.Immutable;
using Superposition.Experiments.WhatTrainingFinds;
using Superposition.Measurement;
using Superposition.Reporting.Figures;
using Superposition.Reporting.Statistics;
using Superposition.Representation;

namespace Superposition.Reporting.WhatTrainingFinds;

/// <summary>How errors fall with width, and how many neurons an error takes, beside what is possible at all.</summary>
internal static class LawSection
{
    private static readonly ImmutableArray<double> Levels = [0.25, 0.2, 0.1];

    public static IEnumerable<Chart> Charts(FoundNetworks found)
    {
        var certified = Certified(found);
        if (certified.Length > 0)
        {
            yield return CertifiedEpsilons(found, certified);
            yield return Widths(found, certified);
        }

        if (found.Networks.Length > 0)
        {
            yield return AsTheyAre(found, "epsilon-as-they-are", "Worst error of networks with their own read-off", "ε, largest |error|", errors => errors.Epsilon, 0.25);
            yield return AsTheyAre(found, "rms-as-they-are", "Root mean square error of networks with their own read-off", "rms error", errors => errors.Rms, null);
        }
    }

    public static IEnumerable<Table> Tables(FoundNetworks found) => CertifiedTables(found).Concat(AsTheyAreTables(found));

    private static IEnumerable<Table> CertifiedTables(FoundNetworks found)
    {
        var certified = Certified(found);
        if (certified.Length > 0)
        {
            yield return new Table
            {
                Name = "certified",
                Title = "The least ε that any affine read-off of a layer reaches, proved",
                Note = "Largest over all pairs and all inputs; mean over seeds ± half the 95 % confidence interval (Student t). Slope: exponent of the mean in d from the width before, with a 95 % bootstrap interval over seeds. "
                    + "Possible: no layer of that width can have less (perturbed identities, after Alon 2009; affine read-offs count as one neuron more).",
                Headers = 4,
                Columns = ["m", "s", "layer", "d", "ε*", "slope", "smallest of the seeds", "possible"],
                Rows = [.. Slopes(certified, record => record.Certified!.Upper).Select(row => (ImmutableArray<string>)[.. row.Cells, Numbers.Short(row.Records.Min(record => record.Certified!.Upper)), Numbers.Short(LeastPossible(row.Records[0].Features, row.Records[0].Neurons))])],
            };
            yield return new Table
            {
                Name = "widths",
                Title = "Neurons needed for a certified ε",
                Note = "Interpolated between the widths looked at, on logarithmic scales, seed by seed; mean ± half the 95 % confidence interval. A dash: not within the widths looked at by every seed.",
                Headers = 2,
                Columns = ["m", "layer", .. Levels.Select(level => $"ε ≤ {Numbers.Plain(level)}"), .. Levels.Select(level => $"needed at {Numbers.Plain(level)}"), "one ReLU a pair"],
                Rows =
                [
                    .. from layer in certified.GroupBy(record => (record.Features, Name: FoundNetworks.Name(record)))
                       orderby layer.Key.Features
                       select (ImmutableArray<string>)
                       [
                           Numbers.Count(layer.Key.Features), layer.Key.Name,
                           .. Levels.Select(level => Numbers.PlusMinus(WidthFor(layer, level))),
                           .. Levels.Select(level => Numbers.Count((long)Needed(layer.Key.Features, level))),
                           Numbers.Count((long)Bounds.NaiveWidth(layer.Key.Features)),
                       ],
                ],
            };
        }
    }

    private static IEnumerable<Table> AsTheyAreTables(FoundNetworks found)
    {
        FoundNetworkRecord[] all = [.. found.Networks];
        if (all.Length > 0)
        {
            yield return new Table
            {
                Name = "as-they-are",
                Title = "Errors of networks with their own read-off, and how they fall with width",
                Note = "Mean over seeds ± half the 95 % confidence interval (Student t). Slopes: exponents of the means in d from the width before, with 95 % bootstrap intervals over seeds.",
                IsFolded = true,
                Headers = 4,
                Columns = ["m", "s", "network", "d", "ε", "slope of ε", "rms", "slope of rms"],
                Rows = [.. Slopes(all, record => record.Errors!.Epsilon).Zip(Slopes(all, record => record.Errors!.Rms)).Select(row => (ImmutableArray<string>)[.. row.First.Cells, .. row.Second.Cells[4..]])],
            };
        }
    }

    public static string Headline(FoundNetworks found)
    {
        var certified = Certified(found);
        if (certified.Length == 0)
        {
            return "";
        }

        var features = certified.Max(record => record.Features);
        var neurons = certified.Where(record => record.Features == features).Max(record => record.Neurons);
        var here = certified.Where(record => record.Features == features && record.Neurons == neurons).GroupBy(FoundNetworks.Name)
            .Select(layer => (Name: layer.Key, IsTrained: layer.First().Construction is null, Estimate: Estimate(layer, record => record.Certified!.Upper)!)).ToArray();
        var (trained, constructed) = (here.Where(layer => layer.IsTrained).OrderBy(layer => layer.Estimate.Mean).FirstOrDefault(), here.Where(layer => !layer.IsTrained).OrderBy(layer => layer.Estimate.Mean).FirstOrDefault());
        return trained.Name is null || constructed.Name is null
            ? ""
            : $" At m = {features}, d = {neurons} (of {Numbers.Count((long)Bounds.NaiveWidth(features))} pairs) the best read-off of the layer {trained.Name} has a certified ε of {Numbers.Interval(trained.Estimate)}, that of the best random layer ({constructed.Name}) {Numbers.Interval(constructed.Estimate)}; below {Numbers.Short(LeastPossible(features, neurons))} no layer of that width can come ({Sentence.MeansAndIntervals([trained.Estimate, constructed.Estimate])}).";
    }

    public static AnswerPoint? Answer(FoundNetworks found)
    {
        var certified = Certified(found);
        var sentences = from layer in certified.GroupBy(record => (record.Features, Name: FoundNetworks.Name(record)))
                        orderby layer.Key.Features
                        let width = WidthFor(layer, 0.2)
                        where width is not null
                        group $"{layer.Key.Name} {Numbers.Interval(width)}" by layer.Key.Features into same
                        select $"m = {same.Key} (at least {Numbers.Count((long)Needed(same.Key, 0.2))} needed, {Numbers.Count((long)Bounds.NaiveWidth(same.Key))} make it exact): {string.Join(", ", same)}";
        var text = string.Join("; ", sentences);
        return text.Length == 0 ? null : new AnswerPoint("Neurons for a certified ε of 0.2", $"{text}.");
    }

    private static FoundNetworkRecord[] Certified(FoundNetworks found) => [.. found.Networks.Where(record => record.Certified is not null)];

    private static Estimate? Estimate(IEnumerable<FoundNetworkRecord> records, Func<FoundNetworkRecord, double> value) => PerSeed.Of(records, record => record.Seed, value).Estimate;

    /// <summary>Neurons that any network needs; an affine read-off counts as one more.</summary>
    private static double Needed(int features, double epsilon) => Bounds.PerturbedIdentityBound(Bounds.NaiveWidth(features), epsilon) - 1;

    /// <summary>The ε below which the bound asks for more neurons, by bisection.</summary>
    private static double LeastPossible(int features, int neurons)
    {
        var (low, high) = (1e-6, 0.5 - 1e-9);
        for (var i = 0; i < 40; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = Needed(features, middle) > neurons ? (middle, high) : (low, middle);
        }

        return high;
    }

    /// <summary>The width at which a layer's certified ε reaches a level, for the seeds that do; null unless all of them do.</summary>
    private static Estimate? WidthFor(IEnumerable<FoundNetworkRecord> layer, double level)
    {
        var seeds = layer.GroupBy(record => record.Seed).ToArray();
        var widths = seeds.Select(records => (Seed: records.Key, Width: Crossing.Of([.. records.OrderBy(record => record.Neurons).Select(record => ((double)record.Neurons, record.Certified!.Upper))], level))).ToArray();
        return widths.Any(width => width.Width is null) ? null : PerSeed.Of(widths, width => width.Seed, width => width.Width!.Value).Estimate;
    }

    private static IEnumerable<(string[] Cells, FoundNetworkRecord[] Records)> Slopes(FoundNetworkRecord[] records, Func<FoundNetworkRecord, double> value)
    {
        foreach (var layer in records.GroupBy(record => (record.Features, record.Active, Name: FoundNetworks.Name(record))).OrderBy(layer => (layer.Key.Features, layer.Key.Active)))
        {
            (int Neurons, PerSeed Values)? before = null;
            foreach (var size in layer.GroupBy(record => record.Neurons).OrderBy(size => size.Key))
            {
                var values = PerSeed.Of(size, record => record.Seed, value);
                var slope = before is { } earlier ? LogSlope.Between(earlier.Neurons, earlier.Values, size.Key, values) : null;
                yield return (
                    [
                        Numbers.Count(layer.Key.Features), Numbers.Count(layer.Key.Active), layer.Key.Name, Numbers.Count(size.Key), Numbers.PlusMinus(values.Estimate),
                        slope is null ? "–" : $"{Numbers.Fixed(slope.Slope, 2)} [{Numbers.Fixed(slope.Low, 2)}, {Numbers.Fixed(slope.High, 2)}]",
                    ],
                    [.. size]);
                before = (size.Key, values);
            }
        }
    }

    private static Chart CertifiedEpsilons(FoundNetworks found, FoundNetworkRecord[] certified)
    {
        int[] features = [.. certified.Select(record => record.Features).Distinct().Order()];
        return new Chart
        {
            Name = "certified-epsilon",
            Title = "The least ε that the best affine read-off of a layer reaches, proved by linear programs",
            Note = found.Note("all pairs on all inputs"),
            Caption = "Each layer is judged by the best read-off it admits, so that only layers are compared. Below the solid grey curve no layer of that width can come (bound on perturbed identities, after Alon 2009). "
                + "At ¼ stands what the raw input without any layer offers.",
            X = Axis.Neurons,
            Y = Axis.Logarithmic("certified ε*") with { Floor = 0.005 },
            Columns = features.Length,
            Panels =
            [
                .. from m in features
                   let here = certified.Where(record => record.Features == m).ToArray()
                   let widths = here.Select(record => record.Neurons).Distinct().Order().ToArray()
                   select new Panel(
                       $"m = {m}: {Numbers.Count((long)Bounds.NaiveWidth(m))} pairs",
                       [
                           new Level("raw input, ¼", Palette.Linear, 0.25),
                           new Curve("no layer can come below (Alon 2009)", Palette.Guide with { Dash = Dash.Solid }, [.. Enumerable.Range(0, 33).Select(i => widths[0] * Math.Pow((double)widths[^1] / widths[0], i / 32.0)).Select(d => new CurvePoint(d, LeastPossible(m, (int)d)))]),
                           .. Curves(found, here, record => record.Certified!.Upper),
                       ]),
            ],
        };
    }

    private static Chart Widths(FoundNetworks found, FoundNetworkRecord[] certified)
    {
        int[] features = [.. certified.Select(record => record.Features).Distinct().Order()];
        return new Chart
        {
            Name = "width-for-epsilon",
            Title = "Neurons needed for a certified ε, against the number of features",
            Note = found.Note("interpolated between the widths looked at, seed by seed"),
            Caption = "A layer has no point where not every seed reached the level within the widths looked at. Dotted: one ReLU a pair, exact. Grey: needed by any network (perturbed identities, after Alon 2009). Guides √m and m^(2/3) have the slopes of the paper's "
                + "laws for inputs in superposition, their heights mean nothing.",
            X = Axis.Logarithmic("features m") with { CountsDoublings = true },
            Y = Axis.Logarithmic("neurons d") with { CountsDoublings = true },
            Columns = Levels.Length,
            Panels =
            [
                .. from level in Levels
                   select new Panel(
                       $"ε ≤ {Numbers.Plain(level)}",
                       [
                           new Curve("one ReLU a pair: exact", Palette.NaiveWidth, [.. features.Select(m => new CurvePoint(m, Bounds.NaiveWidth(m)))]),
                           new Curve("needed by any network (Alon 2009)", Palette.Guide with { Dash = Dash.Solid }, [.. features.Select(m => new CurvePoint(m, Needed(m, level)))]),
                           new Curve("slope 1/2", Palette.Guide, [.. features.Select(m => new CurvePoint(m, 8 * Math.Sqrt((double)m / features[0])))]),
                           new Curve("slope 2/3", Palette.Guide with { Dash = Dash.Dashed }, [.. features.Select(m => new CurvePoint(m, 8 * Math.Pow((double)m / features[0], 2.0 / 3)))]),
                           .. from layer in certified.GroupBy(FoundNetworks.Name)
                              select new Curve(
                                  layer.Key,
                                  found.InkOf(layer.First()),
                                  [
                                      .. from m in features
                                         let width = WidthFor(layer.Where(record => record.Features == m), level)
                                         where width is not null
                                         select new CurvePoint(m, width),
                                  ]),
                       ]),
            ],
        };
    }

    private static Chart AsTheyAre(FoundNetworks found, string name, string title, string label, Func<ErrorReport, double> value, double? linear)
    {
        (int Features, int Active)[] settings = [.. found.Networks.Select(record => (record.Features, record.Active)).Distinct().Order()];
        return new Chart
        {
            Name = name,
            Title = title,
            Note = found.Note(""),
            Caption = "Networks with the read-off that they were made or trained with. Where several objectives were trained each has its own curve; the dotted guide falls as 1/√d.",
            X = Axis.Neurons,
            Y = Axis.Logarithmic(label),
            Columns = Math.Min(4, settings.Length),
            Panels =
            [
                .. from setting in settings
                   let here = found.Networks.Where(record => (record.Features, record.Active) == setting).ToArray()
                   let widths = here.Select(record => record.Neurons).Distinct().Order().ToArray()
                   let top = here.Average(record => value(record.Errors!))
                   select new Panel(
                       $"m = {setting.Features}, s = {setting.Active}",
                       [
                           .. linear is { } height ? [new Level("raw input, ¼", Palette.Linear, height)] : (Mark[])[],
                           new Curve("1/√d", Palette.Guide, [.. widths.Select(d => new CurvePoint(d, top * Math.Sqrt((double)widths[0] / d)))]),
                           .. Curves(found, here, record => value(record.Errors!)),
                       ]),
            ],
        };
    }

    private static IEnumerable<Curve> Curves(FoundNetworks found, FoundNetworkRecord[] records, Func<FoundNetworkRecord, double> value)
    {
        return from layer in records.GroupBy(FoundNetworks.Name)
               select new Curve(
                   layer.Key,
                   found.InkOf(layer.First()),
                   [
                       .. from size in layer.GroupBy(record => record.Neurons)
                          orderby size.Key
                          let estimate = Estimate(size, value)
                          where estimate is not null
                          select new CurvePoint(size.Key, estimate),
                   ]);
    }
}
