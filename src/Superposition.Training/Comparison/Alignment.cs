using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Comparison;

/// <summary>Brings one network into the order and scale of another's neurons, layer by layer, without changing what it computes.</summary>
public static class Alignment
{
    /// <summary>
    /// A network that computes the same as <paramref name="network"/>, its neurons permuted onto those of <paramref name="reference"/> that
    /// they match best and scaled so that (w, β) is as long. The read-off is written out row by row.
    /// </summary>
    /// <param name="network">The network that is brought into order; it is not changed.</param>
    /// <param name="reference">A network with layers of the same shapes.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static ReluNetwork Align(ReluNetwork network, ReluNetwork reference)
    {
        if (network.Layers.Count != reference.Layers.Count || network.Layers.Count == 0)
        {
            throw new ArgumentException(
                $"Only networks with as many layers can be aligned: {network.Layers.Count} stand against {reference.Layers.Count}.",
                nameof(reference));
        }

        using var scope = NewDisposeScope();
        using var noGradient = no_grad();

        // What the layer before did to its neurons has to be undone by the weights that read them: their new order, and 1/scale of each. In
        // residual form that is the layer's own projection, and the stream stays as it is.
        Tensor? order_d = null, scale_d = null, gain_d = null;
        Tensor Read(Tensor weight_xd) => order_d is null ? weight_xd : weight_xd.index_select(1, order_d) / gain_d!;
        return NetworkCopy.Changed(
            network,
            (layer, index) =>
            {
                var (read_dm, bias_d) = (Read(layer.Weight.detach()), layer.Bias.detach());
                using var current = new ReluLayer(read_dm, bias_d);
                var target = reference.Layers[index];
                var partners = NeuronMatching.Of(target, current).Partners;
                order_d = tensor(partners.Select(partner => (long)partner).ToArray());
                var (w_dm, b_d) = (read_dm.index_select(0, order_d), bias_d.index_select(0, order_d));
                var length_d = (w_dm.square().sum(1) + b_d.square()).sqrt();
                var wanted_d = (target.Weight.square().sum(1) + target.Bias.square()).sqrt();

                // A neuron of zeros has no length to give or take, and one whose activation is not homogeneous keeps its own.
                scale_d = layer.Activation.Degree() is null
                    ? ones_like(length_d)
                    : where((length_d > 0).logical_and(wanted_d > 0), wanted_d / length_d.clamp_min(1e-30), ones_like(length_d));
                gain_d = scale_d.pow(layer.Activation.Degree() ?? 1);
                var projection_md = layer.Projection is { } written_md ? Read(written_md.detach()) : null;
                var aligned = new ReluLayer(w_dm * scale_d.unsqueeze(1), b_d * scale_d, projection_md, layer.Activation);
                if (projection_md is not null)
                {
                    (order_d, scale_d, gain_d) = (null, null, null);
                }

                return aligned;
            },
            (weight_gd, bias_g) => (Read(weight_gd), bias_g));
    }
}
