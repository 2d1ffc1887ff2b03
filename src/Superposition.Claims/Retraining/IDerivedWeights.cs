using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Superposition.Retraining;

/// <summary>How the layer and the read-off of a network without biases come from other numbers, which alone are trained.</summary>
internal interface IDerivedWeights
{
    /// <summary>The parameters that the optimizer changes, from which layer and read-off follow.</summary>
    IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>The layer [d, m] and the read-off [m, d] that the parameters stand for, differentiable.</summary>
    (Tensor Layer_dm, Tensor ReadOff_md) Weights();

    /// <summary>What is added to the loss, differentiable; null for nothing.</summary>
    Tensor? Penalty();
}
