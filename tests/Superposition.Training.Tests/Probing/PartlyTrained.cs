using Superposition.Baselines;
using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Objectives;
using Superposition.Tasks;
using Superposition.Training;

namespace Superposition.Tests.Probing;

/// <summary>Ground truth for probing: networks trained on some of the pairs, so that it is known which ANDs any output asks for.</summary>
internal sealed record PartlyTrained(ReluNetwork Trained, ReluNetwork Untrained, PairAnds Targets, SparseInputs Inputs, Seed Seed)
    : IDisposable
{
    /// <summary>The places, among all pairs, of those that are outputs.</summary>
    public int[] TrainedPairs => [.. Targets.Pairs.Select(pair => PairAnds.All(Inputs.Features).IndexOf(pair.First, pair.Second))];

    /// <summary>The places of all other pairs.</summary>
    public int[] HeldOutPairs => [.. Enumerable.Range(0, Inputs.Features * (Inputs.Features - 1) / 2).Except(TrainedPairs)];

    /// <summary>Trains a network on random pairs of features, exactly three active, under the mean fourth power of the error.</summary>
    public static PartlyTrained Draw(int features, int neurons, int pairs, int steps, ulong seed)
    {
        var root = new Seed(seed);
        var inputs = new SparseInputs(features, 3, Sparsity.Exactly);
        var targets = PairAnds.Draw(features, pairs, root.Stream("pairs"));
        var settings = new TrainingSettings
        {
            Steps = steps,
            Batch = 256,
            Optimizer = Optimizer.Adam,
            WeightDecay = 0,
            Schedule = Schedule.Cosine,
            WarmUp = 50
        };
        var untrained = UntrainedNetwork.OneLayer(inputs, neurons, pairs, root);
        var trained = UntrainedNetwork.OneLayer(inputs, neurons, pairs, root);
        Trainer.Train(
            trained,
            new TrainingPlan(TrainedParts.Whole, new BooleanTask(inputs, targets), new PowerLoss(4), settings, LearningRate: 0.003),
            root.For("training-data"));
        return new PartlyTrained(trained, untrained, targets, inputs, root);
    }

    public void Dispose()
    {
        Trained.Dispose();
        Untrained.Dispose();
    }
}
