using Superposition.Baselines;
using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.Objectives;
using Superposition.Tasks;
using Superposition.Training;
using Superposition.UniversalAnd;
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

    [Fact]
    public void Networks_trained_together_are_bit_for_bit_those_trained_alone_whoever_else_is_there()
    {
        float[][] alone = [.. new ulong[] { 1, 2, 3 }.Select(seed => Together([seed])[0])];
        Assert.Equal(alone, Together([1, 2, 3]));
        Assert.Equal([alone[2], alone[0]], [.. Together([3, 7, 1]).Where((_, i) => i != 1)]);

        static float[][] Together(ulong[] seeds)
        {
            var members = seeds.Select(seed =>
                (Network: UntrainedNetwork.OneLayer(Task.Inputs, 6, Task.Targets.Count, new Seed(seed)), Seed: new Seed(seed))).ToArray();
            var outcomes = Trainer.TrainTogether(members, Plan(40), processors: 2);
            Assert.All(outcomes, outcome => Assert.Equal(40, outcome.Steps));
            return [.. members.Select(member =>
                member.Network.state_dict().OrderBy(p => p.Key, StringComparer.Ordinal).SelectMany(p => p.Value.data<float>()).ToArray())];
        }
    }

    [Fact]
    public void Training_together_reports_all_steps_and_can_be_cancelled()
    {
        var members = Enumerable.Range(0, 3).Select(i =>
            (UntrainedNetwork.OneLayer(Task.Inputs, 6, Task.Targets.Count, new Seed((ulong)i)), new Seed((ulong)i))).ToArray();
        var last = 0L;
        Trainer.TrainTogether(members, Plan(10), processors: 2, new Each(p => last = Math.Max(last, p.Step)), CancellationToken.None);
        Assert.Equal(30, last);
        using var source = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(
            () => Trainer.TrainTogether(members, Plan(1000), processors: 2, new Each(_ => source.Cancel()), source.Token));
    }

    [Theory]
    [InlineData(TrainedParts.LayerWeights | TrainedParts.ReadOffWeight)]
    [InlineData(TrainedParts.ReadOffBias)]
    [InlineData(TrainedParts.LayerBiases)]
    [InlineData(TrainedParts.Encoding)]
    public void Only_the_parts_that_are_named_change(TrainedParts parts)
    {
        using var scope = torch.NewDisposeScope();
        using var generator = new Seed(1).Generator("network");
        using var network = new ReluNetwork(
            [new ReluLayer(torch.randn(6, 5, generator: generator), torch.zeros(6))], new DenseReadOff(
                torch.randn(28, 6, generator: generator)), torch.randn(5, 8, generator: generator));
        var before = network.state_dict().ToDictionary(p => p.Key, p => p.Value.data<float>().ToArray());
        Trainer.Train(network, Plan(5) with { Parts = parts }, new Seed(1));
        var changed = network.state_dict().Where(p => !before[p.Key].SequenceEqual(p.Value.data<float>())).Select(p => p.Key).ToHashSet();
        var expected = new (TrainedParts Part, string Key)[]
        {
            (TrainedParts.Encoding, "encoding"), (TrainedParts.LayerWeights, "layers.0.weight"),
                (TrainedParts.LayerBiases, "layers.0.bias"), (TrainedParts.ReadOffWeight, "readout.weight"),
                (TrainedParts.ReadOffBias, "readout.bias"),
        }.Where(x => parts.HasFlag(x.Part)).Select(x => x.Key).ToHashSet();
        Assert.Equal(expected, changed);
    }

    [Fact]
    public void Cancelled_training_leaves_the_network_as_it_was()
    {
        using var network = UntrainedNetwork.OneLayer(Task.Inputs, 6, Task.Targets.Count, new Seed(1));
        float[] before = [.. network.Layers[0].Weight.data<float>()];
        using var source = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(
            () => Trainer.Train(network, Plan(50), new Seed(1), new Each(_ => source.Cancel()), source.Token));
        Assert.Equal(before, network.Layers[0].Weight.data<float>().ToArray());
    }

    [Fact]
    public void Training_stops_when_held_out_inputs_gain_no_more_and_keeps_the_best()
    {
        // A learning rate so large that the loss soon stops falling.
        using var stopped = UntrainedNetwork.OneLayer(Task.Inputs, 28, Task.Targets.Count, new Seed(1));
        using var went = UntrainedNetwork.OneLayer(Task.Inputs, 28, Task.Targets.Count, new Seed(1));
        var plan = Plan(4000) with { LearningRate = 0.3 };
        var outcome = Trainer.Train(
            stopped,
            plan with { Settings = plan.Settings with { EarlyStop = new EarlyStop { Every = 10, Inputs = 200, Patience = 5 } } },
            new Seed(1));
        Assert.InRange(outcome.Steps, 50, 3000);
        Trainer.Train(went, plan with { Settings = plan.Settings with { Steps = (int)outcome.Steps } }, new Seed(1));
        Assert.True(Rms(stopped) < Rms(went));
    }

    [Fact]
    public void The_average_of_states_is_steadier_than_the_last_one()
    {
        using var averaged = UntrainedNetwork.OneLayer(Task.Inputs, 28, Task.Targets.Count, new Seed(1));
        using var last = UntrainedNetwork.OneLayer(Task.Inputs, 28, Task.Targets.Count, new Seed(1));
        var plan = Plan(1500) with { LearningRate = 0.05 };
        Trainer.Train(averaged, plan with { Settings = plan.Settings with { AverageDecay = 0.99 } }, new Seed(1));
        Trainer.Train(last, plan, new Seed(1));
        Assert.True(Rms(averaged) < Rms(last), $"{Rms(averaged)} against {Rms(last)}");
    }

    [Fact]
    public void Layers_trained_through_their_best_read_off_beat_the_same_layers_untrained()
    {
        using var network = UntrainedNetwork.OneLayer(Task.Inputs, 12, Task.Targets.Count, new Seed(1));
        using var untrained = LeastSquares.Refit(network, Task.Targets, InputSample.All(Task.Inputs));
        var plan = Plan(300) with
        {
            Parts = TrainedParts.Layers | TrainedParts.ReadOffBias,
            Objective = new BestReadOffSquare(1e-6),
            Settings = Settings(300) with { Batch = null }
        };
        var outcome = Trainer.Train(network, plan, new Seed(1));
        using var refitted = LeastSquares.Refit(network, Task.Targets, InputSample.All(Task.Inputs));
        Assert.Null(outcome.DivergedAt);
        Assert.InRange(Rms(refitted), 0, 0.96 * Rms(untrained));

        // The read-off that training leaves is that of the step before the last change of the layers.
        Assert.InRange(Rms(network), Rms(refitted) * 0.9999, Rms(refitted) * 1.02);
    }

    [Fact]
    public void A_structured_read_off_is_refused_with_the_way_out()
    {
        using var network = UniversalAndConstructions.Find("sign")!.Build(new UniversalAndSize(Task.Inputs, 40), new Seed(1));
        var refusal = Assert.Throws<ArgumentException>(() => Trainer.Train(network, Plan(1), new Seed(1)));
        Assert.Contains("ToDense", refusal.Message, StringComparison.Ordinal);
    }

    private static double Rms(ReluNetwork network) => OutputErrors.Measure(network, Task.Targets, InputSample.All(Task.Inputs)).Rms;

    private sealed class Each(Action<TrainingProgress> action) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => action(value);
    }

    private static TrainingOutcome Train(
        ReluNetwork network, int steps, ulong seed = 1, bool readOffOnly = false, double learningRate =
        0.01, IObjective? objective = null) =>
        Trainer.Train(
            network,
            Plan(steps) with
            {
                Parts = readOffOnly ? TrainedParts.ReadOff : TrainedParts.Whole,
                LearningRate = learningRate,
                Objective = objective ?? new PowerLoss(2)
            }, new Seed(seed));

    private static TrainingPlan Plan(int steps) => new(TrainedParts.Whole, Task, new PowerLoss(2), Settings(steps), 0.01);

    private static TrainingSettings Settings(int steps) =>
        new() { Steps = steps, Batch = 32, Optimizer = Optimizer.Adam, WeightDecay = 0, Schedule = Schedule.Constant, WarmUp = 0 };
}
