using System.Collections.Immutable;
using System.Text.Json;
using static TorchSharp.torch;

namespace Superposition.Checkpoints;

/// <summary>
/// Activations of any network on n inputs with labels, as they stand in a file: what probes need when the network itself is elsewhere.
/// </summary>
/// <param name="Activations_nd">The activations, float32, shape [n, d].</param>
/// <param name="Labels_nc">The labels, zeros and ones, float32, shape [n, c].</param>
/// <param name="LabelNames">What the labels are called.</param>
/// <param name="Inputs_nm">The raw inputs, float32, shape [n, m], where they are known: what a layer need not have computed.</param>
/// <param name="Untrained_nd">The activations of the same layer before training, where they are known.</param>
/// <param name="Groups">
/// A number for each input, equal for inputs that must not be divided between fitting and testing; null where none are given.
/// </param>
public sealed record StoredActivations(
    Tensor Activations_nd, Tensor Labels_nc, ImmutableArray<string> LabelNames, Tensor? Inputs_nm = null, Tensor? Untrained_nd = null,
    ImmutableArray<long>? Groups = null) : IDisposable
{
    private const string Format = "superposition-activations/1", FormatKey = "format";
    private const string InputsKey = "inputs", UntrainedKey = "untrained";

    /// <summary>What was taken for what, and what was ignored, one sentence each.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>Whether a file holds activations rather than a network.</summary>
    public static bool IsIn(IArrayFile file) => ActivationArrays.Find(file) is not null;

    /// <summary>Whether a file says that it was written here.</summary>
    internal static bool IsOurs(IArrayFile file) => file.Metadata.GetValueOrDefault(FormatKey) == Format;

    /// <summary>
    /// Reads activations [n, d], and inputs, untrained and groups where they are there. Activations of n sequences, [n, t, d], become n·t
    /// rows, and a sequence is a group where no groups are given.
    /// </summary>
    /// <param name="file">The file; an .npy file is its one array, the activations.</param>
    /// <param name="labels">The labels, where they do not stand in the file.</param>
    /// <exception cref="NetworkFileException">Something is missing, does not fit, is not finite, or a label is not 0 and 1.</exception>
    public static StoredActivations Read(IArrayFile file, ActivationLabels? labels)
    {
        using var scope = NewDisposeScope();
        var arrays = ActivationArrays.Require(file);
        var own = labels is null ? ActivationLabels.ReadBeside(file, arrays.Axes) : null;
        var (label, groups) = (labels ?? own!, ActivationGroups.Read(file, arrays.Axes) ?? labels?.Groups);
        return new StoredActivations(
            arrays.Activations(file).MoveToOuterDisposeScope(),
            label.Labels_nc.MoveToOuterDisposeScope(),
            label.Names,
            Optional(file, InputsKey, arrays.Axes)?.MoveToOuterDisposeScope(),
            Optional(file, UntrainedKey, arrays.Axes)?.MoveToOuterDisposeScope(),
            groups ?? arrays.Axes.Sequences)
        {
            Notes = arrays.Notes(file, own, hasGroups: groups is not null),
        };
    }

    /// <summary>Writes them as safetensors: the same activations give bit-identical files.</summary>
    public void Write(Stream stream)
    {
        using var scope = NewDisposeScope();
        SafeTensors.Write(
            stream, Arrays(),
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [FormatKey] = Format,
                [ActivationLabels.NamesKey] = JsonSerializer.Serialize(LabelNames)
            });
    }

    /// <summary>Writes them as NumPy's .npz, the names of the labels as the array label_names.</summary>
    public void WriteNumpy(Stream stream)
    {
        using var scope = NewDisposeScope();
        NumpyWriter.Write(
            stream, Arrays(),
            new Dictionary<string, ImmutableArray<string>>(StringComparer.Ordinal) { [ActivationLabels.NamesArray] = LabelNames });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Activations_nd.Dispose();
        Labels_nc.Dispose();
        Inputs_nm?.Dispose();
        Untrained_nd?.Dispose();
    }

    private static Tensor? Optional(IArrayFile file, string key, ActivationAxes axes) =>
        file.Arrays.ContainsKey(key) ? axes.Rows(file, key) : null;

    private SortedDictionary<string, Tensor> Arrays()
    {
        var arrays = new SortedDictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [ActivationArrays.ActivationsKey] = Activations_nd.to(float32),
            [ActivationLabels.LabelsKey] = Labels_nc.to(uint8),
        };
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
            arrays[ActivationGroups.Key] = tensor(groups.ToArray(), int64);
        }

        return arrays;
    }
}
