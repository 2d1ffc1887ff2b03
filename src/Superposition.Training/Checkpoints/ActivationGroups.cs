using System.Collections.Immutable;
using static TorchSharp.torch;

namespace Superposition.Checkpoints;

/// <summary>
/// Groups of inputs that must not be divided between fitting and testing, as whole numbers or as text such as the names of documents.
/// </summary>
internal static class ActivationGroups
{
    public const string Key = "groups";

    /// <summary>
    /// A number for each row, or null where a file has no groups. Groups of whole sequences hold for each of their tokens.
    /// </summary>
    /// <exception cref="NetworkFileException">They have another shape, or are neither whole numbers nor text.</exception>
    public static ImmutableArray<long>? Read(IArrayFile file, ActivationAxes axes)
    {
        if (!file.Arrays.TryGetValue(Key, out var array))
        {
            return null;
        }

        var isOfRows = array.Shape is [var rows] && rows == axes.Count;
        var isOfSequences = axes.Tokens is not null && array.Shape is [var sequences] && sequences == axes.Inputs;
        var isOfTokens = axes.Tokens is { } length && array.Shape is [var inputs, var tokens] && inputs == axes.Inputs && tokens == length;
        if (!isOfRows && !isOfSequences && !isOfTokens)
        {
            throw new NetworkFileException(
                $"{Key} has the shape {array.ShapeText}, expected [{axes.Text}]: a number or a name for each input.");
        }

        var numbers = array.Type.IsText ? Numbers(file.ReadText(Key)) : Whole(file);
        return isOfRows || isOfTokens ? numbers : [.. numbers.SelectMany(number => Enumerable.Repeat(number, (int)axes.Tokens!.Value))];
    }

    private static ImmutableArray<long> Numbers(ImmutableArray<string> names)
    {
        var known = new Dictionary<string, long>(StringComparer.Ordinal);
        return [.. names.Select(name => known.TryAdd(name, known.Count) ? known.Count - 1 : known[name])];
    }

    private static ImmutableArray<long> Whole(IArrayFile file)
    {
        using var scope = NewDisposeScope();
        var values = file.Read(Key);
        var whole = values.to(int64);
        return whole.to(values.dtype).eq(values).all().item<bool>() ? [.. whole.flatten().data<long>().ToArray()]
            : throw new NetworkFileException($"{Key} has values that are no whole numbers, expected a number or a name for each input.");
    }
}
