using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Checkpoints;
using Superposition.Checkpoints.Foreign;
using Superposition.Networks;

namespace Superposition.Cli.Commands;

/// <summary>A network from a file, with the ground truth that it is held against.</summary>
/// <param name="Path">The file.</param>
/// <param name="Network">The network.</param>
/// <param name="Origin">Where its weights came from.</param>
/// <param name="Pairs">What its outputs are to be.</param>
/// <param name="Inputs">The inputs it was made for, if the file says so.</param>
/// <param name="Notes">What had to be assumed.</param>
internal sealed record LoadedNetwork(string Path, ReluNetwork Network, NetworkOrigin Origin, PairAnds Pairs, SparseInputs? Inputs, ImmutableArray<string> Notes) : IDisposable
{
    /// <summary>Reads a network of which its layers matter and not what its outputs are: pairs are all pairs of its features.</summary>
    /// <exception cref="NetworkFileException">The file is no network.</exception>
    public static LoadedNetwork LoadLayers(string path, ForeignReading reading)
    {
        var (network, manifest, notes) = NetworkFile.Load(path, reading);
        if (network.Features >= 2)
        {
            return new LoadedNetwork(path, network, manifest.Origin, PairAnds.All(network.Features), manifest.Inputs, notes);
        }

        network.Dispose();
        throw new NetworkFileException($"{path}: the network has one feature, expected two or more: labels are the ANDs of pairs.");
    }

    /// <summary>Reads a network.</summary>
    /// <exception cref="NetworkFileException">The file is no network, or its outputs are not ANDs of pairs.</exception>
    public static LoadedNetwork Load(string path, ForeignReading reading)
    {
        var (network, manifest, notes) = NetworkFile.Load(path, reading);
        if (manifest.Outputs is { } pairs)
        {
            return new LoadedNetwork(path, network, manifest.Origin, pairs, manifest.Inputs, notes);
        }

        var (m, g) = (network.Features, network.Outputs);
        if (m < 2 || g != (long)m * (m - 1) / 2)
        {
            network.Dispose();
            throw new NetworkFileException($"{path}: the file does not say what its {g:N0} outputs are, expected {m * (m - 1L) / 2:N0}, one for each pair of {m} features.");
        }

        return new LoadedNetwork(path, network, manifest.Origin, PairAnds.All(m), manifest.Inputs, notes.Add($"The file does not say what its outputs are; they are taken for the ANDs of all pairs of {m} features in order."));
    }

    /// <summary>Says how a foreign file was read, before anything else is said about it; beside JSON on standard error.</summary>
    public static void Say(Screen screen, bool json, string path, ImmutableArray<string> notes)
    {
        if (notes.IsEmpty)
        {
            return;
        }

        var line = $"{path}: {string.Join(' ', notes)}";
        if (json)
        {
            screen.Warn(line);
        }
        else
        {
            screen.Line(line);
        }
    }

    /// <summary>One line on the network; its path is left out where it was said before.</summary>
    public string Describe() =>
        $"{(Notes.IsEmpty ? $"{Path}: " : "")}{Origin.ToString().ToUpperInvariant()[0]}{Origin.ToString()[1..]}, {Network.Features} features, {Wording.Count(Network.Layers.Count, "layer")} with {Wording.Count(Network.Neurons, "neuron")}, {(Pairs.AreAll ? "all " : "")}{Wording.Count(Pairs.Count, "pair")}";

    /// <inheritdoc/>
    public void Dispose() => Network.Dispose();
}
