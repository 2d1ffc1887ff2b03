using System.Collections.Immutable;
using Superposition.Checkpoints.Foreign;
using Superposition.Networks;

namespace Superposition.Checkpoints;

/// <summary>A network as it was read.</summary>
/// <param name="Network">The network; the caller disposes it.</param>
/// <param name="Manifest">What the file says about it.</param>
/// <param name="Notes">
/// What had to be assumed to make sense of a foreign file, one sentence each; empty for a file of this project with nothing else in it.
/// </param>
public sealed record StoredNetwork(ReluNetwork Network, NetworkManifest Manifest, ImmutableArray<string> Notes);

/// <summary>
/// Networks in safetensors files: float32 arrays and a manifest in the metadata (docs/file-format.md has the keys). A network comes back
/// bit for bit, and the same network and manifest give bit-identical files.
/// </summary>
public static class NetworkFile
{
    /// <summary>The most bytes that the rows of a structured read-off may take when they are written out.</summary>
    public const long MaxDenseBytes = 512L << 20;

    /// <summary>Writes a network as a file of this project: safetensors in float32, with its manifest as metadata.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="network">The network.</param>
    /// <param name="manifest">What to say about it. A pair read-off's own pairs are used when the manifest names no outputs.</param>
    /// <param name="denseReadOff">
    /// Whether a pair read-off is written with all its rows, as readout.weight [g, d], for programs that know nothing else.
    /// </param>
    /// <exception cref="NetworkFileException">
    /// A weight is NaN or infinite, or the rows would take more than <see cref="MaxDenseBytes"/>. Nothing has been written then.
    /// </exception>
    public static void Write(Stream stream, ReluNetwork network, NetworkManifest manifest, bool denseReadOff = false)
    {
        using var content = NetworkContent.Of(network, manifest, denseReadOff);
        SafeTensors.Write(stream, content.Arrays, content.Strings);
    }

    /// <summary>
    /// Reads a network: a file of this project, or a foreign one (safetensors, .npz or .pt). The stream must be able to seek and is read
    /// from its current position to its end.
    /// </summary>
    /// <param name="stream">Where from.</param>
    /// <param name="reading">What is known about a foreign file, if anything is; not used for a file of this project.</param>
    /// <exception cref="NetworkFileException">This is no network file, or a damaged one.</exception>
    public static StoredNetwork Read(Stream stream, ForeignReading? reading = null)
    {
        var file = ArrayFiles.Open(stream);
        reading ??= ForeignReading.Guess;
        if (reading.Map.IsWhole || !NetworkManifest.IsOurs(file.Metadata) || (!NetworkLayout.IsIn(file) && ForeignNetworks.IsIn(file)))
        {
            return ForeignNetworks.Import(file, reading);
        }

        var layout = NetworkLayout.Check(file);
        var manifest = NetworkManifest.Parse(file.Metadata, layout.Features, layout.Outputs);
        var ignored = Leftovers.Describe(file.Arrays, layout.Keys);
        return new StoredNetwork(layout.Read(manifest.Outputs), manifest, ignored is null ? [] : [$"Arrays {ignored}."]);
    }

    /// <summary>Writes a network to a path; a file that is there already is replaced in one step or not at all.</summary>
    /// <inheritdoc cref="Write"/>
    public static void Save(string path, ReluNetwork network, NetworkManifest manifest, bool denseReadOff = false)
    {
        try
        {
            RequirePath(path);
            AtomicFile.Write(path, stream => Write(stream, network, manifest, denseReadOff));
        }
        catch (Exception e) when (e is NetworkFileException or IOException or UnauthorizedAccessException)
        {
            throw About(path, e);
        }
    }

    /// <summary>Reads a network from a path.</summary>
    /// <inheritdoc cref="Read"/>
    public static StoredNetwork Load(string path, ForeignReading? reading = null) => Open(path, stream => Read(stream, reading));

    /// <summary>The SHA-256 of a file in hexadecimal digits.</summary>
    public static string HashOf(string path)
    {
        using var stream = new FileStream(path, new FileStreamOptions { BufferSize = 0, Options = FileOptions.SequentialScan });
        return Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(stream));
    }

    /// <summary>How many networks a foreign file holds along a leading axis of its arrays; null when it has no such axis.</summary>
    /// <exception cref="NetworkFileException">This is no network file, or a damaged one.</exception>
    public static long? Instances(string path, ForeignReading reading) =>
        Open(path, stream => ForeignNetworks.Instances(ArrayFiles.Open(stream), reading));

    private static T Open<T>(string path, Func<Stream, T> read)
    {
        try
        {
            RequirePath(path);
            if (Directory.Exists(path))
            {
                throw new NetworkFileException("This is a folder, expected a network file.");
            }

            // A pipe or a device has no length, and opening one could wait for ever.
            if (File.Exists(path) && new FileInfo(path).Length == 0)
            {
                throw new NetworkFileException("The file is empty or no regular file, expected a network file.");
            }

            using var stream = new FileStream(path, new FileStreamOptions { BufferSize = 0, Options = FileOptions.SequentialScan });
            return read(stream);
        }
        catch (Exception e) when (e is NetworkFileException or IOException or UnauthorizedAccessException)
        {
            throw About(path, e);
        }
    }

    private static NetworkFileException About(string path, Exception e) =>
        new(
            e is FileNotFoundException or DirectoryNotFoundException
            ? $"{path}: There is no such file or folder."
            : $"{path}: {e.Message.ReplaceLineEndings(" ")}", e);

    private static void RequirePath(string path)
    {
        if (path.Length == 0 || path.Contains('\0'))
        {
            throw new NetworkFileException("This is no path, expected the path of a network file.");
        }
    }
}
