using System.Collections.Immutable;
using System.Globalization;

namespace Superposition.Booleans;

/// <summary>
/// The ANDs of chosen sets of t features. An input's class is the number of members of the set that are active, "0 of t" … "t of t".
/// </summary>
public sealed class FanInAnds : IBooleanTargets
{
    private FanInAnds(int features, int fanIn, ImmutableArray<ImmutableArray<int>> sets)
    {
        Features = features;
        FanIn = fanIn;
        Sets = sets;
        Classes = [.. Enumerable.Range(0, fanIn + 1).Select(members => ClassOf(members, fanIn))];
    }

    /// <inheritdoc/>
    public int Features { get; }

    /// <summary>t, the number of features of a set.</summary>
    public int FanIn { get; }

    /// <summary>The sets, each increasing, in the order of the outputs.</summary>
    public ImmutableArray<ImmutableArray<int>> Sets { get; }

    /// <inheritdoc/>
    public int Count => Sets.Length;

    /// <inheritdoc/>
    public ImmutableArray<string> Classes { get; }

    /// <summary>The name of the class of inputs with a number of members active.</summary>
    public static string ClassOf(int members, int fanIn) => string.Create(CultureInfo.InvariantCulture, $"{members} of {fanIn}");

    /// <summary>The ANDs of the sets that are given, one output for each, in their order.</summary>
    /// <exception cref="ArgumentException">A set is not t different features below m in increasing order.</exception>
    public static FanInAnds Of(int features, int fanIn, IEnumerable<IReadOnlyList<int>> sets)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fanIn, 1);
        ImmutableArray<ImmutableArray<int>> kept = [.. sets.Select(set => set.ToImmutableArray())];
        foreach (var set in kept)
        {
            if (set.Length != fanIn || set.Zip(set.Skip(1)).Any(pair => pair.First >= pair.Second) || set[0] < 0 || set[^1] >= features)
            {
                throw new ArgumentException(
                    $"{{{string.Join(',', set)}}} is not a set of {fanIn} features: expected increasing numbers from 0 to {features - 1}.",
                    nameof(sets));
            }
        }

        return new FanInAnds(features, fanIn, kept);
    }

    /// <summary>All C(m, t) sets in lexicographic order.</summary>
    public static FanInAnds All(int features, int fanIn) => Of(features, fanIn, new SparseInputs(features, fanIn, Sparsity.Exactly)
        .All(1 << 16).SelectMany(batch => Enumerable.Range(0, batch.Count).Select(i => batch[i].ToArray())));

    /// <summary>Independent random sets, every set with the same probability; a set may come twice.</summary>
    public static FanInAnds Draw(int features, int fanIn, int count, Random random) =>
        Of(features, fanIn, Enumerable.Range(0, count).Select(_ =>
    {
        var set = new int[fanIn];
        Combinations.Draw(features, random, set);
        return set;
    }));

    /// <inheritdoc/>
    public int ValueOf(int inputClass) => inputClass == FanIn ? 1 : 0;

    /// <inheritdoc/>
    public void Classify(ReadOnlySpan<int> active, Span<byte> classes)
    {
        Span<byte> isActive = Features <= 4096 ? stackalloc byte[Features] : new byte[Features];
        isActive.Clear();
        foreach (var feature in active)
        {
            isActive[feature] = 1;
        }

        for (var i = 0; i < Sets.Length; i++)
        {
            byte members = 0;
            foreach (var feature in Sets[i])
            {
                members += isActive[feature];
            }

            classes[i] = members;
        }
    }

    /// <inheritdoc/>
    public void AppendOn(ReadOnlySpan<int> active, List<int> on)
    {
        var classes = new byte[Count];
        Classify(active, classes);
        for (var i = 0; i < classes.Length; i++)
        {
            if (classes[i] == FanIn)
            {
                on.Add(i);
            }
        }
    }
}
