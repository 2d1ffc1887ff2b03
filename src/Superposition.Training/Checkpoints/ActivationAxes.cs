using System.Collections.Immutable;
using static TorchSharp.torch;

namespace Superposition.Checkpoints;

/// <summary>The axes before the last one of activations: n inputs, or n sequences of t tokens.</summary>
/// <param name="Inputs">n, the number of inputs.</param>
/// <param name="Tokens">t, or null where inputs are no sequences.</param>
public sealed record ActivationAxes(long Inputs, long? Tokens)
{
    /// <summary>How many rows there are: n, or n·t.</summary>
    public long Count => Inputs * (Tokens ?? 1);

    /// <summary>The number of its sequence for each row; null where inputs are no sequences.</summary>
    internal ImmutableArray<long>? Sequences =>
        Tokens is { } tokens ? [.. Enumerable.Range(0, checked((int)Count)).Select(row => row / tokens)] : null;

    /// <summary>The leading axes in words.</summary>
    internal string Text => Tokens is null ? $"{Inputs}" : $"{Inputs}, {Tokens}";

    /// <summary>An array with a row for each input as a matrix, shape [Count, …].</summary>
    /// <exception cref="NetworkFileException">It has another shape, or values that are not finite.</exception>
    internal Tensor Rows(IArrayFile file, string key)
    {
        using var scope = NewDisposeScope();
        var array = file.Arrays[key];
        var isFlat = array.Shape.Length == 2 && array.Shape[0] == Count;
        var isOfTokens = Tokens is not null && array.Shape.Length == 3 && array.Shape[0] == Inputs && array.Shape[1] == Tokens;
        return (isFlat || isOfTokens) && array.Shape[^1] > 0
            ? FiniteArray.Float32(file, key).reshape(Count, -1).MoveToOuterDisposeScope()
            : throw new NetworkFileException($"{key} has the shape {array.ShapeText}, expected [{Text}, …]: a row for each input.");
    }
}
