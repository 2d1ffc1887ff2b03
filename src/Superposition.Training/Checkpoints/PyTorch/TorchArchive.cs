using System.IO.Compression;
using Superposition.Specs;
using static TorchSharp.torch;

namespace Superposition.Checkpoints.PyTorch;

/// <summary>
/// What torch.save writes since PyTorch 1.6 (.pt, .pth): a zip archive with a pickle that describes tensors, and a file for each of their
/// storages. Tensors in nested dictionaries are named by the path to them, joined by dots, as "model.0.weight". Nothing is ever executed.
/// </summary>
internal sealed class TorchArchive : IArrayFile
{
    private const string PickleName = "data.pkl", ByteOrderName = "byteorder";
    private const int LongestPickle = 64 << 20, MaxNested = 32, MaxValues = 200_000, LongestName = 4096;

    // A tensor may repeat its storage (a stride of 0); beyond this many elements that could only be meant to fill the memory.
    private const long MaxRepeated = 1 << 20;

    private readonly Dictionary<string, ZipArchiveEntry> entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PickledTensor> tensors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StoredArray> arrays = new(StringComparer.Ordinal);
    private readonly bool isBigEndian;
    private int visited;

    private TorchArchive(ZipArchive archive)
    {
        var pickle = archive.Entries.First(IsPickle);
        var folder = pickle.FullName[..^PickleName.Length];
        foreach (var entry in archive.Entries.Where(entry => entry.FullName.StartsWith(folder, StringComparison.Ordinal)))
        {
            if (!entries.TryAdd(entry.FullName[folder.Length..], entry))
            {
                throw new NetworkFileException($"The archive has {Quotation.Of(entry.FullName)} twice, expected every name once.");
            }
        }

        isBigEndian = entries.TryGetValue(ByteOrderName, out var order) && Bytes(order).AsSpan().StartsWith("big"u8);
        Collect("", Pickle.Load(Bytes(pickle)), nested: 0);
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, StoredArray> Arrays => arrays;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Metadata { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Whether a zip archive is one of PyTorch's.</summary>
    public static bool IsTorch(ZipArchive archive) => archive.Entries.Any(IsPickle);

    /// <summary>Reads the pickle and checks each tensor against its storage.</summary>
    /// <exception cref="NetworkFileException">The archive is damaged, or holds something else than dictionaries of tensors.</exception>
    public static TorchArchive Open(ZipArchive archive) => ZipMembers.Undamaged(() => new TorchArchive(archive));

    /// <inheritdoc/>
    public Tensor Read(string name)
    {
        if (!tensors.TryGetValue(name, out var tensor))
        {
            throw new NetworkFileException($"There is no array {Quotation.Of(name)}, found {Quotation.List(tensors.Keys)}.");
        }

        var array = arrays[name];
        array.Type.Require(name);
        return ZipMembers.Undamaged(() =>
        {
            using var scope = NewDisposeScope();
            using var data = ZipMembers.OpenAt(entries[StorageName(tensor.Storage)], tensor.Offset * array.Type.Size);
            var used = Used(tensor);
            var values = TensorBytes.Read(data, array with { Shape = [used] });
            return used == 0 ? zeros(array.Shape.AsSpan(), values.dtype).MoveToOuterDisposeScope()
                : values.as_strided([.. tensor.Shape], [.. tensor.Strides]).contiguous().MoveToOuterDisposeScope();
        });
    }

    private static bool IsPickle(ZipArchiveEntry entry) => entry.FullName == PickleName
        || (entry.FullName.EndsWith($"/{PickleName}", StringComparison.Ordinal) && entry.FullName.Count(c => c == '/') == 1);

    private static string StorageName(PickledStorage storage) => $"data/{storage.Key}";

    /// <summary>How many elements of its storage a tensor spans.</summary>
    private static long Used(PickledTensor tensor) =>
        tensor.Shape.Contains(0) ? 0 : 1 + tensor.Shape.Zip(tensor.Strides, (size, stride) => (size - 1) * stride).Sum();

    private static byte[] Bytes(ZipArchiveEntry entry)
    {
        ZipMembers.RequireHonestLength(entry);
        if (entry.Length > LongestPickle)
        {
            throw new NetworkFileException(
                $"{Quotation.Of(entry.FullName)} has {entry.Length:N0} bytes, expected at most {LongestPickle:N0}.");
        }

        using var content = entry.Open();
        var bytes = new byte[entry.Length];
        content.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>
    /// Finds the tensors in a value, however deep in dictionaries and lists. A value that contains itself ends at the bound on depth.
    /// </summary>
    private void Collect(string name, object? value, int nested)
    {
        if (nested > MaxNested || name.Length > LongestName || ++visited > MaxValues)
        {
            throw new NetworkFileException($"The pickle nests dictionaries deeper than {MaxNested}, holds more than {MaxValues:N0} "
                + $"values, or has names of more than {LongestName:N0} characters, expected a dictionary of tensors.");
        }

        IEnumerable<(object? Key, object? Value)> inside = value switch
        {
            PickledDictionary dictionary => dictionary.Entries,
            List<object?> list => list.Select((item, i) => ((object?)(long)i, item)),
            object?[] tuple => tuple.Select((item, i) => ((object?)(long)i, item)),
            _ => [],
        };
        foreach (var (key, item) in inside)
        {
            if (key is string or long)
            {
                Collect(name.Length == 0 ? $"{key}" : $"{name}.{key}", item, nested + 1);
            }
        }

        if (value is PickledTensor tensor)
        {
            Add(name.Length == 0 ? "tensor" : name, tensor);
        }
    }

    private void Add(string name, PickledTensor tensor)
    {
        var (type, key, count) = tensor.Storage;
        if (!entries.TryGetValue(StorageName(tensor.Storage), out var entry))
        {
            throw new NetworkFileException(
                $"The tensor {Quotation.Of(name)} lies in the storage {Quotation.Of(key)}, which is not in the archive.");
        }

        ZipMembers.RequireHonestLength(entry);
        var holds = type.Size == 0 ? count : entry.Length / type.Size;
        if (count > holds)
        {
            throw new NetworkFileException(
                $"The storage {Quotation.Of(key)} is said to hold {count} elements of {type}, but has {entry.Length} bytes.");
        }

        if (tensor.Shape.Length != tensor.Strides.Length || !Fits(tensor, count))
        {
            throw new NetworkFileException($"The tensor {Quotation.Of(name)} with the shape {StoredArray.Describe(tensor.Shape)} and "
                + $"the strides {StoredArray.Describe(tensor.Strides)} from element {tensor.Offset} does not fit into its storage of "
                + $"{count} elements.");
        }

        tensors[name] = tensor;
        arrays[name] = new StoredArray(name, type, tensor.Shape) { IsBigEndian = isBigEndian };
    }

    /// <summary>
    /// Whether the last element lies inside the storage and the tensor is no larger than it, in numbers that cannot overflow.
    /// </summary>
    private static bool Fits(PickledTensor tensor, long count)
    {
        var last = (Int128)tensor.Offset;
        var elements = (Int128)1;
        foreach (var (size, stride) in tensor.Shape.Zip(tensor.Strides))
        {
            last += (Int128)(size - 1) * stride;
            elements *= size;
            if (elements > Math.Max(count, MaxRepeated) || (size > 0 && last > long.MaxValue))
            {
                return false;
            }
        }

        return tensor.Offset >= 0 && (elements == 0 ? tensor.Offset <= count : last < count);
    }
}
