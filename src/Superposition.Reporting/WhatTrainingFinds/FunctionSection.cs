using System.Collections.Immutable;
using Superposition.Comparison;
using Superposition.Experiments.WhatTrainingFinds;
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

        foreach (var (name, title, label, values) in new (string, string, string, Func<FunctionRecord, ImmutableArray<ErrorsAt>>)[]
        {
            ("other-sparsity", "Root mean square error at other numbers of active features", "s, at most so many active", record => record.OtherActive),
            ("weight-noise", "Root mean square error with noise on every weight", "relative noise, standard deviations", record => record.Noise),
            ("bits", "Root mean square error with few bits a weight", "bits a weight", record => record.Bits),
            ("pruned-neurons", "Root mean square error without the least important neurons", "share of neurons silenced", record => record.PrunedNeurons),
            ("pruned-weights", "Root mean square error without the smallest weights", "share of weights set to 0", record => record.PrunedWeights),
        })
        {
            yield return Disturbed(found, name, title, label, values);
        }

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

    /// <summary>The mean squared error of the answer 0: the share of pairs that are both active.</summary>
    private static double ZeroMeanSquare(FunctionRecord record) => (double)record.Errors!["both"].Count / record.Errors.Classes.Sum(c => c.Errors.Count);

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

    private static Chart Disturbed(FoundNetworks found, string name, string title, string label, Func<FunctionRecord, ImmutableArray<ErrorsAt>> values)
    {
        var hasRefit = found.Functions.Any(record => values(record).Any(at => at.RefittedRms is not null));
        return new Chart
        {
            Name = name,
            Title = title,
            Note = found.Note(Size(found)),
            Caption = hasRefit
                ? "Left: with the read-off as it was. Right: after a new least-squares read-off was fitted to the disturbed layer, which shows what the layer itself has lost. Grey: the answer 0 undisturbed."
                : "Grey: the answer 0 at the sparsity that networks were made for.",
            X = Axis.Linear(label),
            Y = Axis.Logarithmic("rms error") with { Cap = 3 },
            Columns = 2,
            Panels = [Panel(hasRefit ? "own read-off" : "", at => at.Rms), .. hasRefit ? [Panel("new least-squares read-off", at => at.RefittedRms!.Value)] : (Panel[])[]],
        };

        Panel Panel(string panel, Func<ErrorsAt, double> value) => new(
            panel,
            [
                new Level("answering 0", Palette.Zero, Math.Sqrt(ZeroMeanSquare(found.Functions[0]))),
                .. from subject in found.Functions.GroupBy(Name)
                   select new Curve(
                       subject.Key,
                       InkOf(subject.First()),
                       [
                           .. from at in subject.SelectMany(record => values(record).Select(at => (record.Seed, At: at))).GroupBy(one => one.At.Degree)
                              orderby at.Key
                              let estimate = PerSeed.Of(at, one => one.Seed, one => value(one.At)).Estimate
                              where estimate is not null
                              select new CurvePoint(at.Key, estimate),
                       ]),
            ]);
    }

    private static Chart? Line(FoundNetworks found)
    {
        var trained = found.Functions.Where(record => record is { Straight: not null, Aligned: not null }).ToArray();
        return trained.Length == 0 ? null : new Chart
        {
            Name = "interpolation",
            Title = "Mean squared error on the straight line between two trained networks",
            Note = found.Note(Size(found)),
            Caption = "At 0 the network of one seed, at 1 that of another; all weights, biases and read-offs in between are mixed. Matched: the second network's neurons are first brought into the first one's order and scale, which does not change what it computes.",
            X = Axis.Linear("position on the line"),
            Y = Axis.Logarithmic("mean squared error"),
            Columns = 1,
            Panels =
            [
                new Panel(
                    "",
                    [
                        new Level("answering 0", Palette.Zero, ZeroMeanSquare(trained[0])),
                        Curve("as they are", Palette.Trained with { Dash = Dash.Dashed }, record => record.Straight!),
                        Curve("neurons matched", Palette.Trained, record => record.Aligned!),
                    ]),
            ],
        };

        Curve Curve(string label, Ink ink, Func<FunctionRecord, Interpolation> line) => new(
            label,
            ink,
            [
                .. from at in trained.SelectMany(record => line(record).Points.Select(point => (record.Seed, Point: point))).GroupBy(one => one.Point.T)
                   orderby at.Key
                   let estimate = PerSeed.Of(at, one => one.Seed, one => one.Point.MeanSquare).Estimate
                   where estimate is not null
                   select new CurvePoint(at.Key, estimate),
            ]);
    }
}
