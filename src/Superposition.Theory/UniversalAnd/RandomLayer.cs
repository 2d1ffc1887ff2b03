using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.UniversalAnd;

/// <summary>
/// A layer as deep-learning libraries initialise it, without training: arXiv 2408.05451 shows that it represents every AND. The read-off is
/// r_kl,i = W_ik W_il/(d F), with F found by calibration: the mean of W_k W_l a over neurons, drawn inputs and their active pairs. Nothing
/// about the initialisation enters it.
/// </summary>
public sealed class RandomLayer : ICentredFamily
{
    private const int CalibrationInputs = 256;
    private readonly bool isNormal;
    private readonly Func<int, int, double> weightScale;
    private readonly bool hasBias;

    private RandomLayer(string kind, string summary, bool isNormal, Func<int, int, double> weightScale, bool hasBias) =>
        (Kind, Summary, this.isNormal, this.weightScale, this.hasBias) = (kind, summary, isNormal, weightScale, hasBias);

    /// <summary>The initialisations: PyTorch's linear layer, Kaiming normal without and with PyTorch's bias, Xavier uniform.</summary>
    public static ImmutableArray<RandomLayer> All { get; } =
    [
        new("random-pytorch", "random layer, PyTorch's default: weights and biases uniform on ±1/√m", isNormal: false, (m, _) =>
            1 / Math.Sqrt(3.0 * m), hasBias: true),
        new("random-kaiming", "random layer, Kaiming normal weights N(0, 2/m), no bias", isNormal: true, (m, _) =>
            Math.Sqrt(2.0 / m), hasBias: false),
        new("random-kaiming-biased", "random layer, Kaiming normal weights N(0, 2/m), biases uniform on ±1/√m", isNormal: true, (m, _) =>
            Math.Sqrt(2.0 / m), hasBias: true),
        new("random-xavier", "random layer, Xavier uniform weights of variance 2/(m + d), no bias", isNormal: false, (m, d) =>
            Math.Sqrt(2.0 / (m + d)), hasBias: false),
    ];

    /// <inheritdoc/>
    public string Kind { get; }

    /// <inheritdoc/>
    public string Summary { get; }

    /// <inheritdoc/>
    public bool UsesDensity => false;

    /// <inheritdoc/>
    public int? RequiredNeurons(int features) => null;

    /// <inheritdoc/>
    public ReluNetwork Build(UniversalAndSize size, Generator generator)
    {
        using var scope = NewDisposeScope();
        var (m, d) = (size.Features, size.Neurons);
        var scale = weightScale(m, d);
        var weight_dm = isNormal
            ? randn(d, m, generator: generator) * scale
            : ((rand(d, m, generator: generator) * 2) - 1) * (Math.Sqrt(3) * scale);
        var bias_d = hasBias ? ((rand(d, generator: generator) * 2) - 1) / Math.Sqrt(m) : zeros(d);
        using var layer = new ReluLayer(weight_dm, bias_d);
        var random = new Seed((ulong)randint(long.MaxValue, [1], int64, generator: generator).item<long>()).Stream("calibration");
        var signal = CentredReadOff.Signal(Kind, size.Inputs, active =>
            MeanSignal(layer, new SparseInputs(m, active, Sparsity.Exactly).Draw(random, CalibrationInputs)));
        return new ReluNetwork(
            [new ReluLayer(weight_dm, bias_d)], new PairReadOff(weight_dm, 1 / (d * signal), PairNormalisation.Constant, PairAnds.All(m)));
    }

    /// <inheritdoc/>
    public PredictedErrors Predict(UniversalAndSize size)
    {
        var weights = Weights(size);
        return CentredReadOff.Predict(size, CentredReadOff.Signal(Kind, size.Inputs, weights.Signal), weights.CentredProduct);
    }

    /// <inheritdoc/>
    PredictedErrors ICentredFamily.PredictMeanSubtracted(UniversalAndSize size)
    {
        var weights = Weights(size);
        return CentredReadOff.Predict(size, CentredReadOff.Signal(Kind, size.Inputs, weights.Signal), weights.CentredRowProduct);
    }

    private SymmetricWeights Weights(UniversalAndSize size)
    {
        var bound = hasBias ? 1 / (Math.Sqrt(size.Features) * weightScale(size.Features, size.Neurons)) : 0;
        return isNormal ? SymmetricWeights.Normal(bound) : SymmetricWeights.UniformOf(bound);
    }

    /// <summary>
    /// The mean of W_k W_l a over neurons, inputs and the pairs active in them: Σ_{k&lt;l} W_k W_l = ((Σ W_k)² − Σ W_k²)/2, so pairs
    /// are never listed.
    /// </summary>
    private static double MeanSignal(ReluLayer layer, ActiveSets inputs)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var active = inputs[0].Length;
        var byFeature_md = layer.Weight.t().contiguous();
        var sum_nd = inputs.SumRows(byFeature_md);
        var products_nd = (sum_nd.square() - inputs.SumRows(byFeature_md.square())) / 2;
        var activation_nd = nn.functional.relu(sum_nd + layer.Bias);
        return (products_nd * activation_nd).to(float64).mean().item<double>() / (active * (active - 1) / 2.0);
    }
}
