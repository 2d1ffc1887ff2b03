using System.Collections.Immutable;
using System.Text.Json;
using Superposition.Specs;
using static TorchSharp.torch;

namespace Superposition.Checkpoints;

/// <summary>Labels of activations: where each of c features is present.</summary>
/// <param name="Labels_nc">Zeros and ones, float32, shape [n, c].</param>
/// <param name="Names">What the labels are called.</param>
/// <param name="Array">The array that they were read from.</param>
/// <param name="Groups">The groups that stand next to them; null where there are none.</param>
public sealed record ActivationLabels(Tensor Labels_nc, ImmutableArray<string> Names, string Array, ImmutableArray<long>? Groups)
{
    internal const string LabelsKey = "labels", NamesKey = "labels", NamesArray = "label_names";

    /// <summary>
    /// Reads labels: the array labels [n] or [n, c], of sequences [n, t] or [n, t, c], or [n] and [n, c] for all tokens of a sequence
    /// alike.
    /// </summary>
    /// <param name="file">The file: arrays, or a table (<see cref="LabelTable"/>).</param>
    /// <param name="axes">The leading axes of the activations.</param>
    /// <exception cref="NetworkFileException">There are none, they have another shape or are not 0 and 1.</exception>
    public static ActivationLabels Read(IArrayFile file, ActivationAxes axes) => Read(file, axes, ActivationArrays.LabelsAlone(file));

    /// <summary>Reads the labels that stand next to activations in one file.</summary>
    /// <exception cref="NetworkFileException">As for labels in a file of their own.</exception>
    internal static ActivationLabels ReadBeside(IArrayFile file, ActivationAxes axes) =>
        Read(file, axes, ActivationArrays.LabelsBeside(file));

    /// <summary>The leading axes of the activations in a file.</summary>
    /// <exception cref="NetworkFileException">There are no activations.</exception>
    public static ActivationAxes AxesOf(IArrayFile file) => ActivationArrays.Require(file).Axes;

    private static ActivationLabels Read(IArrayFile file, ActivationAxes axes, string? found)
    {
        using var scope = NewDisposeScope();
        var key = found
            ?? throw new NetworkFileException($"The file has no labels: found the arrays {Quotation.List(file.Arrays.Keys)}, expected "
                + $"\"{LabelsKey}\" with a row of zeros and ones for each of {axes.Count:N0} inputs.");
        var labels_nc = Values(file, key, axes);
        var names = LabelNames(file, (int)labels_nc.shape[1]);
        RequireZerosAndOnes(labels_nc, key, names);
        return new ActivationLabels(labels_nc.MoveToOuterDisposeScope(), names, key, ActivationGroups.Read(file, axes));
    }

    private static Tensor Values(IArrayFile file, string key, ActivationAxes axes)
    {
        var array = file.Arrays[key];
        var isOfTokens =
            axes.Tokens is { } tokens && array.Shape.Length is 2 or 3 && array.Shape[0] == axes.Inputs && array.Shape[1] == tokens;
        var isOfRows = array.Shape.Length is 1 or 2 && array.Shape[0] == axes.Count;
        var isOfSequences = axes.Tokens is not null && array.Shape.Length is 1 or 2 && array.Shape[0] == axes.Inputs;
        if ((!isOfTokens && !isOfRows && !isOfSequences) || array.Shape.Contains(0))
        {
            throw new NetworkFileException($"{key} has the shape {array.ShapeText}, expected [{axes.Text}] or [{axes.Text}, c]: a label "
                + $"for each of the {axes.Count:N0} inputs.");
        }

        using var scope = NewDisposeScope();
        var values = file.Read(key).to(float32);
        return (isOfTokens || isOfRows
            ? values.reshape(axes.Count, -1)
            : values.reshape(axes.Inputs, -1).repeat_interleave(axes.Tokens!.Value, 0)).MoveToOuterDisposeScope();
    }

    private static void RequireZerosAndOnes(Tensor labels_nc, string key, ImmutableArray<string> names)
    {
        using var scope = NewDisposeScope();
        var wrong = (labels_nc != 0).logical_and(labels_nc != 1).any(0).nonzero();
        if (wrong.numel() > 0)
        {
            throw new NetworkFileException($"Column {wrong[0].item<long>()} of {key} "
                + $"({Quotation.Of(names[(int)wrong[0].item<long>()])}) has values other than 0 and 1, expected labels that say where "
                + "something is present.");
        }
    }

    private static ImmutableArray<string> LabelNames(IArrayFile file, int count)
    {
        if (file.Arrays.TryGetValue(NamesArray, out var array) && array.Type.IsText)
        {
            var listed = file.ReadText(NamesArray);
            return listed.Length == count ? listed : throw WrongCount(NamesArray, listed.Length, count);
        }

        if (!file.Metadata.TryGetValue(NamesKey, out var text))
        {
            return [.. Enumerable.Range(0, count).Select(i => $"label {i}")];
        }

        foreach (var names in new[] { FromJson(text), CsvLine.Split(text, ','), CsvLine.SplitOutsideQuotes(text, ','), text.Split(',') })
        {
            if (names?.Length == count)
            {
                return [.. names];
            }
        }

        throw WrongCount($"The metadata \"{NamesKey}\"", (FromJson(text) ?? text.Split(',')).Length, count);
    }

    private static string[]? FromJson(string text)
    {
        try
        {
            return text.StartsWith('[') ? JsonSerializer.Deserialize<string[]>(text) : null;
        }
        catch (JsonException)
        {
            return null; // Names may begin with a bracket without being JSON.
        }
    }

    private static NetworkFileException WrongCount(string where, int found, int expected) =>
        new($"{where} names {found} labels, expected one for each of the {expected} columns of {LabelsKey}: a JSON list of strings, or "
            + "names separated by commas.");
}
