using Superposition.Booleans;
using Superposition.ErrorCorrection;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.DeepCircuits;

/// <summary>
/// One layer of gates in the paper's alternation: a universal-AND layer (random subsets of the features, read off a superposed state)
/// computes all ANDs ε-linearly, the gates are read off linearly as polynomials (AND = kl, OR = k + l − kl, XOR = k + l − 2kl, COPY =
/// k), and an error-correction layer of channels rounds them. The linear parts pass the universal-AND layer on the clip units themselves:
/// they are never negative, so a ReLU leaves them.
/// </summary>
internal sealed class AlternatingLayer : IDisposable
{
    private readonly Tensor subsets; // W, [n₁, m]
    private readonly ChannelCode before;

    public AlternatingLayer(LayeredCircuit circuit, int layer, ChannelCode before, AlternatingDesign design, Seed seed)
    {
        using var scope = NewDisposeScope();
        using var generator = seed.Generator($"subsets:{layer}");
        var gates = circuit.Gates(layer);
        this.before = before;
        var width = circuit.WidthBefore(layer);
        subsets = (rand(design.SubsetNeurons, width, generator: generator) < design.Density).to(float32).DetachFromDisposeScope();
        Linear = Parts(gates, width);
        First = tensor(gates.ToArray().Select(gate => (long)gate.First).ToArray()).DetachFromDisposeScope();
        Second = tensor(gates.ToArray().Select(gate => (long)gate.Second).ToArray()).DetachFromDisposeScope();
        AndShare = tensor(gates.ToArray().Select(gate => (float)AndCoefficient(gate.Kind)).ToArray()).DetachFromDisposeScope();
        Code = ChannelCode.Draw(design.Code, gates.Length, design.Units, design.ChannelSize, seed.For($"channels:{layer}"));
        Design = design;
        Signal = Moments(design.Active).Signal(design.Active);
    }

    public AlternatingDesign Design { get; }

    /// <summary>The channels of what the layer gives.</summary>
    public ChannelCode Code { get; }

    /// <summary>F, what one neuron adds to a true AND.</summary>
    public double Signal { get; }

    private Tensor Linear { get; }

    private Tensor First { get; }

    private Tensor Second { get; }

    private Tensor AndShare { get; }

    /// <summary>Activations of the universal-AND layer, [n, n₁], for read-offs of the features before, [n, m].</summary>
    public Tensor UniversalAnd(Tensor features_nm) => nn.functional.relu(features_nm.matmul(subsets.t()) - 1);

    /// <summary>Linear read-offs of the gates, [n, g], from the read-offs of the features before and the universal-AND layer.</summary>
    public Tensor Gates(Tensor features_nm, Tensor activations_nd)
    {
        using var scope = NewDisposeScope();
        return (features_nm.matmul(Linear.t()) + activations_nd.matmul(AndReadOff().t())).MoveToOuterDisposeScope();
    }

    /// <summary>What the universal-AND layer reads: W, [n₁, m].</summary>
    public Tensor Subsets => subsets;

    /// <summary>The linear part of every gate, [g, m].</summary>
    public Tensor LinearParts => Linear;

    /// <summary>The AND part of every gate's read-off, [g, n₁]: its coefficient times (W_k − p)(W_l − p)/(n₁ F).</summary>
    public Tensor AndReadOff()
    {
        using var scope = NewDisposeScope();
        var centred_dm = subsets - Design.Density;
        var products_dg = centred_dm.index_select(1, First) * centred_dm.index_select(1, Second);
        return (products_dg.t() * (AndShare / (Design.SubsetNeurons * Signal)).unsqueeze(1)).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Predicted variance of an inactive gate's read-off, averaged over gates: that of its linear part and that of its AND.
    /// </summary>
    /// <param name="active">The number of active features before.</param>
    public double PredictedVariance(int active)
    {
        var ands = Moments(active).VarianceOff(active) / (Design.SubsetNeurons * Signal * Signal);
        return (Linear.sum().item<float>() * before.ReadOffVariance(active) / Code.Channels)
            + (AndShare.square().mean().item<float>() * ands);
    }

    public void Dispose()
    {
        foreach (var held in new[] { subsets, Linear, First, Second, AndShare })
        {
            held.Dispose();
        }
    }

    /// <summary>
    /// A neuron's moments with the noise that the state hands to it: m noisy read-offs whose sum carries no noise, so
    /// that they count with W − p. Without error correction nothing is known about the noise of the state, and none is assumed.
    /// </summary>
    private SubsetReadOff Moments(int active) =>
        new(
            Design.Density, Design.Corrects
            ? Math.Sqrt(Design.Density * (1 - Design.Density) * before.Channels * before.ReadOffVariance(active))
            : 0);

    private static double AndCoefficient(LayerGateKind kind) => kind switch
    {
        LayerGateKind.And => 1,
        LayerGateKind.Or => -1,
        LayerGateKind.Xor => -2,
        _ => 0,
    };

    private static Tensor Parts(ReadOnlySpan<Gate> gates, int width)
    {
        var cells = new float[gates.Length, width];
        for (var k = 0; k < gates.Length; k++)
        {
            if (gates[k].Kind != LayerGateKind.And)
            {
                cells[k, gates[k].First] = 1;
                cells[k, gates[k].Second] = 1;
            }
        }

        return tensor(cells).DetachFromDisposeScope();
    }
}
