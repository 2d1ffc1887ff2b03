using System.Collections.Immutable;
using System.Text.Json;
using Superposition.Networks;

namespace Superposition.Checkpoints.Export;

/// <summary>
/// Networks as NumPy's .npz, under the keys of this project's files; what is known about the network is the array "metadata", one string of
/// JSON.
/// </summary>
public static class NumpyNetwork
{
    /// <summary>Writes a network as .npz: its arrays in float32, and the metadata as one string.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="network">The network.</param>
    /// <param name="manifest">What to say about it.</param>
    /// <param name="denseReadOff">Whether a pair read-off is written with all its rows.</param>
    /// <exception cref="NetworkFileException">
    /// A weight is not finite, or the rows would take more than <see cref="NetworkFile.MaxDenseBytes"/>.
    /// </exception>
    public static void Write(Stream stream, ReluNetwork network, NetworkManifest manifest, bool denseReadOff = true)
    {
        using var content = NetworkContent.Of(network, manifest, denseReadOff);
        var metadata = JsonSerializer.Serialize(new SortedDictionary<string, string>(content.Strings, StringComparer.Ordinal));
        NumpyWriter.Write(
            stream, content.Arrays,
            new Dictionary<string, ImmutableArray<string>>(StringComparer.Ordinal) { [NumpyArrays.MetadataName] = [metadata] });
    }
}
