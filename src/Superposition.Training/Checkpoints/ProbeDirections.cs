using Superposition.Specs;
using static TorchSharp.torch;

namespace Superposition.Checkpoints;

/// <summary>Directions among activations, one for each label.</summary>
/// <param name="Directions_cd">Float32, shape [c, d].</param>
public sealed record ProbeDirections(Tensor Directions_cd) : IDisposable
{
    /// <summary>Reads them: one array [c, d], or [d] for a single label, in any file of arrays.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="labels">c, the number of labels.</param>
    /// <param name="activations">d, the number of activations.</param>
    /// <exception cref="NetworkFileException">The file is damaged, or its array has another shape.</exception>
    public static ProbeDirections Read(Stream stream, int labels, int activations)
    {
        using var scope = NewDisposeScope();
        var file = ArrayFiles.Open(stream);
        if (file.Arrays.Count != 1)
        {
            throw new NetworkFileException($"Found the arrays {Quotation.List(file.Arrays.Keys)}, expected one array of directions.");
        }

        var array = file.Arrays.Values.Single();
        return array.Shape.SequenceEqual([labels, activations]) || (labels == 1 && array.Shape.SequenceEqual([activations]))
            ? new ProbeDirections(FiniteArray.Float32(file, array.Name).reshape(labels, activations).MoveToOuterDisposeScope())
            : throw new NetworkFileException(
                $"{Quotation.Of(array.Name)} has the shape {array.ShapeText}, expected [{labels}, {activations}]: one direction among "
                    + $"{activations:N0} activations for each label ({labels:N0}).");
    }

    /// <inheritdoc/>
    public void Dispose() => Directions_cd.Dispose();
}
