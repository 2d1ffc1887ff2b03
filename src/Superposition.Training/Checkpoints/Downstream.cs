using System.Collections.Immutable;
using Superposition.Checkpoints.Foreign;
using Superposition.Networks;
using Superposition.Specs;
using static TorchSharp.torch;

namespace Superposition.Checkpoints;

/// <summary>What follows activations from outside, as a file has it: one matrix with or without a bias, or a network that takes the activations as its input.</summary>
public static class Downstream
{
    /// <summary>Reads it.</summary>
    /// <param name="path">The file: safetensors, .npz, .npy or .pt.</param>
    /// <param name="activations">d, the number of activations that it has to take.</param>
    /// <exception cref="NetworkFileException">The file is damaged, or takes another number of activations.</exception>
    public static StoredNetwork Load(string path, int activations)
    {
        var stored = Head(path, activations) ?? NetworkFile.Load(path, ForeignReading.Guess with { Features = activations });
        if (stored.Network.Features == activations && stored.Network.Encoding is null)
        {
            return stored;
        }

        using (stored.Network)
        {
            throw new NetworkFileException(
                $"{path}: what follows takes {stored.Network.Features:N0} numbers{(stored.Network.Encoding is null ? "" : " through an encoding of its own")}, expected the {activations:N0} activations.");
        }
    }

    private static StoredNetwork? Head(string path, int activations)
    {
        try
        {
            using var stream = File.OpenRead(path);
            var file = ArrayFiles.Open(stream);
            var (matrices, vectors) = (Names(file, 2), Names(file, 1));
            if (matrices.Length != 1 || vectors.Length > 1 || file.Arrays.Count > 2)
            {
                return null;
            }

            using var scope = NewDisposeScope();
            var (name, shape) = (matrices[0], file.Arrays[matrices[0]].Shape);
            if (!shape.Contains(activations))
            {
                throw new NetworkFileException($"{path}: {Quotation.Of(name)} has the shape {file.Arrays[name].ShapeText}, expected one side of {activations:N0}, the number of activations.");
            }

            var isTransposed = shape[1] != activations;
            var weight_gd = FiniteArray.Float32(file, name);
            var outputs = isTransposed ? shape[1] : shape[0];
            var bias = vectors.FirstOrDefault();
            if (bias is not null && file.Arrays[bias].Shape[0] != outputs)
            {
                throw new NetworkFileException($"{path}: {Quotation.Of(bias)} has the shape {file.Arrays[bias].ShapeText}, expected [{outputs}], a bias of each output.");
            }

            var network = new ReluNetwork([], new DenseReadOff(isTransposed ? weight_gd.t() : weight_gd, bias is null ? null : FiniteArray.Float32(file, bias)));
            var orientation = isTransposed ? "[d, outputs]" : shape[0] == shape[1] ? "[outputs, d], as PyTorch has it; a square matrix could be either" : "[outputs, d]";
            return new StoredNetwork(
                network, new NetworkManifest { Origin = NetworkOrigin.Imported, Outputs = null, Version = null },
                [$"{Quotation.Of(name)} is taken for the matrix that follows, {orientation}{(bias is null ? ", without a bias" : $"; {Quotation.Of(bias)} for its bias")}."]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException || (e is NetworkFileException && !e.Message.StartsWith(path, StringComparison.Ordinal)))
        {
            // The reader of networks says what is wrong with the file.
            return null;
        }
    }

    private static ImmutableArray<string> Names(IArrayFile file, int dimensions) => [.. file.Arrays.Values.Where(array => array.Shape.Length == dimensions).Select(array => array.Name)];
}
