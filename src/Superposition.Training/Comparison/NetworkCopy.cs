using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Comparison;

/// <summary>Copies of networks with changed weights, the read-off written out row by row. The given network is never changed.</summary>
internal static class NetworkCopy
{
    /// <summary>A copy whose read-off is written out.</summary>
    public static ReluNetwork Dense(ReluNetwork network) =>
        Changed(network, (layer, _) => layer.Copy(), (weight_gd, bias_g) => (weight_gd, bias_g));

    /// <summary>A copy in which every layer and the read-off went through a change.</summary>
    /// <param name="network">The network.</param>
    /// <param name="layer">Gives a new layer, from the layer and its index.</param>
    /// <param name="readOff">Gives the read-off's new weight and bias.</param>
    public static ReluNetwork Changed(
        ReluNetwork network, Func<ReluLayer, int, ReluLayer> layer, Func<Tensor, Tensor, (Tensor Weight, Tensor Bias)> readOff)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var layers = network.Layers.Select(layer).ToArray();
        var dense = network.ReadOff as DenseReadOff ?? ((PairReadOff)network.ReadOff).ToDense();
        var (weight_gd, bias_g) = readOff(dense.Weight.detach(), dense.Bias.detach());
        return new ReluNetwork(layers, new DenseReadOff(weight_gd, bias_g), network.Encoding);
    }
}
