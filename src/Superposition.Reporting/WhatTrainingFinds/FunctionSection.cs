using System.Collections.Immutable;
using Superposition.Comparison;
using Superposition.Experiments.WhatTrainingFinds;
using Superposition.Reporting.Disturbances;
using Superposition.Reporting.Figures;
using Superposition.Reporting.Statistics;

namespace Superposition.Reporting.WhatTrainingFinds;

/// <summary>Whether trained networks work as constructions do: disturbed, with each other's read-offs, and on the line between two of them.</summary>
internal static class FunctionSection
{
    public static IEnumerable<Chart> Charts(FoundNetworks found)
    {
        if (found.Functions.IsEmpty)
        {
            yield break;
        }

        yield return Disturbed(found, Disturbance.OtherSparsity, record => record.OtherActive);
        yield return Disturbed(found, Disturbance.Noise, record => record.Noise);
        yield return Disturbed(found, Disturbance.Bits, record => record.Bits);
        yield return Disturbed(found, Disturbance.PrunedNeurons, record => record.PrunedNeurons);
        yield return Disturbed(found, Disturbance.PrunedWeights, record => record.PrunedWeights);
        if (Line(found) is { } line)
        {
            yield return line;
        }
    }

    public static IEnumerable<Table> Tables(FoundNetworks found)
    {
        if (found.Functions.IsEmpty)
        {
            yield break;
        }

        yield return new Table
        {
            Name = "transfers",
            Title = "Layers under read-offs that were not made with them",
            Note = "Mean over seeds ± half the 95 % confidence interval (Student t). Neurons are matched and rescaled before a read-off is exchanged.",
            Headers = 2,
            Columns = ["layer", "read-off", "ε", "rms"],
            Rows =
            [
                .. from subject in found.Functions.GroupBy(Name)
                   from row in subject.Select(record => (record.Seed, ReadOff: "its own", Errors: record.Errors!))
                       .Concat(subject.SelectMany(record => record.Transfers.Select(transfer => (record.Seed, ReadOff: Name(transfer.ReadOff, found), transfer.Errors)))).GroupBy(row => row.ReadOff)
                   select (ImmutableArray<string>)
                   [
                       subject.Key, row.Key, Numbers.PlusMinus(PerSeed.Of(row, one => one.Seed, one => one.Errors.Epsilon).Estimate), Numbers.PlusMinus(PerSeed.Of(row, one => one.Seed, one => one.Errors.Rms).Estimate),
                   ],
            ],
        };
    }

    public static AnswerPoint? Barrier(FoundNetworks found)
    {
        var trained = found.Functions.Where(record => record is { Straight: not null, Aligned: not null, OtherSeed: not null }).ToArray();
        if (trained.Length == 0)
        {
            return null;
        }

        Estimate Of(Func<FunctionRecord, double> value) => PerSeed.Of(trained, record => record.Seed, value).Estimate!;
        return new AnswerPoint(
            "The same network twice?",
            $"Neurons of two networks trained from different seeds match with a mean cosine of {Numbers.Interval(Of(record => record.OtherSeed!.Value))} (before training {Numbers.Interval(Of(record => record.OtherSeed!.Untrained))}, entries shuffled {Numbers.Interval(Of(record => record.OtherSeed!.Shuffled))}). "
            + $"On the straight line between them the mean squared error rises by {Numbers.Interval(Of(record => 1e3 * record.Straight!.Barrier))}·10⁻³ above its ends, after matching by {Numbers.Interval(Of(record => 1e3 * record.Aligned!.Barrier))}·10⁻³; answering 0 has {Numbers.Interval(Of(record => 1e3 * ZeroMeanSquare(record)))}·10⁻³.");
    }

