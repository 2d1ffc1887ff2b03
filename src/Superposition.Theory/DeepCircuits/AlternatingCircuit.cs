using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.ErrorCorrection;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.DeepCircuits;

/// <summary>
/// A layered circuit as the paper runs it (arXiv 2408.05451, deep circuits): a universal-AND layer and an error-correction layer for each
/// layer of gates, depth 2L. The state between is the clip units of the error-correction layer, read off as centred channel means.
/// </summary>
public sealed class AlternatingCircuit : IDisposable
{
    private readonly AlternatingLayer[] layers;
    private readonly ChannelCode inputCode;

    /// <summary>Draws the weights for a circuit.</summary>
    public AlternatingCircuit(LayeredCircuit circuit, AlternatingDesign design, Seed seed)
    {
        (Circuit, Design) = (circuit, design);
        inputCode = ChannelCode.Draw(design.Code, circuit.Features, design.Units, design.ChannelSize, seed.For("channels:inputs"));
        layers = new AlternatingLayer[circuit.Depth];
        for (var layer = 0; layer < circuit.Depth; layer++)
        {
            layers[layer] = new AlternatingLayer(circuit, layer, layer == 0 ? inputCode : layers[layer - 1].Code, design, seed);
        }
    }

    /// <summary>The layered circuit that the network computes, its ground truth.</summary>
    public LayeredCircuit Circuit { get; }

    /// <summary>The sizes and densities that the network is built from.</summary>
    public AlternatingDesign Design { get; }

    /// <summary>
    /// ReLUs of a universal-AND layer (subset neurons and the clip units that pass through) and of an error-correction layer.
    /// </summary>
    public (int UniversalAnd, int ErrorCorrection) Relus => (Design.SubsetNeurons + Design.Units, 2 * Design.Units);

    /// <summary>Runs the circuit on sparse inputs and measures the read-offs after every layer of gates against the ground truth.</summary>
    public DeepReport Measure(ActiveSets inputs)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var truth = Enumerable.Range(0, inputs.Count).Select(i => Circuit.Trace(inputs[i])).ToArray();
        var reports = new List<LayerReport>();
        var features_nm = ReadChannels(Clip(inputs.ToDense(Circuit.Features), inputCode), inputCode);
        for (var layer = 0; layer <= Circuit.Depth; layer++)
        {
            ImmutableArray<PoolNoise> noise = [];
            if (layer > 0)
            {
                using var inner = NewDisposeScope();
                (var next_nm, noise) = Step(layer - 1, features_nm, truth);
                features_nm = next_nm.MoveToOuterDisposeScope();
            }

            reports.Add(Tally(layer, features_nm, truth, noise));
        }

        return new DeepReport(
            Circuit.Features, Design.Units, Math.Max(Relus.UniversalAnd, Design.Corrects ? Relus.ErrorCorrection : 0),
            inputs.Count, [.. reports]);
    }

    /// <summary>What every feature reads after the last layer, shape [n, m].</summary>
    public Tensor Run(ActiveSets inputs)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var features_nm = ReadChannels(Clip(inputs.ToDense(Circuit.Features), inputCode), inputCode);
        foreach (var layer in layers)
        {
            var gates_ng = layer.Gates(features_nm, layer.UniversalAnd(features_nm));
            features_nm = Design.Corrects ? ReadChannels(Clip(gates_ng, layer.Code), layer.Code) : gates_ng;
        }

        return features_nm.MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The same map as an ordinary network b → b̂: a layer that encodes the inputs, then two ReLU layers a layer of gates. For sizes at
    /// which dense matrices are affordable, with error correction.
    /// </summary>
    public ReluNetwork ToNetwork()
    {
        if (!Design.Corrects)
        {
            throw new InvalidOperationException(
                "Only the alternation with error correction is written out as a network: without it there are no error-correction layers.");
        }

        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var terms = Design.Window.Terms;
        var (weight, bias) = ClipReLUs.In(inputCode.ToTensor(), terms);
        var parts = new List<ReluLayer> { new(weight, bias) };
        var code = inputCode;
        foreach (var layer in layers)
        {
            var read_mn = CentredMeans(code);
            var pass_nn = ClipReLUs.Out(eye(code.Units), terms);
            parts.Add(new ReluLayer(
                cat([ClipReLUs.Out(layer.Subsets.matmul(read_mn), terms), pass_nn]), cat(
                [full(Design.SubsetNeurons, -1f), zeros(code.Units)])));
            var gates = cat([layer.AndReadOff(), layer.LinearParts.matmul(read_mn)], 1);
            (weight, bias) = ClipReLUs.In(layer.Code.ToTensor().matmul(gates), terms);
            parts.Add(new ReluLayer(weight, bias));
            code = layer.Code;
        }

        return new ReluNetwork(parts, new DenseReadOff(ClipReLUs.Out(CentredMeans(code), terms)));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var layer in layers)
        {
            layer.Dispose();
        }
    }

    private (Tensor Features, ImmutableArray<PoolNoise> Noise) Step(int layer, Tensor features_nm, int[][][] truth)
    {
        var step = layers[layer];
        var gates_ng = step.Gates(features_nm, step.UniversalAnd(features_nm));
        if (!Design.Corrects)
        {
            return (gates_ng, []);
        }

        var code_gn = step.Code.ToTensor().t();
        var sums_nn = gates_ng.matmul(code_gn);
        var clean_ng = ActiveSets.Of([.. truth.Select(trace => trace[layer + 1])]).ToDense(step.Code.Channels);
        var deviations_nn = sums_nn - clean_ng.matmul(code_gn);
        var sigma = deviations_nn.square().mean().sqrt().item<float>();
        var predicted = Math.Sqrt(step.Code.Load * truth.GroupBy(trace => trace[layer].Length).Sum(inputs =>
            step.PredictedVariance(inputs.Key) * inputs.Count() / truth.Length));
        var features = ReadChannels(Respond(sums_nn), step.Code);
        return (features, [new PoolNoise(PoolKind.Any, Design.Units, sigma, deviations_nn.mean().item<float>(), predicted)]);
    }

    private Tensor Clip(Tensor features_nm, ChannelCode code) => Respond(features_nm.matmul(code.ToTensor().t()));

    private Tensor Respond(Tensor sums_nn) => ((sums_nn - Design.Window.Low) * Design.Window.Slope).clamp(0, 1);

    private static Tensor ReadChannels(Tensor units_nn, ChannelCode code) => units_nn.matmul(CentredMeans(code).t());

    /// <summary>Centred channel means, shape [m, n].</summary>
    private static Tensor CentredMeans(ChannelCode code) => (code.ToTensor().t() - code.Centre) / (code.Size * (1 - code.Centre));

    private LayerReport Tally(int layer, Tensor features_nm, int[][][] truth, ImmutableArray<PoolNoise> noise)
    {
        var tally = new LayerTally();
        var width = (int)features_nm.shape[1];
        var cells = features_nm.contiguous().Floats();
        for (var i = 0; i < truth.Length; i++)
        {
            tally.Add(cells.Slice(i * width, width), truth[i][layer], layer == 0 ? [] : Circuit.Reached(layer - 1, truth[i][layer - 1]));
        }

        return tally.ToReport(layer, noise);
    }
}
