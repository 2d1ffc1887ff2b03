using System.Collections.Immutable;
using Superposition.Specs;
using static TorchSharp.torch;

namespace Superposition.Checkpoints;

/// <summary>
/// Which arrays of a file are activations and labels: those with these names, X and y, or the positional names that numpy.savez gives.
/// </summary>
/// <param name="Name">The array of activations.</param>
/// <param name="Axes">Its leading axes.</param>
internal sealed record ActivationArrays(string Name, ActivationAxes Axes)
{
    public const string ActivationsKey = "activations";
    private const string First = "arr_0", Second = "arr_1";

    /// <summary>Names of activations and of labels next to them.</summary>
    private static readonly ImmutableArray<(string Activations, string Labels)> Pairs =
        [(ActivationsKey, ActivationLabels.LabelsKey), ("X", "y"), ("acts", "labels"), (First, Second)];

    /// <summary>The name of the activations, or null in a file of something else.</summary>
    public static string? Find(IArrayFile file)
    {
        if (file.Arrays.ContainsKey(ActivationsKey))
        {
            return ActivationsKey;
        }

        var isAlone = file.Arrays.Count == 1 && file.Arrays.ContainsKey(First);
        return isAlone ? First : Pairs.Where(pair => IsIn(file, pair.Activations, pair.Labels)).Select(pair =>
            pair.Activations).FirstOrDefault();
    }

    /// <summary>The name of the labels that stand next to activations, or null.</summary>
    public static string? LabelsBeside(IArrayFile file) => file.Arrays.ContainsKey(ActivationLabels.LabelsKey) ? ActivationLabels.LabelsKey
        : Pairs.Where(pair => pair.Activations == Find(file) && file.Arrays.ContainsKey(pair.Labels)).Select(pair =>
            pair.Labels).FirstOrDefault();

    /// <summary>
    /// The name of the labels in a file of their own: "labels", "y", or whatever the only array is called; null where it is open.
    /// </summary>
    public static string? LabelsAlone(IArrayFile file) => Pairs.Select(pair => pair.Labels).FirstOrDefault(file.Arrays.ContainsKey)
        ?? (file.Arrays.Count == 1 ? file.Arrays.Keys.Single() : null);

    /// <summary>Finds the activations and checks their shape.</summary>
    /// <exception cref="NetworkFileException">There are none, or they have another shape.</exception>
    public static ActivationArrays Require(IArrayFile file)
    {
        var name = Find(file) ?? throw new NetworkFileException(
            $"The file has no activations: found the arrays {Quotation.List(file.Arrays.Keys)}, expected \"{ActivationsKey}\".");
        var array = file.Arrays[name];
        return array.Shape.Length is 2 or 3 && array.Shape.All(size => size is > 0 and <= int.MaxValue)
            && array.Elements <= int.MaxValue * (long)array.Shape[^1]
            ? new ActivationArrays(name, new ActivationAxes(array.Shape[0], array.Shape.Length == 3 ? array.Shape[1] : null))
            : throw new NetworkFileException(
                $"{name} has the shape {array.ShapeText}, expected [n, …]: a row for each input, or [n, t, …] for sequences of t "
                    + "tokens.");
    }

    /// <summary>The activations as rows, shape [n, d], leading axes flattened.</summary>
    public Tensor Activations(IArrayFile file) => Axes.Rows(file, Name);

    /// <summary>What was taken for what, where names or shapes left it open.</summary>
    /// <param name="file">The file.</param>
    /// <param name="labels">The labels that were read from it.</param>
    /// <param name="hasGroups">Whether groups were given.</param>
    public ImmutableArray<string> Notes(IArrayFile file, ActivationLabels? labels, bool hasGroups)
    {
        string[] used = [Name, .. labels is null ? [] : new[] { labels.Array, ActivationLabels.NamesArray }, "inputs", "untrained",
            ActivationGroups.Key];
        var ignored = file.Arrays.Keys.Except(used, StringComparer.Ordinal).ToArray();
        var array = file.Arrays[Name];
        if (ignored.Length == 0 && Axes.Tokens is null && StoredActivations.IsOurs(file))
        {
            return [];
        }

        return
        [
            $"Read as activations = {Name} "
                + $"{array.ShapeText}{(labels is null ? "" : $", labels = {labels.Array} {file.Arrays[labels.Array].ShapeText}")}"
                    + $"{(ignored.Length == 0 ? "" : $"; ignored: {Quotation.List(ignored)}")}.",
            .. Axes.Tokens is { } tokens
                ? [$"{Axes.Inputs:N0} sequences of {tokens:N0} tokens are {Axes.Count:N0} "
                    + $"rows{(hasGroups ? "" : ", and a sequence is a group")}."]
                : Array.Empty<string>(),
        ];
    }

    /// <summary>Whether two arrays have a row for each input, and the second holds zeros and ones.</summary>
    private static bool IsIn(IArrayFile file, string activations, string labels)
    {
        if (!file.Arrays.TryGetValue(activations, out var first) || !file.Arrays.TryGetValue(labels, out var second)
            || first.Shape.Length is not (2 or 3) || second.Shape.Length is not (1 or 2 or 3) || first.Shape[0] != second.Shape[0]
                || second.Type.Holder is null)
        {
            return false;
        }

        using var scope = NewDisposeScope();
        var values = file.Read(labels);
        return values.eq(0).logical_or(values.eq(1)).all().item<bool>();
    }
}
