using Superposition.Baselines;
using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Objectives;
using Superposition.Tasks;
using Superposition.Training;
using static TorchSharp.torch;

namespace Superposition.Benchmarks;

/// <summary>What the benchmarks train.</summary>
internal static class Networks
{
    public static BooleanTask AllPairs(int features, int active = 3) =>
        new(new SparseInputs(features, active, Sparsity.Exactly), PairAnds.All(features));

    public static ReluNetwork ForPairs(BooleanTask task, int neurons, ulong seed) =>
        UntrainedNetwork.OneLayer(task.Inputs, neurons, task.Outputs, new Seed(seed));

    /// <summary>100 → 50 → 100 without biases, as in da Silva and Heimersheim, arXiv 2607.04800.</summary>
    public static ReluNetwork Compressed(ulong seed)
    {
        using var scope = NewDisposeScope();
        using var generator = new Seed(seed).Generator("initial-weights");
        var weight_dm = (rand(50, 100, generator: generator) * 0.2) - 0.1;
        return new ReluNetwork([new ReluLayer(weight_dm, zeros(50))], new DenseReadOff((rand(100, 50, generator: generator) * 0.3) - 0.15));
    }

    public static TrainingPlan Plan(ITrainingTask task, IObjective objective, int batch, int steps) => new(
        task is BooleanTask ? TrainedParts.Whole : TrainedParts.LayerWeights | TrainedParts.ReadOffWeight,
        task,
        objective,
        new TrainingSettings
        {
            Steps = steps,
            Batch = batch,
            Optimizer = Optimizer.Adam,
            WeightDecay = 0,
            Schedule = Schedule.Constant,
            WarmUp = 0
        },
        LearningRate: 1e-3);
}
