using Superposition.Booleans;
using Superposition.Checkpoints;
using Superposition.Networks;
using Superposition.Tasks;

namespace Superposition.Zoo;

/// <summary>A network of known truth that can be made again from a seed.</summary>
/// <param name="Name">Its name, fit for a folder.</param>
/// <param name="Summary">What it is, in a sentence.</param>
/// <param name="Task">The task in a word, as in network files.</param>
/// <param name="Origin">Whether its weights follow from a formula or from training.</param>
/// <param name="Make">Makes it; a cancelled training ends with an exception.</param>
public sealed record ZooEntry(
    string Name, string Summary, string Task, NetworkOrigin Origin, Func<Seed, CancellationToken, ZooNetwork> Make);

/// <summary>A network and what it computes.</summary>
/// <param name="Network">The network.</param>
/// <param name="Inputs">The inputs that it is for.</param>
/// <param name="Targets">What each output is to be.</param>
public sealed record ZooNetwork(ReluNetwork Network, SparseInputs Inputs, IBooleanTargets Targets) : IDisposable
{
    /// <summary>The circuit, where the network computes one layer by layer.</summary>
    public LayeredCircuit? Circuit { get; init; }

    /// <summary>The functions as data, for the file; null for pairs, which a file names itself.</summary>
    public TargetsSpec? Functions { get; init; }

    /// <summary>Functions that the layer holds although no output asks for them, where that is known; null where it is not.</summary>
    public PairAnds? Unused { get; init; }

    /// <summary>What is known of the weights besides, in a sentence or two.</summary>
    public required string Mechanism { get; init; }

    /// <inheritdoc/>
    public void Dispose() => Network.Dispose();
}
