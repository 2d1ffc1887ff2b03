using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Training;

/// <summary>
/// How many networks are trained at a time. Networks of one shape do not gain from being stacked into one tensor on a processor (a batched
/// matrix product is no faster than single ones, and stacked states leave the cache), so each has a thread of its own for as long as there
/// are processors and memory. See docs/decisions/0006-seeds-in-lanes.md.
/// </summary>
public static class Lanes
{
    // Of what is free: networks are not the only thing in memory.
    private const double ShareOfMemory = 0.5;

    /// <summary>The number of networks to train at a time.</summary>
    /// <param name="networks">How many there are in all.</param>
    /// <param name="network">One of them.</param>
    /// <param name="settings">How they are trained.</param>
    /// <param name="processors">How many processors there are for them.</param>
    public static int Count(int networks, ReluNetwork network, TrainingSettings settings, int processors)
    {
        var threads = (double)processors / Math.Max(1, get_num_threads());
        var memory = ShareOfMemory * GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Bytes(network, settings);
        return (int)Math.Clamp(Math.Min(threads, memory), 1, networks);
    }

    /// <summary>
    /// About how much memory the training of one network takes: the network, its copy in training, gradients, two moments and two copies;
    /// and a batch's states.
    /// </summary>
    public static double Bytes(ReluNetwork network, TrainingSettings settings)
    {
        var parameters = network.parameters().Sum(p => p.numel());
        var states = 3.0 * (settings.Batch ?? 4096) * (network.Neurons + (network.Encoding?.shape[0] ?? 0));
        return sizeof(float) * ((8.0 * parameters) + states + (1 << 18));
    }
}
