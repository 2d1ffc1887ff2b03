using FsCheck.Xunit;
using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Objectives;
using Superposition.Tasks;
using Superposition.Training;
using static TorchSharp.torch;
using Optimizer = Superposition.Training.Optimizer;

namespace Superposition.Tests.Training;

/// <summary>The hand-written derivatives and Adam steps against automatic differentiation and the optimizer of TorchSharp.</summary>
public class AgainstTorchTests
{
    [Property(MaxTest = 25)]
    public void Training_goes_the_way_that_torch_goes(
        ulong seed, byte layers, byte width, bool hasEncoding, bool learnsEncoding, bool isDecoupled, bool decays, bool clips, bool isNoisy,
            byte residual, byte smooth)
    {
        var pairs = PairAnds.All(7);
        var task = new BooleanTask(new SparseInputs(7, 3, Sparsity.AtMost), pairs);
        var widths = Enumerable.Range(0, 1 + (layers % 3)).Select(i => 3 + ((width + (5 * i)) % 9)).ToArray();
        using var ours = Draw(new Seed(seed), widths, hasEncoding ? 6 : null, residual, smooth, pairs.Count);
        using var theirs = Draw(new Seed(seed), widths, hasEncoding ? 6 : null, residual, smooth, pairs.Count);
        var parts = TrainedParts.Whole | (learnsEncoding ? TrainedParts.Encoding : TrainedParts.None);
        var settings = new TrainingSettings
        {
            Steps = 12,
            Batch = 40,
            Optimizer = isDecoupled ? Optimizer.AdamW : Optimizer.Adam,
            WeightDecay = decays ? 0.1 : 0,
            Schedule = Schedule.Cosine,
            WarmUp = 3,
            ClipNorm = clips ? 0.05 : null,
        };

        var noise = isNoisy
            ? new StateNoise([.. Enumerable.Range(0, widths.Length + (hasEncoding ? 1 : 0)).Select(state => 0.3 * state)])
            : StateNoise.None;
        Trainer.Train(ours, new TrainingPlan(parts, task, new PowerLoss(4), settings, 0.01) { Noise = noise }, new Seed(seed));
        TrainByTorch(theirs, task, settings, learnsEncoding, noise, new Seed(seed));

        foreach (var (name, expected) in theirs.named_parameters())
        {
            var found = ours.state_dict()[name];
            var distance = (expected - found).norm().item<float>();
            Assert.True(distance <= 2e-4 * (1 + expected.norm().item<float>()), $"{name} is {distance:G3} away.");
        }
    }

    private static void TrainByTorch(
        ReluNetwork network, BooleanTask task, TrainingSettings settings, bool learnsEncoding, StateNoise noise, Seed seed)
    {
        var parameters = network.named_parameters().Where(p => learnsEncoding || p.name != "encoding").Select(p => p.parameter).ToArray();
        using var optimizer = settings.Optimizer == Optimizer.Adam
            ? (optim.Optimizer)optim.Adam(parameters, 0.01, weight_decay: settings.WeightDecay)
            : optim.AdamW(parameters, 0.01, weight_decay: settings.WeightDecay);
        for (var step = 0; step < settings.Steps; step++)
        {
            using var scope = NewDisposeScope();
            foreach (var group in optimizer.ParamGroups)
            {
                group.LearningRate = 0.01 * settings.Factor(step);
            }

            optimizer.zero_grad();
            var batch = task.Batch(seed, step, settings.Batch);
            using var dense = new Objectives.WrittenOut(0, batch.Targets, 1);
            using var generator = seed.Generator(FormattableString.Invariant($"noise-{step}"));
            (Run(network, batch.Inputs, noise, generator) - dense.Y.to(float32)).pow(4).mean().backward();
            if (settings.ClipNorm is { } norm)
            {
                nn.utils.clip_grad_norm_(parameters, norm);
            }

            optimizer.step();
        }
    }

    /// <summary>The network with noise added out of place, so that automatic differentiation sees it.</summary>
    private static Tensor Run(ReluNetwork network, SparseVectors inputs, StateNoise noise, Generator generator)
    {
        var next = 0;
        var state = inputs.SumRows(eye(network.Features));
        Tensor Noisy(Tensor clean)
        {
            var added = zeros_like(clean);
            noise.AddTo(next++, added, generator);
            return clean + added;
        }

        if (network.Encoding is { } encoding)
        {
            state = Noisy(state.matmul(encoding.t()));
        }

        foreach (var layer in network.Layers)
        {
            var neurons = layer.Fire(Noisy(nn.functional.linear(state, layer.Weight, layer.Bias)));
            state = layer.Projection is null ? neurons : state + neurons.matmul(layer.Projection.t());
        }

        return network.ReadOff.call(state);
    }

    /// <summary>
    /// Bit i of <paramref name="residual"/> puts layer i into residual form, two bits of <paramref name="smooth"/> name its activation;
    /// squares come last only, lest numbers explode.
    /// </summary>
    private static ReluNetwork Draw(Seed seed, int[] widths, int? encoding, byte residual, byte smooth, int outputs)
    {
        using var scope = NewDisposeScope();
        using var generator = seed.Generator("network");
        var inputs = encoding ?? 7;
        var layers = new List<ReluLayer>();
        foreach (var (i, width) in widths.Index())
        {
            var named = (Activation)((smooth >> (2 * i)) % 4);
            var activation = named == Activation.Quadratic && i < widths.Length - 1 ? Activation.Tanh : named;
            var scale = activation == Activation.Quadratic ? 0.4 : 1;
            layers.Add(new ReluLayer(
                randn(width, inputs, generator: generator) * scale, randn(width, generator: generator) / 3, (residual >> i) % 2 == 1
                ? randn(inputs, width, generator: generator) / 3
                : null, activation));
            inputs = layers[^1].Outputs;
        }

        return new ReluNetwork(
            layers, new DenseReadOff(randn(outputs, inputs, generator: generator) / 3), encoding is { } e
            ? randn(e, 7, generator: generator)
            : null);
    }
}
