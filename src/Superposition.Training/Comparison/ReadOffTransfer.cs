using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Tasks;
using static TorchSharp.torch;

namespace Superposition.Comparison;

/// <summary>
/// Read-offs on layers that they were not made for: whether a learned layer and a constructed one compute in the same way.
/// </summary>
public static class ReadOffTransfer
{
    /// <summary>
    /// The read-off of the constructions, made from a layer's own weights: r_kl,i = α V_ik V_il with V_ik = (W_ik − mean of neuron
    /// i)/σ_i^{3/2}, σ_i the standard deviation of the neuron's weights, so that the scale of a neuron cancels; α and a constant are
    /// fitted by least squares.
    /// </summary>
    /// <param name="network">The network, with one layer; its read-off is not used.</param>
    /// <param name="pairs">The pairs to read.</param>
    /// <param name="fit">The inputs that α and the constant are fitted on.</param>
    public static ReluNetwork ByProducts(ReluNetwork network, PairAnds pairs, InputSample fit)
    {
        if (network.Layers is not [{ Projection: null }])
        {
            throw new ArgumentException(
                $"Products of weights read one layer in plain form, found {network.Layers.Count}.", nameof(network));
        }

        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var weight_dm =
            network.Encoding is { } encoding_em ? network.Layers[0].Weight.matmul(encoding_em) : network.Layers[0].Weight.detach();
        var centred_dm = weight_dm - weight_dm.mean([1], keepdim: true);
        var factors_dm = centred_dm / centred_dm.square().mean([1], keepdim: true).clamp_min(1e-30).pow(0.75);
        using var unscaled = network.WithReadOff(new PairReadOff(factors_dm, scale: 1, PairNormalisation.Constant, pairs));
        var (scale, constant) = FitLine(unscaled, pairs, fit);
        return network.WithReadOff(
            new DenseReadOff(((PairReadOff)unscaled.ReadOff).ToDense().Weight * scale, full(pairs.Count, (float)constant)));
    }

    /// <summary>
    /// The layer of one network under the read-off of another, whose neurons it was matched with; each row is rescaled as its neuron is.
    /// </summary>
    /// <param name="layer">The network whose one layer is used.</param>
    /// <param name="readOff">The network of the same shape whose read-off is used.</param>
    public static ReluNetwork Across(ReluNetwork layer, ReluNetwork readOff)
    {
        using var aligned = Alignment.Align(readOff, layer);
        var dense = (DenseReadOff)aligned.ReadOff;
        return layer.WithReadOff(new DenseReadOff(dense.Weight, dense.Bias));
    }

    /// <summary>α and c with the smallest Σ (y − α o − c)² over inputs and outputs.</summary>
    private static (double Scale, double Constant) FitLine(ReluNetwork network, PairAnds pairs, InputSample fit)
    {
        double n = 0, o = 0, oo = 0, y = 0, oy = 0;
        foreach (var inputs in fit.Batches(512))
        {
            using var step = NewDisposeScope();
            var out_ng = network.Run(inputs).to(float64);
            var target_ng = TargetBatch.Of(inputs, pairs).On.Places.ToDense(pairs.Count).to(float64);
            n += out_ng.numel();
            o += out_ng.sum().item<double>();
            oo += out_ng.square().sum().item<double>();
            y += target_ng.sum().item<double>();
            oy += (out_ng * target_ng).sum().item<double>();
        }

        var variance = oo - (o * o / n);
        var scale = variance > 0 ? (oy - (o * y / n)) / variance : 0;
        return (scale, (y - (scale * o)) / n);
    }
}
