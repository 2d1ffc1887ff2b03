using System.Collections.Immutable;
using Superposition.Measurement;

namespace Superposition.Experiments.HighFanInAndCircuits;

/// <summary>What a cell was about.</summary>
public enum LayerPart
{
    /// <summary>Controls for ANDs of t features.</summary>
    FanInControls,

    /// <summary>ANDs of t features.</summary>
    FanIn,

    /// <summary>Controls for a circuit.</summary>
    CircuitControls,

    /// <summary>A circuit.</summary>
    Circuit,
}

/// <summary>Layer and read-off.</summary>
public enum LayerArm
{
    /// <summary>The answer 0 to everything.</summary>
    Zero,

    /// <summary>Least squares on the raw features.</summary>
    Linear,

    /// <summary>The read-off of the raw features with the smallest worst error.</summary>
    LinearMinimax,

    /// <summary>The banks with their own read-off.</summary>
    Analytic,

    /// <summary>The banks with least squares.</summary>
    LeastSquares,

    /// <summary>The banks with the read-off of smallest worst error.</summary>
    Minimax,

    /// <summary>An untrained Gaussian layer of the same width with least squares.</summary>
    UntrainedLeastSquares,

    /// <summary>The same with the read-off of smallest worst error.</summary>
    UntrainedMinimax,
}

/// <summary>ANDs of t features, or a circuit, at one width.</summary>
public sealed record HighFanInAndCircuitsRecord : CellRecord
{
    /// <summary>What it was about.</summary>
    public required LayerPart Part { get; init; }

    /// <summary>t, for ANDs.</summary>
    public int? FanIn { get; init; }

    /// <summary>How neurons were chosen, for ANDs.</summary>
    public BankChoice? Bank { get; init; }

    /// <summary>The circuit's name.</summary>
    public string? Circuit { get; init; }

    /// <summary>Number of gates, depth, degree and number of ANDs of a circuit.</summary>
    public CircuitShape? Shape { get; init; }

    /// <summary>d; 0 for controls.</summary>
    public required int Neurons { get; init; }

    /// <summary>The banks of neurons.</summary>
    public ImmutableArray<BankShape>? Banks { get; init; }

    /// <summary>Errors by class, predicted; null where theory does not say.</summary>
    public PredictedErrors? Predicted { get; init; }

    /// <summary>ε, predicted for the number of inputs looked at.</summary>
    public double? PredictedEpsilon { get; init; }

    /// <summary>The predicted standard deviation over outputs none of whose features is active.</summary>
    public double? PredictedQuietStd { get; init; }

    /// <summary>What was measured.</summary>
    public ImmutableArray<LayerArmErrors> Arms { get; init; } = [];
}

/// <summary>Errors of one layer and read-off.</summary>
/// <param name="Arm">Which.</param>
/// <param name="Errors">Its errors.</param>
public sealed record LayerArmErrors(LayerArm Arm, ErrorReport Errors);

/// <summary>One bank of neurons.</summary>
/// <param name="FanIn">t, the number of features of the ANDs it serves.</param>
/// <param name="Neurons">How many.</param>
/// <param name="Weights">How they were drawn, in words.</param>
/// <param name="Density">The probability of the higher weight.</param>
/// <param name="Bias">β.</param>
public sealed record BankShape(int FanIn, int Neurons, string Weights, double Density, double Bias);

/// <summary>What a circuit is like.</summary>
/// <param name="Features">Its own features.</param>
/// <param name="Gates">Gates.</param>
/// <param name="Depth">The longest chain of gates.</param>
/// <param name="Outputs">Outputs.</param>
/// <param name="Degree">The most features of an AND in its polynomials, on the inputs looked at.</param>
/// <param name="Terms">ANDs in its polynomials.</param>
public sealed record CircuitShape(int Features, int Gates, int Depth, int Outputs, int Degree, int Terms);
