using System.Collections.Immutable;
using Superposition.Checkpoints.Foreign;
using Superposition.Networks;
using Superposition.Specs;
using static TorchSharp.torch;

namespace Superposition.Checkpoints;

/// <summary>
/// What follows activations from outside, as a file has it: one matrix with or without a bias, or a network that takes the activations as
/// its input.
/// </summary>
public static class Downstream
{
    /// <summary>Reads it: safetensors, .npz, .npy or .pt.</summary>
    /// <param name="stream">The file, from its current position on.</param>
    /// <param name="activations">d, the number of activations that it has to take.</param>
    /// <exception cref="NetworkFileException">The file is damaged, or takes another number of activations.</exception>
    public static StoredNetwork Read(Stream stream, int activations)
    {
        var start = stream.Position;
        var file = ArrayFiles.Open(stream);
        var (matrices, vectors) = (Names(file, 2), Names(file, 1));
        if (matrices.Length == 1 && vectors.Length <= 1 && file.Arrays.Count == 1 + vectors.Length)
        {
            return Head(file, matrices[0], vectors.FirstOrDefault(), activations);
        }

        stream.Position = start;
        var stored = NetworkFile.Read(stream, ForeignReading.Guess with { Features = activations });
        if (stored.Network.Features == activations && stored.Network.Encoding is null)
        {
            return stored;
        }

        using (stored.Network)
        {
            throw new NetworkFileException(
                $"What follows takes {stored.Network.Features:N0} "
                    + $"numbers{(stored.Network.Encoding is null ? "" : " through an encoding of its own")}, expected the "
                    + $"{activations:N0} activations.");
        }
    }

    private static StoredNetwork Head(IArrayFile file, string name, string? bias, int activations)
    {
        using var scope = NewDisposeScope();
        var shape = file.Arrays[name].Shape;
        if (!shape.Contains(activations))
        {
            throw new NetworkFileException($"{Quotation.Of(name)} has the shape {file.Arrays[name].ShapeText}, expected one side of "
                + $"{activations:N0}, the number of activations.");
        }

        var isTransposed = shape[1] != activations;
        var outputs = isTransposed ? shape[1] : shape[0];
        if (bias is not null && file.Arrays[bias].Shape[0] != outputs)
        {
            throw new NetworkFileException(
                $"{Quotation.Of(bias)} has the shape {file.Arrays[bias].ShapeText}, expected [{outputs}], a bias of each output.");
        }

        var weight = FiniteArray.Float32(file, name);
        var network = new ReluNetwork(
            [], new DenseReadOff(isTransposed ? weight.t() : weight, bias is null ? null : FiniteArray.Float32(file, bias)));
        var orientation = isTransposed
            ? "[d, outputs]"
            : shape[0] == shape[1]
            ? "[outputs, d], as PyTorch has it; a square matrix could be either"
            : "[outputs, d]";
        return new StoredNetwork(
            network, new NetworkManifest { Origin = NetworkOrigin.Imported, Outputs = null, Version = null },
            [$"{Quotation.Of(name)} is taken for the matrix that follows, "
                + $"{orientation}{(bias is null ? ", without a bias" : $"; {Quotation.Of(bias)} for its bias")}."]);
    }

    private static ImmutableArray<string> Names(IArrayFile file, int dimensions) =>
        [.. file.Arrays.Values.Where(array => array.Shape.Length == dimensions).Select(array => array.Name)];
}
