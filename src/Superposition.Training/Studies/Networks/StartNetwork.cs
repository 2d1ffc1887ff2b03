using Superposition.Checkpoints;
using Superposition.Networks;
using Superposition.Tasks;
using Superposition.UniversalAnd;

namespace Superposition.Studies.Networks;

/// <summary>A network in a file that training starts from.</summary>
public static class StartNetwork
{
    /// <summary>Reads the network and checks that it fits.</summary>
    /// <param name="path">The file: of this project, or a foreign one whose names say what is what.</param>
    /// <param name="hash">The SHA-256 that the file has to have, in hexadecimal digits; null for any.</param>
    /// <param name="widths">d of every layer.</param>
    /// <param name="task">The task that it is to be trained for.</param>
    /// <exception cref="ConstructionFailedException">The file is no network, has changed, or does not fit.</exception>
    public static ReluNetwork Load(string path, string? hash, IReadOnlyList<int> widths, StudyTask task)
    {
        try
        {
            if (hash is not null && !NetworkFile.HashOf(path).Equals(hash, StringComparison.OrdinalIgnoreCase))
            {
                throw new ConstructionFailedException($"{path} has changed since this run began, expected the file whose SHA-256 begins "
                    + $"with {hash[..Math.Min(8, hash.Length)]}.");
            }

            var network = NetworkFile.Load(path).Network;
            if (network.Features == task.Features && network.Outputs == task.Outputs && network.Layers.Select(layer =>
                layer.Neurons).SequenceEqual(widths))
            {
                return network;
            }

            var found =
                $"{network.Features} features, layers of {Widths(network.Layers.Select(layer => layer.Neurons))} neurons and "
                + $"{network.Outputs} outputs";
            network.Dispose();
            throw new ConstructionFailedException(
                $"{path} has {found}, expected {task.Features}, {Widths(widths)} and {task.Outputs} as in the task.");
        }
        catch (Exception e) when (e is NetworkFileException or IOException or UnauthorizedAccessException)
        {
            throw new ConstructionFailedException(e.Message);
        }

        static string Widths(IEnumerable<int> widths) => string.Join(" + ", widths);
    }
}
