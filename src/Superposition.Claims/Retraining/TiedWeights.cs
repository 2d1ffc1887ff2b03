using Superposition.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Superposition.Retraining;

/// <summary>A layer W whose read-off is c W⁺ throughout training: W and c alone are trained. W⁺ = Wᵀ(WWᵀ)⁻¹.</summary>
internal sealed class TiedWeights : IDerivedWeights, IDisposable
{
    // Within this of the threshold a weight is pushed back to its side.
    private const double Margin = 0.02;

    private readonly Parameter weight_dm;
    private readonly Parameter multiple;
    private readonly Tensor? isHigh_dm;

    /// <param name="network">The network whose layer is the start.</param>
    /// <param name="multiple">c at the start.</param>
    /// <param name="keepsCodewords">
    /// Whether weights above <see cref="LearnedCode.High"/> are held above it, and the others below, by a penalty on the square of what
    /// crosses.
    /// </param>
    public TiedWeights(ReluNetwork network, double multiple, bool keepsCodewords = false)
    {
        using var noGradient = no_grad();
        weight_dm = DerivedTraining.Keep(network.Layers[0].Weight.detach().clone());
        this.multiple = DerivedTraining.Keep(tensor((float)multiple));
        isHigh_dm = keepsCodewords ? (weight_dm > LearnedCode.High).DetachFromDisposeScope() : null;
    }

    /// <inheritdoc/>
    public IReadOnlyList<Parameter> Parameters => [weight_dm, multiple];

    /// <summary>c, the read-off as a multiple of the transposed weights.</summary>
    public double Multiple => multiple.item<float>();

    /// <inheritdoc/>
    public (Tensor Layer_dm, Tensor ReadOff_md) Weights() =>
        (weight_dm, weight_dm.t().matmul(linalg.inv(weight_dm.matmul(weight_dm.t()))) * multiple);

    /// <inheritdoc/>
    public Tensor? Penalty()
    {
        if (isHigh_dm is null)
        {
            return null;
        }

        var low = (LearnedCode.High + Margin - weight_dm).clamp(min: 0) * isHigh_dm;
        var high = (weight_dm - (LearnedCode.High - Margin)).clamp(min: 0) * isHigh_dm.logical_not();
        return (low.square() + high.square()).mean();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        weight_dm.Dispose();
        multiple.Dispose();
        isHigh_dm?.Dispose();
    }
}
