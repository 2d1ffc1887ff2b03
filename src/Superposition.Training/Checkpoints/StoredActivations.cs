using System.Collections.Immutable;
using static TorchSharp.torch;

namespace Superposition.Checkpoints;

/// <summary>Activations of any network on n inputs with labels, as they stand in a file: what probes need when the network itself is elsewhere.</summary>
/// <param name="Activations_nd">The activations, float32, shape [n, d].</param>
/// <param name="Labels_nc">The labels, zeros and ones, float32, shape [n, c].</param>
/// <param name="LabelNames">What the labels are called.</param>
/// <param name="Inputs_nm">The raw inputs, float32, shape [n, m], where they are known: what a layer need not have computed.</param>
/// <param name="Untrained_nd">The activations of the same layer before training, where they are known.</param>
/// <param name="Groups">A number for each input, equal for inputs that must not be divided between fitting and testing; null where none are given.</param>
public sealed record StoredActivations(
    Tensor Activations_nd, Tensor Labels_nc, ImmutableArray<string> LabelNames, Tensor? Inputs_nm = null, Tensor? Untrained_nd = null, ImmutableArray<long>? Groups = null) : IDisposable
{
    private const string Format = "superposition-activations/1", FormatKey = "format", NamesKey = "labels";
    private const string ActivationsKey = "activations", LabelsKey = "labels", InputsKey = "inputs", UntrainedKey = "untrained", GroupsKey = "groups", OnlyArray = "arr_0";

    /// <summary>Whether a file holds activations rather than a network.</summary>
    public static bool IsIn(IArrayFile file) => file.Arrays.ContainsKey(ActivationsKey) || (file.Arrays.Count == 1 && file.Arrays.ContainsKey(OnlyArray));

    /// <summary>Opens a file of arrays: safetensors, .npz or .npy.</summary>
    public static IArrayFile Open(Stream stream) => NumpyArrays.IsNumpy(stream) ? NumpyArrays.Open(stream) : SafeTensors.Open(stream);

    /// <summary>Reads activations: the arrays activations [n, d] and labels [n] or [n, c], and inputs, untrained and groups where they are there.</summary>
    /// <param name="file">The file; an .npy file is its one array, the activations.</param>
    /// <param name="labels">A second file with the labels, where they do not stand in the first.</param>
    /// <exception cref="NetworkFileException">Something is missing, does not fit, is not finite, or a label is not 0 and 1.</exception>
    public static StoredActivations Read(IArrayFile file, IArrayFile? labels)
    {
        using var scope = NewDisposeScope();
        var activations_nd = Matrix(file, file.Arrays.ContainsKey(ActivationsKey) ? ActivationsKey : OnlyArray, rows: null);
        var n = activations_nd.shape[0];
        var source = labels ?? file;
        var key = source.Arrays.ContainsKey(LabelsKey) ? LabelsKey : labels is not null && labels.Arrays.ContainsKey(OnlyArray) ? OnlyArray
            : throw new NetworkFileException($"The file has no labels: found the arrays {Quotation.List(source.Arrays.Keys)}, expected \"{LabelsKey}\" with a row of zeros and ones for each of {n:N0} inputs.");
        var labels_nc = Labels(source, key, n);
        var names = Names(source.Metadata, (int)labels_nc.shape[1]);
        var inputs_nm = file.Arrays.ContainsKey(InputsKey) ? Matrix(file, InputsKey, n) : null;
        var untrained_nd = file.Arrays.ContainsKey(UntrainedKey) ? Matrix(file, UntrainedKey, n) : null;
        var groups = file.Arrays.ContainsKey(GroupsKey) ? Groups_n(file, n) : (ImmutableArray<long>?)null;
        return new StoredActivations(
            activations_nd.MoveToOuterDisposeScope(), labels_nc.MoveToOuterDisposeScope(), names, inputs_nm?.MoveToOuterDisposeScope(), untrained_nd?.MoveToOuterDisposeScope(), groups);
    }

    /// <summary>Writes them as safetensors: the same activations give the same bytes.</summary>
    public void Write(Stream stream)
    {
        using var scope = NewDisposeScope();
        var arrays = new SortedDictionary<string, Tensor>(StringComparer.Ordinal) { [ActivationsKey] = Activations_nd.to(float32), [LabelsKey] = Labels_nc.to(uint8) };
        if (Inputs_nm is not null)
        {
            arrays[InputsKey] = Inputs_nm.to(float32);
        }

        if (Untrained_nd is not null)
        {
            arrays[UntrainedKey] = Untrained_nd.to(float32);
        }

        if (Groups is { } groups)
        {
            arrays[GroupsKey] = tensor(groups.ToArray(), int64);
        }

        SafeTensors.Write(stream, arrays, new Dictionary<string, string>(StringComparer.Ordinal) { [FormatKey] = Format, [NamesKey] = string.Join(',', LabelNames) });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Activations_nd.Dispose();
        Labels_nc.Dispose();
        Inputs_nm?.Dispose();
        Untrained_nd?.Dispose();
    }

    private static Tensor Matrix(IArrayFile file, string key, long? rows)
    {
        var array = file.Arrays[key];
        if (array.Shape.Length != 2 || array.Shape.Any(size => size < 1) || (rows is not null && array.Shape[0] != rows))
        {
            throw new NetworkFileException($"{key} has the shape {array.ShapeText}, expected [{(rows is null ? "n" : $"{rows}")}, …]: a row for each input.");
        }

        var values = file.Read(key).to(float32);
        NetworkLayout.RequireFinite(key, values);
        return values;
    }

    private static Tensor Labels(IArrayFile file, string key, long n)
    {
        var array = file.Arrays[key];
        if (array.Shape.Length is not (1 or 2) || array.Shape[0] != n || array.Elements == 0)
        {
            throw new NetworkFileException($"{key} has the shape {array.ShapeText}, expected [{n}] or [{n}, c]: a label for each of the {n:N0} inputs.");
        }

        var values = file.Read(key).to(float32).reshape(n, -1);
        var wrong = (values != 0).logical_and(values != 1).any(0).nonzero();
        if (wrong.numel() > 0)
        {
            throw new NetworkFileException($"Column {wrong[0].item<long>()} of {key} has values other than 0 and 1, expected labels that say where something is present.");
        }

        return values;
    }

    private static ImmutableArray<string> Names(IReadOnlyDictionary<string, string> metadata, int count)
    {
        if (!metadata.TryGetValue(NamesKey, out var text))
        {
            return [.. Enumerable.Range(0, count).Select(i => $"label {i}")];
        }

        string[] names = text.Split(',');
        return names.Length == count ? [.. names] : throw new NetworkFileException($"The metadata names {names.Length} labels, expected one for each of the {count} columns of {LabelsKey}.");
    }

    private static ImmutableArray<long> Groups_n(IArrayFile file, long n)
    {
        var array = file.Arrays[GroupsKey];
        return array.Shape.Length == 1 && array.Shape[0] == n
            ? [.. file.Read(GroupsKey).to(int64).data<long>().ToArray()]
            : throw new NetworkFileException($"{GroupsKey} has the shape {array.ShapeText}, expected [{n}]: a number for each input.");
    }
}
