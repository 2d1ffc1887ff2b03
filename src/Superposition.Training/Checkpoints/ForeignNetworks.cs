using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Specs;
using static TorchSharp.torch;

namespace Superposition.Checkpoints;

/// <summary>
/// Networks out of other programs' files: one ReLU layer in W_in and a read-off in W_out, with or without b_in and b_out, in whichever orientation.
/// A file that has this project's keys but none of its metadata is understood too.
/// </summary>
public static class ForeignNetworks
{
    private const string LayerKey = "W_in", LayerBiasKey = "b_in", ReadOffKey = "W_out", ReadOffBiasKey = "b_out";

    /// <summary>Imports a network.</summary>
    /// <param name="file">The arrays; W_in, W_out and biases of any float or integer type become float32.</param>
    /// <param name="features">m, where the shapes leave it open.</param>
    /// <exception cref="NetworkFileException">The arrays are not those of a network, or do not fit each other.</exception>
    public static StoredNetwork Import(IArrayFile file, int? features = null)
    {
        var notes = ImmutableArray.CreateBuilder<string>();
        ReluNetwork network;
        if (file.Arrays.ContainsKey(LayerKey) && file.Arrays.ContainsKey(ReadOffKey))
        {
            network = Read(file, Choose(file, features, notes));
        }
        else if (NetworkLayout.IsIn(file))
        {
            var layout = NetworkLayout.Check(file);
            network = layout.Outputs is not null ? layout.Read(outputs: null)
                : throw new NetworkFileException($"The read-off is structured, expected the metadata format \"{NetworkManifest.Format}\" beside it.");
        }
        else
        {
            throw new NetworkFileException(
                $"The file holds no network: found the keys {Quotation.List(file.Arrays.Keys)}, expected layers.0.weight, layers.0.bias, …, readout.weight and readout.bias, or {LayerKey} and {ReadOffKey}.");
        }

        var manifest = new NetworkManifest { Origin = NetworkOrigin.Imported, Outputs = Outputs(network, notes), Version = null };
        return new StoredNetwork(network, manifest, notes.ToImmutable());
    }

    /// <summary>The orientation that fits all shapes. Where several do, the first: columns are inputs, as in y = W_out ReLU(W_in x + b_in) + b_out.</summary>
    private static Orientation Choose(IArrayFile file, int? features, ImmutableArray<string>.Builder notes)
    {
        var (layer, readOff) = (Shape(file, LayerKey, 2), Shape(file, ReadOffKey, 2));
        var neurons = file.Arrays.ContainsKey(LayerBiasKey) ? Shape(file, LayerBiasKey, 1)[0] : (long?)null;
        var outputs = file.Arrays.ContainsKey(ReadOffBiasKey) ? Shape(file, ReadOffBiasKey, 1)[0] : (long?)null;
        var found = $"{LayerKey} {StoredArray.Describe(layer)} and {ReadOffKey} {StoredArray.Describe(readOff)}";
        ImmutableArray<(bool Layer, bool ReadOff)> turns = [(false, false), (true, true), (false, true), (true, false)];
        var fitting = turns
            .Where(turned => layer[turned.Layer ? 1 : 0] == readOff[turned.ReadOff ? 0 : 1])
            .Select(turned => new Orientation(turned.Layer, turned.ReadOff, layer[turned.Layer ? 0 : 1], layer[turned.Layer ? 1 : 0], readOff[turned.ReadOff ? 1 : 0]))
            .Where(way => way.Neurons == (neurons ?? way.Neurons) && way.Outputs == (outputs ?? way.Outputs) && way.Features == (features ?? way.Features))
            .ToArray();
        if (fitting.Length == 0)
        {
            var biases = $"{(neurons is null ? "" : $", {LayerBiasKey} [{neurons}]")}{(outputs is null ? "" : $", {ReadOffBiasKey} [{outputs}]")}{(features is null ? "" : $", {features} features")}";
            throw new NetworkFileException($"{found}{biases} do not fit each other in any orientation, expected W_in [d, m] or [m, d] and W_out [g, d] or [d, g].");
        }

        if (fitting.Length > 1)
        {
            notes.Add($"{found} fit each other in {fitting.Length} ways: taken as {fitting[0]}, not as {string.Join(", nor as ", fitting[1..].Select(other => other.ToString()))}.");
        }

        return fitting[0];
    }

    private static ReluNetwork Read(IArrayFile file, Orientation orientation)
    {
        using var scope = NewDisposeScope();
        var layer = new ReluLayer(
            Matrix(file, LayerKey, orientation.LayerTurned),
            file.Arrays.ContainsKey(LayerBiasKey) ? Float32(file, LayerBiasKey) : zeros(orientation.Neurons));
        try
        {
            return new ReluNetwork([layer], new DenseReadOff(
                Matrix(file, ReadOffKey, orientation.ReadOffTurned),
                file.Arrays.ContainsKey(ReadOffBiasKey) ? Float32(file, ReadOffBiasKey) : null));
        }
        catch
        {
            layer.Dispose();
            throw;
        }
    }

    /// <summary>As many outputs as pairs can hardly be anything but the pairs, unless there are as many as features, too.</summary>
    private static PairAnds? Outputs(ReluNetwork network, ImmutableArray<string>.Builder notes)
    {
        long features = network.Features;
        if (network.Outputs != features * (features - 1) / 2 || network.Outputs == features)
        {
            return null;
        }

        notes.Add($"The file does not say what its {network.Outputs} outputs are: taken as the ANDs of all pairs of {features} features in lexicographic order.");
        return PairAnds.All(network.Features);
    }

    private static Tensor Matrix(IArrayFile file, string key, bool isTurned) => isTurned ? Float32(file, key).t() : Float32(file, key);

    private static Tensor Float32(IArrayFile file, string key)
    {
        var values = file.Read(key).to(float32);
        NetworkLayout.RequireFinite(key, values);
        return values;
    }

    private static ImmutableArray<long> Shape(IArrayFile file, string key, int dimensions)
    {
        var array = file.Arrays[key];
        return array.Shape.Length == dimensions && array.Shape.All(size => size is > 0 and <= int.MaxValue)
            ? array.Shape
            : throw new NetworkFileException($"{key} has the shape {array.ShapeText}, expected {dimensions} dimension{(dimensions == 1 ? "" : "s")} from 1 to {int.MaxValue}.");
    }

    private sealed record Orientation(bool LayerTurned, bool ReadOffTurned, long Features, long Neurons, long Outputs)
    {
        public override string ToString() =>
            $"{Features} features, {Neurons} neurons and {Outputs} outputs ({LayerKey} {(LayerTurned ? "[features, neurons]" : "[neurons, features]")}, {ReadOffKey} {(ReadOffTurned ? "[neurons, outputs]" : "[outputs, neurons]")})";
    }
}
