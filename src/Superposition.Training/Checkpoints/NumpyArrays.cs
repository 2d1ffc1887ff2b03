using System.Collections.Immutable;
using System.IO.Compression;
using System.Text.Json;
using Superposition.Specs;
using static TorchSharp.torch;

namespace Superposition.Checkpoints;

/// <summary>
/// NumPy's files: .npy (one array, here named arr_0, as NumPy calls what has no name) and .npz (a zip archive of them). Pickled objects are
/// never read.
/// </summary>
internal sealed class NumpyArrays : IArrayFile
{
    /// <summary>The array with the metadata that this project writes: one string, a JSON object of strings.</summary>
    public const string MetadataName = "metadata";

    private const string Unnamed = "arr_0", Extension = ".npy";

    private readonly Dictionary<string, Member> members;

    private NumpyArrays(Dictionary<string, Member> members)
    {
        this.members = members;
        Metadata = ParseMetadata();
        Arrays = members.Where(member => Metadata.Count == 0 || member.Key != MetadataName).ToDictionary(member => member.Key, member =>
            member.Value.Header.Array, StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, StoredArray> Arrays { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Reads and checks the header of an .npy file.</summary>
    public static NumpyArrays OpenArray(Stream stream)
    {
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

    /// <summary>Reads and checks the headers in an archive.</summary>
    public static NumpyArrays OpenArchive(ZipArchive archive)
    {
        var found = new Dictionary<string, Member>(StringComparer.Ordinal);
        foreach (var entry in archive.Entries)
        {
            // As np.load: a member is an array when its name or its first bytes say so, and its name loses the ending.
            var isNamedArray = entry.FullName.EndsWith(Extension, StringComparison.Ordinal);
            var name = isNamedArray ? entry.FullName[..^Extension.Length] : entry.FullName;
            if (!isNamedArray && !BeginsAsArray(entry))
            {
                continue;
            }

            using var content = entry.Open();
            var header = NumpyHeader.Read(content, name);
            header.RequireBytes(entry.Length - header.Length);
            ZipMembers.RequireHonestLength(entry);
            if (!found.TryAdd(name, new Member(header, () => ZipMembers.OpenAt(entry, header.Length))))
            {
                throw new NetworkFileException($"The archive has {Quotation.Of(entry.FullName)} twice, expected every name once.");
            }
        }

        return found.Count > 0 ? new NumpyArrays(found)
            : throw new NetworkFileException(
                $"The zip archive holds {Quotation.List(archive.Entries.Select(entry => entry.FullName))}, expected NumPy's .npz with "
                    + $"{Extension} arrays, or PyTorch's .pt with data.pkl.");
    }

    /// <inheritdoc/>
    public Tensor Read(string name)
    {
        if (!members.TryGetValue(name, out var member))
        {
            throw new NetworkFileException($"There is no array {Quotation.Of(name)}, found {Quotation.List(members.Keys)}.");
        }

        return ZipMembers.Undamaged(() => member.Header.ReadData(member.Open()));
    }

    /// <inheritdoc/>
    public ImmutableArray<string> ReadText(string name)
    {
        if (!members.TryGetValue(name, out var member) || !member.Header.Array.Type.IsText)
        {
            throw new NetworkFileException(member is null
                ? $"There is no array {Quotation.Of(name)}, found {Quotation.List(members.Keys)}."
                : $"The array {Quotation.Of(name)} is made of {member.Header.Array.Type}, expected text.");
        }

        return ZipMembers.Undamaged(() => member.Header.ReadText(member.Open()));
    }

    private Dictionary<string, string> ParseMetadata()
    {
        try
        {
            return members.TryGetValue(MetadataName, out var member) && member.Header.Array is { Type.IsText: true, Shape: [1] }
                && ReadText(MetadataName) is [var text]
                ? JsonSerializer.Deserialize<Dictionary<string, string>>(text) ?? []
                : [];
        }
        catch (JsonException)
        {
            return []; // Someone else's array of that name.
        }
    }

    private static bool BeginsAsArray(ZipArchiveEntry entry)
    {
        using var content = entry.Open();
        Span<byte> first = stackalloc byte[NumpyHeader.Magic.Length];
        return content.ReadAtLeast(first, first.Length, throwOnEndOfStream: false) == first.Length
            && first.SequenceEqual(NumpyHeader.Magic);
    }

    private sealed record Member(NumpyHeader Header, Func<Stream> Open);
}
