using System.Collections.Immutable;
using Superposition.Specs;
using static TorchSharp.torch;

namespace Superposition.Checkpoints;

/// <summary>What an array in a file is made of, by the names of safetensors.</summary>
public sealed class ElementType
{
    private ElementType(string name, int size, ScalarType? scalar, ScalarType? holder = null)
    {
        Name = name;
        Size = size;
        Scalar = scalar;
        Holder = holder ?? scalar;
    }

    /// <summary>IEEE 754 binary32: what networks are stored in.</summary>
    public static ElementType F32 { get; } = new("F32", 4, ScalarType.Float32);

    /// <summary>All that can be read.</summary>
    public static ImmutableArray<ElementType> All { get; } =
    [
        F32,
        new("F64", 8, ScalarType.Float64),
        new("F16", 2, ScalarType.Float16),
        new("BF16", 2, ScalarType.BFloat16),
        new("I64", 8, ScalarType.Int64),
        new("I32", 4, ScalarType.Int32),
        new("I16", 2, ScalarType.Int16),
        new("I8", 1, ScalarType.Int8),
        new("U64", 8, scalar: null, ScalarType.Int64),
        new("U32", 4, scalar: null, ScalarType.Int64),
        new("U16", 2, scalar: null, ScalarType.Int32),
        new("U8", 1, ScalarType.Byte),
        new("BOOL", 1, ScalarType.Bool),
    ];

    /// <summary>The name in a safetensors header, or in another format where safetensors has no such type.</summary>
    public string Name { get; }

    /// <summary>Bytes an element; 0 where this program does not know it.</summary>
    public int Size { get; }

    /// <summary>The tensor type with the same elements, or null when there is none.</summary>
    public ScalarType? Scalar { get; }

    /// <summary>
    /// The tensor type that an array is read into: <see cref="Scalar"/>, or the next wider signed integers for unsigned ones; null for text
    /// and for types that are listed only.
    /// </summary>
    public ScalarType? Holder { get; }

    /// <summary>Whether elements are strings of a fixed length.</summary>
    public bool IsText { get; private init; }

    /// <summary>The type of a name, or null.</summary>
    public static ElementType? Find(string name) => All.FirstOrDefault(type => type.Name == name);

    /// <summary>The type of a tensor's elements, or null.</summary>
    public static ElementType? Of(ScalarType scalar) => All.FirstOrDefault(type => type.Scalar == scalar);

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>A type that is listed under its format's own name and cannot be read.</summary>
    internal static ElementType Unreadable(string name) => new(name, size: 0, scalar: null);

    /// <summary>Strings, each of some bytes, under their format's own name.</summary>
    internal static ElementType Text(string name, int size) => new(name, size, scalar: null) { IsText = true };

    /// <summary>The tensor type that an array is read into.</summary>
    /// <exception cref="NetworkFileException">There is none.</exception>
    internal ScalarType Require(string array) => Holder
        ?? throw new NetworkFileException($"The array {Quotation.Of(array)} is made of {(IsText ? "text, " : "")}{Quotation.Of(Name)}, "
            + "expected floats of 16, 32 or 64 bits, whole numbers or booleans.");
}
