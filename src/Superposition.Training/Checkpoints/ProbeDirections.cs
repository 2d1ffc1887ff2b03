using Superposition.Specs;
using static TorchSharp.torch;

namespace Superposition.Checkpoints;

/// <summary>Directions among activations out of a file: one array [c, d], or [d] for a single label.</summary>
public static class ProbeDirections
{
    /// <summary>Reads them.</summary>
    /// <param name="path">The file: .npy, .npz, safetensors or .pt with one array.</param>
    /// <param name="labels">c, the number of labels.</param>
    /// <param name="activations">d, the number of activations.</param>
    /// <returns>Float32, shape [c, d].</returns>
    /// <exception cref="NetworkFileException">The file is damaged, or its array has another shape.</exception>
    public static Tensor Load(string path, int labels, int activations)
    {
        using var stream = ArrayFiles.OpenRead(path);
        return ArrayFiles.About(path, () =>
        {
            var file = ArrayFiles.Open(stream);
            if (file.Arrays.Count != 1)
            {
                throw new NetworkFileException($"Found the arrays {Quotation.List(file.Arrays.Keys)}, expected one array of directions.");
            }

            var array = file.Arrays.Values.Single();
            return array.Shape.SequenceEqual([labels, activations]) || (labels == 1 && array.Shape.SequenceEqual([activations]))
                ? FiniteArray.Float32(file, array.Name).reshape(labels, activations)
                : throw new NetworkFileException(
                    $"{Quotation.Of(array.Name)} has the shape {array.ShapeText}, expected [{labels}, {activations}]: one direction among {activations:N0} activations for each label ({labels:N0}).");
        });
    }
}
