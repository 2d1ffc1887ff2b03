using System.Collections.Immutable;
using Superposition.Networks;

namespace Superposition.Checkpoints;

/// <summary>A network as it was read.</summary>
/// <param name="Network">The network; the caller disposes it.</param>
/// <param name="Manifest">What the file says about it.</param>
/// <param name="Notes">What had to be assumed to make sense of a foreign file, one sentence each; empty for a file of this project.</param>
public sealed record StoredNetwork(ReluNetwork Network, NetworkManifest Manifest, ImmutableArray<string> Notes);

/// <summary>
/// Networks in safetensors files: float32 arrays and a manifest in the metadata (docs/file-format.md has the keys). A network comes back bit for bit,
/// and the same network and manifest give the same bytes.
/// </summary>
public static class NetworkFile
{
    /// <summary>The most bytes that the rows of a structured read-off may take when they are written out.</summary>
    public const long MostDenseBytes = 512L << 20;

    /// <summary>Writes a network.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="network">The network.</param>
    /// <param name="manifest">What to say about it. A pair read-off's own pairs are used when the manifest names no outputs.</param>
    /// <param name="denseReadOff">Whether a pair read-off is written with all its rows, as readout.weight [g, d], for programs that know nothing else.</param>
    /// <exception cref="NetworkFileException">A weight is NaN or infinite, or the rows would take more than <see cref="MostDenseBytes"/>. Nothing has been written then.</exception>
    public static void Write(Stream stream, ReluNetwork network, NetworkManifest manifest, bool denseReadOff = false)
    {
        var pairs = network.ReadOff as PairReadOff;
        manifest = manifest with { Outputs = manifest.Outputs ?? pairs?.Pairs };
        RequireFit(network, manifest, pairs);
        using var dense = denseReadOff && pairs is not null ? WriteOut(pairs) : null;
        var readOff = dense ?? network.ReadOff;
        var arrays = NetworkLayout.Arrays(network, readOff);
        foreach (var (name, values) in arrays)
        {
            NetworkLayout.RequireFinite(name, values);
        }

        var strings = manifest.ToStrings(network.Features);
        foreach (var (key, value) in NetworkLayout.Strings(network, readOff))
        {
            strings.Add(key, value);
        }

        SafeTensors.Write(stream, arrays, strings);
    }

    /// <summary>
    /// Reads a network: a file of this project, or a foreign one (safetensors or .npz) with W_in and W_out. The stream must be able to seek and is read
    /// from its current position to its end.
    /// </summary>
    /// <param name="stream">Where from.</param>
    /// <param name="features">m, for a foreign file whose shapes leave it open; ignored for a file of this project.</param>
    /// <exception cref="NetworkFileException">This is no network file, or a damaged one.</exception>
    public static StoredNetwork Read(Stream stream, int? features = null)
    {
        IArrayFile file = NumpyArrays.IsNumpy(stream) ? NumpyArrays.Open(stream) : SafeTensors.Open(stream);
        if (!NetworkManifest.IsOurs(file.Metadata))
        {
            return ForeignNetworks.Import(file, features);
        }

        var layout = NetworkLayout.Check(file);
        var manifest = NetworkManifest.Parse(file.Metadata, layout.Features, layout.Outputs);
        return new StoredNetwork(layout.Read(manifest.Outputs), manifest, []);
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
    public static StoredNetwork Load(string path, int? features = null)
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
            return Read(stream, features);
        }
        catch (Exception e) when (e is NetworkFileException or IOException or UnauthorizedAccessException)
        {
            throw About(path, e);
        }
    }

    private static NetworkFileException About(string path, Exception e)
    {
        var shown = string.Concat(path.Select(character => char.IsControl(character) ? '?' : character));
        return new(e is FileNotFoundException or DirectoryNotFoundException ? $"{shown}: There is no such file or folder." : $"{shown}: {e.Message.ReplaceLineEndings(" ")}", e);
    }

    private static void RequirePath(string path)
    {
        if (path.Length == 0 || path.Contains('\0'))
        {
            throw new NetworkFileException("This is no path, expected the path of a network file.");
        }
    }

    private static void RequireFit(ReluNetwork network, NetworkManifest manifest, PairReadOff? pairs)
    {
        if (manifest.Inputs is { } inputs && inputs.Features != network.Features)
        {
            throw new ArgumentException($"The manifest speaks of {inputs.Features} features, the network has {network.Features}.", nameof(manifest));
        }

        if (manifest.Outputs is not { } outputs)
        {
            return;
        }

        if (outputs.Features != network.Features || outputs.Count != network.Outputs
            || (pairs is not null && !outputs.Pairs.AsSpan().SequenceEqual(pairs.Pairs.Pairs.AsSpan())))
        {
            throw new ArgumentException($"The manifest speaks of {outputs.Count} pairs of {outputs.Features} features, the network has {network.Outputs} outputs from {network.Features}, or reads other pairs.", nameof(manifest));
        }
    }

    private static DenseReadOff WriteOut(PairReadOff pairs)
    {
        var bytes = (long)pairs.Outputs * pairs.Inputs * ElementType.F32.Size;
        return bytes <= MostDenseBytes
            ? pairs.ToDense()
            : throw new NetworkFileException($"The read-off of {pairs.Outputs} pairs from {pairs.Inputs} neurons would take {bytes} bytes with its rows written out, expected at most {MostDenseBytes}: keep it structured.");
    }
}
