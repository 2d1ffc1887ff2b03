using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Superposition.Tests.Checkpoints;

/// <summary>NumPy files put together by hand.</summary>
internal static class NumpyBytes
{
    /// <summary>An .npy array; its data are the bytes 0, 1, 2, … unless others are given.</summary>
    public static byte[] Array(string descr, string shape, int dataBytes, bool isFortran = false, byte[]? data = null, byte version = 1) =>
        Array(
            $"{{'descr': '{descr}', 'fortran_order': {(isFortran ? "True" : "False")}, 'shape': {shape}, }}", data
            ?? [.. Enumerable.Range(0, dataBytes).Select(i => (byte)(i % 64))], version);

    public static byte[] Array(string header, byte[] data, byte version = 1)
    {
        var text = Encoding.UTF8.GetBytes(header + "\n");
        var length = new byte[version == 1 ? 2 : 4];
        if (version == 1)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)text.Length);
        }
        else
        {
            BinaryPrimitives.WriteInt32LittleEndian(length, text.Length);
        }

        return [0x93, .. "NUMPY"u8, version, 0, .. length, .. text, .. data];
    }

    public static byte[] Floats(params float[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    public static byte[] Archive(CompressionLevel level, params (string Name, byte[] Content)[] entries)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = archive.CreateEntry(name, level).Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }
}
