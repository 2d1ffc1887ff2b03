using Superposition.Tasks;
using static TorchSharp.torch;

namespace Superposition.Objectives;

/// <summary>
/// What an objective sees of a network on a batch, R h + c against targets, and where it writes derivatives. All tensors are float32 and contiguous;
/// an objective never needs to hold all n·g outputs at once.
/// </summary>
public sealed class ReadOffPass
{
    /// <summary>h, what the read-off reads, shape [n, d].</summary>
    public required Tensor Activations { get; init; }

    /// <summary>R, shape [g, d].</summary>
    public required Tensor Weight { get; init; }

    /// <summary>c, shape [g]; null stands for zeros that stay zeros.</summary>
    public required Tensor? Bias { get; init; }

    /// <summary>What the outputs should be.</summary>
    public required TargetBatch Targets { get; init; }

    /// <summary>Buffers that are used again in the next pass.</summary>
    public required Workspace Workspace { get; init; }

    /// <summary>Receives the derivative with respect to h, shape [n, d]; null when it is not needed.</summary>
    public Tensor? ActivationGradient { get; init; }

    /// <summary>Receives the derivative with respect to R, shape [g, d]; null when it is not needed.</summary>
    public Tensor? WeightGradient { get; init; }

    /// <summary>Receives the derivative with respect to c, shape [g]; null when it is not needed.</summary>
    public Tensor? BiasGradient { get; init; }

    /// <summary>Whether any derivative is asked for.</summary>
    public bool NeedsGradient => ActivationGradient is not null || WeightGradient is not null || BiasGradient is not null;

    /// <summary>n, the number of inputs.</summary>
    public int Inputs => (int)Activations.shape[0];

    /// <summary>d, the number of activations.</summary>
    public int Neurons => (int)Weight.shape[1];

    /// <summary>g, the number of outputs.</summary>
    public int Outputs => (int)Weight.shape[0];
}
