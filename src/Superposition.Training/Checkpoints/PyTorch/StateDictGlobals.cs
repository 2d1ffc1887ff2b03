using System.Collections.Immutable;
using Superposition.Specs;

namespace Superposition.Checkpoints.PyTorch;

/// <summary>
/// What a pickled dictionary of tensors may name: the functions that put tensors together, ordered dictionaries, and the types of storages.
/// </summary>
internal static class StateDictGlobals
{
    private const string RebuildTensor = "torch._utils._rebuild_tensor_v2", RebuildParameter = "torch._utils._rebuild_parameter";
    private const string OrderedDictionary = "collections.OrderedDict", Size = "torch.Size", StorageMark = "storage";
    private const int MaxDimensions = 64;

    private static readonly Dictionary<string, ElementType> Storages = new(StringComparer.Ordinal)
    {
        ["torch.FloatStorage"] = ElementType.F32,
        ["torch.DoubleStorage"] = ElementType.Find("F64")!,
        ["torch.HalfStorage"] = ElementType.Find("F16")!,
        ["torch.BFloat16Storage"] = ElementType.Find("BF16")!,
        ["torch.LongStorage"] = ElementType.Find("I64")!,
        ["torch.IntStorage"] = ElementType.Find("I32")!,
        ["torch.ShortStorage"] = ElementType.Find("I16")!,
        ["torch.CharStorage"] = ElementType.Find("I8")!,
        ["torch.ByteStorage"] = ElementType.Find("U8")!,
        ["torch.BoolStorage"] = ElementType.Find("BOOL")!,
        ["torch.ComplexFloatStorage"] = ElementType.Unreadable("ComplexFloat"),
        ["torch.ComplexDoubleStorage"] = ElementType.Unreadable("ComplexDouble"),
        ["torch.QInt8Storage"] = ElementType.Unreadable("QInt8"),
        ["torch.QUInt8Storage"] = ElementType.Unreadable("QUInt8"),
        ["torch.QInt32Storage"] = ElementType.Unreadable("QInt32"),
    };

    /// <summary>Lets a known name pass.</summary>
    /// <exception cref="NetworkFileException">The name is another one.</exception>
    public static PickledGlobal Require(PickledGlobal global) =>
        $"{global}" is RebuildTensor or RebuildParameter or OrderedDictionary or Size || Storages.ContainsKey($"{global}")
        ? global
        : throw new NetworkFileException(
            $"The pickle names {Quotation.Of($"{global}")}, which no dictionary of tensors needs; nothing was executed, expected what "
                + "torch.save(model.state_dict(), path) writes; anything else has to be saved as safetensors.");

    /// <summary>The storage that a persistent identifier names: ("storage", type, key, device, number of elements).</summary>
    /// <exception cref="NetworkFileException">It is something else.</exception>
    public static PickledStorage Storage(object? identifier) => identifier is object?[]
        and [StorageMark, PickledGlobal type, string key, string, long count and >= 0] && Storages.TryGetValue($"{type}", out var element)
        ? new PickledStorage(element, key, count)
        : throw Wrong("a persistent identifier that is no storage", "(\"storage\", type, key, device, number of elements)");

    /// <summary>What a known function gives for its arguments.</summary>
    /// <exception cref="NetworkFileException">The function or the arguments are others.</exception>
    public static object? Apply(PickledGlobal? function, object?[]? arguments) => ($"{function}", arguments) switch
    {
        (RebuildTensor, [PickledStorage storage, long offset, object?[] shape, object?[] strides, ..]) =>
            new PickledTensor(storage, offset, Sizes(shape), Sizes(strides)),
        (RebuildParameter, [PickledTensor tensor, ..]) => tensor,
        (OrderedDictionary, []) => new PickledDictionary(),
        (OrderedDictionary, [List<object?> pairs]) => Dictionary(pairs),
        (Size, [object?[] sizes]) => sizes,
        _ => throw Wrong(
            function is null ? "a call of something that is no function" : $"{function} with other arguments than PyTorch gives it",
            "tensors and dictionaries of them"),
    };

    private static PickledDictionary Dictionary(List<object?> pairs)
    {
        var dictionary = new PickledDictionary();
        foreach (var pair in pairs)
        {
            dictionary.Entries.Add(pair is object?[] and [var key, var value]
                ? (key, value)
                : throw Wrong("an ordered dictionary of something else than pairs", "pairs of a key and a value"));
        }

        return dictionary;
    }

    private static ImmutableArray<long> Sizes(object?[] values) => values.Length <= MaxDimensions && values.All(value => value is >= 0L)
        ? [.. values.Cast<long>()]
        : throw Wrong("a tensor whose shape or strides are no whole numbers from 0", $"at most {MaxDimensions} of them");

    private static NetworkFileException Wrong(string found, string expected) => new($"The pickle has {found}, expected {expected}.");
}
