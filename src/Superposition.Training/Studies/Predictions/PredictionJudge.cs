using System.Collections.Immutable;

namespace Superposition.Studies.Predictions;

/// <summary>
/// Judges predictions on a study's table. Values are averaged over seeds with 95 % intervals; rows that are compared share their seed, so
/// that differences and ratios are taken seed by seed. Where a seed's rows are reduced to one number, or give a slope, a seed counts when
/// it has every point that any seed has.
/// </summary>
public static class PredictionJudge
{
    /// <summary>Judges one prediction: held, failed or open, with the value and interval of every point of the grid.</summary>
    /// <param name="prediction">The prediction; its test has no <see cref="PredictionRules">problem</see>.</param>
    /// <param name="table">The table, with one row for each network and seed that counts.</param>
    public static Verdict Judge(Prediction prediction, StudyTable table)
    {
        var test = prediction.Test;
        var measured = MeasuredRows.Of(test, table);
        var allowed = Allowed(test);
        ImmutableArray<JudgedPoint> points = [.. Samples(test, measured.Values).Select(sample => sample.Judge(allowed))
            .OfType<JudgedPoint>()];
        var state = points.Any(point => point.State == VerdictState.Failed) ? VerdictState.Failed
            : measured.Missing > 0 || points.IsEmpty || points.Any(point => point.State == VerdictState.Open) ? VerdictState.Open
            : VerdictState.Held;
        var worst = points.Index().Where(point => state == VerdictState.Held || point.Item.State == state)
            .OrderBy(point => Margin(point.Item)).ToArray();
        return new Verdict(prediction, state, points, measured.Refused, measured.Missing, worst.Length == 0 ? -1 : worst[0].Index);
    }

    private static AllowedRange Allowed(PredictionTest test) => test switch
    {
        { Between: [var low, var high] } => new(low, high, IncludesEnds: true),
        { AtLeast: not null } or { AtMost: not null } =>
            new(test.AtLeast ?? double.NegativeInfinity, test.AtMost ?? double.PositiveInfinity, IncludesEnds: true),
        { Than.Number: { } number } => AllowedRange.Of(test.Is!, number),
        _ => AllowedRange.Of(test.Is!, 0),
    };

    private static double Margin(JudgedPoint point) =>
        Math.Min(point.Allowed.Margin(point.Interval.Low), point.Allowed.Margin(point.Interval.High));

    private static IEnumerable<Sample> Samples(PredictionTest test, ImmutableArray<MeasuredValue> values)
    {
        if (test.Share is not null)
        {
            var cases = from seed in values.GroupBy(value => value.Seed) select (seed.Count(value => value.Value != 0), seed.Count());
            return [new Sample(StudyRow.None, NoValues, [.. cases])];
        }

        var isGeometric = test.Ratio is not null;
        if (isGeometric && values.Any(value => value.Value <= 0))
        {
            return [];
        }

        var perPoint = test.Slope is null ? values : Slopes(values, test.Against!);
        if (test.Reduce == Reduction.Each)
        {
            return from point in perPoint.GroupBy(value => Key(value.Point), StringComparer.Ordinal)
                   select new Sample(point.First().Point, BySeed(point, one => one.Single().Value), []) { IsGeometric = isGeometric };
        }

        var complete = Complete(perPoint, value => Key(value.Point));
        var reduced = BySeed(complete, seed => Reduced(test.Reduce, seed.Select(value => value.Value)));
        return [new Sample(StudyRow.None, reduced, []) { IsGeometric = isGeometric }];
    }

    private static ImmutableSortedDictionary<string, double> NoValues { get; } =
        ImmutableSortedDictionary.Create<string, double>(StringComparer.Ordinal);

    private static ImmutableSortedDictionary<string, double> BySeed(
        IEnumerable<MeasuredValue> values, Func<IEnumerable<MeasuredValue>, double> one) =>
        NoValues.AddRange(values.GroupBy(value => value.Seed, StringComparer.Ordinal)
            .Select(seed => KeyValuePair.Create(seed.Key, one(seed))));

    /// <summary>The values of those seeds that have every point.</summary>
    private static IEnumerable<MeasuredValue> Complete(IEnumerable<MeasuredValue> values, Func<MeasuredValue, string> point)
    {
        var all = values.ToArray();
        var points = all.Select(point).Distinct(StringComparer.Ordinal).Count();
        return all.GroupBy(value => value.Seed, StringComparer.Ordinal)
            .Where(seed => seed.Select(point).Distinct(StringComparer.Ordinal).Count() == points).SelectMany(seed => seed);
    }

    internal static double Reduced(Reduction reduction, IEnumerable<double> values) => reduction switch
    {
        Reduction.Largest => values.Max(),
        Reduction.Smallest => values.Min(),
        _ => values.Average(),
    };

    /// <summary>
    /// One slope for each seed and each point without the coordinate that slopes run along; none where a value is not positive.
    /// </summary>
    private static IEnumerable<MeasuredValue> Slopes(ImmutableArray<MeasuredValue> values, string against)
    {
        foreach (var group in values.GroupBy(value => Key(value.Point.Remove(against)), StringComparer.Ordinal))
        {
            foreach (var seed in Complete(group, value => value.Point.GetValueOrDefault(against)?.ToString() ?? "")
                .GroupBy(value => value.Seed, StringComparer.Ordinal))
            {
                (double X, double Y)[] places =
                [
                    .. from value in seed
                       let x = value.Point.GetValueOrDefault(against)?.AsNumber ?? 0
                       where x > 0 && value.Value > 0
                       select (Math.Log(x), Math.Log(value.Value)),
                ];
                if (places.Length == seed.Count() && places.DistinctBy(place => place.X).Count() > 1)
                {
                    var (meanX, meanY) = (places.Average(place => place.X), places.Average(place => place.Y));
                    var covariance = places.Sum(place => (place.X - meanX) * (place.Y - meanY));
                    var variance = places.Sum(place => (place.X - meanX) * (place.X - meanX));
                    yield return new MeasuredValue(seed.First().Point.Remove(against), seed.Key, covariance / variance);
                }
            }
        }
    }

    private static string Key(ImmutableSortedDictionary<string, StudyValue> point) =>
        string.Join('\n', point.Select(coordinate => $"{coordinate.Key}={coordinate.Value}"));
}
