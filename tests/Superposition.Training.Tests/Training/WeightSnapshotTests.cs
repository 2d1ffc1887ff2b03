using Superposition.Baselines;
using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Objectives;
using Superposition.Tasks;
using Superposition.Training;
using static TorchSharp.torch;

namespace Superposition.Tests.Training;

/// <summary>Snapshots of the first layer along training: at the steps stated, of the weights stated, at no cost to the training.</summary>
public class WeightSnapshotTests
{
    private const int Steps = 64;

    private static readonly BooleanTask Task = new(new SparseInputs(8, 2, Sparsity.AtMost), PairAnds.All(8));

    [Fact]
    public void Steps_halve_down_from_the_last_and_begin_with_the_start()
    {
        Assert.Equal((long[])[0, 62, 125, 250, 500, 1000, 2000, 4000], WeightSnapshot.Steps(4000, 8));
        Assert.Equal((long[])[0, 4000], WeightSnapshot.Steps(4000, 2));
        Assert.Equal((long[])[0, 1, 2, 5], WeightSnapshot.Steps(5, 8));
    }

    // As many neurons as features: a matrix that is taken the wrong way round has the right shape.
    [Theory, InlineData(8, false), InlineData(8, true), InlineData(12, false)]
    public void Snapshots_are_the_weights_at_their_steps_and_change_nothing(int neurons, bool isEncoded)
    {
        using var with = Network(neurons, isEncoded);
        using var without = Network(neurons, isEncoded);
        var start = Transposed(with);
        var outcome = Trainer.Train(with, Plan(Steps) with { Snapshots = 8 }, new Seed(2));
        var plain = Trainer.Train(without, Plan(Steps), new Seed(2));
        Assert.Equal(Transposed(without), Transposed(with));
        Assert.Equal(plain.FinalLoss, outcome.FinalLoss);
        Assert.Empty(plain.Snapshots);
        Assert.Equal(WeightSnapshot.Steps(Steps, 8), outcome.Snapshots.Select(snapshot => snapshot.Step));
        Assert.Equal(start, outcome.Snapshots[0].Weights);
        Assert.Equal(Transposed(with), outcome.Snapshots[^1].Weights);

        // At a constant rate a training is the beginning of a longer one.
        using var half = Network(neurons, isEncoded);
        Trainer.Train(half, Plan(Steps / 2), new Seed(2));
        Assert.Equal(Transposed(half), outcome.Snapshots[^2].Weights);
    }

    [Fact]
    public void A_layer_that_is_too_large_has_none()
    {
        using var network = Network((WeightSnapshot.MaxWeights / 8) + 1, isEncoded: false);
        Assert.Empty(Trainer.Train(network, Plan(2) with { Snapshots = 8 }, new Seed(2)).Snapshots);
    }

    private static ReluNetwork Network(int neurons, bool isEncoded)
    {
        using var encoding_em = isEncoded ? eye(8) : null;
        return UntrainedNetwork.OfLayers(
            Task.Inputs, encoding_em, [neurons], stream: null, isResidual: false, Task.Targets.Count, new Seed(1));
    }

    private static float[] Transposed(ReluNetwork network) => network.Layers[0].Weight.detach().t().contiguous().data<float>().ToArray();

    private static TrainingPlan Plan(int steps) => new(
        TrainedParts.Whole, Task, new PowerLoss(4, Reduction.Mean),
        new TrainingSettings
        {
            Steps = steps,
            Batch = 32,
            Optimizer = Optimizer.Adam,
            WeightDecay = 0,
            Schedule = Schedule.Constant,
            WarmUp = 0,
        },
        LearningRate: 0.01);
}