    public static AnswerPoint? Products(FoundNetworks found)
    {
        var trained = found.Functions.Where(record => record.Construction is null).ToArray();
        Estimate? Rms(TransferredReadOff readOff) => PerSeed.Of(
            trained.SelectMany(record => record.Transfers.Where(transfer => transfer.ReadOff == readOff).Select(transfer => (record.Seed, transfer.Errors))), pair => pair.Seed, pair => pair.Errors.Rms).Estimate;
        return Rms(TransferredReadOff.Products) is not { } products || Rms(TransferredReadOff.LeastSquares) is not { } squares || Rms(TransferredReadOff.OnUntrained) is not { } untrained
            ? null
            : new AnswerPoint(
                "Does the trained layer work as a construction's?",
                $"Read by products of its own weights, as the constructions are, the trained layer has an rms error of {Numbers.Interval(products)}; by least squares {Numbers.Interval(squares)}, by its own read-off {Numbers.Interval(PerSeed.Of(trained, record => record.Seed, record => record.Errors!.Rms).Estimate!)}. "
                + $"Its own read-off on the layer before training gives {Numbers.Interval(untrained)}; answering 0 gives {Numbers.Interval(PerSeed.Of(trained, record => record.Seed, record => Math.Sqrt(ZeroMeanSquare(record))).Estimate!)}.");
    }

    private static double ZeroMeanSquare(FunctionRecord record) => Disturbance.MeanSquareOfZero(record.Errors!);

    private static string Name(FunctionRecord record) => record.Construction ?? "trained";

    private static Ink InkOf(FunctionRecord record) => record.Construction is { } kind ? Palette.Of(kind) : Palette.Trained;

    private static string Name(TransferredReadOff readOff, FoundNetworks found) => readOff switch
    {
        TransferredReadOff.Products => "products of its weights",
        TransferredReadOff.LeastSquares => "least squares",
        TransferredReadOff.OtherSeed => "trained from another seed",
        TransferredReadOff.Trained => "the trained network's",
        TransferredReadOff.Constructed => $"that of {found.Spec.Function.Constructions[0]}",
        _ => "its own, on the layer before training",
    };

    private static string Size(FoundNetworks found) => $"m = {found.Spec.Function.Task.Features}, d = {found.Spec.Function.Neurons}, {found.Functions[0].Errors!.InputSet}";

    private static Chart Disturbed(FoundNetworks found, Disturbance disturbance, Func<FunctionRecord, ImmutableArray<ErrorsAt>> values)
    {
        var hasRefit = found.Functions.Any(record => values(record).Any(at => at.RefittedRms is not null));
        return disturbance.Draw(
            found.Note(Size(found)), "Grey: the answer 0 at the sparsity that networks were made for.", ZeroMeanSquare(found.Functions[0]),
            Curves(at => at.Rms), hasRefit ? Curves(at => at.RefittedRms!.Value) : null);

        IEnumerable<Curve> Curves(Func<ErrorsAt, double> value) =>
            from subject in found.Functions.GroupBy(Name)
            select new Curve(
                subject.Key, InkOf(subject.First()), [.. MeanOverSeeds(subject.SelectMany(record => values(record).Select(at => (record.Seed, at.Degree, value(at)))))]);
    }

    private static Chart? Line(FoundNetworks found)
    {
        var trained = found.Functions.Where(record => record is { Straight: not null, Aligned: not null }).ToArray();
        return trained.Length == 0 ? null : LineBetweenNetworks.Draw(
            "Mean squared error on the straight line between two trained networks", found.Note(Size(found)),
            "At 0 the network of one seed, at 1 that of another; all weights, biases and read-offs in between are mixed. Matched: the second network's neurons are first brought into the first one's order and scale, which does not change what it computes.",
            ZeroMeanSquare(trained[0]), Palette.Trained, Along(record => record.Straight!), Along(record => record.Aligned!));

        IEnumerable<CurvePoint> Along(Func<FunctionRecord, Interpolation> line) =>
            MeanOverSeeds(trained.SelectMany(record => line(record).Points.Select(point => (record.Seed, point.T, point.MeanSquare))));
    }

    private static IEnumerable<CurvePoint> MeanOverSeeds(IEnumerable<(ulong Seed, double X, double Y)> values) =>
        from at in values.GroupBy(one => one.X)
        orderby at.Key
        let estimate = PerSeed.Of(at, one => one.Seed, one => one.Y).Estimate
        where estimate is not null
        select new CurvePoint(at.Key, estimate);
}
