using System.Collections.Immutable;
using Superposition.Comparison;
using Superposition.Experiments.WhatTrainingFinds;
using Superposition.Reporting.Figures;
using Superposition.Reporting.Statistics;

namespace Superposition.Reporting.WhatTrainingFinds;

/// <summary>Whether the classifier can be believed: what it calls networks of known make.</summary>
internal static class CalibrationSection
{
    private const double MostNoise = 0.2;

    public static IEnumerable<Chart> Charts(FoundNetworks found)
    {
        if (found.Calibrations.IsEmpty)
        {
            yield break;
        }

        var grid = found.Spec.Calibration;
        yield return new Chart
        {
            Name = "calibration",
            Title = "Share of networks of known make that the classifier names rightly",
            Note = found.Note($"m = {grid.Features}, d = {grid.Neurons} where there is a choice; {grid.Draws} networks a seed"),
            Caption = "Noise is added to every weight, bias and read-off weight. Left: relative to the weight itself, so that zeros stay zeros; right: relative to the root mean square of the tensor, so that a sparse layer is sparse no more. "
                + "Untrained networks and networks with shuffled weights are named rightly when they are called none of the constructions.",
            X = Axis.Linear("relative noise on weights, standard deviations"),
            Y = Axis.Linear("share named rightly") with { Least = 0, Most = 1 },
            Columns = grid.Scales.Length,
            Panels =
            [
                .. from scale in grid.Scales
                   select new Panel(
                       scale == NoiseScale.EachWeight ? "relative to each weight" : "relative to the whole tensor",
                       [
                           new Level("95 %", Palette.Linear, 0.95),
                           .. from family in found.Calibrations.Select(record => record.Expected).Distinct().OrderBy(family => family)
                              select new Curve(
                                  family == ConstructionFamily.None ? "controls, called none" : FamilyNames.Of(family),
                                  FoundNetworks.InkOf(family) with { Glyph = Glyph.Disc },
                                  [
                                      .. from noise in grid.Noise
                                         let right = Right(found, record => record.Expected == family && record.Scale == scale && record.Noise.Equals(noise))
                                         where right is not null
                                         select new CurvePoint(noise, right.Share, right.Low, right.High),
                                  ]),
                       ]),
            ],
        };
    }

    public static IEnumerable<Table> Tables(FoundNetworks found)
    {
        if (found.Calibrations.IsEmpty)
        {
            yield break;
        }

        ConstructionFamily[] names = [.. Enum.GetValues<ConstructionFamily>()];
        yield return new Table
        {
            Name = "confusion",
            Title = "What networks of known make are called",
            Note = $"Per cent of the networks of each row, with noise of up to {Numbers.Plain(MostNoise)} of the weights, both kinds of noise together.",
            Headers = 2,
            Columns = ["network", "is", .. names.Select(FamilyNames.Of), "networks"],
            Rows =
            [
                .. from kind in found.Spec.Calibration.Networks
                   let records = found.Calibrations.Where(record => record.Network == kind && record.Noise <= MostNoise).ToArray()
                   where records.Length > 0
                   let all = records.Sum(record => record.Named.Sum(named => named.Count))
                   select (ImmutableArray<string>)
                   [
                       kind, FamilyNames.Of(records[0].Expected),
                       .. names.Select(name => records.Sum(record => record.Named.Where(named => named.Family == name).Sum(named => named.Count))).Select(count => count == 0 ? "–" : Numbers.Percent((double)count / all)),
                       Numbers.Count(all),
                   ],
            ],
        };
    }

    public static AnswerPoint? Answer(FoundNetworks found)
    {
        var constructed = Right(found, record => record.Noise <= MostNoise && record.Expected != ConstructionFamily.None);
        var controls = Right(found, record => record.Noise <= MostNoise && record.Expected == ConstructionFamily.None);
        return constructed is null || controls is null ? null : new AnswerPoint(
            "Can the classifier be believed?",
            $"With noise of up to {Numbers.Plain(100 * MostNoise)} % it names {Numbers.Percent(constructed)} of {Numbers.Count(constructed.Trials)} constructed networks rightly, "
                + $"and calls {Numbers.Percent(controls)} of {Numbers.Count(controls.Trials)} untrained and shuffled networks none of them.");
    }

    private static Proportion? Right(FoundNetworks found, Func<ClassifierCalibrationRecord, bool> which) => Proportion.OfClusters(
        from record in found.Calibrations.Where(which)
        group record by record.Seed into ofSeed
        select (
            ofSeed.Sum(record => record.Named.Where(named => named.Family == record.Expected).Sum(named => (long)named.Count)),
            ofSeed.Sum(record => record.Named.Sum(named => (long)named.Count))));
}
