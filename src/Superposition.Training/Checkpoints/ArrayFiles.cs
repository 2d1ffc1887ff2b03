using System.IO.Compression;
using Superposition.Checkpoints.PyTorch;

namespace Superposition.Checkpoints;

/// <summary>Opens files of arrays of any kind that is read here. What a file is, its first bytes decide and not its name.</summary>
public static class ArrayFiles
{
    private static ReadOnlySpan<byte> ZipMagic => "PK\u0003\u0004"u8;

    private static ReadOnlySpan<byte> LegacyTorchMagic =>
        [0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];

    private static ReadOnlySpan<byte> Hdf5Magic => [0x89, (byte)'H', (byte)'D', (byte)'F'];

    /// <summary>
    /// Reads and checks the directory of a file: safetensors, NumPy's .npy or .npz, or PyTorch's .pt. The stream stays open and is read
    /// from as arrays are asked for.
    /// </summary>
    /// <param name="stream">A stream that can seek, from its current position to its end.</param>
    /// <exception cref="NetworkFileException">This is none of them, or a damaged file.</exception>
    public static IArrayFile Open(Stream stream)
    {
        if (BeginsWith(stream, LegacyTorchMagic))
        {
            throw new NetworkFileException(
                "This is a .pt file in the form that PyTorch wrote before 1.6, expected the zip form: load it in Python and write it "
                    + "with torch.save(state_dict, path), or as safetensors.");
        }

        if (BeginsWith(stream, Hdf5Magic))
        {
            throw new NetworkFileException("This is an HDF5 file, expected safetensors, .npz or .pt: write its arrays with numpy.savez.");
        }

        if (LabelTable.IsText(stream))
        {
            throw new NetworkFileException(
                "This is a text file, expected safetensors, .npz, .npy or .pt: of a table of numbers, numpy.save(\"numbers.npy\", "
                    + "numpy.loadtxt(\"numbers.csv\", delimiter=\",\", skiprows=1)) makes one.");
        }

        if (BeginsWith(stream, NumpyHeader.Magic))
        {
            return NumpyArrays.OpenArray(stream);
        }

        if (!BeginsWith(stream, ZipMagic))
        {
            return BeginsWith(stream, [0x80]) && IsPickle(stream)
                ? throw new NetworkFileException("This is a Python pickle, which is never executed, expected safetensors, .npz or what "
                    + "torch.save(model.state_dict(), path) writes.")
                : SafeTensors.Open(stream);
        }

        return ZipMembers.Undamaged<IArrayFile>(() =>
        {
            // The archive holds nothing but the stream, which is not ours to close.
            var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            return TorchArchive.IsTorch(archive) ? TorchArchive.Open(archive) : NumpyArrays.OpenArchive(archive);
        });
    }

    /// <summary>Whether a byte of protocol version follows 0x80, and the bytes cannot be the length of a safetensors header.</summary>
    private static bool IsPickle(Stream stream)
    {
        Span<byte> first = stackalloc byte[sizeof(ulong)];
        var start = stream.Position;
        var read = stream.ReadAtLeast(first, first.Length, throwOnEndOfStream: false);
        stream.Position = start;
        return read >= 2 && first[1] is >= 2 and <= 5 && (read < first.Length || first[4..].ContainsAnyExcept((byte)0));
    }

    private static bool BeginsWith(Stream stream, ReadOnlySpan<byte> magic)
    {
        Span<byte> first = stackalloc byte[magic.Length];
        var start = stream.Position;
        var read = stream.ReadAtLeast(first, first.Length, throwOnEndOfStream: false);
        stream.Position = start;
        return first[..read].SequenceEqual(magic);
    }
}
