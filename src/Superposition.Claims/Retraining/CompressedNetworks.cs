using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Objectives;
using Superposition.Tasks;
using Superposition.Training;
using static TorchSharp.torch;

namespace Superposition.Retraining;

/// <summary>Networks m → d → m without biases, as the published work on compressed computation starts and trains them.</summary>
internal static class CompressedNetworks
{
    /// <summary>What is trained: no biases.</summary>
    public const TrainedParts Weights = TrainedParts.LayerWeights | TrainedParts.ReadOffWeight;

    /// <summary>Weights uniform in ±<paramref name="first"/> and ±<paramref name="second"/>.</summary>
    public static ReluNetwork Uniform(int features, int neurons, double first, double second, Seed seed) =>
        Draw(features, neurons, seed, (shape, draw) => (rand(shape, generator: draw) * 2) - 1, first, second);

    /// <summary>Weights normal with standard deviations <paramref name="first"/> and <paramref name="second"/>.</summary>
    public static ReluNetwork Normal(int features, int neurons, double first, double second, Seed seed) =>
        Draw(features, neurons, seed, (shape, draw) => randn(shape, generator: draw), first, second);

    /// <summary>A plan in the manner of the publications: batches of real inputs, no early stop, no average.</summary>
    public static TrainingPlan Plan(
        CompressedComputation task, double power, int steps, int batch, double learningRate, Schedule schedule, double weightDecay = 0) =>
        new(
            Weights,
            task,
            new PowerLoss(power),
            new TrainingSettings
            {
                Steps = steps,
                Batch = batch,
                Optimizer = weightDecay == 0 ? Optimizer.Adam : Optimizer.AdamW,
                WeightDecay = weightDecay,
                Schedule = schedule,
                WarmUp = 0,
            },
            learningRate);

    private static ReluNetwork Draw(int features, int neurons, Seed seed, Func<long[], Generator, Tensor> draw, double first, double second)
    {
        using var scope = NewDisposeScope();
        using var generator = seed.Generator("initial-weights");
        return new ReluNetwork(
            [new ReluLayer(draw([neurons, features], generator) * first, zeros(neurons))],
            new DenseReadOff(draw([features, neurons], generator) * second));
    }
}
