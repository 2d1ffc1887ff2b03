using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Superposition.Studies;
using Superposition.Training;

namespace Superposition.Experiments;

/// <summary>What a cell gives: its record, and networks worth keeping. Whoever receives it disposes it.</summary>
/// <param name="Record">Numbers only.</param>
/// <param name="Networks">Networks to save, by name; may be empty.</param>
/// <param name="Trace">The loss along training, if the cell trained.</param>
public sealed record CellResult(CellRecord Record, ImmutableArray<NamedNetwork> Networks, ImmutableArray<TracePoint> Trace) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var network in Networks)
        {
            network.Network.Dispose();
        }
    }
}

/// <summary>The record of a cell, one line of <c>results.jsonl</c>. It holds no times, so that the same seed gives the same bytes.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(ConstructionErrors.ConstructionErrorsRecord), "construction-errors")]
[JsonDerivedType(typeof(LearnedVersusConstructed.LearnedVersusConstructedRecord), "learned-versus-constructed")]
[JsonDerivedType(typeof(SmallestEpsilon.SmallestEpsilonRecord), "smallest-epsilon")]
public abstract record CellRecord
{
    /// <summary>The cell's name.</summary>
    [JsonPropertyOrder(-2)]
    public required string Cell { get; init; }

    /// <summary>The cell's seed.</summary>
    [JsonPropertyOrder(-1)]
    public required ulong Seed { get; init; }

    /// <summary>Why there is nothing to measure (a premise of a construction does not hold at this size): a finding, in one sentence; null otherwise.</summary>
    [JsonPropertyOrder(1)]
    public string? Refusal { get; init; }

    /// <summary>Why the result is not sound (training diverged), in one sentence; null otherwise.</summary>
    [JsonPropertyOrder(2)]
    public string? Failure { get; init; }
}
