using System.Collections.Immutable;
using Superposition.Specs;
using static TorchSharp.torch;

namespace Superposition.Checkpoints;

/// <summary>
/// A file of named arrays whose directory has been read and checked against the file's size. Data is read when it is asked for, so a large
/// file costs no more memory than the arrays taken out of it.
/// </summary>
public interface IArrayFile
{
    /// <summary>What is known of each array before its data is read: its type and shape, by its name.</summary>
    IReadOnlyDictionary<string, StoredArray> Arrays { get; }

    /// <summary>Strings that stand next to the arrays; empty where the format has none.</summary>
    IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>
    /// One array in its own element type, bit for bit; unsigned integers of 16 to 64 bits in a wider signed type. The caller (or its
    /// dispose scope) owns it.
    /// </summary>
    /// <exception cref="NetworkFileException">There is no such array, its elements are not numbers, or the data breaks off.</exception>
    Tensor Read(string name);

    /// <summary>One array of strings, row-major.</summary>
    /// <exception cref="NetworkFileException">There is no such array, it holds numbers, or the data breaks off.</exception>
    ImmutableArray<string> ReadText(string name) => Arrays.TryGetValue(name, out var array)
        ? throw new NetworkFileException($"The array {Quotation.Of(name)} is made of {array.Type}, expected text.")
        : throw new NetworkFileException($"There is no array {Quotation.Of(name)}, found {Quotation.List(Arrays.Keys)}.");
}

/// <summary>What the directory of a file says of one array.</summary>
/// <param name="Name">Its key.</param>
/// <param name="Type">What it is made of.</param>
/// <param name="Shape">Its dimensions, row-major; none for a single number.</param>
public sealed record StoredArray(string Name, ElementType Type, ImmutableArray<long> Shape)
{
    /// <summary>Whether the bytes of an element begin with the highest one.</summary>
    public bool IsBigEndian { get; init; }

    /// <summary>The number of elements; the reader has checked that it does not overflow.</summary>
    public long Elements => Shape.Aggregate(1L, (product, size) => product * size);

    /// <summary>The shape in words, for example "[64, 8]".</summary>
    public string ShapeText => Describe(Shape);

    internal static string Describe(IEnumerable<long> shape) => $"[{string.Join(", ", shape)}]";

    /// <summary>Bytes of all elements, or null when the number does not fit into 63 bits.</summary>
    internal static long? BytesOf(ElementType type, ImmutableArray<long> shape)
    {
        long bytes = type.Size;
        foreach (var size in shape)
        {
            var product = Math.BigMul(bytes, size);
            if (product > long.MaxValue)
            {
                return null;
            }

            bytes = (long)product;
        }

        return bytes;
    }
}
