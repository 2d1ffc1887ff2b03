using System.Collections.Immutable;

namespace Superposition.Reporting.Statistics;

/// <summary>A number that was measured once a seed. Cells that share a seed share their draws, so differences are taken seed by seed.</summary>
/// <param name="Values">The value of each seed.</param>
public sealed record PerSeed(ImmutableSortedDictionary<ulong, double> Values)
{
    /// <summary>Nothing measured.</summary>
    public static PerSeed None { get; } = new(ImmutableSortedDictionary<ulong, double>.Empty);

    /// <summary>Whether nothing was measured.</summary>
    public bool IsEmpty => Values.IsEmpty;

    /// <summary>Mean and confidence interval over the seeds; null when there is none.</summary>
    public Estimate? Estimate => Statistics.Estimate.Of(Values.Values);

    /// <summary>One number of each item, by the item's seed; of two items with one seed the later counts.</summary>
    public static PerSeed Of<T>(IEnumerable<T> items, Func<T, ulong> seed, Func<T, double> value)
    {
        var values = ImmutableSortedDictionary.CreateBuilder<ulong, double>();
        foreach (var item in items)
        {
            values[seed(item)] = value(item);
        }

        return new PerSeed(values.ToImmutable());
    }

    /// <summary>Combines two measurements on the seeds that both have.</summary>
    public PerSeed With(PerSeed other, Func<double, double, double> combine) => new(
        Values.Where(pair => other.Values.ContainsKey(pair.Key)).ToImmutableSortedDictionary(pair => pair.Key, pair => combine(pair.Value, other.Values[pair.Key])));
}
