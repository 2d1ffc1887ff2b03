using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Checkpoints;
using Superposition.Comparison;
using Superposition.DeepCircuits;
using Superposition.ErrorCorrection;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.Training;
using Superposition.UniversalAnd;

namespace Superposition.Studies.Networks;

/// <summary>A network that a recipe gave, with what is known of it.</summary>
/// <param name="Written">The network with its own read-off, written out layer by layer where somebody asks for it.</param>
public sealed record DrawnNetwork(Lazy<ReluNetwork> Written) : IDisposable
{
    /// <summary>A network that is written out already.</summary>
    public DrawnNetwork(ReluNetwork network)
        : this(new Lazy<ReluNetwork>(network))
    {
    }

    /// <summary>The network, with its own read-off.</summary>
    /// <exception cref="ConstructionFailedException">It cannot be written out.</exception>
    public ReluNetwork Network => Written.Value;

    /// <summary>Whether its width is a result, found for this seed, and no coordinate.</summary>
    public bool WidthIsFound { get; init; }

    /// <summary>The number of its ReLUs; null where it is a result, or its size has another name and it is not written out.</summary>
    public int? Neurons => Deep is null && !WidthIsFound ? Network.Neurons : null;

    /// <summary>What it does in every layer of gates on some inputs, where it is a deep circuit; it is not written out for that.</summary>
    public Func<ActiveSets, DeepReport>? Deep { get; init; }

    /// <summary>The network that training started from; null for one that was not trained.</summary>
    public ReluNetwork? Untrained { get; init; }

    /// <summary>Whether training has changed any of its parameters.</summary>
    public bool IsTrained => FinalLoss is not null || Untrained is not null;

    /// <summary>Where its weights came from: what its file says, where it was read from one.</summary>
    public NetworkOrigin Origin
    {
        get => IsTrained ? NetworkOrigin.Trained : field;
        init;
    }

    /// <summary>The construction that training started from, if it did not start from random weights.</summary>
    public string? Start { get; init; }

    /// <summary>Mean loss over the last twentieth of training: what tuned values are chosen by.</summary>
    public double? FinalLoss { get; init; }

    /// <summary>Why it is not sound (training diverged), in one sentence.</summary>
    public string? Failure { get; init; }

    /// <summary>The loss at steps along training; empty where nothing was trained.</summary>
    public ImmutableArray<TracePoint> Trace { get; init; } = [];

    /// <summary>What was measured along training.</summary>
    public ImmutableArray<CurvePoint> Curve { get; init; } = [];

    /// <summary>The first layer's weights at steps of training; empty where none were kept.</summary>
    public ImmutableArray<WeightSnapshot> Snapshots { get; init; } = [];

    /// <summary>The errors that theory predicts of it; null where there is no such theory.</summary>
    public Func<PredictedErrors>? Predict { get; init; }

    /// <summary>The family that it belongs to; null where that is to be found out.</summary>
    public ConstructionFamily? Family { get; init; }

    /// <summary>The universal-AND construction that it is, and what it was built for; null for another network.</summary>
    public (IUniversalAndConstruction Kind, UniversalAndSize Size)? Construction { get; init; }

    /// <summary>Numbers of its design that its recipe chose or knows, by name.</summary>
    public ImmutableArray<KeyValuePair<string, double>> Design { get; init; } = [];

    /// <summary>The same as an error-correction layer, where it is one.</summary>
    public ErrorCorrectionLayer? Correction { get; init; }

    /// <summary>What else it is made of and goes with it.</summary>
    public IDisposable? Parts { get; init; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Parts?.Dispose();
        Correction?.Dispose();
        if (Written.IsValueCreated)
        {
            Network.Dispose();
        }

        Untrained?.Dispose();
    }
}
