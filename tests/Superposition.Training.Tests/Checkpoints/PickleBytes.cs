using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Superposition.Tests.Checkpoints;

/// <summary>Pickles and .pt archives put together by hand, instruction by instruction.</summary>
internal static class PickleBytes
{
    public static readonly byte[] Start = [0x80, 2];

    /// <summary>A zip archive as torch.save writes it.</summary>
    public static byte[] Archive(byte[] pickle, params (string Key, byte[] Content)[] storages) => Archive("little", pickle, storages);

    public static byte[] Archive(string byteOrder, byte[] pickle, params (string Key, byte[] Content)[] storages) => NumpyBytes.Archive(
        CompressionLevel.NoCompression,
        [("model/data.pkl", pickle), ("model/byteorder", Encoding.ASCII.GetBytes(byteOrder)), .. storages.Select(storage =>
            ($"model/data/{storage.Key}", storage.Content)), ("model/version", "3\n"u8.ToArray())]);

    /// <summary>A whole pickle: a dictionary with these entries.</summary>
    public static byte[] Dictionary(params (string Key, byte[] Value)[] entries) => [.. Start, .. Items(entries), (byte)'.'];

    public static byte[] Items(params (string Key, byte[] Value)[] entries) =>
        [(byte)'}', (byte)'(', .. entries.SelectMany(entry => Text(entry.Key).Concat(entry.Value)), (byte)'u'];

    /// <summary>A call of torch._utils._rebuild_tensor_v2.</summary>
    public static byte[] Tensor(string storageType, string key, long count, long offset, long[] shape, long[] strides) =>
    [
        .. Global("torch._utils", "_rebuild_tensor_v2"), (byte)'(', (byte)'(', .. Text("storage"), .. Global("torch", storageType),
            .. Text(key), .. Text("cpu"), .. Number(count), (byte)'t', (byte)'Q',
        .. Number(offset), .. Tuple(shape), .. Tuple(strides), 0x89, .. Global("collections", "OrderedDict"), (byte)')', (byte)'R',
            (byte)'t', (byte)'R',
    ];

    public static byte[] Global(string module, string name) => [(byte)'c', .. Encoding.UTF8.GetBytes($"{module}\n{name}\n")];

    public static byte[] Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        return [(byte)'X', .. length, .. bytes];
    }

    public static byte[] Number(long value) =>
        value is >= 0 and < 256 ? [(byte)'K', (byte)value] : [0x8a, 8, .. BitConverter.GetBytes(value)];

    private static byte[] Tuple(long[] values) => [(byte)'(', .. values.SelectMany(Number), (byte)'t'];
}
