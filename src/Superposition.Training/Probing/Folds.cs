using Superposition.Booleans;

namespace Superposition.Probing;

/// <summary>
/// A division of inputs into parts, for testing a probe on inputs that it was not fitted on. Equal inputs go to the same part.
/// </summary>
public sealed class Folds
{
    private readonly int[] places;

    private Folds(int[] places, int count)
    {
        this.places = places;
        Count = count;
    }

    /// <summary>The number of parts, at least 2.</summary>
    public int Count { get; }

    /// <summary>Divides inputs at random into parts that differ by at most one in their number of different inputs.</summary>
    /// <param name="identities">
    /// For each input its number 0 … k − 1, equal for equal inputs (<see cref="InputIdentity"/>) or for all of one document.
    /// </param>
    /// <param name="count">How many parts.</param>
    /// <param name="seed">The seed of the division.</param>
    /// <exception cref="ArgumentException">There are fewer than two parts, or fewer different inputs than parts.</exception>
    public static Folds Of(IReadOnlyList<int> identities, int count, Seed seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        var different = Enumerable.Range(0, identities.Count == 0 ? 0 : identities.Max() + 1).ToArray();
        if (different.Length < count)
        {
            throw new ArgumentException(
                $"There are {different.Length} different inputs, expected at least one for each of {count} folds.", nameof(identities));
        }

        seed.Stream("folds").Shuffle(different);
        var place = new int[different.Length];
        for (var i = 0; i < different.Length; i++)
        {
            place[different[i]] = i % count;
        }

        return new Folds([.. identities.Select(identity => place[identity])], count);
    }

    /// <summary>The inputs of a part, increasing.</summary>
    public long[] Members(int fold) => [.. Enumerable.Range(0, places.Length).Where(i => places[i] == fold).Select(i => (long)i)];

    /// <summary>The inputs of all other parts, increasing.</summary>
    public long[] Others(int fold) => [.. Enumerable.Range(0, places.Length).Where(i => places[i] != fold).Select(i => (long)i)];
}
