using System.Collections.Immutable;
using System.Numerics;
using Superposition.Networks;
using Superposition.Objectives;
using Superposition.Tasks;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Superposition.Training;

/// <summary>
/// A network taken apart for training: its parameters in one buffer, its forward pass and the hand-written derivative of it. The matrix
/// that meets the sparse inputs is held transposed, one row a feature, so that inputs are never written out. <see cref="WriteBack"/> puts
/// what was learned into the network.
/// </summary>
internal sealed class NetworkInTraining : IDisposable
{
    private readonly ReluNetwork network;
    private readonly DenseReadOff readOff;
    private readonly ParameterBuffer parameters;
    private readonly Workspace workspace = new();
    private readonly ImmutableArray<Parameter> entries;
    private readonly bool hasOutputBias;
    private readonly bool trainsBelowReadOff;
    private readonly StateNoise noise;

    /// <param name="network">The network. It is not changed before <see cref="WriteBack"/>.</param>
    /// <param name="parts">What is trained.</param>
    /// <param name="noise">The noise on its states while it is trained.</param>
    public NetworkInTraining(ReluNetwork network, TrainedParts parts, StateNoise noise)
    {
        this.network = network;
        this.noise = noise;
        noise.ThrowIfUnfit(network);
        readOff = network.ReadOff as DenseReadOff
            ?? throw new ArgumentException(
                $"Only a dense read-off can be trained, found a {network.ReadOff.GetType().Name}; write its rows out first (ToDense).",
                nameof(network));
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        entries = [.. Entries(network, readOff).OrderBy(entry => parts.HasFlag(entry.Part) ? 0 : 1)];
        parameters =
            new ParameterBuffer([.. entries.Select(entry => entry.InBuffer.shape)], entries.Count(entry => parts.HasFlag(entry.Part)));
        for (var i = 0; i < entries.Length; i++)
        {
            parameters[i].copy_(entries[i].InBuffer);
        }

        trainsBelowReadOff = entries.Any(entry => entry.Part < TrainedParts.ReadOffWeight && parts.HasFlag(entry.Part));
        hasOutputBias = parts.HasFlag(TrainedParts.ReadOffBias) || readOff.Bias.count_nonzero().item<long>() > 0;
    }

    /// <summary>The parameters and their gradients.</summary>
    public ParameterBuffer Parameters => parameters;

    /// <summary>Whether the first layer's weight is held transposed, as the matrix that meets the sparse inputs is.</summary>
    public static bool HoldsTransposed(ReluNetwork network) => network is { Encoding: null, Layers: [{ Projection: null }, ..] };

    /// <summary>The loss on a batch; with <paramref name="withGradient"/>, gradients are in the parameters' buffer afterwards.</summary>
    /// <param name="batch">Inputs and targets.</param>
    /// <param name="objective">The loss.</param>
    /// <param name="withGradient">Whether gradients are wanted.</param>
    /// <param name="generator">Draws the noise on the states; without it there is none.</param>
    public double Evaluate(TrainingBatch batch, IObjective objective, bool withGradient, Generator? generator = null)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var (states, written) = Forward(batch.Inputs, generator);
        var (weight, weightGradient) = Find(readOff.Weight);
        var (bias, biasGradient) = Find(readOff.Bias);
        var state = states[^1]!;
        var slope = withGradient && trainsBelowReadOff ? workspace.Take("slope.last", state.shape) : null;
        var loss = objective.Evaluate(new ReadOffPass(state, weight, hasOutputBias ? bias : null, batch.Targets, workspace)
        {
            ActivationGradient = slope,
            WeightGradient = withGradient ? weightGradient : null,
            BiasGradient = withGradient ? biasGradient : null,
        });
        if (slope is not null)
        {
            Backward(batch.Inputs, states, written, slope);
        }

