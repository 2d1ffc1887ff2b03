using System.Collections.Immutable;
using Superposition.Measurement;

namespace Superposition.DeepCircuits;

/// <summary>What a deep network did on living inputs of a layered circuit.</summary>
/// <param name="Features">m, the number of features.</param>
/// <param name="Units">n, the width of the state between layers.</param>
/// <param name="Relus">ReLUs of the widest layer.</param>
/// <param name="Inputs">The number of inputs that were measured.</param>
/// <param name="Layers">Layer by layer, the circuit's inputs first (layer 0).</param>
public sealed record DeepReport(int Features, int Units, int Relus, int Inputs, ImmutableArray<LayerReport> Layers)
{
    /// <summary>Threshold errors in all layers.</summary>
    public long ThresholdErrors => Layers.Sum(layer => layer.ThresholdErrors);

    /// <summary>The largest error of any feature in any layer.</summary>
    public double Epsilon => Layers.Max(layer => layer.Epsilon);

    /// <summary>The number of layers from the first on that are free of threshold errors.</summary>
    public int LayersWithoutErrors => Layers.TakeWhile(layer => layer.ThresholdErrors == 0).Count();
}

/// <summary>Errors of the features that are read off after one layer of gates.</summary>
/// <param name="Layer">0 for the circuit's inputs, ℓ for what the ℓ-th layer of gates gives.</param>
/// <param name="MeanActive">Active features of an input, on average (ground truth).</param>
/// <param name="On">Errors where the feature is on.</param>
/// <param name="Beside">Errors where it is off but one of its gate's inputs is on (a half-active AND, a cancelled XOR).</param>
/// <param name="Off">Errors where it is off and so are its gate's inputs.</param>
/// <param name="Rms">Root mean squared error over all features and inputs.</param>
/// <param name="ThresholdErrors">How many features are on the wrong side of ½, summed over the inputs.</param>
/// <param name="ActiveUnits">Units that are not 0, on average over inputs.</param>
/// <param name="Noise">Noise of the pre-activations, by pool.</param>
public sealed record LayerReport(
    int Layer,
    double MeanActive,
    ErrorStatistics On,
    ErrorStatistics Beside,
    ErrorStatistics Off,
    double Rms,
    long ThresholdErrors,
    double ActiveUnits,
    ImmutableArray<PoolNoise> Noise)
{
    /// <summary>The largest absolute error of any feature on any input.</summary>
    public double Epsilon => Math.Max(On.Max, Math.Max(Beside.Max, Off.Max));
}

/// <summary>Noise of the pre-activations of a pool.</summary>
/// <param name="Pool">The pool.</param>
/// <param name="Units">Its units.</param>
/// <param name="Sigma">Measured root mean squared deviation from the noise-free sum.</param>
/// <param name="Mean">Measured mean deviation: the shift that is common to all units.</param>
/// <param name="Predicted">Predicted σ: √(Σ over pools before of (gate inputs a unit adds up) × (variance of a read-off)).</param>
public sealed record PoolNoise(PoolKind Pool, int Units, double Sigma, double Mean, double Predicted);
