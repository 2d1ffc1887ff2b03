using Superposition.Checkpoints;
using Superposition.Tasks;
using Superposition.UniversalAnd;

namespace Superposition.Studies.Networks;

/// <summary>A network in a file that a study measures, or that training starts from.</summary>
public static class StartNetwork
{
    /// <summary>Reads the network and checks that it fits.</summary>
    /// <param name="path">The file: of this project, or a foreign one whose names say what is what.</param>
    /// <param name="hash">The SHA-256 that the file has to have, in hexadecimal digits; null for any.</param>
    /// <param name="widths">d of every layer; null for any.</param>
    /// <param name="task">The task that it is measured or trained for.</param>
    /// <exception cref="ConstructionFailedException">The file is no network, has changed, or does not fit.</exception>
    public static StoredNetwork Load(string path, string? hash, IReadOnlyList<int>? widths, StudyTask task)
    {
        try
        {
            if (hash is not null && !NetworkFile.HashOf(path).Equals(hash, StringComparison.OrdinalIgnoreCase))
            {
                throw new ConstructionFailedException(
                    $"{path} is another file than was named, expected the one whose SHA-256 begins with "
                        + $"{hash[..Math.Min(8, hash.Length)]}.");
            }

            var stored = NetworkFile.Load(path);
            var network = stored.Network;
            if (network.Features == task.Features && network.Outputs == task.Outputs
                && (widths is null || network.Layers.Select(layer => layer.Neurons).SequenceEqual(widths)))
            {
                return stored;
            }

            var found = (network.Features, Widths(network.Layers.Select(layer => layer.Neurons)), network.Outputs);
            network.Dispose();
            var expected = widths is null ? "" : $", layers of {Widths(widths)} neurons";
            throw new ConstructionFailedException(
                $"{path} has {found.Features} features, layers of {found.Item2} neurons and {found.Outputs} outputs, expected "
                    + $"{task.Features} features{expected} and {task.Outputs} outputs as in the task.");
        }
        catch (Exception e) when (e is NetworkFileException or IOException or UnauthorizedAccessException)
        {
            throw new ConstructionFailedException(e.Message);
        }

        static string Widths(IEnumerable<int> widths) => string.Join(" + ", widths);
    }
}
