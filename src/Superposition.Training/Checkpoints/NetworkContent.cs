using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Checkpoints;

/// <summary>What is written of a network, in whichever format: arrays and strings, checked before the first byte.</summary>
internal sealed class NetworkContent : IDisposable
{
    private readonly DenseReadOff? dense;

    private NetworkContent(Dictionary<string, Tensor> arrays, Dictionary<string, string> strings, DenseReadOff? dense) =>
        (Arrays, Strings, this.dense) = (arrays, strings, dense);

    /// <summary>The arrays by key. Tensors are the network's, or of the rows that were written out.</summary>
    public Dictionary<string, Tensor> Arrays { get; }

    /// <summary>The strings that are written next to the arrays: the manifest's, and those that say how arrays are to be read.</summary>
    public Dictionary<string, string> Strings { get; }

    /// <summary>Gathers and checks what is to be written.</summary>
    /// <param name="network">The network.</param>
    /// <param name="manifest">What to say about it. A pair read-off's own pairs are used when the manifest names no outputs.</param>
    /// <param name="denseReadOff">Whether a pair read-off is written with all its rows.</param>
    /// <exception cref="NetworkFileException">
    /// A weight is NaN or infinite, or the rows would take more than <see cref="NetworkFile.MaxDenseBytes"/>.
    /// </exception>
    public static NetworkContent Of(ReluNetwork network, NetworkManifest manifest, bool denseReadOff)
    {
        var pairs = network.ReadOff as PairReadOff;
        manifest = manifest with { Outputs = manifest.Outputs ?? pairs?.Pairs };
        RequireFit(network, manifest, pairs);
        var rows = denseReadOff && pairs is not null ? WriteOut(pairs) : null;
        try
        {
            var readOff = rows ?? network.ReadOff;
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

            return new NetworkContent(arrays, strings, rows);
        }
        catch
        {
            rows?.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => dense?.Dispose();

    private static void RequireFit(ReluNetwork network, NetworkManifest manifest, PairReadOff? pairs)
    {
        if (manifest.Inputs is { } inputs && inputs.Features != network.Features)
        {
            throw new ArgumentException(
                $"The manifest speaks of {inputs.Features} features, the network has {network.Features}.", nameof(manifest));
        }

        if (manifest.Outputs is not { } outputs)
        {
            return;
        }

        if (outputs.Features != network.Features || outputs.Count != network.Outputs
            || (pairs is not null && !outputs.Pairs.AsSpan().SequenceEqual(pairs.Pairs.Pairs.AsSpan())))
        {
            throw new ArgumentException(
                $"The manifest speaks of {outputs.Count} pairs of {outputs.Features} features, the network has {network.Outputs} "
                + $"outputs from {network.Features}, or reads other pairs.", nameof(manifest));
        }
    }

    private static DenseReadOff WriteOut(PairReadOff pairs)
    {
        var bytes = (long)pairs.Outputs * pairs.Inputs * ElementType.F32.Size;
        return bytes <= NetworkFile.MaxDenseBytes
            ? pairs.ToDense()
            : throw new NetworkFileException($"The read-off of {pairs.Outputs} pairs from {pairs.Inputs} neurons would take {bytes} "
                + $"bytes with its rows written out, expected at most {NetworkFile.MaxDenseBytes}: keep it structured.");
    }
}
