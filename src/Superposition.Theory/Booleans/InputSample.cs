namespace Superposition.Booleans;

/// <summary>
/// Which inputs a measurement looks at: every input of a set, or a stated number of draws from it. The same sample yields the same inputs
/// every time it is walked, so networks are compared on equal terms.
/// </summary>
public sealed record InputSample
{
    private readonly int draws;
    private readonly Seed seed;
    private readonly ActiveSets? given;
    private readonly Source? source;
    private readonly CancellationToken cancellation;

    private InputSample(
        SparseInputs space, bool isAll, int draws, Seed seed, ActiveSets? given = null, Source? source = null,
        CancellationToken cancellation = default)
    {
        this.given = given;
        this.source = source;
        Space = space;
        IsAll = isAll;
        this.draws = draws;
        this.seed = seed;
        this.cancellation = cancellation;
    }

    /// <summary>
    /// The set the inputs come from; for inputs of another distribution its m, and the number of active features that networks are scaled
    /// to.
    /// </summary>
    public SparseInputs Space { get; }

    /// <summary>Where the inputs come from, in words: "exactly 3 of 64 features active".</summary>
    public string Set => source?.Description ?? Space.ToString();

    /// <summary>Whether the sample is every input of the set.</summary>
    public bool IsAll { get; }

    /// <summary>The number of inputs in the sample.</summary>
    public long Count => IsAll ? (long)Space.Count : draws;

    /// <summary>How many different inputs a given sample has: one that occurs often counts often in every error rate.</summary>
    public long Different => given is null
        ? Count
        : Enumerable.Range(0, given.Count).Select(i => string.Join(',', given[i].ToArray())).Distinct(StringComparer.Ordinal).LongCount();

    /// <summary>The sample of every input of a set.</summary>
    public static InputSample All(SparseInputs space) => new(space, isAll: true, draws: 0, default);

    /// <summary>Independent uniform draws from a set.</summary>
    public static InputSample Drawn(SparseInputs space, int inputs, Seed seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        return new InputSample(space, isAll: false, inputs, seed);
    }

    /// <summary>Inputs that were chosen elsewhere, for example with correlated features; each has to belong to the set.</summary>
    /// <exception cref="ArgumentException">There are none, or one has another number of active features than the set allows.</exception>
    public static InputSample Given(SparseInputs space, ActiveSets inputs)
    {
        for (var i = 0; i < inputs.Count; i++)
        {
            if (inputs[i].Length < space.MinActive || inputs[i].Length > space.Active)
            {
                throw new ArgumentException($"Input {i} has {inputs[i].Length} active features, expected {space}.", nameof(inputs));
            }
        }

        return inputs.Count > 0
            ? new InputSample(space, isAll: false, inputs.Count, default, inputs)
            : throw new ArgumentException("There are no inputs.", nameof(inputs));
    }

    /// <summary>Independent draws from a distribution that is not uniform on a set of sparse inputs.</summary>
    /// <param name="space">m, and the number of active features that networks are scaled to.</param>
    /// <param name="description">The distribution in words.</param>
    /// <param name="draw">Draws a number of inputs.</param>
    /// <param name="inputs">The number of inputs to draw.</param>
    /// <param name="seed">Draws them.</param>
    public static InputSample From(SparseInputs space, string description, Func<Random, int, ActiveSets> draw, int inputs, Seed seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        return new InputSample(space, isAll: false, inputs, seed, given: null, new Source(description, draw));
    }

    /// <summary>Every input when there are at most <paramref name="most"/>, otherwise that many draws.</summary>
    public static InputSample AllUpTo(SparseInputs space, int most, Seed seed) =>
        space.Count <= most ? All(space) : Drawn(space, most, seed);

    /// <summary>
    /// The same inputs, but walking them ends with an <see cref="OperationCanceledException"/> when the token asks for it.
    /// </summary>
    public InputSample StoppedBy(CancellationToken token) => new(Space, IsAll, draws, seed, given, source, token);

    /// <summary>The inputs, in batches of at most <paramref name="batch"/>; the batch size does not change which inputs come.</summary>
    public IEnumerable<ActiveSets> Batches(int batch)
    {
        if (IsAll)
        {
            foreach (var inputs in Space.All(batch))
            {
                cancellation.ThrowIfCancellationRequested();
                yield return inputs;
            }

            yield break;
        }

        if (given is not null)
        {
            for (var first = 0; first < given.Count; first += batch)
            {
                cancellation.ThrowIfCancellationRequested();
                yield return given.Slice(first, Math.Min(batch, given.Count - first));
            }

            yield break;
        }

        var random = seed.Stream("inputs");
        for (var left = draws; left > 0; left -= batch)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return source?.Draw(random, Math.Min(batch, left)) ?? Space.Draw(random, Math.Min(batch, left));
        }
    }

    /// <inheritdoc/>
    public override string ToString() =>
        IsAll ? $"all {Count:N0} inputs with {Set}"
        : given is null ? $"{Count:N0} drawn inputs with {Set}"
        : Different is var different && different < Count ? $"{Count:N0} given inputs ({different:N0} different ones) with {Set}"
        : $"{Count:N0} given inputs with {Set}";

    private sealed record Source(string Description, Func<Random, int, ActiveSets> Draw);
}
