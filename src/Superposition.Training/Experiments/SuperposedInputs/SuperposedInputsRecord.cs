using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Representation;

namespace Superposition.Experiments.SuperposedInputs;

/// <summary>One construction on one encoding: its error as predicted and as measured, and the controls on the same state.</summary>
public sealed record SuperposedInputsRecord : CellRecord
{
    /// <summary>The construction's kind.</summary>
    public required string Construction { get; init; }

    /// <summary>How directions were chosen.</summary>
    public required EncodingKind Encoding { get; init; }

    /// <summary>m, the number of features.</summary>
    public required int Features { get; init; }

    /// <summary>d0.</summary>
    public required int Dimension { get; init; }

    /// <summary>s.</summary>
    public required int Active { get; init; }

    /// <summary>Exactly or at most s.</summary>
    public required Sparsity Sparsity { get; init; }

    /// <summary>d, the number of neurons.</summary>
    public required int Neurons { get; init; }

    /// <summary>p, where the construction has one.</summary>
    public double? Density { get; init; }

    /// <summary>Overlaps of the directions drawn.</summary>
    public Coherence? Coherence { get; init; }

    /// <summary>Mean and standard deviation by class, predicted.</summary>
    public PredictedErrors? Predicted { get; init; }

    /// <summary>ε, predicted for the number of inputs looked at.</summary>
    public double? PredictedEpsilon { get; init; }

    /// <summary>All pairs of a few inputs: ε.</summary>
    public ErrorReport? AllPairs { get; init; }

    /// <summary>Sampled pairs of many inputs: errors by class.</summary>
    public ErrorReport? Sampled { get; init; }

    /// <summary>The two noises of random projections, class by class; null for other constructions.</summary>
    public System.Collections.Immutable.ImmutableArray<NoiseTerms>? Noise { get; init; }

    /// <summary>The noise before a neuron that decodes its subset, measured and predicted; null for other constructions.</summary>
    public PreactivationNoise? Preactivation { get; init; }

    /// <summary>The answer 0 to everything, all pairs.</summary>
    public ErrorReport? Zero { get; init; }

    /// <summary>The read-off (φ_k + φ_l)/2 − ¼ of the raw state, all pairs.</summary>
    public ErrorReport? Linear { get; init; }

    /// <summary>The least-squares read-off of the raw state, all pairs; null where it was not asked for.</summary>
    public ErrorReport? LinearLeastSquares { get; init; }
}

/// <summary>The two noises of random projections in one class of inputs, as standard deviations.</summary>
/// <param name="Class">none, one or both of the pair active.</param>
/// <param name="Crosstalk">What infinitely many neurons would get wrong with these directions.</param>
/// <param name="PredictedCrosstalk">The same as predicted; null for inputs with at most s active.</param>
/// <param name="Neurons">What is left: √(total variance − that of crosstalk).</param>
/// <param name="PredictedNeurons">The same as predicted; null for inputs with at most s active.</param>
public sealed record NoiseTerms(string Class, double Crosstalk, double? PredictedCrosstalk, double Neurons, double? PredictedNeurons);

/// <summary>The standard deviation of the noise before a neuron.</summary>
/// <param name="Measured">As measured.</param>
/// <param name="Predicted">√(p m s/d0).</param>
public sealed record PreactivationNoise(double Measured, double Predicted);
