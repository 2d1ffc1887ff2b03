using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Cli.Errors;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.Tasks;

namespace Superposition.Cli.Commands.Construct;

/// <summary>What is to be built and compared with what: all that the arguments say, before any work is done.</summary>
internal sealed record Construction
{
    /// <summary>The kind of the construction, as it is typed.</summary>
    public required string Kind { get; init; }

    /// <summary>The network in a line or two.</summary>
    public required ImmutableArray<string> Description { get; init; }

    /// <summary>The inputs it is to serve.</summary>
    public required SparseInputs Inputs { get; init; }

    /// <summary>The functions that the network is built for, against which it is measured.</summary>
    public required IBooleanTargets Targets { get; init; }

    /// <summary>The functions as data, for the file; null for pairs, which a file names itself.</summary>
    public TargetsSpec? Functions { get; init; }

    /// <summary>What the classes of the ground truth are, for the tables.</summary>
    public string Classes { get; init; } = ErrorTables.PairClasses;

    /// <summary>Draws the network from a seed; the caller disposes it.</summary>
    public required Func<Seed, ReluNetwork> Build { get; init; }

    /// <summary>Errors to expect, where theory says.</summary>
    public Func<PredictedErrors>? Predict { get; init; }

    /// <summary>Whether read-offs fitted to the same layer stand next to the analytic one.</summary>
    public bool RefitsLayer { get; init; }

    /// <summary>What a file says of the network's purpose.</summary>
    public required string Task { get; init; }

    /// <summary>What a file says of how the network was made.</summary>
    public required object Recipe { get; init; }
}
