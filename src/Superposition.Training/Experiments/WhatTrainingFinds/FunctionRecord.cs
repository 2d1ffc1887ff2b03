using System.Collections.Immutable;
using Superposition.Comparison;
using Superposition.Measurement;

namespace Superposition.Experiments.WhatTrainingFinds;

/// <summary>What one network does when it is disturbed, and whose read-offs it bears.</summary>
public sealed record FunctionRecord : WhatTrainingFindsRecord
{
    /// <summary>The construction's kind; null for the trained network.</summary>
    public string? Construction { get; init; }

    /// <summary>Errors undisturbed.</summary>
    public ErrorReport? Errors { get; init; }

    /// <summary>At other numbers of active features.</summary>
    public ImmutableArray<ErrorsAt> OtherActive { get; init; } = [];

    /// <summary>With noise on every weight.</summary>
    public ImmutableArray<ErrorsAt> Noise { get; init; } = [];

    /// <summary>With few bits a weight.</summary>
    public ImmutableArray<ErrorsAt> Bits { get; init; } = [];

    /// <summary>Without the least important neurons.</summary>
    public ImmutableArray<ErrorsAt> PrunedNeurons { get; init; } = [];

    /// <summary>Without the smallest weights.</summary>
    public ImmutableArray<ErrorsAt> PrunedWeights { get; init; } = [];

    /// <summary>Its layer under other read-offs.</summary>
    public ImmutableArray<TransferredErrors> Transfers { get; init; } = [];

    /// <summary>Mean cosine of neurons matched with those of the network of another seed.</summary>
    public Scored? OtherSeed { get; init; }

    /// <summary>The line to the network of another seed as it is.</summary>
    public Interpolation? Straight { get; init; }

    /// <summary>The line to the network of another seed after its neurons were matched.</summary>
    public Interpolation? Aligned { get; init; }
}

/// <summary>Errors at one degree of a disturbance.</summary>
/// <param name="Degree">The degree.</param>
/// <param name="Epsilon">ε.</param>
/// <param name="Rms">Root mean square error.</param>
/// <param name="RefittedRms">Root mean square error of a new least-squares read-off, where one was fitted.</param>
public sealed record ErrorsAt(double Degree, double Epsilon, double Rms, double? RefittedRms = null)
{
    /// <summary>The numbers of a report.</summary>
    internal static ImmutableArray<ErrorsAt> Of(IEnumerable<DisturbedErrors> disturbed) =>
        [.. disturbed.Select(at => new ErrorsAt(at.Degree, at.Errors.Epsilon, at.Errors.Rms, at.Refitted?.Rms))];
}

/// <summary>Errors of a layer under a read-off that was not made with it.</summary>
/// <param name="ReadOff">What the read-off is.</param>
/// <param name="Errors">The errors.</param>
public sealed record TransferredErrors(TransferredReadOff ReadOff, ErrorReport Errors);

/// <summary>Read-offs that were not made with a layer.</summary>
public enum TransferredReadOff
{
    /// <summary>Products of the layer's own weights, as the constructions have them.</summary>
    Products,

    /// <summary>Least squares on the layer.</summary>
    LeastSquares,

    /// <summary>That of the network trained under another seed, neurons matched.</summary>
    OtherSeed,

    /// <summary>That of the trained network, on a constructed layer, neurons matched.</summary>
    Trained,

    /// <summary>That of a construction, on the trained layer, neurons matched.</summary>
    Constructed,

    /// <summary>The trained read-off on the layer before training, neurons matched: what matching alone gives.</summary>
    OnUntrained,
}
