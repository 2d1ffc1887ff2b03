using Superposition.Networks;
using Superposition.Tasks;
using static TorchSharp.torch;

namespace Superposition.Objectives;

/// <summary>
/// What an objective sees of a network on a batch, R h + c against targets, and where it writes derivatives. All tensors are float32 and
/// contiguous; an objective never needs to hold all n·g outputs at once.
/// </summary>
public sealed class ReadOffPass
{
    /// <summary>Takes the tensors of one pass after checking that their shapes fit.</summary>
    /// <param name="activations_nd">h, what the read-off reads.</param>
    /// <param name="weight_gd">R.</param>
    /// <param name="bias_g">c; null stands for zeros that stay zeros.</param>
    /// <param name="targets">What the outputs should be.</param>
    /// <param name="workspace">Buffers that are used again in the next pass.</param>
    public ReadOffPass(Tensor activations_nd, Tensor weight_gd, Tensor? bias_g, TargetBatch targets, Workspace workspace)
    {
        Activations = activations_nd;
        Weight = weight_gd;
        Bias = bias_g;
        Targets = targets;
        Workspace = workspace;
        (Inputs, Outputs, Neurons) = (targets.Count, targets.Outputs, (int)weight_gd.shape[1]);
        if (!activations_nd.shape.AsSpan().SequenceEqual([Inputs, Neurons]) || weight_gd.shape[0] != Outputs
            || (bias_g is not null && !bias_g.shape.AsSpan().SequenceEqual([Outputs])))
        {
            throw new ArgumentException(
                $"Activations {Shapes.Describe(activations_nd)} and a read-off {Shapes.Describe(weight_gd)} do not fit {Outputs} "
                    + $"targets for {Inputs} inputs.", nameof(activations_nd));
        }
    }

    /// <summary>h, what the read-off reads, shape [n, d].</summary>
    public Tensor Activations { get; }

    /// <summary>R, one row for each output, shape [g, d].</summary>
    public Tensor Weight { get; }

    /// <summary>c, shape [g]; null stands for zeros that stay zeros.</summary>
    public Tensor? Bias { get; }

    /// <summary>What the n × g outputs should be.</summary>
    public TargetBatch Targets { get; }

    /// <summary>Buffers that are used again in the next pass.</summary>
    public Workspace Workspace { get; }

    /// <summary>Receives the derivative with respect to h, shape [n, d]; null when it is not needed.</summary>
    public Tensor? ActivationGradient { get; init; }

    /// <summary>Receives the derivative with respect to R, shape [g, d]; null when it is not needed.</summary>
    public Tensor? WeightGradient { get; init; }

    /// <summary>Receives the derivative with respect to c, shape [g]; null when it is not needed.</summary>
    public Tensor? BiasGradient { get; init; }

    /// <summary>Whether any derivative is asked for.</summary>
    public bool NeedsGradient => ActivationGradient is not null || WeightGradient is not null || BiasGradient is not null;

    /// <summary>n, the number of inputs.</summary>
    public int Inputs { get; }

    /// <summary>d, the number of activations.</summary>
    public int Neurons { get; }

    /// <summary>g, the number of outputs.</summary>
    public int Outputs { get; }
}
