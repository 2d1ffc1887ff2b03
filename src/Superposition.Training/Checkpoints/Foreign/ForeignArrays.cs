using System.Collections.Immutable;
using static TorchSharp.torch;

namespace Superposition.Checkpoints.Foreign;

/// <summary>The arrays of one network in a foreign file: of a file with a leading axis of instances, one of them.</summary>
internal sealed class ForeignArrays
{
    private readonly IArrayFile file;
    private readonly int? instance;

    /// <summary>Finds out whether the arrays of a draft have a leading axis of instances.</summary>
    /// <exception cref="NetworkFileException">Some have and some have not, or it is not said which instance is wanted.</exception>
    public ForeignArrays(IArrayFile file, NetworkDraft draft, int? instance)
    {
        this.file = file;
        var first = file.Arrays[draft.Matrices.First().Array];
        if (first.Shape.Length != 3)
        {
            this.instance = instance is null
                ? null
                : throw new NetworkFileException($"Instance {instance} is asked for, but {first.Name} has the shape {first.ShapeText}, "
                    + "expected a leading axis of instances.");
            return;
        }

        Instances = first.Shape[0];
        foreach (var (name, dimensions) in draft.Matrices.Select(matrix =>
            (matrix.Array, 3)).Concat(draft.Vectors.Select(vector => (vector, 2))))
        {
            var array = file.Arrays[name];
            if (array.Shape.Length != dimensions || array.Shape[0] != Instances)
            {
                throw new NetworkFileException($"{first.Name} has the shape {first.ShapeText} and {name} {array.ShapeText}, expected "
                    + $"the same leading axis of {Instances} instances before every matrix and bias, or none.");
            }
        }

        this.instance = instance switch
        {
            null => throw new NetworkFileException(
                $"The file holds {Instances} networks along the first axis of {first.Name} {first.ShapeText}, expected --instance k "
                    + $"with k from 0 to {Instances - 1}, or superposition import --instance all."),
            { } k when k >= Instances => throw new NetworkFileException(
                $"Instance {k} is asked for, expected 0 to {Instances - 1}: {first.Name} has the shape {first.ShapeText}."),
            _ => instance,
        };
    }

    /// <summary>How many networks the file holds, or null when it has no axis for them.</summary>
    public long? Instances { get; }

    /// <summary>A matrix's dimensions.</summary>
    /// <exception cref="NetworkFileException">It is no matrix.</exception>
    public (long Rows, long Columns) Matrix(string name)
    {
        var shape = Shape(name, 2);
        return (shape[0], shape[1]);
    }

    /// <summary>The number of elements of an array that must have one dimension.</summary>
    /// <exception cref="NetworkFileException">It is no vector.</exception>
    public long Vector(string name) => Shape(name, 1)[0];

    /// <summary>The shape of an array of this network, for messages, for example "[64, 8]"; without the axis of instances.</summary>
    public string Describe(string name) => StoredArray.Describe(file.Arrays[name].Shape.Skip(instance is null ? 0 : 1));

    /// <summary>A matrix or a vector as float32.</summary>
    /// <exception cref="NetworkFileException">It has values that float32 cannot hold, or no numbers.</exception>
    public Tensor Read(string name)
    {
        using var scope = NewDisposeScope();
        var values = FiniteArray.Float32(file, name);
        return (instance is { } k ? values[k].clone() : values).MoveToOuterDisposeScope();
    }

    private ImmutableArray<long> Shape(string name, int dimensions)
    {
        var array = file.Arrays[name];
        var shape = instance is null ? array.Shape : array.Shape[1..];
        return shape.Length == dimensions && shape.All(size => size is > 0 and <= int.MaxValue)
            ? shape
            : throw new NetworkFileException($"{name} has the shape {array.ShapeText}, expected {dimensions} "
                + $"dimension{(dimensions == 1 ? "" : "s")} from 1 to {int.MaxValue}.");
    }
}
