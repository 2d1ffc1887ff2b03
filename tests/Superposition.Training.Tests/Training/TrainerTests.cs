using Superposition.Baselines;
using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.Objectives;
using Superposition.Tasks;
using Superposition.Training;
using TorchSharp;

namespace Superposition.Tests.Training;

public class TrainerTests
{
    private static readonly BooleanTask Task = new(new SparseInputs(8, 2, Sparsity.AtMost), PairAnds.All(8));

    [Fact]
    public void Training_lowers_the_loss_below_what_the_zero_network_has()
    {
        using var network = UntrainedNetwork.OneLayer(Task.Inputs, 28, Task.Targets.Count, new Seed(1));
        var outcome = Train(network, steps: 600);
        using var zero = ZeroNetwork.Of(8, 28);
        var ofZero = OutputErrors.Measure(zero, Task.Targets, InputSample.All(Task.Inputs)).Rms;
        Assert.Null(outcome.DivergedAt);
        Assert.Equal(100, outcome.Trace.Length);
        Assert.InRange(outcome.FinalLoss, 0, ofZero * ofZero / 3);
    }

    [Fact]
    public void A_thousand_steps_leave_as_many_tensors_as_ten()
    {
        Assert.Equal(LiveAfter(10), LiveAfter(1000));

        static long LiveAfter(int steps)
        {
            using var network = UntrainedNetwork.OneLayer(Task.Inputs, 6, Task.Targets.Count, new Seed(1));
            Train(network, steps);
            return DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        }
    }

    [Fact]
    public void The_same_seed_trains_the_same_network_bit_for_bit()
    {
        Assert.Equal(Trained(1), Trained(1));
        Assert.NotEqual(Trained(1), Trained(2));

        static float[] Trained(ulong seed)
        {
            using var network = UntrainedNetwork.OneLayer(Task.Inputs, 6, Task.Targets.Count, new Seed(1));
            Train(network, 50, seed: seed);
            return [.. network.Layers[0].Weight.data<float>()];
        }
    }

    [Fact]
    public void Training_the_read_off_alone_leaves_the_layer_as_it_was()
    {
        using var network = UntrainedNetwork.OneLayer(Task.Inputs, 6, Task.Targets.Count, new Seed(1));
        float[] layer = [.. network.Layers[0].Weight.data<float>()];
        float[] readOff = [.. ((DenseReadOff)network.ReadOff).Weight.data<float>()];
        Train(network, 20, readOffOnly: true);
        Assert.Equal(layer, network.Layers[0].Weight.data<float>().ToArray());
        Assert.NotEqual(readOff, ((DenseReadOff)network.ReadOff).Weight.data<float>().ToArray());
    }

    [Fact]
    public void Divergence_stops_with_the_last_good_state_and_says_so()
    {
        using var network = UntrainedNetwork.OneLayer(Task.Inputs, 6, Task.Targets.Count, new Seed(1));
        var outcome = Train(network, 500, learningRate: 1e18, objective: new PowerLoss(8));
        Assert.NotNull(outcome.DivergedAt);
        Assert.Equal(double.MaxValue, outcome.FinalLoss);
        Assert.All(network.parameters(), p => Assert.True(p.isfinite().all().item<bool>()));
        Assert.True(double.IsFinite(OutputErrors.Measure(network, Task.Targets, InputSample.All(Task.Inputs)).Rms));
    }

    [Fact]
    public void Cancelling_stops_between_steps()
    {
        using var network = UntrainedNetwork.OneLayer(Task.Inputs, 6, Task.Targets.Count, new Seed(1));
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => Trainer.Train(network, Plan(10), new Seed(1), null, source.Token));
    }

    [Fact]
    public void The_schedule_rises_then_falls_along_a_cosine()
    {
        var settings = Settings(1000) with { Schedule = Schedule.Cosine, WarmUp = 10 };
        Assert.Equal(0.1, settings.Factor(0), 1e-4);
        Assert.Equal(0.5, settings.Factor(500), 1e-9);
        Assert.InRange(settings.Factor(999), 0, 1e-5);
        Assert.Equal(1, Settings(1000).Factor(999));
    }

    private static TrainingOutcome Train(ReluNetwork network, int steps, ulong seed = 1, bool readOffOnly = false, double learningRate = 0.01, IObjective? objective = null) =>
        Trainer.Train(network, Plan(steps) with { Parts = readOffOnly ? TrainedParts.ReadOff : TrainedParts.Whole, LearningRate = learningRate, Objective = objective ?? new PowerLoss(2) }, new Seed(seed), progress: null, CancellationToken.None);

    private static TrainingPlan Plan(int steps) => new(TrainedParts.Whole, Task, new PowerLoss(2), Settings(steps), 0.01);

    private static TrainingSettings Settings(int steps) =>
        new() { Steps = steps, Batch = 32, Optimizer = Optimizer.Adam, WeightDecay = 0, Schedule = Schedule.Constant, WarmUp = 0 };
}
