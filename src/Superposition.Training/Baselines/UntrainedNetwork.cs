using Superposition.Booleans;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Baselines;

/// <summary>A network before training: the start of training, and the control for everything that is said of a trained one.</summary>
public static class UntrainedNetwork
{
    /// <summary>
    /// One layer with W ~ N(0, 1/s) and no bias, so that pre-activations of s-sparse inputs have variance about 1, and a dense read-off
    /// ~ N(0, 1/d²), so that outputs start near 0.
    /// </summary>
    /// <param name="inputs">m and s.</param>
    /// <param name="neurons">d, the number of neurons.</param>
    /// <param name="outputs">g, the number of outputs.</param>
    /// <param name="seed">The seed of the weights.</param>
    public static ReluNetwork OneLayer(SparseInputs inputs, int neurons, int outputs, Seed seed)
    {
        using var scope = NewDisposeScope();
        using var generator = seed.Generator("initial-weights");
        var weight_dm = randn(neurons, inputs.Features, generator: generator) / Math.Sqrt(Math.Max(1, inputs.Active));
        return new ReluNetwork([new ReluLayer(weight_dm, zeros(neurons))], ReadOff(outputs, neurons, generator));
    }

    /// <summary>
    /// One layer that reads the encoded features Φb, W Φᵀ with W ~ N(0, 1/s), so that pre-activations of s-sparse inputs
    /// have variance about 1 besides crosstalk, and a dense read-off ~ N(0, 1/d²).
    /// </summary>
    /// <param name="encoding_em">Φ, shape [d0, m].</param>
    /// <param name="active">s, the number of active features.</param>
    /// <param name="neurons">d, the number of neurons.</param>
    /// <param name="outputs">g, the number of outputs.</param>
    /// <param name="seed">The seed of the weights.</param>
    public static ReluNetwork Encoded(Tensor encoding_em, int active, int neurons, int outputs, Seed seed)
    {
        using var scope = NewDisposeScope();
        using var generator = seed.Generator("initial-weights");
        var weight_dm = randn(neurons, encoding_em.shape[1], generator: generator) / Math.Sqrt(Math.Max(1, active));
        return new ReluNetwork(
            [new ReluLayer(weight_dm.matmul(encoding_em.t()), zeros(neurons))], ReadOff(outputs, neurons, generator), encoding_em);
    }

