using Superposition.Booleans;

namespace Superposition.Probing;

/// <summary>
/// Which inputs are the same. A probe that is tested on an input it was fitted on is tested on its memory, so equal inputs have to stay
/// together wherever inputs are divided or labels are drawn.
/// </summary>
public static class InputIdentity
{
    /// <summary>For each input a number 0 … k − 1; equal active sets have equal numbers.</summary>
    public static int[] Of(ActiveSets inputs)
    {
        var keys = new string[inputs.Count];
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = string.Join(',', inputs[i].ToArray());
        }

        return Of(keys);
    }

    /// <summary>For each thing a number 0 … k − 1 in the order of first appearance; equal things have equal numbers.</summary>
    public static int[] Of<T>(IReadOnlyList<T> things)
        where T : notnull
    {
        var known = new Dictionary<T, int>();
        var numbers = new int[things.Count];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = known.TryGetValue(things[i], out var number) ? number : known[things[i]] = known.Count;
        }

        return numbers;
    }
}
