using System.IO.Compression;
using Superposition.Specs;
using static TorchSharp.torch;

namespace Superposition.Checkpoints;

/// <summary>
/// NumPy's files: .npy (one array, here named arr_0, as NumPy calls what has no name) and .npz (a zip archive of them). Pickled objects are never read.
/// </summary>
public sealed class NumpyArrays : IArrayFile
{
    private const string Unnamed = "arr_0", Extension = ".npy";

    // Deflate packs at most 258 bytes into two bits, so no honest archive expands further. A small constant covers the smallest blocks.
    private const long MostExpansion = 1032, SmallestBlock = 64;

    private readonly Dictionary<string, Member> members;

    private NumpyArrays(Dictionary<string, Member> members)
    {
        this.members = members;
        Arrays = members.ToDictionary(member => member.Key, member => member.Value.Header.Array, StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, StoredArray> Arrays { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Metadata { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    private static ReadOnlySpan<byte> ZipMagic => "PK\u0003\u0004"u8;

    /// <summary>Whether a stream goes on as .npy or .npz. Its position stays where it is.</summary>
    public static bool IsNumpy(Stream stream) => BeginsWith(stream, NumpyHeader.Magic) || BeginsWith(stream, ZipMagic);

    /// <summary>Reads and checks the headers. The stream stays open and is read from as arrays are asked for.</summary>
    /// <param name="stream">A stream that can seek, from its current position to its end.</param>
    /// <exception cref="NetworkFileException">This is neither of the two formats, or a damaged file.</exception>
    public static NumpyArrays Open(Stream stream)
    {
        if (BeginsWith(stream, ZipMagic))
        {
            return Undamaged(() => new NumpyArrays(OpenArchive(stream)));
        }

        var header = NumpyHeader.Read(stream, Unnamed);
        var start = stream.Position;
        header.RequireBytes(stream.Length - start);
        return new NumpyArrays(new(StringComparer.Ordinal)
        {
            [Unnamed] = new(header, () =>
            {
                stream.Position = start;
                return stream;
            }),
        });
    }

    /// <inheritdoc/>
    public Tensor Read(string name)
    {
        if (!members.TryGetValue(name, out var member))
        {
            throw new NetworkFileException($"There is no array {Quotation.Of(name)}, found {Quotation.List(members.Keys)}.");
        }

        return Undamaged(() => member.Header.ReadData(member.Open()));
    }

    private static Dictionary<string, Member> OpenArchive(Stream stream)
    {
        // The archive holds nothing but the stream, which is not ours to close.
        var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        var found = new Dictionary<string, Member>(StringComparer.Ordinal);
        foreach (var entry in archive.Entries.Where(entry => entry.FullName.EndsWith(Extension, StringComparison.Ordinal)))
        {
            var name = entry.FullName[..^Extension.Length];
            using var content = entry.Open();
            var header = NumpyHeader.Read(content, name);
            header.RequireBytes(entry.Length - header.Length);
            if (entry.Length > SmallestBlock + (MostExpansion * entry.CompressedLength))
            {
                throw new NetworkFileException($"The array {Quotation.Of(name)} is said to grow from {entry.CompressedLength} to {entry.Length} bytes, which no compression does.");
            }

            if (!found.TryAdd(name, new Member(header, () => OpenData(entry, header.Length))))
            {
                throw new NetworkFileException($"The archive has {Quotation.Of(entry.FullName)} twice, expected every name once.");
            }
        }

        return found.Count > 0 ? found
            : throw new NetworkFileException($"The zip archive has no {Extension} arrays, expected NumPy's .npz (weights of a PyTorch .pt file have to be saved as safetensors first).");
    }

    private static Stream OpenData(ZipArchiveEntry entry, int headerBytes)
    {
        var content = entry.Open();
        content.ReadExactly(new byte[headerBytes]);
        return content;
    }

    private static T Undamaged<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new NetworkFileException($"The .npz archive is damaged: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    private static bool BeginsWith(Stream stream, ReadOnlySpan<byte> magic)
    {
        Span<byte> first = stackalloc byte[magic.Length];
        var start = stream.Position;
        var read = stream.ReadAtLeast(first, first.Length, throwOnEndOfStream: false);
        stream.Position = start;
        return first[..read].SequenceEqual(magic);
    }

    private sealed record Member(NumpyHeader Header, Func<Stream> Open);
}
