using Superposition.Booleans;
using Superposition.Measurement;

namespace Superposition.Experiments.ConstructionErrors;

/// <summary>One construction at one size: its error as predicted and as measured.</summary>
public sealed record ConstructionErrorsRecord : CellRecord
{
    /// <summary>The construction's kind.</summary>
    public required string Construction { get; init; }

    /// <summary>m, the number of features.</summary>
    public required int Features { get; init; }

    /// <summary>s.</summary>
    public required int Active { get; init; }

    /// <summary>Exactly or at most s.</summary>
    public required Sparsity Sparsity { get; init; }

    /// <summary>d, the number of neurons.</summary>
    public required int Neurons { get; init; }

    /// <summary>p, where the construction has one.</summary>
    public double? Density { get; init; }

    /// <summary>Mean and standard deviation by class, predicted.</summary>
    public PredictedErrors? Predicted { get; init; }

    /// <summary>ε, predicted for the number of inputs looked at.</summary>
    public double? PredictedEpsilon { get; init; }

    /// <summary>The construction's own read-off, measured.</summary>
    public ErrorReport? Analytic { get; init; }

    /// <summary>The least-squares read-off on the same layer (fitted on other inputs unless all are looked at), measured; null where it was not asked for.</summary>
    public ErrorReport? LeastSquares { get; init; }
}
