using Superposition.Booleans;

namespace Superposition.Probing;

/// <summary>
/// The states in which the AND of a pair is switched on and off: both members active, only the first, only the second, neither, in the same
/// context of other active features. With exactly s active features a member that is off is replaced by another feature, in several ways,
/// so that every state stays in the set.
/// </summary>
internal sealed class PairContexts
{
    // Replacements per context: odd, so that a median is one of them; more of them where a context decides.
    private const int UsualReplacements = 9;
    private const int ManyReplacements = 31;

    // Contexts are all tried where there are no more than so many times the number that would be drawn.
    private const int FewTimes = 4;

    // With fewer features to replace two members by, most replacements can share a third pair with what is measured.
    private const int MinFree = 3;

    private readonly SparseInputs space;
    private readonly int[][] contexts;
    private readonly (int First, int Second)[][] replacements;

    private PairContexts(SparseInputs space, int[][] contexts, (int First, int Second)[][] replacements, bool areAll, bool areExact)
    {
        this.space = space;
        this.contexts = contexts;
        this.replacements = replacements;
        AreAll = areAll;
        AreExact = areExact;
    }

    /// <summary>How many contexts there are for each pair.</summary>
    public int Count => contexts.Length;

    /// <summary>How many ways of replacing the members are tried in each context; 1 where members are left out instead.</summary>
    public int Replacements => replacements[0].Length;

    /// <summary>Whether every context of the set is among them.</summary>
    public bool AreAll { get; }

    /// <summary>Whether nothing is drawn in a context: members are left out, or replaced in every way.</summary>
    public bool AreExact { get; }

    /// <summary>All contexts where they are few, otherwise draws.</summary>
    /// <param name="space">The inputs.</param>
    /// <param name="drawn">How many contexts are drawn where there are more than four times as many.</param>
    /// <param name="random">
    /// Draws contexts and replacements; with the same draws the contexts are the same, however often members are replaced.
    /// </param>
    /// <param name="many">Whether members are replaced in more ways than usual.</param>
    /// <exception cref="ArgumentException">The inputs have no two active features, or no features to replace the members by.</exception>
    public static PairContexts Of(SparseInputs space, int drawn, Random random, bool many = false)
    {
        var isExact = space.Sparsity == Sparsity.Exactly;
        if (space.Active < 2 || (isExact && space.Features < space.Active + MinFree))
        {
            throw new ArgumentException(
                $"A pair has no interaction to measure with {space}: expected at least two active features, and three more features "
                    + "than that when their number is fixed.", nameof(space));
        }

        var others = space.Features - 2;
        if (others == 0)
        {
            return new PairContexts(space, [[]], [[(-1, -1)]], areAll: true, areExact: true);
        }

        var possible = new SparseInputs(others, Math.Min(space.Active - 2, others), space.Sparsity);
        var areAll = possible.Count <= (long)FewTimes * drawn;
        var sets = areAll ? possible.All((int)possible.Count).Single() : possible.Draw(random, drawn);
        int[][] around = [.. Enumerable.Range(0, sets.Count).Select(c => sets[c].ToArray())];
        if (!isExact)
        {
            return new PairContexts(space, around, [.. around.Select(_ => new[] { (-1, -1) })], areAll, areExact: true);
        }

        var free = others - possible.Active;
        var ways = many ? ManyReplacements : UsualReplacements;
        return new PairContexts(
            space, around, [.. around.Select(context => Draw(others, context, ways, random))], areAll, free * (free - 1) <= ways);
    }

    /// <summary>The same contexts with one way of replacing the members each.</summary>
    public PairContexts ReplacedOnce() => new(space, contexts, [.. replacements.Select(ways => ways[..1])], areAll: false, areExact: false);

    /// <summary>The same contexts with members left out rather than replaced: inputs with fewer active features than the set has.</summary>
    public PairContexts LeavingOut() => new(
        space, contexts, [.. contexts.Select(_ => new[] { (-1, -1) })], AreAll, areExact: true);

    /// <summary>The same pair in a single context, with all of that context's replacements.</summary>
    /// <param name="context">Which.</param>
    public PairContexts Only(int context) => new(space, [contexts[context]], [replacements[context]], areAll: false, AreExact);

    /// <summary>Some of the contexts only, for a survey.</summary>
    /// <param name="count">How many.</param>
    /// <param name="random">Draws which.</param>
    public PairContexts Some(int count, Random random)
    {
        if (count >= Count)
        {
            return this;
        }

        var order = Enumerable.Range(0, Count).ToArray();
        random.Shuffle(order);
        return new PairContexts(
            space, [.. order[..count].Select(c => contexts[c])], [.. order[..count].Select(c => replacements[c])], areAll: false,
            AreExact);
    }

    /// <summary>
    /// Adds the states of a pair: for each context and each replacement those with both, the first, the second and neither member.
    /// </summary>
    public void AppendStates(int first, int second, List<int[]> states)
    {
        // The place of a feature among those outside the pair is its number without the members below it.
        int Outside(int place) => place + (place >= first ? 1 : 0) is var above && above >= second ? above + 1 : above;
        for (var c = 0; c < contexts.Length; c++)
        {
            int[] context = [.. contexts[c].Select(Outside)];
            foreach (var (instead1, instead2) in replacements[c])
            {
                int[] firstInstead = instead1 < 0 ? [] : [Outside(instead1)];
                int[] secondInstead = instead2 < 0 ? [] : [Outside(instead2)];
                states.Add(Sorted([.. context, first, second]));
                states.Add(Sorted([.. context, first, .. secondInstead]));
                states.Add(Sorted([.. context, .. firstInstead, second]));
                states.Add(Sorted([.. context, .. firstInstead, .. secondInstead]));
            }
        }
    }

    /// <summary>The states with both members of each pair active, in every context.</summary>
    /// <param name="pairs">The pairs.</param>
    public ActiveSets WithBoth(IEnumerable<(int First, int Second)> pairs)
    {
        var (all, once) = (new List<int[]>(), ReplacedOnce());
        foreach (var (first, second) in pairs)
        {
            once.AppendStates(first, second, all);
        }

        return ActiveSets.Of([.. all.Where((_, i) => i % 4 == 0)]);
    }

    /// <summary>
    /// All ordered pairs of replacements where they are few, otherwise an odd number in which no feature replaces the same member twice, as
    /// far as they reach.
    /// </summary>
    private static (int First, int Second)[] Draw(int others, int[] context, int ways, Random random)
    {
        var free = Enumerable.Range(0, others).Where(place => !context.Contains(place)).ToArray();
        if (free.Length * (free.Length - 1) <= ways)
        {
            return [.. from one in free from other in free where one != other select (one, other)];
        }

        random.Shuffle(free);
        return [.. Enumerable.Range(0, ways).Select(i => (free[i % free.Length], free[(i + 1 + (i / free.Length)) % free.Length]))];
    }

    private static int[] Sorted(int[] state)
    {
        Array.Sort(state);
        return state;
    }
}