        return loss;
    }

    /// <summary>
    /// λ times the mean of (w² − 1)² over the weights of the first layer; its derivative is added to their gradient where they are
    /// trained.
    /// </summary>
    public double RewardSigns(double strength)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var (weight, gradient) = Find(network.Layers[0].Weight);
        var excess = weight.square() - 1;
        gradient?.add_(weight * excess, 4 * strength / weight.numel());
        return strength * excess.square().mean().item<float>();
    }

    /// <summary>Puts the parameters into the network.</summary>
    public void WriteBack()
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        for (var i = 0; i < entries.Length; i++)
        {
            entries[i].InBuffer.copy_(parameters[i]);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        parameters.Dispose();
        workspace.Dispose();
        foreach (var entry in entries)
        {
            entry.InBuffer.Dispose();
        }
    }

    /// <summary>
    /// Every parameter with the shape that it has in the buffer. A view of the network's own memory, so that copying goes both ways.
    /// </summary>
    private static IEnumerable<Parameter> Entries(ReluNetwork network, DenseReadOff readOff)
    {
        if (network.Encoding is { } encoding)
        {
            yield return Entry(encoding, TrainedParts.Encoding, isFirst: true);
        }

        for (var i = 0; i < network.Layers.Count; i++)
        {
            var layer = network.Layers[i];
            yield return Entry(layer.Weight, TrainedParts.LayerWeights, isFirst: i == 0 && HoldsTransposed(network));
            yield return Entry(layer.Bias, TrainedParts.LayerBiases, isFirst: false);
            if (layer.Projection is { } projection)
            {
                yield return Entry(projection, TrainedParts.LayerWeights, isFirst: false);
            }
        }

        yield return Entry(readOff.Weight, TrainedParts.ReadOffWeight, isFirst: false);
        yield return Entry(readOff.Bias, TrainedParts.ReadOffBias, isFirst: false);

        static Parameter Entry(Tensor tensor, TrainedParts part, bool isFirst) =>
            new(tensor, (isFirst ? tensor.detach().t() : tensor.detach()).DetachFromDisposeScope(), part);
    }

    /// <summary>
    /// What the first layer reads, where that is written out (null where a layer in plain form reads the sparse inputs), then what every
    /// layer gives; and the activations of every layer, which in plain form are what it gives.
    /// </summary>
    private (List<Tensor?> States, List<Tensor> Activations) Forward(SparseVectors inputs, Generator? generator)
    {
        var states = new List<Tensor?> { Read(inputs, generator) };
        var activations = new List<Tensor>();
        for (var i = 0; i < network.Layers.Count; i++)
        {
            var layer = network.Layers[i];
            var neurons = workspace.Take($"neurons.{i}", inputs.Count, layer.Neurons);
            var isRelu = layer.Activation == Activation.Relu;
            if (states[i] is not { } read)
            {
                SparseProduct.Forward(
                    inputs, Find(layer.Weight).Value, Find(layer.Bias).Value, cutOff: generator is null && isRelu, neurons);
            }
            else
            {
                neurons.copy_(Find(layer.Bias).Value.expand(neurons.shape)).addmm_(read, Find(layer.Weight).Value.t(), 1, 1);
            }

            if (states[i] is not null || generator is not null)
            {
                AddNoise(i + (network.Encoding is null ? 0 : 1), neurons, generator);
                if (isRelu)
                {
                    neurons.relu_();
                }
            }

            if (!isRelu)
            {
                using var scope = NewDisposeScope();
                workspace.Take(PreActivation(i), neurons.shape).copy_(neurons);
                neurons.copy_(layer.Fire(neurons));
            }

            activations.Add(neurons);
            states.Add(layer.Projection is { } projection
                ? workspace.Take($"state.{i}", inputs.Count, layer.Outputs).copy_(states[i]!).addmm_(
                    neurons, Find(projection).Value.t(), 1, 1)
                : neurons);
        }

        return (states, activations);
    }

    /// <summary>
    /// The encoded inputs; the inputs themselves where a residual stream or the read-off begins with them; null where they stay sparse.
    /// </summary>
    private Tensor? Read(SparseVectors inputs, Generator? generator)
    {
        if (network.Encoding is { } encoding)
        {
            var state = workspace.Take("state.encoding", inputs.Count, encoding.shape[0]);
            SparseProduct.Forward(inputs, Find(encoding).Value, bias_c: null, cutOff: false, state);
            AddNoise(0, state, generator);
            return state;
        }

        return network.Layers is [{ Projection: null }, ..] ? null : inputs.SumRows(eye(network.Features));
    }

    private void AddNoise(int state, Tensor values_nd, Generator? generator)
    {
        if (generator is not null)
        {
            noise.AddTo(state, values_nd, generator);
        }
    }

    /// <summary>From the derivative with respect to the last state down to the first matrix, as far as anything is trained there.</summary>
    private void Backward(SparseVectors inputs, List<Tensor?> states, List<Tensor> activations, Tensor slope)
    {
        for (var i = network.Layers.Count - 1; i >= 0; i--)
        {
            var layer = network.Layers[i];
            var (weight, weightGradient) = Find(layer.Weight);
            var neurons = slope;
            if (layer.Projection is { } projection)
            {
                var (written, writtenGradient) = Find(projection);
                writtenGradient?.addmm_(slope.t(), activations[i], 0, 1);
                neurons = workspace.Take($"slope.neurons.{i}", activations[i].shape).addmm_(slope, written, 0, 1);
            }

            if (layer.Activation == Activation.Relu)
            {
                ReluSlope(activations[i], neurons, Find(layer.Bias).Gradient);
            }
            else
            {
                SmoothSlope(layer.Activation, workspace.Take(PreActivation(i), neurons.shape), neurons, Find(layer.Bias).Gradient);
            }

            if (states[i] is not { } read)
            {
                if (weightGradient is not null)
                {
                    SparseProduct.Backward(inputs, neurons, weightGradient);
                }

                return;
            }

            weightGradient?.addmm_(neurons.t(), read, 0, 1);

            // In residual form the stream passes the derivative on as it is, and the neurons add theirs.
            slope = layer.Projection is null
                ? workspace.Take($"slope.{i}", read.shape).addmm_(neurons, weight, 0, 1)
                : slope.addmm_(neurons, weight, 1, 1);
        }

        if (network.Encoding is { } encoding && Find(encoding).Gradient is { } encodingGradient)
        {
            SparseProduct.Backward(inputs, slope, encodingGradient);
        }
    }

    private static string PreActivation(int layer) => $"pre.{layer}";

    /// <summary>Multiplies the derivative by that of the activation, and sums it over inputs for the bias.</summary>
    private static void SmoothSlope(Activation activation, Tensor pre_nd, Tensor slope_nd, Tensor? biasGradient_d)
    {
        using var scope = NewDisposeScope();
        slope_nd.mul_(activation.SlopeAt(pre_nd));
        biasGradient_d?.copy_(slope_nd.sum([0]));
    }

    /// <summary>Puts 0 into the derivative where a neuron does not fire, and sums it over inputs for the bias.</summary>
    private static void ReluSlope(Tensor state_nd, Tensor slope_nd, Tensor? biasGradient_d)
    {
        var neurons = (int)state_nd.shape[1];
        biasGradient_d?.zero_();
        ColumnParts.Run(state_nd.numel(), neurons, (from, length) =>
        {
            var states = state_nd.Floats();
            var slopes = slope_nd.Floats();
            var sums = biasGradient_d is null ? new float[length] : biasGradient_d.Floats().Slice(from, length);
            for (var row = from; row < states.Length; row += neurons)
            {
                var state = states.Slice(row, length);
                var slope = slopes.Slice(row, length);
                var j = 0;
                for (; j <= length - Vector<float>.Count; j += Vector<float>.Count)
                {
                    var passed = Vector.ConditionalSelect(
                        Vector.GreaterThan(new Vector<float>(state[j..]), Vector<float>.Zero), new Vector<float>(slope[j..]),
                        Vector<float>.Zero);
                    passed.CopyTo(slope[j..]);
                    (new Vector<float>(sums[j..]) + passed).CopyTo(sums[j..]);
                }

                for (; j < length; j++)
                {
                    slope[j] = state[j] > 0 ? slope[j] : 0;
                    sums[j] += slope[j];
                }
            }
        });
    }

    public (Tensor Value, Tensor? Gradient) Find(Tensor parameter)
    {
        for (var i = 0; i < entries.Length; i++)
        {
            if (ReferenceEquals(entries[i].Tensor, parameter))
            {
                return (parameters[i], parameters.GradientOf(i));
            }
        }

        throw new ArgumentException("The tensor is not a parameter of this network.", nameof(parameter));
    }


    private sealed record Parameter(Tensor Tensor, Tensor InBuffer, TrainedParts Part);
}
