using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Superposition.Booleans;
using Superposition.Checkpoints;
using Superposition.Networks;
using Superposition.Tasks;
using Superposition.Training;

namespace Superposition.Studies;

/// <summary>One cell of a grid: computed on its own, from its own seed, whatever ran before it or next to it.</summary>
public abstract record GridCell
{
    /// <summary>A name that is unique in the grid and fit for a file, for example "signs-neurons64-seed0".</summary>
    public abstract string Id { get; }

    /// <summary>What the cell costs, in arbitrary units that add up over cells: for the time left.</summary>
    public abstract double Cost { get; }

    /// <summary>What it computes, as data: its task, its network and its seed.</summary>
    public abstract JsonNode Spec { get; }

    /// <summary>
    /// Computes the cell from its own seed: builds or trains, reads off, measures, makes rows. The caller disposes the outcome.
    /// </summary>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public abstract CellOutcome Run(CellContext context);
}

/// <summary>What a cell gives: its rows, and networks worth keeping. Whoever receives it disposes it.</summary>
/// <param name="Cell">The cell's name.</param>
/// <param name="Seed">The cell's seed.</param>
/// <param name="Lines">Its rows of the table, a line of JSON each. They hold no times, so that the same seed gives bit-identical
/// files.</param>
public sealed record CellOutcome(string Cell, Seed Seed, ImmutableArray<string> Lines) : IDisposable
{
    /// <summary>
    /// Why there is nothing to measure (a premise of a construction does not hold at this size): a finding, in one sentence.
    /// </summary>
    public string? Refusal { get; init; }

    /// <summary>Why the result is not sound (training diverged), in one sentence.</summary>
    public string? Failure { get; init; }

    /// <summary>Networks to save; may be empty.</summary>
    public ImmutableArray<NamedNetwork> Networks { get; init; } = [];

    /// <summary>The loss along training, if the cell trained.</summary>
    public ImmutableArray<TracePoint> Trace { get; init; } = [];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var network in Networks)
        {
            network.Network.Dispose();
        }
    }
}

/// <summary>A network worth keeping, with what its file says of it.</summary>
/// <param name="Name">A name fit for a file.</param>
/// <param name="Network">The network.</param>
/// <param name="Origin">Where its weights came from.</param>
/// <param name="Inputs">The inputs it was made for.</param>
/// <param name="Outputs">The pairs whose ANDs its outputs are; null when they are something else, which its task then says.</param>
public sealed record NamedNetwork(string Name, ReluNetwork Network, NetworkOrigin Origin, SparseInputs Inputs, PairAnds? Outputs)
{
    /// <summary>The task that the network is for, as its file names it, for example "universal-and".</summary>
    public string Task { get; init; } = "universal-and";

    /// <summary>What the outputs are where they are not pairs.</summary>
    public TargetsSpec? Targets { get; init; }

    /// <summary>How inputs are drawn, where the set of inputs does not say all of it.</summary>
    public InputsSpec? Distribution { get; init; }

    /// <summary>The construction that training started from, if it did not start from random weights.</summary>
    public string? Start { get; init; }
}
