using System.Collections.Immutable;
using Superposition.Specs;

namespace Superposition.Checkpoints.Foreign;

/// <summary>
/// How a matrix stands in a file: with a row for each number that it gives, transposed, or in whichever of the two ways fits the other
/// shapes.
/// </summary>
internal enum Turn
{
    AsStored,
    Transposed,
    Either,
}

/// <summary>A matrix of the network, by the name of its array in the file and how it stands there.</summary>
internal sealed record MatrixSource(string Array, Turn Turn);

/// <summary>A layer: W, β, in residual form P and the constant that is added to the stream with it.</summary>
internal sealed record LayerDraft(MatrixSource Weight, string? Bias, MatrixSource? Projection = null, string? Offset = null);

/// <summary>
/// Which arrays make up a network. Without a read-off its outputs are what the last layer gives; biases that are null are 0.
/// </summary>
internal sealed record NetworkDraft(
    ImmutableArray<LayerDraft> Layers, MatrixSource? ReadOff, string? ReadOffBias = null, MatrixSource? Encoding = null)
{
    /// <summary>The matrices in the order in which an input passes through them.</summary>
    public IEnumerable<MatrixSource> Matrices =>
    [
        .. Encoding is null ? [] : new[] { Encoding },
        .. Layers.SelectMany(layer => layer.Projection is null ? [layer.Weight] : new[] { layer.Weight, layer.Projection }),
        .. ReadOff is null ? [] : new[] { ReadOff },
    ];

    /// <summary>The names of all arrays that are taken as vectors: biases, offsets and the read-off's constants.</summary>
    public IEnumerable<string> Vectors =>
        Layers.SelectMany(layer => new[] { layer.Bias, layer.Offset }).Append(ReadOffBias).OfType<string>();

    /// <summary>All arrays that are used.</summary>
    public IEnumerable<string> Arrays => Matrices.Select(matrix => matrix.Array).Concat(Vectors);

    /// <summary>The draft that a map spells out, or this draft with the biases of a map that names no weights.</summary>
    /// <exception cref="NetworkFileException">The map names a bias for a layer that is not there.</exception>
    public NetworkDraft With(KeyMap map)
    {
        var layers = Layers.Select((layer, i) => layer with
        {
            Bias = map.Arrays.GetValueOrDefault($"layers.{i}.bias") ?? layer.Bias,
            Offset = map.Arrays.GetValueOrDefault($"layers.{i}.offset") ?? layer.Offset,
        });
        var known = Layers.SelectMany((layer, i) =>
            layer.Projection is null ? [$"layers.{i}.bias"] : new[] { $"layers.{i}.bias", $"layers.{i}.offset" }).Append("readout.bias");
        return map.Arrays.Keys.Except(known, StringComparer.Ordinal).FirstOrDefault() is { } unknown
            ? throw new NetworkFileException(
                $"The map names {unknown}, but the network has {Layers.Length} layers, expected a bias of one of them.")
            : this with { Layers = [.. layers], ReadOffBias = map.Arrays.GetValueOrDefault("readout.bias") ?? ReadOffBias };
    }

    /// <summary>The draft that a map with weights spells out.</summary>
    /// <exception cref="NetworkFileException">Layers are left out, or an array is not in the file.</exception>
    public static NetworkDraft Of(KeyMap map, IReadOnlyDictionary<string, StoredArray> arrays)
    {
        var layers = ImmutableArray.CreateBuilder<LayerDraft>();
        while (Matrix($"layers.{layers.Count}.weight") is { } weight)
        {
            var i = layers.Count;
            layers.Add(new LayerDraft(weight, Vector($"layers.{i}.bias"), Matrix($"layers.{i}.projection"), Vector($"layers.{i}.offset")));
        }

        var draft = new NetworkDraft(layers.ToImmutable(), Matrix("readout.weight"), Vector("readout.bias"), Matrix("encoding.weight"));
        return map.Arrays.Keys.FirstOrDefault(key =>
            key.Split('.') is ["layers", var index, _] && int.Parse(index) >= layers.Count) is { } beyond
            ? throw new NetworkFileException(
                $"The map names {beyond}, but no layers.{layers.Count}.weight, expected the weights of all layers from 0 on.")
            : draft;

        MatrixSource? Matrix(string key) => !map.Arrays.TryGetValue(key, out var array) ? null
            : arrays.ContainsKey(array) ? new MatrixSource(array, Turn.Either)

                : array.EndsWith(".T", StringComparison.Ordinal)
                ? new MatrixSource(Known(array[..^2]), Turn.Transposed)
                : new MatrixSource(Known(array), Turn.Either);

        string? Vector(string key) => map.Arrays.TryGetValue(key, out var array) ? Known(array) : null;

        string Known(string array) => arrays.ContainsKey(array) ? array
            : throw new NetworkFileException($"The map names the array {Quotation.Of(array)}, found {Quotation.List(arrays.Keys)}.");
    }
}
