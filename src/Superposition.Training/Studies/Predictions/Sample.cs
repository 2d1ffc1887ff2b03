using System.Collections.Immutable;

namespace Superposition.Studies.Predictions;

/// <summary>What the rows say of a quantity at one point: one number a seed, or for a share the cases of each seed.</summary>
/// <param name="Point">The coordinates that tell it from other points.</param>
/// <param name="Values">The number of each seed; rows without a seed count as one of their own.</param>
/// <param name="Cases">For a share: how many cases hold and how many there are, by seed; otherwise empty.</param>
internal sealed record Sample(
    ImmutableSortedDictionary<string, StudyValue> Point, ImmutableSortedDictionary<string, double> Values,
    ImmutableArray<(int Hold, int Cases)> Cases)
{
    private const int MaxSeeds = 100_000;

    /// <summary>The key under which a row without a seed counts.</summary>
    public const string NoSeed = "";

    /// <summary>Whether numbers are averaged as logarithms.</summary>
    public bool IsGeometric { get; init; }

    /// <summary>Judges it; null when it is empty.</summary>
    public JudgedPoint? Judge(AllowedRange allowed)
    {
        if (Interval() is not { } interval)
        {
            return null;
        }

        var state = allowed.Judge(interval);
        return new JudgedPoint(Point, interval, allowed, state, state == VerdictState.Open ? MoreSeeds(allowed, interval) : null);
    }

    private SeedInterval? Interval()
    {
        if (!Cases.IsEmpty)
        {
            return SeedInterval.OfShare(Cases);
        }

        if (Values.Count == 1 && Values.TryGetValue(NoSeed, out var exact))
        {
            return SeedInterval.Exact(exact);
        }

        return IsGeometric
            ? Exponentiated(SeedInterval.Of(Values.Values.Select(value => Math.Log(value))))
            : SeedInterval.Of(Values.Values);
    }

    /// <summary>
    /// The least number of seeds at which the interval, with the mean and spread of now, decides; found by halving, since intervals
    /// shrink with seeds.
    /// </summary>
    private int? MoreSeeds(AllowedRange allowed, SeedInterval now)
    {
        if (now.Seeds < 2)
        {
            return null;
        }

        double[] sample = [.. IsGeometric ? Values.Values.Select(value => Math.Log(value)) : Values.Values];
        var (mean, deviation) = sample.Length == 0 ? (0, 0) : (sample.Average(), SeedInterval.Deviation(sample));
        var effective = Cases.IsEmpty ? 0 : SeedInterval.Effective(Cases) / now.Seeds;
        if (!Decides(MaxSeeds))
        {
            return null;
        }

        var (open, decided) = (now.Seeds, MaxSeeds);
        while (decided - open > 1)
        {
            var middle = (open + decided) / 2;
            (open, decided) = Decides(middle) ? (open, middle) : (middle, decided);
        }

        return decided - now.Seeds;

        bool Decides(int seeds)
        {
            var then = Cases.IsEmpty
                ? SeedInterval.OfMoments(seeds, mean, deviation)
                : SeedInterval.OfShare(now.Value, effective * seeds, seeds);
            return allowed.Judge(IsGeometric ? Exponentiated(then)! : then) != VerdictState.Open;
        }
    }

    private static SeedInterval? Exponentiated(SeedInterval? logs) =>
        logs is null ? null : new SeedInterval(Math.Exp(logs.Value), Math.Exp(logs.Low), Math.Exp(logs.High), logs.Seeds);
}
