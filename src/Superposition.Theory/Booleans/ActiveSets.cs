namespace Superposition.Booleans;

/// <summary>
/// A batch of sparse boolean inputs, each held as the increasing indices of its active features (never as a row of zeros and ones).
/// </summary>
public sealed class ActiveSets
{
    private readonly int[] features;
    private readonly int[] offsets;

    /// <summary>Takes the inputs' active features one after the other.</summary>
    /// <param name="features">Active features of all inputs, input after input.</param>
    /// <param name="offsets">Where each input begins in <paramref name="features"/>, and last the total: n + 1 numbers.</param>
    public ActiveSets(int[] features, int[] offsets)
    {
        if (offsets.Length == 0 || offsets[0] != 0 || offsets[^1] != features.Length)
        {
            throw new ArgumentException("Offsets begin with 0 and end with the number of active features.", nameof(offsets));
        }

        this.features = features;
        this.offsets = offsets;
    }

    /// <summary>The number of inputs, n.</summary>
    public int Count => offsets.Length - 1;

    /// <summary>Active features of all inputs, input after input.</summary>
    public ReadOnlySpan<int> Features => features;

    /// <summary>Where each input begins in <see cref="Features"/>, and last the total: n + 1 numbers.</summary>
    public ReadOnlySpan<int> Offsets => offsets;

    /// <summary>The active features of one input, increasing.</summary>
    public ReadOnlySpan<int> this[int input] => features.AsSpan(offsets[input], offsets[input + 1] - offsets[input]);

    /// <summary>Some of the inputs, one after the other.</summary>
    public ActiveSets Slice(int first, int count)
    {
        var start = offsets[first];
        return new ActiveSets(
            features[start..offsets[first + count]], [.. offsets.AsSpan(first, count + 1).ToArray().Select(offset => offset - start)]);
    }

    /// <summary>Some of the inputs, in the order in which they are named; one may be named more than once.</summary>
    public ActiveSets Choose(ReadOnlySpan<int> inputs)
    {
        var starts = new int[inputs.Length + 1];
        for (var i = 0; i < inputs.Length; i++)
        {
            starts[i + 1] = starts[i] + this[inputs[i]].Length;
        }

        var chosen = new int[starts[^1]];
        for (var i = 0; i < inputs.Length; i++)
        {
            this[inputs[i]].CopyTo(chosen.AsSpan(starts[i]));
        }

        return new ActiveSets(chosen, starts);
    }

    /// <summary>Gathers inputs that are given one by one.</summary>
    public static ActiveSets Of(params IReadOnlyList<int[]> inputs)
    {
        var starts = new int[inputs.Count + 1];
        for (var i = 0; i < inputs.Count; i++)
        {
            starts[i + 1] = starts[i] + inputs[i].Length;
        }

        return new ActiveSets([.. inputs.SelectMany(input => input)], starts);
    }
}
