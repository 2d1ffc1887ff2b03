using System.Collections.Immutable;

namespace Superposition.Checkpoints.PyTorch;

/// <summary>The name of something that Python would import.</summary>
/// <param name="Module">For example "torch._utils".</param>
/// <param name="Name">For example "_rebuild_tensor_v2".</param>
internal sealed record PickledGlobal(string Module, string Name)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Module}.{Name}";
}

/// <summary>A Python dictionary in the order of its entries; a key that comes again replaces the value before it.</summary>
internal sealed class PickledDictionary
{
    public List<(object? Key, object? Value)> Entries { get; } = [];
}

/// <summary>A storage of tensors: a file data/KEY of the archive.</summary>
/// <param name="Type">What it is made of.</param>
/// <param name="Key">The name of its file.</param>
/// <param name="Count">How many elements it is said to hold.</param>
internal sealed record PickledStorage(ElementType Type, string Key, long Count);

/// <summary>A tensor: a strided view of a storage.</summary>
/// <param name="Storage">The storage.</param>
/// <param name="Offset">The element that it begins with.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Strides">For each dimension, how many elements of the storage lie between neighbours.</param>
internal sealed record PickledTensor(PickledStorage Storage, long Offset, ImmutableArray<long> Shape, ImmutableArray<long> Strides);