    /// <summary>
    /// A network with one more layer, which reads what the given one reads off (it is taken over as it was trained): W R with W ~ N(0, 1/s)
    /// and the bias W c, so that the new layer begins as a random layer of the features that the given network computes. The read-off on
    /// top is ~ N(0, 1/d²).
    /// </summary>
    /// <param name="network">The network; its layers are copied.</param>
    /// <param name="active">s, of its outputs.</param>
    /// <param name="neurons">d, of the new layer.</param>
    /// <param name="outputs">g, the number of outputs.</param>
    /// <param name="seed">The seed of the weights.</param>
    public static ReluNetwork Deeper(ReluNetwork network, int active, int neurons, int outputs, Seed seed)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var generator = seed.Generator("initial-weights");
        var readOff = (DenseReadOff)network.ReadOff;
        var weight_dg = randn(neurons, network.Outputs, generator: generator) / Math.Sqrt(Math.Max(1, active));
        var added = new ReluLayer(weight_dg.matmul(readOff.Weight), weight_dg.matmul(readOff.Bias));
        return new ReluNetwork(
            [.. network.Layers.Select(layer => layer.Copy()), added], ReadOff(outputs, neurons, generator), network.Encoding);
    }

    /// <summary>
    /// One layer in residual form over a residual stream of D numbers, in which feature i is a random direction of length 1, Φ: neurons
    /// read WΦᵀ of the stream with W ~ N(0, 1/s) and write into it with P ~ N(0, 1/(d D)); the read-off of the stream is ~ N(0, 1/D²).
    /// </summary>
    /// <param name="inputs">m and s.</param>
    /// <param name="stream">D, the number of dimensions of the stream.</param>
    /// <param name="neurons">d, the number of neurons.</param>
    /// <param name="outputs">g, the number of outputs.</param>
    /// <param name="seed">The seed of the weights.</param>
    public static ReluNetwork Residual(SparseInputs inputs, int stream, int neurons, int outputs, Seed seed)
    {
        using var scope = NewDisposeScope();
        using var generator = seed.Generator("initial-weights");
        var drawn_Dm = randn(stream, inputs.Features, generator: generator);
        var encoding_Dm = drawn_Dm / drawn_Dm.norm(dim: 0, keepdim: true, p: 2);
        var weight_dm = randn(neurons, inputs.Features, generator: generator) / Math.Sqrt(Math.Max(1, inputs.Active));
        var layer = new ReluLayer(weight_dm.matmul(encoding_Dm.t()), zeros(neurons), Projection(stream, neurons, generator));
        return new ReluNetwork([layer], ReadOff(outputs, stream, generator), encoding_Dm);
    }

    /// <summary>
    /// A network with one more layer in residual form, whose neurons read what the given one reads off its stream as in <see
    /// cref="Deeper"/>; it writes as in <see cref="Residual"/>. The read-off on top is ~ N(0, 1/D²).
    /// </summary>
    /// <param name="network">The network in residual form; its layers are copied.</param>
    /// <param name="active">s, of its outputs.</param>
    /// <param name="neurons">d, of the new layer.</param>
    /// <param name="outputs">g, the number of outputs.</param>
    /// <param name="seed">The seed of the weights.</param>
    public static ReluNetwork DeeperResidual(ReluNetwork network, int active, int neurons, int outputs, Seed seed)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var generator = seed.Generator("initial-weights");
        var readOff = (DenseReadOff)network.ReadOff;
        var weight_dg = randn(neurons, network.Outputs, generator: generator) / Math.Sqrt(Math.Max(1, active));
        var added =
            new ReluLayer(weight_dg.matmul(readOff.Weight), weight_dg.matmul(readOff.Bias), Projection(readOff.Inputs, neurons, generator));
        return new ReluNetwork(
            [.. network.Layers.Select(layer => layer.Copy()), added], ReadOff(outputs, readOff.Inputs, generator), network.Encoding);
    }

    /// <summary>
    /// Layers of given widths over the features or over Φb. A single one in plain form is one of <see cref="OneLayer"/> or <see
    /// cref="Encoded"/>; of several the first is as in <see cref="OneLayer"/> or <see cref="Encoded"/> in plain form and the others
    /// have W ~ N(0, 2/d), which keeps the scale of activations; in residual form every layer reads and writes the stream as in <see
    /// cref="Residual"/>.
    /// </summary>
    /// <param name="inputs">m and s.</param>
    /// <param name="encoding_em">Φ, shape [d0, m], or null; in residual form the stream's directions.</param>
    /// <param name="widths">d of every layer.</param>
    /// <param name="stream">
    /// D of a residual stream with random directions, or null; where there is a Φ, whether layers are in residual form is said by
    /// <paramref name="isResidual"/>.
    /// </param>
    /// <param name="isResidual">Whether layers are in residual form.</param>
    /// <param name="outputs">g, the number of outputs.</param>
    /// <param name="seed">The seed of the weights.</param>
    public static ReluNetwork OfLayers(
        SparseInputs inputs, Tensor? encoding_em, IReadOnlyList<int> widths, int? stream, bool isResidual, int outputs, Seed seed)
    {
        using var scope = NewDisposeScope();
        using var generator = seed.Generator("initial-weights-above");
        var first = isResidual && encoding_em is null ? Residual(inputs, stream ?? inputs.Features, widths[0], outputs, seed)
            : encoding_em is null ? OneLayer(inputs, widths[0], outputs, seed)
            : Encoded(encoding_em, inputs.Active, widths[0], outputs, seed);
        if (widths.Count == 1 && !isResidual)
        {
            return first;
        }

        using var below = first;
        var state_em = first.Encoding;
        var (width, layers) = (isResidual ? (int)state_em!.shape[0] : widths[0], new List<ReluLayer>());
        for (var i = 0; i < widths.Count; i++)
        {
            var d = widths[i];
            var weight = i == 0 ? first.Layers[0].Weight
                : isResidual
                ? (randn(d, inputs.Features, generator: generator) / Math.Sqrt(Math.Max(1, inputs.Active))).matmul(state_em!.t())
                : randn(d, width, generator: generator) * Math.Sqrt(2.0 / width);
            layers.Add(new ReluLayer(weight, zeros(d), isResidual ? Projection(width, d, generator) : null));
            width = isResidual ? width : d;
        }

        return new ReluNetwork(layers, ReadOff(outputs, width, generator), state_em);
    }

    /// <summary>The layers of a network (copied) under an untrained dense read-off ~ N(0, 1/d²).</summary>
    public static ReluNetwork UnderNewReadOff(ReluNetwork network, int outputs, Seed seed)
    {
        using var scope = NewDisposeScope();
        using var generator = seed.Generator("initial-read-off");
        return network.WithReadOff(ReadOff(outputs, network.ReadOff.Inputs, generator));
    }

    /// <summary>
    /// The same weights (the network is taken over) with biases under which no neuron is ever off: affine in every input, so that it holds
    /// no AND.
    /// </summary>
    /// <param name="network">A network of one layer over the features, with a dense read-off.</param>
    /// <param name="active">s, the number of active features.</param>
    public static ReluNetwork NeverOff(ReluNetwork network, int active)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using (network)
        {
            var weight_dm = network.Layers[0].Weight;
            var (lowest_ds, _) = (-weight_dm).clamp_min(0).topk(active, dim: 1);
            return new ReluNetwork(
                [new ReluLayer(weight_dm, lowest_ds.sum(1) + 1)], new DenseReadOff(((DenseReadOff)network.ReadOff).Weight));
        }
    }

    private static Tensor Projection(int stream, int neurons, Generator generator) =>
        randn(stream, neurons, generator: generator) / Math.Sqrt((double)neurons * stream);

    private static DenseReadOff ReadOff(int outputs, int neurons, Generator generator) =>
        new(randn(outputs, neurons, generator: generator) / neurons);
}
